"""How things stand, as a person wants to read it at the end of a crawl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlite_utils import Database

from pipelines.store import standing
from pipelines.store.standing import Doubt

MOST_DOUBTS = 20


def standing_lines(db: Database) -> Iterator[str]:
    """The span of days, its gaps, and the figures in doubt, the newest first."""
    missing, doubts = standing.gaps(db), standing.doubts(db)
    first, newest = standing.first_day(db), standing.newest_day(db)
    yield f"{standing.days(db)} days from {first} to {newest}, {describe_gaps(missing)}"
    yield describe_doubts(doubts)
    lines = doubt_lines(doubts)
    yield from (f"  {line}" for line in lines[:MOST_DOUBTS])
    if len(lines) > MOST_DOUBTS:
        yield f"  and {len(lines) - MOST_DOUBTS} more like these: scrapy status lists them all"
    if doubts:
        yield "  scrapy explain DATE CATEGORY tells why"


def doubt_lines(doubts: Sequence[Doubt]) -> list[str]:
    """One line for each run of days in which one category stays in one doubt, the newest first."""
    runs: dict[tuple[str, str, str], list[Doubt]] = {}
    for doubt in doubts:
        runs.setdefault((doubt.category, doubt.status, doubt.rule), []).append(doubt)
    lines = []
    for (category, status, rule), found in runs.items():
        totals = {doubt.report_date: doubt.total for doubt in found}
        for first, last in _spans(sorted(totals)):
            given = f"{totals[last]:,}" if totals[last] is not None else "no total"
            lines.append((last, f"{_span(first, last)} {category}: {status} ({rule}), last {given}"))
    return [line for _, line in sorted(lines, key=lambda entry: (-entry[0].toordinal(), entry[1]))]


def describe_gaps(missing: Sequence[date]) -> str:
    """Missing days as spans: "no gaps", or "4 missing: 2023-07-23 to 2023-07-25, 2024-01-02"."""
    if not missing:
        return "no gaps"
    return f"{len(missing)} missing: {', '.join(_span(first, last) for first, last in _spans(missing))}"


def describe_doubts(doubts: Sequence[Doubt]) -> str:
    """How many figures are in doubt, by status."""
    counts = Counter(doubt.status for doubt in doubts)
    if not counts:
        return "no figure is disputed or held"
    return "in doubt: " + ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _span(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"
