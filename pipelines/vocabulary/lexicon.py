"""Pure: the vocabulary as a trie of words, and the places of a text where its phrases stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from pipelines.text import Word, fold, words

_INSIDE = re.compile(r"[ \x00\-/·・)'\"(]{0,3}|\. ?")  # what may stand between two words of one phrase
_ENDING = 6  # letters that may follow an apostrophe: "staff's", "Mart'taki"
_ABBREVIATED = 5  # letters of a word that a full stop shortens: "спец. техніка"; after a longer one it ends a sentence
_CACHED_WORDS = 20_000


class Term(NamedTuple):
    """A phrase of the vocabulary found in a text: what it is (`kind`) and which one (`value`)."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    meaning: tuple[str, str] | None = None

    def after(self, key: str) -> Iterator[_Node]:
        found = self.exact.get(key)
        if found is not None:
            yield found
        for length in self.lengths:
            stem = self.stems.get(key[:length]) if length <= len(key) else None
            if stem is not None:
                yield stem


@dataclass(slots=True)
class _Step:
    """Where some words in a row lead: the meaning of a phrase that ends with the last one, and `nodes` of the phrases
    that go on. `onward` remembers where the words met so far lead from here; texts repeat their words."""

    meaning: tuple[str, str] | None
    nodes: tuple[_Node, ...]
    onward: dict[str, _Step] = field(default_factory=dict)


_NOWHERE = _Step(None, ())


class Lexicon:
    """Phrases by their words. Among phrases that begin at one word the longest wins, then the one added first."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]], prefixes: Sequence[str] = ()) -> None:
        """`phrases` are (pattern, kind, value); `prefixes` are particles that are written together with a word."""
        self._root = _Node()
        self._start = _Step(None, (self._root,))
        self._prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        for pattern, kind, value in phrases:
            self._add(pattern, (kind, value))

    def _add(self, pattern: str, meaning: tuple[str, str]) -> None:
        node = self._root
        for piece in pattern.split():
            for key, open_end in _pattern_words(piece):
                branch = node.stems if open_end else node.exact
                node = branch.setdefault(key, _Node())
        if node.meaning is None:
            node.meaning = meaning
        self._settle(self._root, pattern)

    def _settle(self, node: _Node, pattern: str) -> None:
        for piece in pattern.split():
            for key, open_end in _pattern_words(piece):
                if open_end and len(key) not in node.lengths:
                    node.lengths = tuple(sorted((*node.lengths, len(key)), reverse=True))
                node = node.stems[key] if open_end else node.exact[key]

    def find(self, folded: str, found: Sequence[Word]) -> list[Term]:
        """The phrases among the words of a folded text, in order and without overlap."""
        met = self._start.onward.get
        return self.find_at(folded, found, [at for at, (_, _, key) in enumerate(found) if met(key) is not _NOWHERE])

    def find_at(self, folded: str, found: Sequence[Word], places: Iterable[int]) -> list[Term]:
        """The phrases that begin with the words at some places, which are in order."""
        terms = []
        after = 0
        last_place = len(found) - 1
        met = self._start.onward.get
        for at in places:
            if at < after:
                continue
            key = found[at][2]
            step = met(key) or self._step(self._start, key)
            last, meaning = at, step.meaning
            if step.nodes and at < last_place and step.onward.get(found[at + 1][2]) is not _NOWHERE:
                last, meaning = self._longest(folded, found, at, step)
            if meaning is not None:
                kind, value = meaning
                terms.append(Term(found[at][0], found[last][1], kind, value))
                after = last + 1
        return terms

    def begins(self, key: str) -> bool:
        """Whether a phrase begins with a word."""
        return (self._start.onward.get(key) or self._step(self._start, key)) is not _NOWHERE

    def _longest(self, folded: str, found: Sequence[Word], at: int, step: _Step) -> tuple[int, tuple[str, str] | None]:
        """The longest phrase that begins with the word at `at`, which leads to `step`: its last word and meaning."""
        last, meaning = at, step.meaning
        while step.nodes and at + 1 < len(found):
            end, (start, _, key) = found[at][1], found[at + 1]
            step = step.onward.get(key) or self._step(step, key)
            if step is _NOWHERE or not (folded[end:start] == " " or _goes_on(folded, found[at], start)):
                break
            at += 1
            if step.meaning is not None:
                last, meaning = at, step.meaning
        return last, meaning

    def _step(self, step: _Step, key: str) -> _Step:
        """Where a word leads from a step, remembered there."""
        if len(step.onward) >= _CACHED_WORDS:
            step.onward.clear()
        nodes = tuple(onward for node in step.nodes for onward in self._nodes(node, key))
        meaning = next((each.meaning for each in nodes if each.meaning is not None), None)
        going_on = tuple(each for each in nodes if each.exact or each.stems)
        found = step.onward[key] = _Step(meaning, going_on) if nodes else _NOWHERE
        return found

    def _nodes(self, node: _Node, key: str) -> Iterator[_Node]:
        yield from node.after(key)
        head, apostrophe, tail = key.partition("'")
        if apostrophe and len(head) > 1 and len(tail) <= _ENDING:
            yield from node.after(head)
        for prefix in self._prefixes:
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                yield from node.after(key[len(prefix) :])


class Lexicons:
    """Lexicons that are looked up together: a word is asked for once, whichever of their phrases it begins."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._lexicons = tuple(lexicons)
        self._beginning: dict[str, tuple[int, ...]] = {}

    def find(self, folded: str, found: Sequence[Word]) -> list[Term]:
        """The phrases of every lexicon among the words of a folded text, in order; those of one do not overlap."""
        places: list[list[int]] = [[] for _ in self._lexicons]
        known = self._beginning
        for at, (_, _, key) in enumerate(found):
            for place in known[key] if key in known else self._begun_by(key):
                places[place].append(at)
        searched = zip(self._lexicons, places, strict=True)
        terms = [term for lexicon, begun in searched if begun for term in lexicon.find_at(folded, found, begun)]
        return sorted(terms, key=attrgetter("start"))

    def _begun_by(self, key: str) -> tuple[int, ...]:
        if len(self._beginning) >= _CACHED_WORDS:
            self._beginning.clear()
        begun = tuple(place for place, lexicon in enumerate(self._lexicons) if lexicon.begins(key))
        self._beginning[key] = begun
        return begun


def _goes_on(folded: str, word: Word, start: int) -> bool:
    """Whether what stands between a word and the next one, which begins at `start`, parts no phrase."""
    stopped = folded[word[1]] == "." and word[1] - word[0] > _ABBREVIATED
    return not stopped and _INSIDE.fullmatch(folded, word[1], start) is not None


def _pattern_words(piece: str) -> Iterator[tuple[str, bool]]:
    """The words of one piece of a pattern, each with whether any ending may follow it."""
    open_end = piece.endswith("*")
    keys = [key for _, _, key in words(fold(piece))]
    for place, key in enumerate(keys):
        yield key, open_end and place == len(keys) - 1
