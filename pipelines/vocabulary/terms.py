"""Pure: the lexicons that the grammars look their terms up in, built from the vocabulary of the languages of a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipelines import vocabulary
from pipelines.vocabulary import Language
from pipelines.vocabulary.agencies import agency_names
from pipelines.vocabulary.lexicon import Lexicon

_SPOKEN_OF_AS = {"Russian MoD": "russian_ministry"}
SCALES = frozenset({"scale", "alone", "hedged"})


@cache
def number_lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Number words (kind `word`), scales (`scale`; `alone` and `hedged` where they need no figure) and their links."""
    known = [vocabulary.language(code) for code in languages]
    return Lexicon((phrase for one in known for phrase in _number_terms(one)), _prefixes(known))


@cache
def label_lexicon(languages: tuple[str, ...]) -> Lexicon:
    """The labels of the categories (kind `label`), the value being the category."""
    known = [vocabulary.language(code) for code in languages]
    return Lexicon((phrase for one in known for phrase in _labels(one)), _prefixes(known))


@cache
def list_lexicon(languages: tuple[str, ...]) -> Lexicon:
    """All that the reading of a list looks for: labels, the phrases of the list, and what marks another list."""
    known = [vocabulary.language(code) for code in languages]
    return Lexicon((phrase for one in known for phrase in _list_terms(one)), _prefixes(known))


@cache
def joins(languages: tuple[str, ...]) -> frozenset[str]:
    """The words that join two items of a list."""
    return frozenset(form for code in languages for form in vocabulary.language(code).numbers.joins)


@cache
def singulars(languages: tuple[str, ...]) -> frozenset[str]:
    """The first words of labels that count one where no number stands: "танк, п'ять ББМ"."""
    return frozenset(form for code in languages for form in vocabulary.language(code).numbers.singulars)


def _prefixes(languages: list[Language]) -> tuple[str, ...]:
    return tuple(prefix for one in languages for prefix in one.prefixes)


def _number_terms(language: Language) -> Iterator[tuple[str, str, str]]:
    numbers = language.numbers
    yield from ((form, "alone", str(value)) for form, value in numbers.alone.items())
    yield from ((form, "hedged", str(value)) for form, value in numbers.alone_hedged.items())
    yield from ((form, "scale", str(value)) for form, value in numbers.scales.items())
    yield from ((form, "word", str(value)) for form, value in numbers.words.items())
    yield from ((form, "half", form) for form in numbers.half)
    yield from ((form, "joiner", form) for form in numbers.joiners)
    yield from ((form, "hedge", form) for form in language.phrases["hedges"])


def _labels(language: Language) -> Iterator[tuple[str, str, str]]:
    for category, patterns in language.labels.items():
        yield from ((pattern, "label", category) for pattern in patterns)


def _list_terms(language: Language) -> Iterator[tuple[str, str, str]]:
    yield from _labels(language)
    yield from ((form, "article", form) for form in language.numbers.articles)
    for kind, patterns in language.phrases.items():
        yield from ((pattern, kind, kind) for pattern in patterns)
    for reason, patterns in language.other_lists.items():
        yield from ((pattern, "other_list", reason) for pattern in patterns)
    for pattern, agency in agency_names(language.code):
        yield pattern, "other_list", _SPOKEN_OF_AS.get(agency, "other_agency")


@cache
def date_lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Month and weekday names (kinds `month` from 1 and `weekday` from 0) and the phrases by which a date is known."""
    known = [vocabulary.language(code) for code in languages]
    return Lexicon((phrase for one in known for phrase in _date_terms(one)), _prefixes(known))


def _date_terms(language: Language) -> Iterator[tuple[str, str, str]]:
    for kind, names in (("month", language.dates.months), ("weekday", language.dates.weekdays)):
        for place, forms in enumerate(names):
            yield from ((form, kind, str(place + (kind == "month"))) for form in forms)
    for kind, patterns in language.dates.phrases.items():
        yield from ((pattern, kind, kind) for pattern in patterns)
