from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipelines.publish.report.trends import FEWEST_OF_WEEK, trends, weekly_means
from pipelines.publish.tables import Row


def row(day: str, total: int | None, delta: int | None, status: str = "confirmed") -> Row:
    return {"report_date": day, "category": "tanks", "total": total, "delta": delta, "status": status}


def test_a_trend_has_a_place_for_every_day_and_leaves_out_what_does_not_stand() -> None:
    found = trends(
        [row("2026-08-01", 100, 3), row("2026-08-02", 999, 9, "held"), row("2026-08-04", 110, 4, "corrected")]
    )["tanks"]
    assert (found.first, found.last) == (date(2026, 8, 1), date(2026, 8, 4))
    assert found.totals == (100, None, None, 110)
    assert found.changes == (3, None, None, 4)
    assert found.means == (None, None, None, None)


def test_a_category_without_a_standing_figure_has_no_trend() -> None:
    assert trends([row("2026-08-01", 100, 3, "disputed")]) == {}


def test_the_mean_is_of_the_known_changes_of_seven_days() -> None:
    assert weekly_means([7, 0, 0, 0, 0, 0, 0, 14])[-2:] == (1.0, 2.0)
    assert weekly_means([1, None, 2, None, 3, None, 6]) == (None,) * 6 + (3.0,)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5000)), max_size=40))
def test_a_mean_lies_between_the_changes_it_is_of(changes: list[int | None]) -> None:
    for place, mean in enumerate(weekly_means(changes)):
        week = [change for change in changes[max(0, place - 6) : place + 1] if change is not None]
        assert (mean is None) == (len(week) < FEWEST_OF_WEEK)
        if mean is not None:
            assert min(week) - 0.05 <= mean <= max(week) + 0.05
