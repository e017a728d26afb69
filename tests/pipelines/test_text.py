"""Folding keeps every character in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import Boundaries, fold, lines, sentences, words

NO_WORDS = Boundaries(frozenset(), frozenset())


@given(st.text(max_size=300))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Véhicules BLINDÉS", "vehicules blindes"),
        ("１２３（＋５）", "123(+5)"),
        ("٢٣ ألفا", "23 الفا"),
        ("۱٬۲۰۹٬۸۸۰ ۱٫۲", "1,209,880 1.2"),
        ("1\u00a0230\u202f5\u20097", "1 230 5 7"),
        ("танки — 5 − 6 ‒ 7", "танки - 5 - 6 - 7"),
        ("п’ять пʼять", "п'ять п'ять"),
        ("«ППО»", '"ппо"'),
    ],
)
def test_what_looks_alike_folds_alike(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_marks_without_width_do_not_part_a_word() -> None:
    assert [key for _, _, key in words(fold("тан\u00adки \u200btanks"))] == ["танки", "tanks"]


def test_ideographs_are_words_of_their_own() -> None:
    assert [key for _, _, key in words(fold("26만1840명"))] == ["26", "만", "1840", "명"]


def test_words_are_in_their_places_one_by_one_and_in_part() -> None:
    found = words("tanks: 1,200 (п'ять)")
    assert list(found) == [(0, 5, "tanks"), (7, 8, "1"), (9, 12, "200"), (14, 19, "п'ять")]
    assert list(found[1:3]) == list(found)[1:3]
    assert (len(found), found[-1].key) == (4, "п'ять")


def test_words_are_told_by_their_places() -> None:
    found = words("tanks: 1,200 (п'ять)")
    assert (found.first_at(7), found.first_at(8), found.first_at(0, low=2)) == (1, 2, 2)
    assert (found.ended_by(4), found.ended_by(8)) == (0, 2)
    assert [word.key for word in found.before(13)] == ["200"]
    assert not found.before(4)


def split(text: str, boundaries: Boundaries = NO_WORDS) -> list[str]:
    folded = fold(text)
    return [
        text[span.start : span.end].strip()
        for line in lines(folded)
        for span in sentences(text, folded, line, boundaries)
    ]


def test_sentences_end_at_full_stops() -> None:
    assert split("Losses grew. Tanks: 5! Who knows? Nobody") == ["Losses grew.", "Tanks: 5!", "Who knows?", "Nobody"]


def test_a_number_goes_on_after_an_abbreviation() -> None:
    assert split("склали 646 тис. 400 осіб. Далі") == ["склали 646 тис. 400 осіб.", "Далі"]


def test_a_change_in_brackets_goes_on_after_a_full_stop() -> None:
    assert split("особовий склад: 1,2 млн осіб. (+910), танки") == ["особовий склад: 1,2 млн осіб. (+910), танки"]


def test_a_day_goes_on_with_its_month() -> None:
    months = Boundaries(frozenset({"gen"}), frozenset({"august"}))
    assert split("Am 17. August sprach Gen. Meier.", months) == ["Am 17. August sprach Gen. Meier."]


def test_empty_lines_are_no_lines() -> None:
    assert len(lines(fold("one\n\n  \ntwo"))) == 2
