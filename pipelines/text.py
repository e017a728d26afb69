"""Pure: folding that keeps every character in its place, and the words, lines and sentences of a text.

What is read from the folded text can be quoted from the raw one: `fold(text)` has the length of `text`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

_SHORT = 5  # letters of an abbreviation that a number may go on after: "646 тис. 400"
NOTHING = "\x00"  # stands in the folded text where a mark without width stood
_DASHES = "‐‑‒–—―−﹘﹣－~〜～⁃➖"
_APOSTROPHES = "’‘ʼʹ`´′＇"
_QUOTES = "«»“”„‟″「」『』《》"
_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ı": "i",
    "ґ": "г",
    "ς": "σ",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "٬": ",",
    "٫": ".",
}
_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"

# Each kind of word begins with the one character it is told by; the first is what most words are.
_PLAIN = r"[a-zа-џ][a-zа-џ]*+(?=[ ,.\n])"
_LETTER = rf"[^\W\d_{_IDEOGRAPHS}]"
WORD = re.compile(rf"{_PLAIN}|[{_IDEOGRAPHS}]|\d\d*+|{_LETTER}{_LETTER}*+(?:[\x00']++{_LETTER}++)*+")
_PARTED = re.compile(f"({WORD.pattern})")
_SENTENCE_END = re.compile(r"([.!?。！？][.!?]*)[\"')\]]*(?:\s+|(?<=。)|$)")
_LAST_WORD_BACKWARDS, _LONGEST_WORD = re.compile(r"[^\W\d_]++(?:\.[^\W\d_]++)*+"), 24


class Span(NamedTuple):
    """A stretch of a text, `text[start:end]`."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of a folded text, `folded[start:end]`; `key` is what the vocabulary is asked for."""

    start: int
    end: int
    key: str


class Words(Sequence[Word]):
    """Words in order, kept as their starts, ends and keys."""

    __slots__ = ("ends", "keys", "starts")

    def __init__(self, starts: list[int], ends: list[int], keys: list[str]) -> None:
        self.starts, self.ends, self.keys = starts, ends, keys

    def first_at(self, place: int, low: int = 0) -> int:
        """The first word, from `low` on, that begins at a place or after it: its number."""
        return bisect_left(self.starts, place, lo=low)

    def ended_by(self, place: int) -> int:
        """How many words end at a place or before it."""
        return bisect_right(self.ends, place)

    def before(self, place: int) -> Words:
        """The last word that ends at a place or before it, if there is one."""
        ended = self.ended_by(place)
        return self[max(0, ended - 1) : ended]

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Word]:
        return map(Word, self.starts, self.ends, self.keys)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Words: ...
    def __getitem__(self, at: int | slice) -> Word | Words:
        if isinstance(at, slice):
            return Words(self.starts[at], self.ends[at], self.keys[at])
        return Word(self.starts[at], self.ends[at], self.keys[at])

    def read_as(self, corrections: Mapping[int, str]) -> Words:
        """The same words with other keys for those that start at some places."""
        keys = [corrections.get(start, key) for start, key in zip(self.starts, self.keys, strict=True)]
        return Words(self.starts, self.ends, keys)


class _FoldTable(dict[int, str]):
    """What each character folds to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:
    for family, plain in ((_DASHES, "-"), (_APOSTROPHES, "'"), (_QUOTES, '"'), ("\n\u2028\u2029\x85\x0b\x0c", "\n")):
        if char in family:
            return plain
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char == "\t":
        return "|"  # the cells of a table
    if (category in {"Mn", "Me", "Cf", "Cc"} and char != "\r") or char == "ـ":
        return NOTHING
    if category == "Zs" or char == "\r":
        return " "
    compatible = unicodedata.normalize("NFKC", char) if category != "No" else char
    lowered = (compatible if len(compatible) == 1 else char).lower()[:1]
    parts = unicodedata.normalize("NFD", lowered)
    if len(parts) > 1 and all(unicodedata.category(mark) == "Mn" for mark in parts[1:]):
        lowered = parts[0]
    return _LETTERS.get(lowered, lowered)


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The text as the grammars read it, character for character.

    Lower case without accents; every digit 0-9; every space, dash, quote and apostrophe in its plain form; marks
    without width become `NOTHING`.
    """
    return text.translate(_TABLE)


def words(folded: str) -> Words:
    """The words of a folded text in order; figures are words, and each ideograph, kana and Hangul
    syllable is a word of its own."""
    pieces = _PARTED.split(folded)  # by turns what stands between words, and a word
    edges = list(accumulate(map(len, pieces)))
    keys = pieces[1::2]
    if NOTHING in folded:
        keys = [key.replace(NOTHING, "") for key in keys]
    return Words(edges[:-1:2], edges[1::2], keys)


def lines(text: str) -> list[Span]:
    """The lines of a folded text that hold more than space."""
    found = []
    start = 0
    for line in text.split("\n"):
        if line.strip(" \x00"):
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


class Boundaries(NamedTuple):
    """The words of a language that keep a full stop from ending a sentence: abbreviations before, months after it."""

    before: frozenset[str]
    after: frozenset[str]


def sentences(text: str, folded: str, line: Span, boundaries: Boundaries) -> list[Span]:
    """The sentences of one line. A full stop after an abbreviation, an initial or a day's number does not end
    one, nor does one before a change in brackets."""
    found = []
    start = line.start
    for match in _SENTENCE_END.finditer(folded, line.start, line.end):
        if match.group(1) == "." and not _ends_sentence(text, folded, match, boundaries):
            continue
        found.append(Span(start, match.end()))
        start = match.end()
    if folded[start : line.end].strip():
        found.append(Span(start, line.end))
    return found


def _ends_sentence(text: str, folded: str, stop: re.Match[str], boundaries: Boundaries) -> bool:
    following = text[stop.end() : stop.end() + 1]
    if following.islower() or text.startswith("(+", stop.end()):
        return False
    before = _word_before(folded, stop.start())
    if before and following.isdigit() and len(before) <= _SHORT:
        return False
    if before:
        return len(before) > 1 and before not in boundaries.before
    after = WORD.match(folded, stop.end())
    return after is None or after.group().replace(NOTHING, "") not in boundaries.after


def _word_before(folded: str, stop: int) -> str:
    """The word, or letters with full stops between them, that ends at a place; "" where none does."""
    backwards = folded[max(0, stop - _LONGEST_WORD) : stop][::-1]
    found = _LAST_WORD_BACKWARDS.match(backwards)
    return found.group()[::-1] if found is not None else ""
