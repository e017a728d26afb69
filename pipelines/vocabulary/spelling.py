"""Pure: the words that the vocabulary of some languages knows, and the words of labels that a misprint comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pipelines import vocabulary
from pipelines.text import fold
from pipelines.vocabulary import Language
from pipelines.vocabulary.lexicon import pattern_words

SHORTEST = 7
"""Letters of the shortest word that may be misprinted: of shorter ones too many are another word with a letter changed
("planes" and "plants", "boats" and "boots")."""
SHORTEST_PRINTED = SHORTEST - 1
"""Letters of the shortest word that may be a misprint of one."""

_LONGEST = 40
_ENDING = 5
_CACHED_WORDS = 5_000


class Spelling:
    """Words by their letters. A pattern's last `*` stands for any ending, here as in a lexicon."""

    def __init__(self, known: Iterable[str], labels: Iterable[str], prefixes: Iterable[str] = ()) -> None:
        """`labels` are the patterns whose words may be misprinted, `known` all others of the vocabulary."""
        known = tuple(known)
        whole, stems = _by_ending(labels)
        other, parts = _by_ending(known)
        _, alone = _by_ending(pattern for pattern in known if " " not in pattern)
        self._words = whole | other
        self._stems, self._parts = _Stems(alone), _Stems(stems | parts)
        self._prefixes = tuple(prefixes)
        self._whole = _by_deletion(word for word in whole if len(word) >= SHORTEST)
        self._begun = _by_deletion(stem for stem in stems if len(stem) >= SHORTEST)
        near = {len(stem) + shift for found in self._begun.values() for stem in found for shift in (-1, 0, 1)}
        self._begun_lengths = sorted(near)
        self._met: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether a folded word stands in any phrase of the vocabulary, alone or behind a particle."""
        return any(
            form in self._words or self._stems.begin(form) or self._parts.begin(form) for _, form in self._forms(word)
        )

    def meant(self, word: str) -> tuple[str, ...]:
        """What a folded word that the vocabulary does not know may be misprinted for: the words of labels that differ
        by one letter left out, added, changed, or changed places with the next."""
        if word not in self._met:
            if len(self._met) >= _CACHED_WORDS:
                self._met.clear()
            forms = [] if self._means_another(word) else self._forms(word)
            self._met[word] = tuple({head + key: None for head, form in forms for key in self._near(form)})
        return self._met[word]

    def _forms(self, word: str) -> Iterator[tuple[str, str]]:
        """A word as it stands and without each particle that may be written together with it: particle and rest."""
        yield "", word
        yield from ((head, word[len(head) :]) for head in self._prefixes if word.startswith(head))

    def _means_another(self, word: str) -> bool:
        return any(form in self._words or self._stems.begin(form) for _, form in self._forms(word))

    def _near(self, word: str) -> Iterator[str]:
        if not SHORTEST_PRINTED <= len(word) <= _LONGEST or not word.isalpha():
            return
        inflected = self._parts.begin(word)  # perhaps another ending of a phrase's word, and no misprint
        for key in _looked_up(self._whole, word):
            if is_one_edit(word, key) and not (inflected and word[:-1] == key[: len(word) - 1]):
                yield key
        for length in self._begun_lengths:
            beginning, ending = word[:length], word[length:]
            if length > len(word):
                break
            for stem in _looked_up(self._begun, beginning):
                if is_one_edit(beginning, stem) and _ends_alike(beginning, stem):
                    yield stem + ending


class _Stems:
    """Stems of patterns, each the beginning of words with any of the endings that words have."""

    def __init__(self, stems: frozenset[str]) -> None:
        self._stems = stems
        self._lengths = {len(stem) for stem in stems}

    def begin(self, word: str) -> bool:
        return any(
            word[:length] in self._stems for length in self._lengths if len(word) - _ENDING <= length <= len(word)
        )


@cache
def spelling(languages: tuple[str, ...]) -> Spelling:
    """The spelling of the vocabulary of the languages of a text."""
    known = [vocabulary.language(code) for code in languages]
    return Spelling(
        [pattern for one in known for pattern in _other_patterns(one)],
        [pattern for one in known for patterns in one.labels.values() for pattern in patterns],
        [prefix for one in known for prefix in one.prefixes],
    )


def is_one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, added, changed, or changed places with the next."""
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(rest) == len(other_rest):
        swapped = rest[1::-1] + rest[2:]
        return rest != other_rest and (rest[1:] == other_rest[1:] or swapped == other_rest)
    return rest[1:] == other_rest or rest == other_rest[1:]


def is_changed_letter(one: str, other: str) -> bool:
    """Whether two words of one length differ by a letter, and not by the order of their letters."""
    return len(one) == len(other) and sorted(one) != sorted(other)


def _ends_alike(beginning: str, stem: str) -> bool:
    """Whether the edit is inside the stem: at its end it may be another ending of another word."""
    return beginning[-1] == stem[-1] or sorted(beginning[-2:]) == sorted(stem[-2:])


def _by_ending(patterns: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of patterns: those that stand as they are, and those that any ending may follow."""
    found = {word for pattern in patterns for piece in pattern.split() for word in pattern_words(piece)}
    return frozenset(key for key, is_open in found if not is_open), frozenset(key for key, is_open in found if is_open)


def _by_deletion(keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Words by themselves and by what is left of them without one letter."""
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        for form in _deletions(key):
            found[form] = (*found.get(form, ()), key)
    return found


def _looked_up(index: Mapping[str, tuple[str, ...]], word: str) -> Iterator[str]:
    for form in _deletions(word):
        yield from index.get(form, ())


def _deletions(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _other_patterns(language: Language) -> Iterator[str]:
    numbers, dates = language.numbers, language.dates
    yield from (*language.stopwords, *language.abbreviations)
    for phrases in (language.phrases, language.other_lists, dates.phrases):
        yield from (pattern for patterns in phrases.values() for pattern in patterns)
    for forms in (numbers.words, numbers.scales, numbers.alone, numbers.alone_hedged):
        yield from forms
    for group in (*dates.months, *dates.weekdays):
        yield from group
    yield from (*numbers.half, *numbers.joiners, *numbers.articles, *numbers.not_counted, *numbers.joins)
    yield from numbers.singulars
    yield from _leaves(language.claims)


def _leaves(table: Any) -> Iterator[str]:
    """The patterns of a table that is not folded and written out yet."""
    if isinstance(table, str):
        yield from (fold(pattern) for pattern in vocabulary.expand(table))
    elif isinstance(table, dict):
        for value in table.values():
            yield from _leaves(value)
    elif isinstance(table, list):
        for value in table:
            yield from _leaves(value)
