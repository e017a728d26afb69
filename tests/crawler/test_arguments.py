from datetime import date

import pytest

from crawler.arguments import ArgumentsError, choose, read_day, read_period


def test_a_day_is_read_as_iso() -> None:
    assert read_day("since", "2024-04-24") == date(2024, 4, 24)
    assert read_day("since", None) is None


@pytest.mark.parametrize("text", ["24.04.2024", "yesterday", "2024-02-30", "", "2024-4-24x"])
def test_an_unreadable_day_names_the_argument_and_the_form(text: str) -> None:
    with pytest.raises(ArgumentsError, match=r"since=.*YYYY-MM-DD"):
        read_day("since", text)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ArgumentsError, match="after"):
        read_period("2024-05-01", "2024-04-01")


def test_named_sources_are_chosen_and_unknown_ones_listed_with_what_there_is() -> None:
    known = {"alpha": 1, "beta": 2}
    assert choose("beta, alpha", known) == {"alpha": 1, "beta": 2}
    assert choose(None, known) == known
    with pytest.raises(ArgumentsError, match=r"gamma; known: alpha, beta"):
        choose("alpha,gamma", known)
    with pytest.raises(ArgumentsError):
        choose(" , ", known)
