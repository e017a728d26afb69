"""Pure: the reconciled series of one category -> record events: highs, round totals, first sightings, silences.

A record must be a day's own change (daily_changes tells which that is), and the figure must be vouched for.
A day that only one unchecked witness vouches for sets no record either, but a record must beat it. Held and disputed
figures neither set records nor stand in their way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from pipelines.figures.daily_changes import (
    ONE_DAY,
    Day,
    daily_changes,
    difference,
    hides_in_rounding,
    is_usable,
    is_vouched,
)
from pipelines.figures.record_rules import Rules
from pipelines.figures.series import Point

RecordKind = Literal[
    "daily_high", "daily_high_since", "week_high", "month_high", "round_total", "no_change", "first_seen"
]

WEEK = 7
LONGEST_HOLE = 3
"""Unknown days in a row across which "the most since" can still be said."""
LEAST_HISTORY = 60
"""Days of series behind a day before anything is called a high."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event in the series of one category.

    `value` is what makes it one: the day's change, the sum of seven days or of the month, the round total passed, the
    first total, or the number of days in a row that ended (no_change). `previous_value` and `previous_date` are the
    record it broke (for no_change the last day without a change). `since` is the last day that was as high, where it
    is not the highest of the whole series, or the day from which the series is complete.
    """

    kind: RecordKind
    category: str
    report_date: date
    value: int
    previous_value: int | None = None
    previous_date: date | None = None
    since: date | None = None

    @property
    def key(self) -> str:
        """The event's name: the same record found again is the same event, also where more history is known by then."""
        return f"{self.kind.removesuffix('_since')}:{self.category}:{self.report_date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Scope:
    """`whole`: the series reaches back to the category's first list, so that "ever" may be said; `since`: the day from
    which records are asked for."""

    whole: bool
    since: date


def find_records(
    points: Sequence[Point], rules: Rules, *, category_since: date, list_since: date, since: date = date.min
) -> tuple[Record, ...]:
    """The record events of one category's series, which is in the order of its dates, from the day `since` on.

    `category_since` is the day from which the list carries the category (a series that begins later can only say
    "since"); `list_since` the first day for which any list is known: a category that appears well after it is new.
    """
    if not points:
        return ()
    days = daily_changes(points)
    scope = Scope(days[0].report_date <= category_since + LONGEST_HOLE * ONE_DAY, since)
    found = [
        *daily_highs(days, points[0].category, rules, scope),
        *week_highs(days, points, rules, scope),
        *month_highs(days, points, rules, scope),
        *round_totals(points, rules),
        *silences(days, points[0].category, rules),
        *first_sightings(points[0], list_since),
    ]
    asked_for = (record for record in found if record.report_date >= since)
    return tuple(sorted(asked_for, key=lambda record: (record.report_date, record.kind)))


@dataclass(frozen=True, slots=True)
class _Span:
    """A change over a stretch that ends with the report of `ends`; `sound` where it may set a record.

    `at_most` bounds a change that rounding hides: a higher record beats it all the same.
    """

    ends: date
    value: int | None
    sound: bool
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class _Rank:
    """How high a span stands: the earlier span it had to reach back to, and from when the series is complete.

    `rival` is the last one at least as high, or else the highest one before; `unbeaten` tells which.
    """

    rival: _Span | None
    unbeaten: bool
    complete_since: date


def _rank(spans: Sequence[_Span], at: int, *, hole: int) -> _Rank:
    """Walk back from `spans[at]` to the last span as high, to a hole in the series, or to its beginning."""
    value = spans[at].value
    assert value is not None
    highest: _Span | None = None
    complete_since, unknown = spans[at].ends, 0
    for span in reversed(spans[:at]):
        if span.value is None and (span.at_most is None or span.at_most >= value):
            unknown += 1
            if unknown > hole:
                break
            continue
        unknown, complete_since = 0, span.ends
        if span.value is None:
            continue
        if span.value >= value:
            return _Rank(span, unbeaten=False, complete_since=complete_since)
        if highest is None or highest.value is None or span.value > highest.value:
            highest = span
    return _Rank(highest, unbeaten=True, complete_since=complete_since)


def daily_highs(days: Sequence[Day], category: str, rules: Rules, scope: Scope) -> list[Record]:
    """Days on which more was lost than on any before, or than on any for a notable time."""
    spans = [_day_span(day) for day in days]
    found = []
    first = max(LEAST_HISTORY, (scope.since - spans[0].ends).days)
    for at, span in enumerate(spans[first:], start=first):
        if span.value is None or not span.sound or span.value < rules.least_daily:
            continue
        rank = _rank(spans, at, hole=LONGEST_HOLE)
        previous, previous_date = (rank.rival.value, rank.rival.ends) if rank.rival else (None, None)
        if rank.unbeaten and scope.whole and (rank.complete_since - spans[0].ends).days <= LONGEST_HOLE:
            found.append(Record("daily_high", category, span.ends, span.value, previous, previous_date))
        elif (span.ends - rank.complete_since).days >= rules.notable_days:
            found.append(
                Record(
                    "daily_high_since", category, span.ends, span.value, previous, previous_date, rank.complete_since
                )
            )
    return found


def _day_span(day: Day) -> _Span:
    if day.change is None or not day.is_rounded:
        return _Span(day.report_date, day.change, day.sound)
    return _Span(day.report_date, None, sound=False, at_most=day.change + day.step)


def week_highs(days: Sequence[Day], points: Sequence[Point], rules: Rules, scope: Scope) -> list[Record]:
    """The highest sums of seven days; in a surge each day's may be higher than the one before."""
    spans = _sums(days, points, [(at - WEEK + 1, at) for at in range(WEEK, len(days))])
    return _highest_sums("week_high", spans, points[0].category, rules, scope)


def month_highs(days: Sequence[Day], points: Sequence[Point], rules: Rules, scope: Scope) -> list[Record]:
    """The highest sums of a calendar month, told with the report of the next month's first day, which completes it.

    A report tells of the day before it, so a month is the reports from its 2nd to the 1st of the next: total on the
    1st minus total on the 1st before, as the ministry itself counts its months.
    """
    firsts = [at for at, day in enumerate(days) if day.report_date.day == 1]
    spans = _sums(days, points, [(start + 1, end) for start, end in pairwise(firsts)])
    return _highest_sums("month_high", spans, points[0].category, rules, scope)


def _sums(days: Sequence[Day], points: Sequence[Point], stretches: Sequence[tuple[int, int]]) -> list[_Span]:
    """The sum of each stretch of days (first and last index). Where a day's change is unknown, the totals around the
    stretch still tell what a record has to beat, though corrections may be in it."""
    by_date = {point.report_date: point for point in points}
    known = [0]
    sums = [0]
    for day in days:
        known.append(known[-1] + (day.change is not None))
        sums.append(sums[-1] + (day.change or 0))
    spans = []
    for first, last in stretches:
        ends = days[last].report_date
        before, after = by_date.get(days[first].report_date - ONE_DAY), by_date.get(ends)
        if known[last + 1] - known[first] == last + 1 - first:
            value = sums[last + 1] - sums[first]
            step = max(day.step for day in days[first : last + 1])
            vouched = before is not None and after is not None and is_vouched(before) and is_vouched(after)
            spans.append(_Span(ends, value, sound=vouched and not hides_in_rounding(value, step)))
        else:
            spans.append(_Span(ends, difference(before, after), sound=False))
    return spans


def _highest_sums(kind: RecordKind, spans: Sequence[_Span], category: str, rules: Rules, scope: Scope) -> list[Record]:
    places = (at for at, span in enumerate(spans) if span.ends >= scope.since)
    found = (_highest_sum(kind, spans, at, category, rules, whole=scope.whole) for at in places)
    return [record for record in found if record]


def _highest_sum(
    kind: RecordKind, spans: Sequence[_Span], at: int, category: str, rules: Rules, *, whole: bool
) -> Record | None:
    """The record a sum is, if it is the highest of its whole series and that is long enough to say so."""
    span = spans[at]
    if not rules.least_weekly or span.value is None or not span.sound or span.value < rules.least_weekly:
        return None
    rank = _rank(spans, at, hole=LONGEST_HOLE if kind == "month_high" else LONGEST_HOLE + WEEK)
    if not rank.unbeaten or rank.rival is None or (span.ends - spans[0].ends).days < LEAST_HISTORY:
        return None
    from_start = whole and rank.complete_since == spans[0].ends
    if not from_start and (span.ends - rank.complete_since).days < rules.notable_days:
        return None
    since = None if from_start else rank.complete_since
    return Record(kind, category, span.ends, span.value, rank.rival.value, rank.rival.ends, since)


def round_totals(points: Sequence[Point], rules: Rules) -> list[Record]:
    """Multiples of the category's round number that the total passes for the first time."""
    if not rules.round_total:
        return []
    found = []
    highest: int | None = None
    for point in points:
        if point.total is None or not is_usable(point):
            continue
        passed = point.total // rules.round_total * rules.round_total
        if highest is not None and passed > highest and is_vouched(point):
            found.append(Record("round_total", point.category, point.report_date, passed))
        highest = passed if highest is None else max(highest, passed)
    return found


def silences(days: Sequence[Day], category: str, rules: Rules) -> list[Record]:
    """The first day without a change after many in a row with one."""
    found = []
    run = 0
    last: date | None = None
    for day in days:
        if day.change is None:
            run = 0
        elif day.change > 0:
            run += 1
        else:
            if rules.quiet_after and run >= rules.quiet_after and day.sound and day.step == 1:
                found.append(Record("no_change", category, day.report_date, run, previous_date=last))
            run, last = 0, day.report_date
    return found


def first_sightings(first: Point, list_since: date) -> list[Record]:
    """A category that appears when the list was already known for a while without it."""
    is_new = (first.report_date - list_since).days >= LEAST_HISTORY
    if first.total is None or not is_new or not is_vouched(first):
        return []
    return [Record("first_seen", first.category, first.report_date, first.total)]
