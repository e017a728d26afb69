"""Gaps and doubts in few words."""

from __future__ import annotations

import pytest

from crawler.standing_view import describe_doubts, describe_gaps, doubt_lines
from pipelines.store.standing import Doubt
from tests.pipelines.lists import day


def doubt(number: int, category: str = "tanks", status: str = "disputed", total: int | None = 7249) -> Doubt:
    return Doubt(day(number), category, total, status, "undecided", "a")


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ((), "no gaps"),
        ((3,), f"1 missing: {day(3)}"),
        ((1, 2, 3, 7), f"4 missing: {day(1)} to {day(3)}, {day(7)}"),
    ],
)
def test_gaps_are_told_as_spans(missing: tuple[int, ...], told: str) -> None:
    assert describe_gaps([day(number) for number in missing]) == told


def test_doubts_are_counted_by_status() -> None:
    assert describe_doubts([]) == "no figure is disputed or held"
    assert describe_doubts([doubt(0), doubt(1), doubt(2, status="held")]) == "in doubt: 2 disputed, 1 held"


def test_days_in_one_doubt_are_one_line_the_newest_first() -> None:
    found = [doubt(5, "mlrs", total=None), *(doubt(number) for number in (3, 2, 1)), doubt(-4)]
    assert doubt_lines(found) == [
        f"{day(5)} mlrs: disputed (undecided), last no total",
        f"{day(1)} to {day(3)} tanks: disputed (undecided), last 7,249",
        f"{day(-4)} tanks: disputed (undecided), last 7,249",
    ]
