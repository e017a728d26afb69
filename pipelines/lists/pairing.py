"""Pure: which number of a passage belongs to which label.

Lists are printed label first ("tanks - 11,704 (+3)") and figure first ("11 494 танки (+6)"), with or without anything
between the items. Neighbours are paired by what stands between them; a passage is read both ways, and the list it
belongs to decides which way is cheaper.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from pipelines.lists.passages import Passage
from pipelines.numbers import Number
from pipelines.vocabulary.lexicon import Term

Order = Literal["label", "figure"]
ORDERS: tuple[Order, ...] = ("label", "figure")

# Words between a label and its number that say nothing about the pairing.
_SOFT = frozenset(
    {
        *("units", "hedges", "hedges_after", "daily", "increment", "total", "to_total", "to", "article", "openers"),
        *("source", "army"),
    }
)
_LINK, _LINKS = re.compile(r"[-:=]"), frozenset("-:=")
_WORDS = re.compile(r"[^\W_]+")
_PARTING = re.compile(r"[\d,;.\n]")
_COMMAS = re.compile(r"[,、،]")
_ROW, _SHORTEST_ROWS = re.compile(r"(?P<labels>L{2,})N{2,}"), 4
_NOUN_OF, _SHORTEST_NOUN_OF = re.compile(r"[ ][^\W\d_]+[ ](?:of|de|di|von)[ ]"), 6
_ABBREVIATION = re.compile(r"\b[^\W\d_]{1,4}\.")
_OWN_COUNT = re.compile(r"[ \x00]?\(\d")  # "16 ships and special equipment (164 units)"
_BRACKETED = re.compile(r"\(([^()\n]{0,90})(?:\)|(?=\n|$))")
_UNPAIRED_NUMBER, _UNPAIRED_LABEL, _OTHER_ORDER, _YEAR = 2.5, 1.0, 1.5, 2.0
_UNKNOWN_WORD, _COMMA, _JOINED, _LINKED, _LABEL_ANNOUNCES, _LINE_BREAK = 0.6, 2.0, 2.0, 1.0, 2.5, 0.3
_IMPOSSIBLE = 99.0
_USUAL = 20  # characters of what often stands between two neighbours: a space, a dash, a word
_DOZEN = 12
_RANGE = 0.3  # of the end of a range, what its beginning is at least
_ONE_LINE = {"vehicles", "fuel_tanks"}  # named together they are one line of the list


class ItemWords(NamedTuple):
    """The words of a text's languages that a list is read by beside its terms: those for "and", and the first
    words of labels that count one."""

    joins: frozenset[str] = frozenset()
    singulars: frozenset[str] = frozenset()


class Element(NamedTuple):
    """A label or a number of a passage, in its place; `category` is empty for a number."""

    start: int
    end: int
    category: str
    number: Number | None


class Spans:
    """Stretches in order that do not overlap, for looking up by place."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans
        self._starts = [start for start, _ in spans]

    def holding(self, place: int) -> tuple[int, int] | None:
        """The stretch that `place` stands inside of."""
        at = bisect_left(self._starts, place) - 1
        return self.spans[at] if at >= 0 and place < self.spans[at][1] else None

    def within(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """The stretches that touch `start` to `end`."""
        first = bisect_right(self._starts, start)
        if first and self.spans[first - 1][1] > start:
            first -= 1
        return self.spans[first : bisect_left(self._starts, end)]


def brackets_of(folded: str, passage: Passage) -> Spans:
    """The brackets of a passage; one that is not closed ends with its line."""
    return Spans([match.span() for match in _BRACKETED.finditer(folded, passage.start, passage.end)])


def word_count(folded: str, start: int, end: int) -> int:
    """How many words and figures stand between two places."""
    return len(_WORDS.findall(folded, start, end)) if start < end else 0


class Pairing:
    """The labels and main numbers of one passage, and the cheapest way to pair them in either order."""

    def __init__(
        self,
        folded: str,
        passage: Passage,
        numbers: Sequence[Number],
        skipped: Sequence[tuple[int, int]],
        words: ItemWords,
    ) -> None:
        """`numbers` are those to be paired; `skipped` are brackets and other stretches that stand between."""
        self._folded, self._joins, self._singulars = folded, words.joins, words.singulars
        self._passage = passage
        soft = [(term.start, term.end) for term in passage.terms if term.kind in _SOFT]
        dates = [(date.start, date.end) for date in passage.dates]
        self._skip = Spans(_merged([*skipped, *dates, *soft]))
        labels = self._labels(Spans(sorted(skipped)))
        self.elements = sorted([*labels, *(Element(n.start, n.end, "", n) for n in numbers)])
        self._costs = [self._pair_cost(first, second) for first, second in pairwise(self.elements)]
        self._costs.append(_IMPOSSIBLE)  # none follows the last
        self._rows = self._in_order()
        self._read: dict[Order, tuple[float, list[tuple[int, int]]]] = {}

    @cached_property
    def _known(self) -> set[int]:
        """Where phrases and dates begin."""
        return {*(term.start for term in self._passage.terms), *(date.start for date in self._passage.dates)}

    @cached_property
    def _articles(self) -> set[int]:
        """Where a word may begin that an article stands before."""
        return {term.end + 1 for term in self._passage.terms if term.kind == "article"}

    def cost(self, order: Order) -> float:
        """How badly the passage reads in this order."""
        return self._pairing(order)[0]

    def pairs(self, order: Order) -> list[tuple[Element, Element]]:
        """The labels with their numbers."""
        return [(self.elements[label], self.elements[number]) for label, number in self._pairing(order)[1]]

    def alone(self, order: Order) -> list[Element]:
        """The labels and numbers that found no partner."""
        pairs = self._pairing(order)[1]
        if 2 * len(pairs) == len(self.elements):
            return []
        taken = {place for pair in pairs for place in pair}
        return [element for place, element in enumerate(self.elements) if place not in taken]

    def shared(self, order: Order) -> set[int]:
        """Where the numbers stand that count two labels together: "199 aircraft and helicopters"."""
        pairs = self._pairing(order)[1]
        taken = {place for pair in pairs for place in pair}
        found = set()
        for label, number in pairs:
            away = 1 if number < label else -1
            other = label + away
            if 0 <= other < len(self.elements) and other not in taken and self.elements[other].number is None:
                first, second = sorted((self.elements[label], self.elements[other]))
                joined = self._are_two(first, second) and self._are_joined(first, second)
                if joined and _OWN_COUNT.match(self._folded, second.end) is None:
                    found.add(self.elements[number].start)
        return found

    def _are_joined(self, first: Element, second: Element) -> bool:
        """Whether two labels are named as one: by "and", or by the comma before a label that has an "and" itself:
        "124 armoured vehicles, military vehicles and fuel tanks"."""
        between = self._rest(first, second).strip()
        if between == ",":
            return not self._joins.isdisjoint(_WORDS.findall(self._folded, second.start, second.end))
        return between in self._joins

    def ranges(self, order: Order) -> set[int]:
        """Where the numbers stand that end a range: "between 10,000 and 13,000 soldiers"."""
        found = set()
        for label, number in self._pairing(order)[1]:
            first, last = self.elements[number - 1], self.elements[number]
            if label < number or number == 0 or first.number is None or last.number is None:
                continue
            near = _RANGE * last.number.value <= first.number.value < last.number.value
            if near and self._rest(first, last).strip() in self._joins:
                found.add(last.start)
        return found

    def _are_two(self, first: Element, second: Element) -> bool:
        """Whether two labels without a number between them are two categories that are not counted apart."""
        word = _WORDS.match(self._folded, second.start)
        one = second.start in self._articles or (word is not None and word[0] in self._singulars)
        return not one and first.category != second.category

    def _labels(self, brackets: Spans) -> list[Element]:
        """The labels outside brackets; one category named twice in a row ("танків / tanks") is one label."""
        found: list[Element] = []
        for term in _decided(self._passage.labels):
            last = found[-1] if found else None
            if last is not None and self._is_one_label(last, term):
                both = {last.category, term.value}
                category = "vehicles_fuel_tanks" if both == _ONE_LINE else last.category
                found[-1] = last._replace(end=term.end, category=category)
            elif brackets.holding(term.start) is None and (term.value != "anaphora" or last):
                category = last.category if last and term.value == "anaphora" else term.value
                found.append(Element(term.start, term.end, category, None))
        return found

    def _is_one_label(self, last: Element, term: Term) -> bool:
        if last.category != term.value and {last.category, term.value} != _ONE_LINE:
            return False
        if _PARTING.search(self._folded, last.end, term.start) is not None:
            return False
        between = self._folded[last.end : term.start].split()
        return len(between) <= 1 or (len(between) == 2 and between[0] in self._joins and last.category == term.value)

    def _pairing(self, order: Order) -> tuple[float, list[tuple[int, int]]]:
        if order not in self._read:
            cost, pairs = self._cheapest(order)
            if self._rows:
                taken = {place for pair in self._rows for place in pair}
                pairs = [pair for pair in pairs if taken.isdisjoint(pair)] + self._rows
            self._read[order] = cost, pairs
        return self._read[order]

    def _in_order(self) -> list[tuple[int, int]]:
        """Labels in a row with as many numbers behind them: "jets and helicopters stayed at 372 and 336"."""
        if len(self.elements) < _SHORTEST_ROWS:
            return []
        kinds = "".join(["L" if element.number is None else "N" for element in self.elements])
        pairs: list[tuple[int, int]] = []
        if "LLNN" not in kinds:
            return pairs
        for run in _ROW.finditer(kinds):
            count = run.end("labels") - run.start()
            places = range(run.start(), run.start() + count)
            if run.end() - run.start() == 2 * count and self._is_row(run.start(), run.end()):
                pairs += [(place, place + count) for place in places]
        return pairs

    def _is_row(self, first: int, last: int) -> bool:
        """Whether the labels from `first` on, and the numbers to `last`, are each joined by commas and "and" alone."""
        half = (first + last) // 2
        labels = self.elements[first:half]
        if len({label.category for label in labels}) < len(labels) or any(one.category == "ignored" for one in labels):
            return False
        beside = [pair for part in (labels, self.elements[half:last]) for pair in pairwise(part)]
        return all(self._rest(*pair).strip(" ,") in {"", *self._joins} for pair in beside)

    def _cheapest(self, order: Order) -> tuple[float, list[tuple[int, int]]]:
        """Pair neighbours or leave them alone, from the last to the first, at the least cost."""
        label_first, figure_first = (0.0, _OTHER_ORDER) if order == "label" else (_OTHER_ORDER, 0.0)
        together = [False] * len(self.elements)
        cheapest = beyond = 0.0  # of what follows a neighbour, and of what follows both
        for place in range(len(self.elements) - 1, -1, -1):
            if self.elements[place].number is None:
                alone, other = cheapest + _UNPAIRED_LABEL, label_first
            else:
                alone, other = cheapest + _UNPAIRED_NUMBER, figure_first
            paired = beyond + self._costs[place] + other
            if paired < alone:
                together[place] = True
                cheapest, beyond = paired, cheapest
            else:
                cheapest, beyond = alone, cheapest
        return cheapest, self._collect(together)

    def _collect(self, together: Sequence[bool]) -> list[tuple[int, int]]:
        pairs = []
        place = 0
        while place < len(together):
            if together[place]:
                label_first = self.elements[place].number is None
                pairs.append((place, place + 1) if label_first else (place + 1, place))
            place += 2 if together[place] else 1
        return pairs

    def _pair_cost(self, first: Element, second: Element) -> float:
        """How badly two neighbours go together, in whatever order the list is printed."""
        number = first.number or second.number
        if number is None or (first.number is not None and second.number is not None):
            return _IMPOSSIBLE
        label_first = first.number is None
        if label_first and self._counts_another(number):
            return _IMPOSSIBLE
        if not label_first and self._counts_a_noun_of(first, second):
            return _IMPOSSIBLE
        between = _between(self._rest(first, second))
        if between.parted or between.unknown > (5 if label_first else 3):
            return _IMPOSSIBLE
        cost = between.cost
        if not between.linked and _may_be_year(number):
            cost += _YEAR
        if label_first:
            cost -= _LINKED if between.linked else 0.0
            cost += _JOINED if between.unknown and between.first in self._joins else 0.0
        else:
            announces = self._folded[second.end : second.end + 3].lstrip()[:1] in _LINKS
            cost += (_LINKED if between.linked or between.in_cells else 0.0) + (_LABEL_ANNOUNCES if announces else 0.0)
        return cost

    def _counts_another(self, number: Number) -> bool:
        """Whether a small number in words counts a noun that is no label: "each soldier lost is one step more"."""
        following = self._folded[number.end : number.end + 2]
        noun = number.words and number.value <= _DOZEN and following[:1] == " " and following[1:].isalpha()
        return noun and number.end + 1 not in self._known

    def _counts_a_noun_of(self, number: Element, label: Element) -> bool:
        """Whether a number counts what is said of the label: "three areas of anti-aircraft systems"."""
        beside = label.start - number.end < _SHORTEST_NOUN_OF
        said = not beside and _NOUN_OF.match(self._folded, number.end, label.start) is not None
        return said and number.end + 1 not in self._known

    def _rest(self, first: Element, second: Element) -> str:
        """What stands between two elements beside brackets, dates and words that say nothing."""
        rest = self._folded[first.end : second.start]
        if skipped := self._skip.within(first.end, second.start):
            rest = self._without(skipped, first.end, second.start)
        if "." in rest:
            rest = _ABBREVIATION.sub("", rest)
        return rest.removeprefix(".") if first.number is not None and first.number.words else rest

    def _without(self, skipped: Sequence[tuple[int, int]], start: int, end: int) -> str:
        pieces = []
        for low, high in skipped:
            if high > start:
                pieces.append(self._folded[start : max(start, low)])
                start = high + (self._folded[high : high + 2] == ". ")
        pieces.append(self._folded[start:end])
        return " ".join(pieces)


class _Between(NamedTuple):
    """What stands between two neighbours: how many words that nothing is known of and the first piece of it, whether it
    parts or links them or they are cells of a table, and what it costs in either order."""

    unknown: int
    first: str
    parted: bool
    linked: bool
    in_cells: bool
    cost: float


def _between(rest: str) -> _Between:
    return _usual(rest) if len(rest) <= _USUAL else _weighed(rest)


def _weighed(rest: str) -> _Between:
    unknown = len(_WORDS.findall(rest))
    cost = _UNKNOWN_WORD * unknown + (_COMMA if _COMMAS.search(rest) else 0.0) + (_LINE_BREAK if "\n" in rest else 0.0)
    first = rest.split(maxsplit=1)[0] if unknown else ""
    return _Between(unknown, first, ";" in rest or ". " in rest, _LINK.search(rest) is not None, "|" in rest, cost)


_usual = lru_cache(4096)(_weighed)


def _decided(labels: Sequence[Term]) -> Sequence[Term]:
    """The labels with "fighters" as aircraft where they stand next to helicopters, as people elsewhere."""
    if "fighters" not in [term.value for term in labels]:
        return labels
    found = []
    for place, term in enumerate(labels):
        beside = {*labels[max(0, place - 1) : place], *labels[place + 1 : place + 2]}
        if term.value == "fighters":
            flying = any(other.value == "helicopters" for other in beside)
            found.append(term._replace(value="aircraft" if flying else "personnel"))
        else:
            found.append(term)
    return found


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _may_be_year(number: Number) -> bool:
    return not number.words and 2014 <= number.value <= 2030 and number.end - number.start == 4
