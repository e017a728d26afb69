"""Lists under their right day: day of the losses or day of the report, repeats, belated lists, notes of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipelines.figures.witnesses import made_comparable
from tests.pipelines.lists import Lists, Said, day

MOVING = {"personnel": 1100, "tanks": 11, "uavs": 70, "vehicles_fuel_tanks": 90}
STILL = {"ships": 28, "submarines": 1, "helicopters": 346}


def true_list(number: int, *, changes: bool = False) -> Mapping[str, Said]:
    """The list of day(number)."""
    moving: dict[str, Said] = {
        category: (10_000 + (number + 50) * step, step if changes else None) for category, step in MOVING.items()
    }
    return moving | STILL


def days_of(lists: Lists, origin: str) -> list[date]:
    """The days under which an outlet's lists count, in the order in which it gave them."""
    return [
        said.report_date
        for said in made_comparable(lists.statements)
        if (said.origin, said.category) == (origin, "tanks")
    ]


def test_an_outlet_that_dates_by_the_day_of_the_losses_is_joined_to_the_day_of_the_report() -> None:
    lists = Lists()
    for number in range(4):
        lists.say("by report", day(number), true_list(number))
        lists.say("by losses", day(number - 1), true_list(number))
    assert days_of(lists, "by report") == days_of(lists, "by losses") == [day(number) for number in range(4)]


def test_the_order_of_arrival_does_not_matter() -> None:
    lists = Lists()
    for number in (2, 0, 3, 1):
        lists.say("by losses", day(number - 1), true_list(number))
    for number in (1, 3, 2, 0):
        lists.say("by report", day(number), true_list(number))
    assert days_of(lists, "by losses") == [day(number) for number in (2, 0, 3, 1)]


def test_a_misprint_does_not_hide_that_it_is_the_same_list() -> None:
    lists = Lists()
    for number in range(3):
        lists.say("by report", day(number), true_list(number))
        lists.say("by losses", day(number - 1), {**true_list(number), "tanks": 999})
    assert days_of(lists, "by losses") == [day(number) for number in range(3)]


def test_more_origins_give_the_day() -> None:
    lists = (
        Lists()
        .say("a", day(0), true_list(0))
        .say("b", day(0), true_list(0))
        .say("late", day(1), true_list(0, changes=True))
    )
    assert days_of(lists, "late") == [day(0)]


def test_the_official_page_knows_the_day() -> None:
    lists = Lists()
    for number in range(3):
        for outlet in ("a", "b"):
            lists.say(outlet, day(number - 1), true_list(number))
        lists.say("ministry", day(number), true_list(number), official=True)
    assert days_of(lists, "a") == days_of(lists, "ministry") == [day(number) for number in range(3)]


def test_an_outlet_that_repeats_yesterdays_list_is_no_witness_of_today() -> None:
    lists = Lists()
    for number in range(3):
        lists.say("a", day(number), true_list(number))
        lists.say("b", day(number), true_list(min(number, 1)))
    assert days_of(lists, "b") == [day(0), day(1), day(1)]


def test_a_belated_list_does_not_move_the_punctual_one() -> None:
    lists = Lists()
    for number in range(3):
        lists.say("punctual", day(number), true_list(number))
    lists.say("late", day(0), true_list(0)).say("late", day(2), true_list(1))
    assert days_of(lists, "punctual") == [day(0), day(1), day(2)]
    assert days_of(lists, "late") == [day(0), day(1)]


def test_consecutive_lists_are_never_joined() -> None:
    lists = Lists()
    for number in range(4):
        lists.say("a", day(number), true_list(number, changes=True))
        lists.say("b", day(number), true_list(number))
    assert days_of(lists, "a") == days_of(lists, "b") == [day(number) for number in range(4)]


def test_totals_that_stand_still_say_nothing_about_the_day() -> None:
    lists = Lists().say("a", day(0), {**STILL, "tanks": 7000}).say("b", day(1), {**STILL, "tanks": 7000})
    assert days_of(lists, "b") == [day(1)]


def test_a_printed_change_shows_that_the_total_is_not_yesterdays() -> None:
    lists = Lists().say("a", day(0), true_list(0)).say("b", day(1), true_list(0, changes=True))
    assert days_of(lists, "a") == [day(1)]


def test_a_note_of_corrections_belongs_to_the_day_on_which_it_adds_up() -> None:
    lists = Lists()
    for number, tanks, uavs in ((0, 7000, 500), (1, 7010, 520), (2, 7005, 580)):
        lists.say("a", day(number), {"tanks": tanks, "uavs": uavs})
    lists.note("a", day(1), {"tanks": -15, "uavs": 40})
    notes = [said.report_date for said in made_comparable(lists.statements) if said.correction is not None]
    assert notes == [day(2), day(2)]


def test_a_note_that_adds_up_stays() -> None:
    lists = (
        Lists().say("a", day(0), {"tanks": 7000}).say("a", day(1), {"tanks": 6990}).say("a", day(2), {"tanks": 7000})
    )
    lists.note("a", day(1), {"tanks": -20})
    assert made_comparable(lists.statements)[-1].report_date == day(1)
