"""Which lists of a page may be witnesses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.checks import check_reports
from pipelines.losses import Figure, LossReport

NOW = datetime(2024, 4, 24, 9, 0, tzinfo=UTC)
TODAY = date(2024, 4, 24)


def figure(category: str, total: int | None, delta: int | None = None) -> Figure:
    quote = f"{category} {total} ({delta})"
    return Figure(category, total, delta, False, quote, 0, len(quote))


def report(day: date | None, *figures: Figure) -> LossReport:
    return LossReport(day, "text" if day else None, figures or (figure("tanks", 7249, 7),))


def test_a_dated_list_passes_as_it_is() -> None:
    listed = report(TODAY, figure("tanks", 7249, 7), figure("mlrs", 1050))
    assert check_reports([listed], fetched_at=NOW) == ((listed,), ())


def test_a_list_without_a_day_is_held() -> None:
    kept, (problem,) = check_reports([report(None)], fetched_at=NOW)
    assert (kept, problem.kind, problem.severity) == ((), "undated_report", "error")


@pytest.mark.parametrize(
    "day", [date(2022, 2, 24), date(2021, 4, 24), date(2024, 4, 26), date(2042, 4, 24), date(24, 4, 24)]
)
def test_a_list_of_an_impossible_day_is_held(day: date) -> None:
    kept, (problem,) = check_reports([report(day)], fetched_at=NOW)
    assert (kept, problem.kind) == ((), "impossible_date")
    assert str(day) in problem.detail


@pytest.mark.parametrize("day", [date(2022, 2, 25), TODAY, date(2024, 4, 25)])
def test_the_first_day_and_the_coming_one_are_possible(day: date) -> None:
    assert check_reports([report(day)], fetched_at=NOW)[1] == ()


def test_the_day_of_fetching_is_kyivs() -> None:
    late_evening = datetime(2024, 4, 24, 21, 30, tzinfo=UTC)
    assert check_reports([report(date(2024, 4, 26))], fetched_at=late_evening)[1] == ()


def test_a_list_printed_twice_counts_once_with_all_that_it_says() -> None:
    twice = [report(TODAY, figure("tanks", 7249)), report(TODAY, figure("tanks", 7249, 7), figure("mlrs", 1050))]
    (kept,), problems = check_reports(twice, fetched_at=NOW)
    assert [(one.category, one.delta) for one in kept.figures] == [("tanks", 7), ("mlrs", None)]
    assert problems == ()


def test_figures_a_page_gives_differently_are_all_held() -> None:
    lists = [report(TODAY, figure("tanks", total), figure("mlrs", 1050)) for total in (7249, 7294, 7249)]
    (kept,), (problem,) = check_reports(lists, fetched_at=NOW)
    assert [one.category for one in kept.figures] == ["mlrs"]
    assert problem.kind == "conflicting_figures"
    assert "7249" in problem.detail
    assert "7294" in problem.detail


def test_a_page_whose_every_figure_is_disputed_gives_no_list() -> None:
    kept, problems = check_reports([report(TODAY), report(TODAY, figure("tanks", 1))], fetched_at=NOW)
    assert (kept, len(problems)) == ((), 1)


def test_lists_of_several_days_stay_apart_in_order() -> None:
    kept, _ = check_reports([report(TODAY), report(date(2024, 4, 23))], fetched_at=NOW)
    assert [one.report_date for one in kept] == [date(2024, 4, 23), TODAY]


def test_a_short_list_stands_with_a_warning() -> None:
    kept, (problem,) = check_reports([report(TODAY)], fetched_at=NOW, fewest=10)
    assert len(kept) == 1
    assert (problem.kind, problem.severity) == ("incomplete_report", "warning")
