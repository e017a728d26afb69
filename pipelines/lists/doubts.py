"""Pure: what stands in a list and could not be read: labels that no vocabulary holds, and figures that are broken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from pipelines.lists.items import Item
from pipelines.lists.passages import Passage, Reading
from pipelines.problems import Problem

_PROSE_LIST, _LINE_WORDS, _AROUND, _FEW_LINES = 4, 12, 2, 3
# Begins with the one character it looks for: ",234 tanks", "1, 0 tanks".
_BROKEN = re.compile(
    r"[,.0-9](?:(?<![\w.,][,.])(?<=[,.])\d{3}(?!\d)(?=[ \x00][^\W\d_])|(?<!\w\d)(?<=\d)\d{0,2},[ ]0(?=[ ][^\W\d_]))"
)
_COUNT = r"\d[\d \x00,.']{0,14}"
_ITEM = re.compile(
    r"[ \x00•*-]{0,8}"
    rf"(?:[^\W\d_][^\d\n:(]{{2,60}}[-:][ \x00]{{0,3}}(?:[^\W\d_]{{1,12}}[ \x00])?{_COUNT}(?:\([^()\n]{{1,30}}\))?"
    rf"|{_COUNT}\([+-][^()\n]{{1,20}}\)[ \x00][^\d\n:(]{{3,60}})"
    r"[^\d\n]{0,20}"
)  # "label - 1,234 (+5) units", or "1,234 (+5) label"
_NAMED = re.compile(r"[^\W\d_]{3,}")
_ITEM_EDGE = re.compile(r"[,;\n•*]|\.\s")


def doubts(reading: Reading, items: Mapping[int, Sequence[Item]], chosen: frozenset[int]) -> list[Problem]:
    """Warnings for one text. `items` are those of each passage, `chosen` the passages the report was read from."""
    listed = Counter(reading.passages[place].line for place in chosen)
    first, last = min(listed) - _AROUND, max(listed) + _AROUND
    near = [passage for passage in reading.passages if first <= passage.line <= last]
    found = [problem for passage in near for problem in _broken(reading, passage)]
    for place, passage in enumerate(reading.passages):
        if _is_list_line(reading, passage, listed) and not items.get(place):
            found += _unknown(reading.text, passage, passage.start, passage.end)
        elif place in chosen and len(items[place]) >= _PROSE_LIST:
            found += _unknown_in_prose(reading, passage, items[place])
    return found


def _is_list_line(reading: Reading, passage: Passage, listed: Mapping[int, int]) -> bool:
    """Whether an unread line stands in the list: between two of its lines, or at its edge in the shape of an item."""
    if passage.line in listed or not passage.numbers or passage.dates:
        return False
    line = reading.folded[passage.start : passage.end]
    if len(line.split()) > _LINE_WORDS:
        return False
    before, after = passage.line - 1 in listed, passage.line + 1 in listed
    return (before and after) or ((before or after) and len(listed) >= _FEW_LINES and _ITEM.fullmatch(line) is not None)


def _unknown(text: str, passage: Passage, start: int, end: int) -> Iterator[Problem]:
    quote = text[start:end].strip(" \t\n;,.•*-")
    if _NAMED.search(quote) and "other_list" not in passage.kinds:
        where = text.index(quote, start)
        yield Problem("unknown_label", f"no category is known for {quote!r}", "warning", quote, where)


def _unknown_in_prose(reading: Reading, passage: Passage, items: Sequence[Item]) -> Iterator[Problem]:
    """Items of a sentence's list, between its commas, that hold a count and no label."""
    edges = [m.start() for m in _ITEM_EDGE.finditer(reading.folded, passage.start, passage.end)]
    counts = [number.start for number in passage.numbers]
    labels = [label.start for label in passage.labels]
    known = _Known(items)
    for start, end in pairwise(edges):
        inside = known.first < start and end < known.last
        if inside and _holds(counts, start, end) and not known.touches(start, end) and not _holds(labels, start, end):
            yield from _unknown(reading.text, passage, start + 1, end)


def _holds(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some places, which are in order, is from `start` on and before `end`."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


class _Known:
    """The stretches that a sentence's items were read from, `first` to `last`."""

    def __init__(self, items: Sequence[Item]) -> None:
        spans = sorted((item.start, item.end) for item in items)
        self._starts = [start for start, _ in spans]
        self._reached = list(accumulate((end for _, end in spans), max))
        self.first, self.last = self._starts[0], self._reached[-1]

    def touches(self, start: int, end: int) -> bool:
        """Whether an item stands between two places, if in part."""
        begun = bisect_left(self._starts, end)
        return begun > 0 and self._reached[begun - 1] > start


def _broken(reading: Reading, passage: Passage) -> Iterator[Problem]:
    for match in _BROKEN.finditer(reading.folded, passage.start, passage.end):
        quote = reading.text[match.start() : min(match.end() + 24, passage.end)].strip()
        yield Problem("corrupt_figure", f"a figure lost its digits: {quote!r}", "warning", quote, match.start())
