"""Pure: a Page -> its LossReports, part by part, with every place counted in the page's text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipelines.losses import Figure, LossReading, LossReport, read_losses
from pipelines.problems import Problem
from pipelines.reading import Page, Part


@dataclass(frozen=True, slots=True)
class PageReports:
    """The lists a page carries, and what was left out of them and why."""

    reports: tuple[LossReport, ...]
    problems: tuple[Problem, ...]


def read_reports(page: Page, *, url: str | None = None, timezone: str = "Europe/Kyiv") -> PageReports:
    """Read every part of a page; a part whose day the layout tells takes its date from there."""
    reports: list[LossReport] = []
    problems: list[Problem] = []
    for part in page.parts:
        reading = _read_part(page, part, url, timezone)
        if reading.report is not None:
            reports.append(_placed(reading.report, part))
        problems += [_moved(problem, part.start) for problem in reading.problems]
    return PageReports(tuple(reports), tuple(problems))


def published_day(published: datetime | None, timezone: str = "Europe/Kyiv") -> date | None:
    """The day a page was published on, where its outlet is."""
    return published.astimezone(ZoneInfo(timezone)).date() if published else None


def _read_part(page: Page, part: Part, url: str | None, timezone: str) -> LossReading:
    return read_losses(
        page.text[part.start : part.end],
        title="" if part.report_date else page.title,
        published=part.report_date or published_day(page.published, timezone),
        language=page.language,
        url=url,
    )


def _placed(report: LossReport, part: Part) -> LossReport:
    figures = tuple(_shifted(figure, part.start) for figure in report.figures)
    if part.report_date is None:
        return replace(report, figures=figures)
    return LossReport(part.report_date, "layout", figures)


def _shifted(figure: Figure, offset: int) -> Figure:
    return replace(
        figure,
        start=figure.start + offset,
        end=figure.end + offset,
        delta_start=None if figure.delta_start is None else figure.delta_start + offset,
        delta_end=None if figure.delta_end is None else figure.delta_end + offset,
    )


def _moved(problem: Problem, offset: int) -> Problem:
    return problem if problem.start is None else replace(problem, start=problem.start + offset)
