"""Pure: the items of a passage: which number belongs to which label, and what the words beside it say it is.

Lists are printed label first ("tanks - 11,704 (+3)") and figure first ("11 494 танки (+6)"), with or without anything
between the items. A passage is read both ways and the cheaper pairing is taken; `read_items` lets a whole list decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pipelines.lexicon import Term
from pipelines.numbers import Number
from pipelines.passages import Passage

Kind = Literal["total", "delta", "unknown"]
Order = Literal["label", "figure"]
ORDERS: tuple[Order, ...] = ("label", "figure")

_SOFT = frozenset(
    {"units", "hedges", "hedges_after", "daily", "increment", "total", "to_total", "to", "article", "openers", "source"}
)
_LINK = re.compile(r"[-:=]")
_GAP_WORD = re.compile(r"[^\W_]+")
_BRACKETED = re.compile(r"\(([^()\n]{0,90})(?:\)|(?=\n|$))")
_NEAR = re.compile(r"[\s\x00\"'/(~>*]{0,4}")
_UNPAIRED_NUMBER, _UNPAIRED_LABEL, _OTHER_ORDER, _YEAR = 2.5, 1.0, 1.5, 2.0
_IMPOSSIBLE = 99.0
_ONE_LINE = {"vehicles", "fuel_tanks"}  # named together they are one line of the list
_CUES = frozenset({"daily", "total", "label"})


@dataclass(frozen=True, slots=True)
class Item:
    """One figure of one category as it stands: `[start:end]` are the words it was read from."""

    category: str
    value: int
    kind: Kind
    approximate: bool
    start: int
    end: int
    at: int
    passage: int
    listed: bool = False


class _Element(NamedTuple):
    start: int
    end: int
    category: str  # of a label; "" for a number
    number: Number | None


@dataclass(slots=True)
class _Satellite:
    """A number that belongs to another one: a change or a total in brackets, or a signed change after a figure."""

    number: Number
    kind: Kind
    start: int
    end: int
    bare: bool = False


class PassageItems:
    """Pairs the labels and numbers of one passage in a given order."""

    def __init__(self, folded: str, passage: Passage, place: int) -> None:
        self._folded, self._passage, self._place = folded, passage, place
        self._brackets = [m.span() for m in _BRACKETED.finditer(folded, passage.start, passage.end)]
        self._satellites, mains = self._split_numbers()
        elements = [_Element(n.start, n.end, "", n) for n in mains]
        elements += self._merged_labels()
        self._elements = sorted(elements)
        self._soft = [term for term in passage.terms if term.kind in _SOFT]

    def cost(self, order: Order) -> float:
        """How badly the passage reads in this order."""
        return self._pairing(order)[0] if self._elements else 0.0

    def items(self, order: Order, *, brackets_change: bool = False) -> list[Item]:
        """The items of the passage, those of one figure (a total and its change) beside each other.

        `brackets_change` says that in this list a bare number in brackets is the day's change.
        """
        pairs = self._pairing(order)[1]
        taken = {place for pair in pairs for place in pair}
        found = [self._item(*pair) for pair in pairs]
        found += self._implicit_ones(taken, len(pairs))
        found += self._unchanged(taken)
        respective = self._respective(taken, found)
        found += respective or self._lone_numbers(taken, found)
        kept = [item for item in self._with_satellites(found, brackets_change) if item.category != "ignored"]
        return sorted(kept, key=lambda item: (item.at, item.start))

    @property
    def has_bracketed_change(self) -> bool:
        """Whether a change in brackets stands beside one of the figures."""
        return any(satellite.kind == "delta" for satellite in self._satellites)

    def unpaired(self, order: Order) -> list[Number]:
        """The main numbers that found no label."""
        taken = {place for pair in self._pairing(order)[1] for place in pair}
        return [e.number for place, e in enumerate(self._elements) if e.number is not None and place not in taken]

    # -- what stands in the passage

    def _split_numbers(self) -> tuple[list[_Satellite], list[Number]]:
        satellites: list[_Satellite] = []
        mains: list[Number] = []
        labels = [term for term in self._passage.labels if term.value != "ignored"]
        for number in self._passage.numbers:
            if not self._countable(number):
                continue
            bracket = next((span for span in self._brackets if span[0] < number.start < span[1]), None)
            if bracket is not None:
                satellite = self._bracketed(number, bracket, labels)
                if satellite is not None:
                    satellites.append(satellite)
            elif number.sign and mains and _NEAR.fullmatch(self._folded[mains[-1].end : number.start].strip(",;+- ")):
                satellites.append(_Satellite(number, "delta", number.start - 1, number.end))
            else:
                mains.append(number)
        return satellites, mains

    def _countable(self, number: Number) -> bool:
        if not isinstance(number.value, int) or number.value > 999_999_999:
            return False
        after = self._folded[number.end : number.end + 2].lstrip()
        if after[:1] in {"%", "$", "€"} or self._folded[number.start - 1 : number.start] in {"$", "€", "£"}:
            return False
        range_after = after[:1] == "-" and self._folded[number.end : number.end + 2][1:].isdigit()
        range_before = (
            self._folded[number.start - 1 : number.start] == "-"
            and self._folded[number.start - 2 : number.start - 1].isdigit()
        )
        return not range_after and not range_before

    def _bracketed(self, number: Number, bracket: tuple[int, int], labels: Sequence[Term]) -> _Satellite | None:
        start, end = bracket
        if number.sign:
            return _Satellite(number, "delta", start, end)
        if any(start <= label.start < end for label in labels):
            return None
        inside = [term for term in self._passage.terms if start <= term.start < end]
        kinds = {term.kind for term in inside}
        if kinds & {"total", "to_total"}:
            return _Satellite(number, "total", start, end)
        if kinds & {"daily", "increment"}:
            return _Satellite(number, "delta", start, end)
        rest = self._folded[start + 1 : number.start] + self._folded[number.end : end]
        if not _GAP_WORD.search(rest) or kinds == {"units"}:
            return _Satellite(number, "unknown", start, end, bare=True)
        return None

    def _merged_labels(self) -> list[_Element]:
        """The labels that count something; the same category named twice in a row ("танків / tanks") is one label."""
        found: list[_Element] = []
        for term in self._passage.labels:
            if any(start < term.start < end for start, end in self._brackets) and not self._names_previous(found, term):
                continue
            if term.value == "anaphora":
                found += [found[-1]._replace(start=term.start, end=term.end)] if found else []
                continue
            if found and found[-1].category == term.value and self._one_label(found[-1].end, term.start):
                found[-1] = found[-1]._replace(end=term.end)
            elif found and {found[-1].category, term.value} == _ONE_LINE and self._one_label(found[-1].end, term.start):
                found[-1] = found[-1]._replace(end=term.end, category="vehicles_fuel_tanks")
            else:
                found.append(_Element(term.start, term.end, term.value, None))
        return found

    def _names_previous(self, found: Sequence[_Element], term: Term) -> bool:
        return bool(found) and found[-1].category == term.value

    def _one_label(self, end: int, start: int) -> bool:
        between = self._folded[end:start]
        return not any(char.isdigit() or char in ",;.\n" for char in between) and len(_GAP_WORD.findall(between)) <= 1

    # -- pairing

    def _pairing(self, order: Order) -> tuple[float, list[tuple[int, int]]]:
        """The cheapest way to pair neighbours, and the places of the pairs (label, number)."""
        count = len(self._elements)
        best: list[tuple[float, int]] = [(0.0, 0)] * (count + 2)
        for place in range(count - 1, -1, -1):
            element = self._elements[place]
            alone = _UNPAIRED_LABEL if element.number is None else _UNPAIRED_NUMBER
            best[place] = (best[place + 1][0] + alone, 1)
            if place + 1 < count:
                together = best[place + 2][0] + self._pair_cost(element, self._elements[place + 1], order)
                if together < best[place][0]:
                    best[place] = (together, 2)
        pairs = []
        place = 0
        while place < count:
            if best[place][1] == 2:
                first, second = place, place + 1
                pairs.append((first, second) if self._elements[first].number is None else (second, first))
            place += best[place][1]
        return best[0][0], pairs

    def _pair_cost(self, first: _Element, second: _Element, order: Order) -> float:
        if (first.number is None) == (second.number is None):
            return _IMPOSSIBLE
        label_first = first.number is None
        rest = self._rest(first.end, second.start)
        if first.number is not None and first.number.words:
            rest = rest.removeprefix(".")
        if ";" in rest or "\n" in rest or ". " in rest:
            return _IMPOSSIBLE
        unknown = len(_GAP_WORD.findall(rest))
        if unknown > (5 if label_first else 3):
            return _IMPOSSIBLE
        cost = 0.6 * unknown + (2.0 if "," in rest else 0.0)
        linked = _LINK.search(rest) is not None
        if not linked and self._may_be_year(first.number or second.number):
            cost += _YEAR
        if label_first:
            cost -= 1.0 if linked else 0.0
        else:
            cost += 1.0 if linked else 0.0
            cost += 2.5 if _LINK.match(self._folded[second.end : second.end + 3].strip()[:1]) else 0.0
        return cost + (_OTHER_ORDER if label_first != (order == "label") else 0.0)

    def _may_be_year(self, number: Number | None) -> bool:
        assert number is not None
        return not number.words and 2014 <= number.value <= 2030 and number.end - number.start == 4

    def _rest(self, start: int, end: int) -> str:
        """What stands between two elements beside brackets and words that say nothing about the pairing."""
        pieces = []
        at = start
        covered = [(s.start, s.end) for s in self._satellites] + self._brackets
        dates = [(date.start, date.end) for date in self._passage.dates]
        skip = sorted([*covered, *dates, *((t.start, t.end) for t in self._soft)])
        for low, high in skip:
            if high <= at or low >= end:
                continue
            pieces.append(self._folded[at : max(at, low)])
            at = max(at, high + (self._folded[high : high + 2] == ". "))
        pieces.append(self._folded[at:end] if at < end else "")
        return " ".join(pieces)

    # -- items

    def _item(self, label_place: int, number_place: int) -> Item:
        label, element = self._elements[label_place], self._elements[number_place]
        assert element.number is not None
        return self._make(label.category, element.number, min(label.start, element.start), max(label.end, element.end))

    def _make(self, category: str, number: Number, start: int, end: int) -> Item:
        value = int(number.value)
        return Item(
            category, value, self._kind(number, end), self._hedged(number), start, end, number.start, self._place
        )

    def _kind(self, number: Number, end: int) -> Kind:
        if number.sign:
            return "delta"
        for term in self._before(number.start):
            if term.kind in {"to_total", "total"}:
                return "total"
            if term.kind == "increment":
                return "delta"
        if any(t.kind == "increment" and 0 < t.start - number.end <= 2 for t in self._passage.terms):
            return "delta"
        following = next((t for t in self._passage.terms if t.start >= end and t.kind in {"daily", "total"}), None)
        if following and following.kind == "daily" and self._is_near(end, following.start):
            return "delta"
        return "unknown"

    def _is_near(self, end: int, start: int, words: int = 2) -> bool:
        between = self._folded[end:start]
        return not any(char in between for char in ",;.\n") and len(_GAP_WORD.findall(between)) <= words

    def _before(self, start: int) -> list[Term]:
        """The phrases that stand directly before a place, nearest first."""
        found = []
        for term in reversed(self._passage.terms):
            if term.end > start:
                continue
            if not _NEAR.fullmatch(self._folded[term.end : start].replace("-", " ")) or term.kind == "label":
                break
            found.append(term)
            start = term.start
        return found

    def _hedged(self, number: Number) -> bool:
        if any(term.kind == "hedges" for term in self._before(number.start)):
            return True
        return any(t.kind == "hedges_after" and 0 <= t.start - number.end <= 2 for t in self._passage.terms)

    def _implicit_ones(self, taken: set[int], paired: int) -> list[Item]:
        """Labels of a list that an article counts: "… and a submarine"."""
        found = []
        articles = {term.end + 1: term for term in self._passage.terms if term.kind == "article"}
        for place, element in enumerate(self._elements):
            article = articles.get(element.start)
            if element.number is None and place not in taken and article is not None:
                number = Number(article.start, article.end, 1, words=True)
                found.append(self._make(element.category, number, article.start, element.end))
        return found if paired + len(found) > 1 else []

    def _unchanged(self, taken: set[int]) -> list[Item]:
        """Categories of which the passage says that they did not change: a change of 0."""
        said = [term for term in self._passage.terms if term.kind == "unchanged"]
        if not said:
            return []
        labels = [e for place, e in enumerate(self._elements) if e.number is None and place not in taken]
        found = []
        for label in labels:
            start, end = min(label.start, said[0].start), max(label.end, said[0].end)
            found.append(Item(label.category, 0, "delta", False, start, end, label.start, self._place))
        return found

    def _lone_numbers(self, taken: set[int], found: Sequence[Item]) -> list[Item]:
        """Numbers without a label that say of the last category what they are: "… by 1,030 overnight to 133,190"."""
        lone = []
        for place, element in enumerate(self._elements):
            if element.number is None or place in taken:
                continue
            previous = self._category_before(element.start, found)
            kind = self._lone_kind(element.number, found)
            if previous and kind != "unknown":
                item = self._make(previous, element.number, element.start, element.end)
                lone.append(replace(item, kind=kind))
        return lone

    def _category_before(self, start: int, found: Sequence[Item]) -> str:
        labels = [e for e in self._elements if e.number is None and e.end <= start]
        if labels:
            return labels[-1].category
        after = [e for e in self._elements if e.number is None and e.start >= start]
        if after and self._is_near(start, after[0].start, words=4):
            return after[0].category
        return self._people(start)

    def _people(self, start: int) -> str:
        """ "Total losses now amount to 812,670" counts people."""
        said = [term for term in self._passage.terms if term.kind in {"openers", "total"} and term.end <= start]
        return "personnel" if said and not any(e.number is None and e.end <= start for e in self._elements) else ""

    def _respective(self, taken: set[int], found: Sequence[Item]) -> list[Item]:
        """Totals that follow a list of changes in its order: "31 tanks, 42 vehicles; the totals are 7,485 and 14,417"."""
        lone = [e.number for place, e in enumerate(self._elements) if e.number is not None and place not in taken]
        mains = sorted(found, key=lambda item: item.at)
        if len(mains) < 2 or len(lone) != len(mains) or lone[0].start < mains[-1].at:
            return []
        if any(int(number.value) <= item.value for number, item in zip(lone, mains, strict=True)):
            return []
        return [
            replace(self._make(item.category, number, number.start, number.end), kind="total")
            for number, item in zip(lone, mains, strict=True)
        ]

    def _lone_kind(self, number: Number, found: Sequence[Item]) -> Kind:
        before = self._before(number.start)
        for term in before:
            if term.kind in {"to_total", "total"}:
                return "total"
            if term.kind == "to" and any(item.end <= number.start and item.value < int(number.value) for item in found):
                return "total"
            if term.kind == "increment":
                return "delta"
        after = next((t for t in self._passage.terms if t.start >= number.end and t.kind in _CUES), None)
        if after is not None and after.kind == "daily" and self._is_near(number.end, after.start, words=4):
            return "delta"
        if after is not None and after.kind == "total" and self._is_near(number.end, after.start):
            return "total"
        return "total" if self._follows_total(number) else "unknown"

    def _follows_total(self, number: Number) -> bool:
        """Whether the phrase said last before a number announces a total: "since the invasion began - 227,780"."""
        said = [t for t in self._passage.terms if t.end <= number.start and t.kind in {"total", "to_total", "daily"}]
        return bool(said) and said[-1].kind != "daily" and self._is_near(said[-1].end, number.start, words=3)

    def _with_satellites(self, found: Sequence[Item], brackets_change: bool) -> list[Item]:
        """Every item with its satellites; a figure with a change beside it is a total, one with a total is a change."""
        owners = {item.at: item for item in found}
        items = []
        for satellite in self._satellites:
            owner = self._owner(satellite, found)
            kind = satellite.kind
            if owner is None:
                continue
            if kind == "unknown":
                kind = self._bare_kind(int(satellite.number.value), owner, brackets_change)
            if kind == "unknown":
                continue
            value = int(satellite.number.value) * (-1 if satellite.number.sign == "-" else 1)
            start, end = min(owner.start, satellite.start), max(owner.end, satellite.end)
            other: Kind = "total" if kind == "delta" else "delta"
            owners[owner.at] = replace(owners[owner.at], kind=other)
            hedged = self._hedged(satellite.number)
            items.append(replace(owner, value=value, kind=kind, approximate=hedged, start=start, end=end))
        return [*owners.values(), *items]

    def _bare_kind(self, value: int, owner: Item, brackets_change: bool) -> Kind:
        """What a bare number in brackets is: more than the figure before it is its total; less is a change in a list
        that prints changes so, and 0 always is one."""
        if value > owner.value:
            return "total"
        return "delta" if value == 0 or brackets_change else "unknown"

    def _owner(self, satellite: _Satellite, found: Sequence[Item]) -> Item | None:
        before = [item for item in found if item.at < satellite.start]
        return max(before, key=lambda item: item.at, default=None)
