"""Spelling: what the vocabulary knows, and which words of labels a word is one letter away from."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import vocabulary
from pipelines.text import fold
from pipelines.vocabulary.spelling import Spelling, is_changed_letter, is_one_edit, spelling

LETTERS = string.ascii_lowercase


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("artilery", "artillery"),
        ("artilllery", "artillery"),
        ("artiklery", "artillery"),
        ("helicpoters", "helicopters"),
        ("ehlicopters", "helicopters"),
        ("helicopter", "helicopters"),
        ("helicoptesr", "helicopters"),
    ],
)
def test_one_letter_may_be_left_out_added_changed_or_out_of_order(one: str, other: str) -> None:
    assert is_one_edit(one, other)
    assert is_one_edit(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("artillery", "artillery"),
        ("artilery", "artillerys"),
        ("arttilery", "artillery"),
        ("tanks", "drones"),
        ("abcd", "badc"),
        ("abc", "cab"),
    ],
)
def test_no_letter_and_two_letters_are_not_one(one: str, other: str) -> None:
    assert not is_one_edit(one, other)
    assert not is_one_edit(other, one)


@given(st.text(LETTERS, min_size=1, max_size=12), st.data())
def test_every_single_edit_is_one(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    edits = [word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :]]
    edits.append(word[:at] + word[at : at + 2][::-1] + word[at + 2 :])
    assert all(is_one_edit(word, edited) for edited in edits if edited != word)


def test_a_changed_letter_is_told_from_letters_out_of_order() -> None:
    assert is_changed_letter("worship", "warship")
    assert not is_changed_letter("wraship", "warship")
    assert not is_changed_letter("warhip", "warship")


def test_a_word_of_a_label_is_meant_by_what_comes_near_it() -> None:
    known = Spelling(["helicopters landed"], ["helicopter*", "fuel tankers", "tanks"])
    assert known.meant("helikopters") == ("helicopters",)
    assert known.meant("tankrs") == ("tankers",)
    assert known.meant("tans") == ()  # too short
    assert known.meant("tankers") == ()
    assert known.meant("landedd") == ()  # a word of the vocabulary, but not of a label
    assert known.meant("hellicopttr") == ()


def test_the_end_of_an_open_pattern_is_not_where_a_letter_is_missed() -> None:
    known = Spelling([], ["автомобіл*", "безпілотник*", "безпілотн* апарат*"])
    assert known.meant("автомобіів") == ()
    assert known.meant("автоомбілів") == ("автомобілів",)
    assert known.meant("безпілотних") == ()
    assert known.meant("безпілотнків") == ("безпілотників",)


def test_a_word_that_is_known_otherwise_means_itself() -> None:
    known = Spelling(["worship", "bankers left", "counsel*"], ["warship*", "fuel tankers", "councils"])
    assert known.meant("worship") == ()
    assert known.meant("bankers") == ()
    assert known.meant("counsels") == ()
    assert known.knows("counsellor")
    assert not known.knows("tankrs")


def test_a_particle_written_together_with_a_word_is_no_part_of_its_spelling() -> None:
    known = Spelling([], ["artiglieria"], prefixes=["d'"])
    assert known.knows("d'artiglieria")
    assert known.meant("d'artigliera") == ("d'artiglieria",)


@pytest.mark.parametrize("code", vocabulary.codes())
def test_no_word_of_a_vocabulary_is_a_misprint_of_another(code: str) -> None:
    known = spelling((code,))
    language = vocabulary.language(code)
    tables = (language.labels, language.phrases, language.other_lists, language.dates.phrases)
    exact = {
        word
        for table in tables
        for patterns in table.values()
        for pattern in patterns
        for word in fold(pattern).split()
        if word.isalpha()
    }
    assert [word for word in exact if known.meant(word)] == []
