"""Pure: the lists of one page, before anything is written -> those that may be witnesses, and what is wrong with them."""

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
    kept: dict[date, LossReport] = {}
    problems: list[Problem] = []
    for report in reports:
        trouble = _day_trouble(report, fetched_at)
        if trouble is not None:
            problems.append(trouble)
        elif report.report_date is not None and report.figures:
            earlier = kept.get(report.report_date)
            merged, clashes = _joined(earlier, report) if earlier else (report, ())
            kept[report.report_date] = merged
            problems.extend(clashes)
    problems.extend(_short(report, fewest) for report in kept.values() if len(report.figures) < fewest)
    return tuple(kept[day] for day in sorted(kept)), tuple(problems)


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


def _joined(first: LossReport, second: LossReport) -> tuple[LossReport, tuple[Problem, ...]]:
    """Two lists of one page for one day: figures they share count once, figures they dispute not at all."""
    figures = {figure.category: figure for figure in first.figures}
    problems = []
    for figure in second.figures:
        other = figures.get(figure.category)
        if other is None or _agree(other, figure):
            figures[figure.category] = figure if other is None else _fuller(other, figure)
        else:
            del figures[figure.category]
            detail = f"{figure.category}: the page gives {_said(other)} and {_said(figure)} for {first.report_date}"
            problems.append(Problem("conflicting_figures", detail, "error", figure.quote, figure.start))
    return replace(first, figures=tuple(figures.values())), tuple(problems)


def _agree(one: Figure, other: Figure) -> bool:
    return all(a == b or a is None or b is None for a, b in ((one.total, other.total), (one.delta, other.delta)))


def _fuller(one: Figure, other: Figure) -> Figure:
    def known(figure: Figure) -> int:
        return (figure.total is not None) + (figure.delta is not None)

    return other if known(other) > known(one) else one


def _said(figure: Figure) -> str:
    change = "" if figure.delta is None else f" ({figure.delta:+d})"
    return f"{figure.total if figure.total is not None else 'no total'}{change}"


def _short(report: LossReport, fewest: int) -> Problem:
    detail = f"the list of {report.report_date} has {len(report.figures)} figures where at least {fewest} were expected"
    return Problem("incomplete_report", detail, "warning", report.figures[0].quote, report.figures[0].start)
