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
        self._first: dict[str, tuple[_Node, ...]] = {}
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
        first = self._first
        for at, word in enumerate(found):
            if at < after:
                continue
            nodes = first.get(word[2])
            if nodes is None:
                nodes = self._first_nodes(word[2])
            if not nodes:
                continue
            best = self._longest(folded, found, at, nodes)
            if best is not None:
                last, (kind, value) = best
                terms.append(Term(word[0], found[last][1], kind, value))
                after = last + 1
        return terms

    def _first_nodes(self, key: str) -> tuple[_Node, ...]:
        if len(self._first) >= _CACHED_WORDS:
            self._first.clear()
        nodes = self._first[key] = tuple(self._nodes(self._root, key))
        return nodes

    def _nodes(self, node: _Node, key: str) -> Iterator[_Node]:
        yield from node.after(key)
        head, apostrophe, tail = key.partition("'")
        if apostrophe and len(head) > 1 and len(tail) <= _ENDING:
            yield from node.after(head)
        for prefix in self._prefixes:
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                yield from node.after(key[len(prefix) :])

    def _longest(
        self, folded: str, found: Sequence[Word], at: int, nodes: Iterable[_Node]
    ) -> tuple[int, tuple[str, str]] | None:
        best: tuple[int, tuple[str, str]] | None = None
        for node in nodes:
            if node.meaning is not None and (best is None or at > best[0]):
                best = (at, node.meaning)
            following = at + 1
            if following == len(found) or not (node.exact or node.stems):
                continue
            if not _INSIDE.fullmatch(folded, found[at][1], found[following][0]):
                continue
            deeper = self._longest(folded, found, following, self._nodes(node, found[following][2]))
            if deeper is not None and (best is None or deeper[0] > best[0]):
                best = deeper
        return best


def _pattern_words(piece: str) -> Iterator[tuple[str, bool]]:
    """The words of one piece of a pattern, each with whether any ending may follow it."""
    open_end = piece.endswith("*")
    keys = [key for _, _, key in words(fold(piece))]
    for place, key in enumerate(keys):
        yield key, open_end and place == len(keys) - 1
