"""Every vocabulary loads, and a fault in one is named by file and key."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pipelines import vocabulary
from pipelines.text import fold, words
from pipelines.vocabulary import FOLDER, VocabularyError, expand, parse_language
from pipelines.vocabulary.languages import languages_of
from pipelines.vocabulary.lexicon import Lexicon, Lexicons


def table() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "uk.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", vocabulary.codes())
def test_a_language_knows_every_lasting_category(code: str) -> None:
    labels = vocabulary.language(code).labels
    lasting = {key for key, category in vocabulary.categories().items() if category.until is None}
    assert {key for key in lasting if not labels[key]} == set()


def test_the_languages_of_the_outlets_are_there() -> None:
    wanted = "en uk ru de fr es pl it pt ro cs tr ar ko ja"
    assert set(wanted.split()) <= set(vocabulary.codes())


@pytest.mark.parametrize(
    ("section", "key"),
    [(None, "lables"), ("labels", "rockets"), ("numbers", "word"), ("dates", "month"), ("phrases", "hedge")],
)
def test_an_unknown_key_is_refused_by_file_and_name(section: str | None, key: str) -> None:
    data = table()
    (data if section is None else data[section])[key] = []
    named = key if section is None else f"{section}.{key}"
    with pytest.raises(VocabularyError, match=rf"^uk\.toml: {named}: unknown key$"):
        parse_language("uk", data)


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("name", None, "missing"),
        ("script", "Klingon", "is none of"),
        ("stopwords", "та", "a list is expected"),
        ("stopwords", [""], "words"),
    ],
)
def test_a_wrong_value_is_refused(key: str, value: object, why: str) -> None:
    data = table()
    data.pop(key)
    if value is not None:
        data[key] = value
    with pytest.raises(VocabularyError, match=why):
        parse_language("uk", data)


def test_twelve_months_are_expected() -> None:
    data = table()
    data["dates"]["months"].pop()
    with pytest.raises(VocabularyError, match=r"dates\.months: 12 groups"):
        parse_language("uk", data)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(VocabularyError, match="no such language"):
        vocabulary.language("xx")


def test_the_claims_of_a_language_are_handed_through() -> None:
    data = table()
    data["claims"] = {"verbs": ["каже"]}
    assert parse_language("uk", data).claims == {"verbs": ["каже"]}


def test_braces_are_written_out() -> None:
    assert expand("armo{u,}red defen{c,s}e") == [
        "armoured defence", "armoured defense", "armored defence", "armored defense",
    ]  # fmt: skip
    with pytest.raises(VocabularyError, match="not closed"):
        expand("defen{c")


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("Втрати російської армії станом на ранок", None, ("uk",)),
        ("Потери российской армии по состоянию на утро", None, ("ru",)),
        ("Die Verluste der russischen Armee und der Flotte", None, ("de",)),
        ("Потери российской армии с начала войны и за сутки это были", "uk", ("ru",)),
        ("танків / tanks, літаків / aircraft of the enemy", "uk", ("en", "uk")),
    ],
)
def test_the_language_of_a_text_is_told(text: str, hint: str | None, expected: tuple[str, ...]) -> None:
    assert languages_of(words(fold(text)), hint) == expected


def test_of_two_stems_of_one_word_the_longer_one_counts() -> None:
    lexicon = Lexicon([("tank*", "label", "tanks"), ("tankitõrje*", "label", "ignored")])
    folded = fold("tanki, tankitõrjerelva")
    assert [term.value for term in lexicon.find(folded, words(folded))] == ["tanks", "ignored"]


def test_lexicons_looked_up_together_find_what_each_finds_alone() -> None:
    killed = Lexicon([("killed", "topic", "killed"), ("killed or wounded", "topic", "casualties")])
    lost = Lexicon([("lost", "topic", "equipment"), ("or wounded", "topic", "wounded")])
    folded = fold("Lost five, killed or wounded; killed")
    found = Lexicons([killed, lost]).find(folded, words(folded))
    assert [(folded[one.start : one.end], one.value) for one in found] == [
        ("lost", "equipment"),
        ("killed or wounded", "casualties"),
        ("or wounded", "wounded"),
        ("killed", "killed"),
    ]
