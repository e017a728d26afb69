"""Pure: the vocabulary as a trie of words, and the places of a text where its phrases stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, count
from operator import attrgetter
from typing import NamedTuple, cast

from pipelines.text import Words, fold, words

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


# Makes a Term of its fields as Term(*fields) does, but without a call in Python: a text has hundreds of them.
_term = cast("Callable[[tuple[int, int, str, str]], Term]", partial(tuple.__new__, Term))


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


@dataclass(frozen=True, slots=True)
class _Step:
    """Where some words in a row lead: the meaning of a phrase that ends with the last one, and where each word that
    may follow leads `onward`; None where no phrase goes on."""

    meaning: tuple[str, str] | None
    onward: _Onward | None


class _Onward(dict[str, _Step | None]):
    """Where words lead from the nodes of a trie, found when a word is first met: texts repeat their words. None where a
    word leads nowhere, as most do."""

    def __init__(self, nodes: tuple[_Node, ...], prefixes: tuple[str, ...]) -> None:
        super().__init__()
        self._nodes, self._prefixes = nodes, prefixes

    def __missing__(self, key: str) -> _Step | None:
        if len(self) >= _CACHED_WORDS:
            self.clear()
        self[key] = found = self._step(key)
        return found

    def _step(self, key: str) -> _Step | None:
        nodes = tuple(onward for node in self._nodes for onward in self._after(node, key))
        if not nodes:
            return None
        meaning = next((each.meaning for each in nodes if each.meaning is not None), None)
        going_on = tuple(each for each in nodes if each.exact or each.stems)
        return _Step(meaning, _Onward(going_on, self._prefixes) if going_on else None)

    def _after(self, node: _Node, key: str) -> Iterator[_Node]:
        yield from node.after(key)
        head, apostrophe, tail = key.partition("'")
        if apostrophe and len(head) > 1 and len(tail) <= _ENDING:
            yield from node.after(head)
        for prefix in self._prefixes:
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                yield from node.after(key[len(prefix) :])


class Lexicon:
    """Phrases by their words. Among phrases that begin at one word the longest wins, then the one added first."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]], prefixes: Sequence[str] = ()) -> None:
        """`phrases` are (pattern, kind, value); `prefixes` are particles that are written together with a word."""
        self._root = _Node()
        self._first = _Onward((self._root,), tuple(sorted(prefixes, key=len, reverse=True)))
        for pattern, kind, value in phrases:
            self._add(pattern, (kind, value))

    def _add(self, pattern: str, meaning: tuple[str, str]) -> None:
        node = self._root
        for piece in pattern.split():
            for key, open_end in pattern_words(piece):
                branch = node.stems if open_end else node.exact
                node = branch.setdefault(key, _Node())
        if node.meaning is None:
            node.meaning = meaning
        self._settle(self._root, pattern)

    def _settle(self, node: _Node, pattern: str) -> None:
        for piece in pattern.split():
            for key, open_end in pattern_words(piece):
                if open_end and len(key) not in node.lengths:
                    node.lengths = tuple(sorted((*node.lengths, len(key)), reverse=True))
                node = node.stems[key] if open_end else node.exact[key]

    def find(self, folded: str, found: Words) -> list[Term]:
        """The phrases among the words of a folded text, in order and without overlap."""
        steps = list(map(self._first.__getitem__, found.keys))
        return _terms(folded, found, zip(compress(count(), steps), filter(None, steps), strict=True))

    def find_at(self, folded: str, found: Words, places: Iterable[int]) -> list[Term]:
        """The phrases that begin with the words at some places, which are in order."""
        steps = ((at, self._first[found.keys[at]]) for at in places)
        return _terms(folded, found, ((at, step) for at, step in steps if step is not None))

    def begins(self, key: str) -> bool:
        """Whether a phrase begins with a word."""
        return self._first[key] is not None


class Lexicons:
    """Lexicons that are looked up together: a word is asked for once, whichever of their phrases it begins."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._lexicons = tuple(lexicons)
        self._beginning: dict[str, tuple[int, ...]] = {}

    def find(self, folded: str, found: Words) -> list[Term]:
        """The phrases of every lexicon among the words of a folded text, in order; those of one do not overlap."""
        places: list[list[int]] = [[] for _ in self._lexicons]
        known = self._beginning
        for at, key in enumerate(found.keys):
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


def _terms(folded: str, found: Words, steps: Iterable[tuple[int, _Step]]) -> list[Term]:
    """The phrases that begin with some words, each the place of a word and where it leads."""
    terms = []
    starts, ends, keys = found.starts, found.ends, found.keys
    last_place = len(keys) - 1
    after = 0
    for at, step in steps:
        if at < after:
            continue
        last, meaning, onward = at, step.meaning, step.onward
        if onward is not None and at < last_place and onward[keys[at + 1]] is not None:
            last, meaning = _longest(folded, found, at, step)
        if meaning is not None:
            kind, value = meaning
            terms.append(_term((starts[at], ends[last], kind, value)))
            after = last + 1
    return terms


def _longest(folded: str, found: Words, at: int, step: _Step) -> tuple[int, tuple[str, str] | None]:
    """The longest phrase that begins with the word at `at`, which leads to `step`: its last word and meaning."""
    starts, ends, keys = found.starts, found.ends, found.keys
    last, meaning = at, step.meaning
    while step.onward is not None and at + 1 < len(keys):
        further = step.onward[keys[at + 1]]
        end, start = ends[at], starts[at + 1]
        if further is None or not (folded[end:start] == " " or _goes_on(folded, starts[at], end, start)):
            break
        at, step = at + 1, further
        if step.meaning is not None:
            last, meaning = at, step.meaning
    return last, meaning


def _goes_on(folded: str, begun: int, end: int, start: int) -> bool:
    """Whether what stands between a word, from `begun` to `end`, and the next one at `start` parts no phrase."""
    stopped = folded[end] == "." and end - begun > _ABBREVIATED
    return not stopped and _INSIDE.fullmatch(folded, end, start) is not None


def pattern_words(piece: str) -> Iterator[tuple[str, bool]]:
    """The words of one piece of a pattern, each with whether any ending may follow it."""
    open_end = piece.endswith("*")
    keys = words(fold(piece)).keys
    for place, key in enumerate(keys):
        yield key, open_end and place == len(keys) - 1
