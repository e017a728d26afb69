"""What speaks for a total: who gives it, which sums come out, and the pace of the days around."""

from __future__ import annotations

import pytest

from pipelines.figures.support import Near, Pace, Series
from tests.pipelines.lists import DAY, Lists, Said, day

AT = DAY.toordinal()


def series(*outlets: list[Said]) -> Series:
    lists = Lists()
    for number, said in enumerate(outlets):
        lists.series(f"outlet {number}", said)
    return Series(lists.statements)


def sums(said: list[Said], number: int) -> tuple[bool | None, bool | None]:
    (candidate,) = series(said).candidates(AT + number)
    return candidate.back, candidate.ahead


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([100, 110, 120], (None, None)),
        ([100, (110, 10), 120], (True, None)),
        ([100, (110, 9), 120], (False, None)),
        ([100, 110, (120, 10)], (None, True)),
        ([100, 110, (120, 11)], (None, False)),
        ([None, (110, 10), 120], (None, None)),
        ([(100, 5), (110, 10), (None, 10)], (True, None)),
    ],
)
def test_the_sum_is_tried_both_ways(said: list[Said], expected: tuple[bool | None, bool | None]) -> None:
    assert sums(said, 1) == expected


def test_changes_are_added_up_over_a_misprinted_or_missing_total() -> None:
    assert sums([100, (999, 10), (120, 10)], 2) == (True, None)
    assert sums([100, (None, 10), (120, 10)], 2) == (True, None)


def test_changes_are_added_up_over_three_days_at_most() -> None:
    held: list[Said] = [100, *[(900 + number, 10) for number in range(3)], (140, 10)]
    assert sums(held, 4)[0] is False


def test_a_disputed_day_is_no_reference() -> None:
    either = series([100, 110, 120], [100, 111, 120])
    assert [either.reference(AT + number) for number in range(3)] == [100, None, 120]
    assert either.before(AT + 2) == Near(AT, 100)


def test_the_nearest_total_is_within_a_week() -> None:
    lists = Lists().series("a", [100]).series("a", [200], first=8)
    assert Series(lists.statements).before(AT + 8) is None
    assert Series(lists.statements).before(AT + 7) == Near(AT, 100)


def test_the_pace_leaves_out_extremes_and_the_days_own_changes() -> None:
    grows: list[Said] = [100, 110, 121, 125, 191, 192, 202, 213, 223, 253]
    assert series(grows).pace(AT + 4) == Pace(least=10, middle=10, most=11)
    assert series(grows[:4]).pace(AT + 2) is None


def test_a_salvo_is_no_leap_among_salvos() -> None:
    assert Pace(0, 2, 40).explains(112)
    assert not Pace(800, 1200, 1500).explains(3160)


def test_nothing_depends_on_days_out_of_reach() -> None:
    far = Lists().series("a", [100, (110, 10), 120])
    near = Series(far.statements).candidates(AT + 1)
    far.say("b", day(60), {"tanks": (700, 1)})
    assert Series(far.statements).candidates(AT + 1) == near
