"""What is read from the labelled articles never gets worse unnoticed."""

from __future__ import annotations

import pytest

from tests.corpus.floors import digest, pinned
from tests.corpus.scoring import Score, load, read, score


@pytest.fixture(scope="module")
def scored() -> Score:
    return score(load())


def test_the_floors_stand_on_these_articles() -> None:
    assert pinned()[0] == digest(), "the articles changed: run python -m tests.corpus.floors"


@pytest.mark.parametrize("name", sorted(pinned()[1]))
def test_no_score_is_under_its_floor(name: str, scored: Score) -> None:
    assert scored.headline()[name] >= pinned()[1][name], "\n".join(scored.misses)


def test_every_figure_quotes_the_words_it_was_read_from() -> None:
    for case in load():
        for figure in report.figures if (report := read(case)) else ():
            assert figure.quote == case["text"][figure.start : figure.end]
            if figure.delta_quote is not None:
                assert figure.delta_quote == case["text"][figure.delta_start : figure.delta_end]


def test_no_number_is_invented() -> None:
    """Each figure of some size stands digit for digit in its quote, unless a scale word does its part."""
    for case in load():
        for figure in report.figures if (report := read(case)) else ():
            quoted = "".join(filter(str.isdecimal, figure.quote + (figure.delta_quote or "")))
            for value in (figure.total, figure.delta):
                assert value is None or value < 21 or str(value).rstrip("0") in quoted or _is_scaled(figure.quote)


def _is_scaled(quote: str) -> bool:
    return any(char.isalpha() for char in quote)
