"""Pure: the vocabulary as a trie of words, and the places of a text where its phrases stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.text import Word, fold, words

_INSIDE = re.compile(r"[ \x00\-/·・)'\"(]{0,3}|\. ?")  # what may stand between two words of one phrase
_ENDING = 6  # letters that may follow an apostrophe: "staff's", "Mart'taki"
_CACHED_WORDS = 20_000


class Term(NamedTuple):
    """A phrase of the vocabulary found in a text: what it is (`kind`) and which one (`value`)."""

    start: int
    end: int
    kind: str
    value: str


class _Step(NamedTuple):
    """Where a word leads: the meaning of a phrase that ends with it, and the phrases that go on after it."""

    meaning: tuple[str, str] | None
    branches: tuple[_Node, ...]


_NOWHERE = _Step(None, ())


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    meaning: tuple[str, str] | None = None
    steps: dict[str, _Step] = field(default_factory=dict)
    """Where the words met so far lead from here; texts repeat their words."""

    def after(self, key: str) -> Iterator[_Node]:
        found = self.exact.get(key)
        if found is not None:
            yield found
        for length in self.lengths:
            if length > len(key):
                break
            stem = self.stems.get(key[:length])
            if stem is not None:
                yield stem


class Lexicon:
    """Phrases by their words. Among phrases that begin at one word the longest wins, then the one added first."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]], prefixes: Sequence[str] = ()) -> None:
        """`phrases` are (pattern, kind, value); `prefixes` are particles that are written together with a word."""
        self._root = _Node()
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
                    node.lengths = tuple(sorted((*node.lengths, len(key))))
                node = node.stems[key] if open_end else node.exact[key]

    def find(self, folded: str, found: Sequence[Word]) -> list[Term]:
        """The phrases among the words of a folded text, in order and without overlap."""
        terms = []
        after = 0
        root, steps = self._root, self._root.steps
        for at, word in enumerate(found):
            if at < after:
                continue
            step = steps.get(word[2]) or self._step(root, word[2])
            if step is _NOWHERE:
                continue
            best = self._longest(folded, found, at, step)
            if best is not None:
                last, (kind, value) = best
                terms.append(Term(word[0], found[last][1], kind, value))
                after = last + 1
        return terms

    def _step(self, node: _Node, key: str) -> _Step:
        """Where a word leads from a node, remembered there."""
        if len(node.steps) >= _CACHED_WORDS:
            node.steps.clear()
        nodes = tuple(self._nodes(node, key))
        meaning = next((each.meaning for each in nodes if each.meaning is not None), None)
        branches = tuple(each for each in nodes if each.exact or each.stems)
        step = node.steps[key] = _Step(meaning, branches) if nodes else _NOWHERE
        return step

    def _nodes(self, node: _Node, key: str) -> Iterator[_Node]:
        yield from node.after(key)
        head, apostrophe, tail = key.partition("'")
        if apostrophe and len(head) > 1 and len(tail) <= _ENDING:
            yield from node.after(head)
        for prefix in self._prefixes:
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                yield from node.after(key[len(prefix) :])

    def _longest(self, folded: str, found: Sequence[Word], at: int, step: _Step) -> tuple[int, tuple[str, str]] | None:
        best = None if step.meaning is None else (at, step.meaning)
        following = at + 1
        if not step.branches or following == len(found):
            return best
        key = found[following][2]
        for node in step.branches:
            onward = node.steps.get(key) or self._step(node, key)
            if onward is _NOWHERE or not _INSIDE.fullmatch(folded, found[at][1], found[following][0]):
                continue
            deeper = self._longest(folded, found, following, onward)
            if deeper is not None and (best is None or deeper[0] > best[0]):
                best = deeper
        return best


def _pattern_words(piece: str) -> Iterator[tuple[str, bool]]:
    """The words of one piece of a pattern, each with whether any ending may follow it."""
    open_end = piece.endswith("*")
    keys = [key for _, _, key in words(fold(piece))]
    for place, key in enumerate(keys):
        yield key, open_end and place == len(keys) - 1
