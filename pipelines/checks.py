"""Pure: the lists of one page, before anything is written -> those that may be witnesses, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.losses import Figure, LossReport
from pipelines.problems import Problem

KYIV = ZoneInfo("Europe/Kyiv")
FIRST_DAY = date(2022, 2, 25)
"""The first morning for which a list exists."""
DAYS_AHEAD = 1
"""East of Kyiv a morning begins earlier; a list dated later than this does not exist yet."""


def check_reports(
    reports: Sequence[LossReport], *, fetched_at: datetime, fewest: int = 0
) -> tuple[tuple[LossReport, ...], tuple[Problem, ...]]:
    """Sort a page's lists into witnesses and problems.

    A list without a day, or with one that cannot be, is held; figures that one page gives twice and differently are
    held both; a list with fewer than `fewest` figures stands, with a warning.
    """
    by_day: dict[date, list[LossReport]] = {}
    problems: list[Problem] = []
    for report in reports:
        trouble = _day_trouble(report, fetched_at)
        if trouble is not None:
            problems.append(trouble)
        elif report.report_date is not None and report.figures:
            by_day.setdefault(report.report_date, []).append(report)
    kept = []
    for day in sorted(by_day):
        report, clashes = _joined(by_day[day])
        problems.extend(clashes)
        if report.figures:
            kept.append(report)
    problems.extend(_short(report, fewest) for report in kept if len(report.figures) < fewest)
    return tuple(kept), tuple(problems)


def _day_trouble(report: LossReport, fetched_at: datetime) -> Problem | None:
    if not report.figures:
        return None
    quote, start = report.figures[0].quote, report.figures[0].start
    day = report.report_date
    if day is None:
        detail = f"a list of {len(report.figures)} figures without a day that could be read surely is held"
        return Problem("undated_report", detail, "error", quote, start)
    last = fetched_at.astimezone(KYIV).date() + timedelta(days=DAYS_AHEAD)
    if FIRST_DAY <= day <= last:
        return None
    where = f"before the first list of {FIRST_DAY}" if day < FIRST_DAY else "after the day on which it was fetched"
    return Problem("impossible_date", f"the list is dated {day}, {where}: it is held", "error", quote, start)


def _joined(reports: Sequence[LossReport]) -> tuple[LossReport, list[Problem]]:
    """The lists of one page for one day: figures they share count once, figures they dispute not at all."""
    said: dict[str, list[Figure]] = {}
    for report in reports:
        for figure in report.figures:
            said.setdefault(figure.category, []).append(figure)
    figures, problems = [], []
    for category, given in said.items():
        dissent = next((figure for figure in given[1:] if not _agree(given[0], figure)), None)
        if dissent is None:
            figures.append(max(given, key=_known))
        else:
            detail = f"{category}: the page gives {_said(given[0])} and {_said(dissent)} for {reports[0].report_date}"
            problems.append(Problem("conflicting_figures", detail, "error", dissent.quote, dissent.start))
    return replace(reports[0], figures=tuple(figures)), problems


def _agree(one: Figure, other: Figure) -> bool:
    return all(a == b or a is None or b is None for a, b in ((one.total, other.total), (one.delta, other.delta)))


def _known(figure: Figure) -> int:
    return (figure.total is not None) + (figure.delta is not None)


def _said(figure: Figure) -> str:
    change = "" if figure.delta is None else f" ({figure.delta:+d})"
    return f"{figure.total if figure.total is not None else 'no total'}{change}"


def _short(report: LossReport, fewest: int) -> Problem:
    detail = f"the list of {report.report_date} has {len(report.figures)} figures where at least {fewest} were expected"
    return Problem("incomplete_report", detail, "warning", report.figures[0].quote, report.figures[0].start)
