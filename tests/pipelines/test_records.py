"""Record events over the real history of two datasets, checked against plain arithmetic done another way."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipelines
from pipelines.figures.daily_changes import daily_changes, rounding_steps
from pipelines.figures.record_rules import Rules, rules_of
from pipelines.figures.series import Point, Status
from pipelines.records import Record, find_records
from tests.newsroom.figures import EQUIPMENT, ORC, ORC_NAMES, PERSONNEL, PETROIVANIUK_NAMES, corrections, published_file

CATEGORIES = tomllib.loads((Path(pipelines.__file__).parent / "vocabulary" / "categories.toml").read_text("utf-8"))
TEN = (
    "personnel",
    "tanks",
    "armoured_vehicles",
    "artillery_systems",
    "mlrs",
    "air_defence",
    "uavs",
    "cruise_missiles",
    "vehicles_fuel_tanks",
    "special_equipment",
)
FIRST_DAYS = 1600
"""What the rounded totals of the first week allow a day of personnel to have been."""
LIST_SINCE = date(2022, 2, 25)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class History:
    """One category as the two datasets have it: the total, where both agree, and what was corrected on the day."""

    totals: dict[date, int]
    agreed: set[date]
    corrected: set[date]

    def points(self, category: str) -> list[Point]:
        return [
            Point(
                day,
                category,
                total,
                None,
                "confirmed" if day in self.agreed else "single",
                None,
                day in self.corrected,
            )
            for day, total in sorted(self.totals.items())
        ]


@cache
def rows(name: str, names: tuple[tuple[str, str], ...]) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    for row in json.loads(published_file(name)):
        found[date.fromisoformat(row["date"])] = {ours: row[theirs] for theirs, ours in names if row.get(theirs)}
    return found


@cache
def history(category: str) -> History:
    ours = rows(PERSONNEL if category == "personnel" else EQUIPMENT, tuple(PETROIVANIUK_NAMES.items()))
    theirs = rows(ORC, tuple(ORC_NAMES.items()))
    totals, agreed = {}, set()
    for day in ours.keys() | theirs.keys():
        said = {side[day][category] for side in (ours, theirs) if category in side.get(day, {})}
        if len(said) == 1:
            totals[day] = said.pop()
            if category in ours.get(day, {}) and category in theirs.get(day, {}):
                agreed.add(day)
    return History(totals, agreed, {day for day, cells in corrections().items() if cells.get(category)})


@cache
def found(category: str) -> tuple[Record, ...]:
    return find_records(
        history(category).points(category),
        rules_of(category),
        category_since=CATEGORIES[category]["since"],
        list_since=LIST_SINCE,
    )


def of_kind(category: str, *kinds: str) -> list[tuple[date, int, int | None, date | None]]:
    return [
        (record.report_date, record.value, record.previous_value, record.previous_date)
        for record in found(category)
        if record.kind in kinds
    ]


# Arithmetic done another way: every day against every earlier day, with nothing but differences and max()


@cache
def own_changes(category: str) -> dict[date, int]:
    """The change of each day on which it can be told: yesterday known, nothing corrected, nothing fallen."""
    told = history(category)
    return {
        day: total - told.totals[day - DAY]
        for day, total in told.totals.items()
        if day - DAY in told.totals and day not in told.corrected and total >= told.totals[day - DAY]
    }


def last_gap(known: Sequence[date], before: date) -> date:
    """The first day from which no more than three days in a row are missing."""
    start = before
    for day in sorted((day for day in known if day < before), reverse=True):
        if (start - day).days > 4:
            return start
        start = day
    return start


@pytest.mark.parametrize("category", TEN)
def test_the_highest_days_are_those_of_plain_arithmetic(category: str) -> None:
    changes, rules = own_changes(category), rules_of(category)
    first = min(history(category).totals)
    if category == "personnel":  # its totals came in round hundreds and thousands until the end of August 2022
        changes = {day: change for day, change in changes.items() if day >= date(2022, 8, 30)}
    expected = []
    for day, value in sorted(changes.items()):
        if not {day - DAY, day} <= history(category).agreed or value < rules.least_daily or (day - first).days < 60:
            continue
        complete = last_gap(list(changes), day)
        earlier = {other: changes[other] for other in changes if complete <= other < day}
        beaten_by = max((other for other in earlier if earlier[other] >= value), default=None)
        rival = beaten_by or max(earlier, key=lambda other: (earlier[other], other), default=None)
        reach = beaten_by or complete
        is_whole = (reach - first).days <= 4 or (category == "personnel" and value > FIRST_DAYS)
        if (beaten_by is None and is_whole) or (day - reach).days >= rules.notable_days:
            expected.append((day, value, changes[rival] if rival else None, rival))
    assert of_kind(category, "daily_high", "daily_high_since") == expected


def total_over(category: str, first: date, last: date) -> tuple[int | None, bool]:
    """The sum of the days from first to last, and whether each of them is known: else the totals' difference."""
    changes, totals = own_changes(category), history(category).totals
    days = [first + DAY * n for n in range((last - first).days + 1)]
    if all(day in changes for day in days):
        return sum(changes[day] for day in days), True
    if first - DAY in totals and last in totals:
        return totals[last] - totals[first - DAY], False
    return None, False


def expected_sums(category: str, stretches: Sequence[tuple[date, date]]) -> list[tuple[date, int, int, date]]:
    """The stretches whose sum is higher than that of all before, where the totals at both ends are agreed."""
    told, rules = history(category), rules_of(category)
    expected: list[tuple[date, int, int, date]] = []
    best: tuple[int, date] | None = None
    for first, last in stretches:
        value, is_known = total_over(category, first, last)
        ends = (first - DAY, last)
        is_sound = is_known and all(end in told.agreed and end not in told.corrected for end in ends)
        if value is None:
            continue
        if best and is_sound and value > best[0] and value >= rules.least_weekly:
            expected.append((last, value, *best))
        if best is None or value >= best[0]:
            best = (value, last)
    return expected


@pytest.mark.parametrize("category", [name for name in TEN if name != "vehicles_fuel_tanks"])
def test_the_highest_weeks_are_those_of_plain_arithmetic(category: str) -> None:
    totals = history(category).totals
    first, last = min(totals), max(totals)
    days = [first + DAY * n for n in range(7, (last - first).days + 1)]
    weeks = expected_sums(category, [(day - 6 * DAY, day) for day in days])
    assert of_kind(category, "week_high") == [week for week in weeks if (week[0] - first).days >= 60 + 7]


@pytest.mark.parametrize("category", [name for name in TEN if name != "vehicles_fuel_tanks"])
def test_the_highest_months_are_those_of_plain_arithmetic(category: str) -> None:
    totals = history(category).totals
    firsts = [date(year, month, 1) for year in range(2022, 2027) for month in range(1, 13)]
    months = [(begin + DAY, end) for begin, end in pairwise(firsts) if min(totals) <= begin and end <= max(totals)]
    expected = [month for month in expected_sums(category, months) if (month[0] - months[0][1]).days >= 60]
    assert of_kind(category, "month_high") == expected


def test_the_months_are_those_the_ministry_counted() -> None:
    months = {day: value for day, value, _, _ in of_kind("personnel", "month_high")}
    assert total_over("personnel", date(2024, 11, 2), date(2024, 12, 1))[0] == 45_720
    assert months[date(2025, 1, 1)] == 48_670


@pytest.mark.parametrize("category", TEN)
def test_round_totals_are_those_of_plain_arithmetic(category: str) -> None:
    told, step = history(category), rules_of(category).round_total
    days = sorted(told.totals)
    expected = []
    for place, day in enumerate(days[1:], start=1):
        passed = told.totals[day] // step
        before = max(told.totals[other] // step for other in days[:place])
        if passed > before and day in told.agreed and day not in told.corrected:
            expected.append((day, passed * step, None, None))
    assert of_kind(category, "round_total") == expected


# The same history told day by day


@pytest.mark.parametrize("category", TEN)
def test_told_day_by_day_each_morning_brings_what_the_whole_history_shows(category: str) -> None:
    points = history(category).points(category)
    by_day: dict[date, list[str]] = {}
    for record in found(category):
        by_day.setdefault(record.report_date, []).append(record.key)
    mornings = [at for at, point in enumerate(points) if point.report_date in by_day or at % 97 == 0]
    for at in mornings:
        morning = points[at].report_date
        if morning < date(2022, 9, 1):  # how totals are rounded shows only some days later
            continue
        known = find_records(
            points[: at + 1],
            rules_of(category),
            category_since=CATEGORIES[category]["since"],
            list_since=LIST_SINCE,
        )
        assert [record.key for record in known if record.report_date == morning] == by_day.get(morning, [])


@pytest.mark.parametrize("day", [date(2022, 3, 3), date(2025, 2, 28)])
def test_a_rounded_total_and_a_correction_are_no_days_of_the_war(day: date) -> None:
    told = history("personnel")
    assert told.totals[day] - told.totals[day - DAY] in (3160, 2710)
    assert day not in {record.report_date for record in found("personnel")}
    assert day not in {record.previous_date for record in found("personnel")}


def test_a_correction_counts_with_the_change_that_is_printed() -> None:
    points = [replace(point, corrected=False) for point in history("personnel").points("personnel")]
    place = next(at for at, point in enumerate(points) if point.report_date == date(2025, 2, 28))
    printed = replace(points[place], delta=1060, corrected=True, checksum=False)
    days = {day.report_date: day for day in daily_changes([*points[:place], printed, *points[place + 1 :]])}
    assert (days[printed.report_date].change, days[printed.report_date].sound) == (1060, False)


# Small series


RULES = Rules(round_total=100, notable_days=90, least_daily=5, least_weekly=20, quiet_after=30)
START = date(2024, 1, 10)


def series(changes: Sequence[int], *, start_total: int = 1001) -> list[Point]:
    """A series with printed changes that all add up."""
    points = [Point(START, "tanks", start_total, None, "confirmed", None, False)]
    for number, change in enumerate(changes, start=1):
        total = (points[-1].total or 0) + change
        points.append(Point(START + DAY * number, "tanks", total, change, "confirmed", True, False))
    return points


def records_of(points: Sequence[Point], **arguments: Any) -> list[Record]:
    return list(find_records(points, RULES, **{"category_since": START, "list_since": START, **arguments}))


def last(points: Sequence[Point], kind: str) -> Record | None:
    return next((r for r in records_of(points) if r.kind == kind and r.report_date == points[-1].report_date), None)


def test_the_highest_day_names_the_one_before() -> None:
    record = last(series([7, 9, *[5] * 70, 12]), "daily_high")
    assert record is not None
    assert (record.value, record.previous_value, record.previous_date) == (12, 9, START + 2 * DAY)


def test_a_tie_is_no_record_but_the_most_since_the_last_day_as_high() -> None:
    points = series([12, *[5] * 100, 12])
    assert last(points, "daily_high") is None
    record = last(points, "daily_high_since")
    assert record is not None
    assert (record.since, record.previous_value) == (START + DAY, 12)


def test_a_series_that_begins_late_says_since() -> None:
    points = series([*[5] * 100, 12])
    (record,) = [r for r in records_of(points, category_since=date(2022, 2, 25)) if r.kind == "daily_high_since"]
    assert record.since == START + DAY


def test_a_hole_in_the_series_is_not_spoken_across() -> None:
    points = series([*[5] * 100, 12])
    holed = [point for point in points if not 50 <= (point.report_date - START).days <= 55]
    assert [r for r in records_of(holed) if r.report_date == points[-1].report_date and "daily" in r.kind] == []


@pytest.mark.parametrize(
    ("status", "checksum", "corrected", "is_record"),
    [
        ("confirmed", True, False, True),
        ("confirmed", None, False, True),
        ("single", True, False, True),
        ("single", None, False, False),
        ("confirmed", False, False, False),
        ("disputed", True, False, False),
        ("held", True, False, False),
        ("corrected", True, False, False),
        ("confirmed", True, True, False),
    ],
)
def test_only_a_vouched_figure_makes_a_record(
    status: Status, checksum: bool | None, corrected: bool, is_record: bool
) -> None:
    points = series([*[5] * 100, 12])
    points[-1] = replace(points[-1], status=status, checksum=checksum, corrected=corrected)
    assert bool([r for r in records_of(points) if r.report_date == points[-1].report_date]) is is_record


def test_a_misprint_of_yesterday_makes_no_record_of_today() -> None:
    points = series([*[5] * 101])
    points[-2] = replace(points[-2], status="single", total=(points[-2].total or 0) - 40, delta=None, checksum=None)
    points[-1] = replace(points[-1], delta=None, checksum=None)
    told = {r.kind for r in records_of(points) if r.report_date >= points[-2].report_date}
    assert not {kind for kind in told if "high" in kind}
    seen = daily_changes(points)[-1]
    assert (seen.change, seen.sound) == (45, False)


@pytest.mark.parametrize(("status", "is_beaten"), [("single", False), ("held", True), ("disputed", True)])
def test_an_unvouched_figure_must_be_beaten_and_a_doubtful_one_need_not(status: Status, is_beaten: bool) -> None:
    points = series([*[5] * 50, 40, *[5] * 50, 12])
    points[51] = replace(points[51], status=status, checksum=None)
    assert (last(points, "daily_high") is not None) is is_beaten


def test_the_sum_of_several_days_is_no_day() -> None:
    points = series([*[5] * 100, 12])
    points = [*points[:-3], replace(points[-1], delta=None, checksum=None)]
    told = [r.kind for r in records_of(points) if r.report_date == points[-1].report_date]
    assert told == ["round_total"]  # a total that is reached stays reached


def test_a_round_total_is_passed_once_even_where_totals_fall_back() -> None:
    points = series([40, 40, 40, 5, 5])
    points[3] = replace(points[3], total=1121)
    points[4] = replace(points[4], total=1090, delta=None, corrected=True)
    points[5] = replace(points[5], total=1130, delta=None)
    assert [(r.value, r.report_date) for r in records_of(points) if r.kind == "round_total"] == [
        (1100, START + 3 * DAY)
    ]


def test_a_first_day_without_a_change_is_told_after_a_long_run_alone() -> None:
    points = series([*[5] * 40, 0, 5, 5, 0])
    assert [(r.value, r.report_date) for r in records_of(points) if r.kind == "no_change"] == [(40, START + 41 * DAY)]


def test_a_new_category_is_told_and_one_that_was_always_there_is_not() -> None:
    points = series([5, 5])
    assert [r.kind for r in records_of(points, list_since=date(2022, 2, 25))] == ["first_seen"]
    assert records_of(points) == []


@given(st.lists(st.integers(0, 60), min_size=70, max_size=160), st.integers(0, 160))
def test_records_from_a_day_on_are_those_of_the_whole_series(changes: list[int], days: int) -> None:
    points, since = series(changes), START + days * DAY
    assert records_of(points, since=since) == [r for r in records_of(points) if r.report_date >= since]


def test_no_points_no_records() -> None:
    assert records_of([]) == []


@given(st.lists(st.integers(0, 60), min_size=70, max_size=160), st.data())
def test_no_doubtful_figure_is_ever_part_of_a_record(changes: list[int], data: st.DataObject) -> None:
    points = series(changes)
    doubtful = data.draw(st.sets(st.integers(1, len(points) - 1), max_size=10))
    for at in doubtful:
        points[at] = replace(points[at], status="held", total=999_999_999, delta=888_888)
    days = {points[at].report_date for at in doubtful}
    for record in records_of(points):
        assert record.report_date not in days
        assert record.value < 100_000
        assert record.kind == "no_change" or record.previous_date not in days


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_the_rounding_step_divides_most_totals_around(totals: list[int]) -> None:
    points = [Point(START + DAY * n, "tanks", total, None, "single", None, False) for n, total in enumerate(totals)]
    assert set(rounding_steps(points).values()) <= {1, 10, 100, 1000}
    exact = [replace(point, total=(point.total or 0) * 10 + 1) for point in points]
    assert set(rounding_steps(exact).values()) == {1}
