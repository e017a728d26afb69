"""Pure: the items of a passage: the figures of each category, and what the words beside a figure say it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from pipelines import vocabulary
from pipelines.lists.pairing import Element, ItemWords, Order, Pairing, brackets_of, word_count
from pipelines.lists.passages import Passage
from pipelines.numbers import MAX_DIGITS, Number
from pipelines.vocabulary.lexicon import Term

Kind = Literal["total", "delta", "unknown"]
# In the place of a category: of a number that counts two categories together, and of one that ends a range.
SHARED, RANGE = "shared", "range"

_NEAR, _NEAREST = re.compile(r"[\s\x00\"'/(~>*]{0,4}"), 4
_BESIDE = re.compile(r"[\s\x00,;/|+~(-]{0,4}")
_SLASH = re.compile(r"[ \x00]/[ \x00]")
_CELL = re.compile(r"[ \x00]{0,2}\|[ \x00]{0,2}")
_BROKEN_FIRST, _BROKEN_LAST = re.compile(r"(?<![\d.,])[1-9]\d{0,2}, $"), re.compile(r"\d{3}[ ][^\W\d_]")
_BROKEN_BOTH = re.compile(r"(?<![\d.,])[1-9]\d{0,2},[ ]\d{3}[ ][^\W\d_]")
_ARROW = re.compile(r"(?:->|=>|[→➡➔⇒])[ \x00]{0,3}(?:[^\W\d_]{2,10}[ \x00])?$")
_ARROW_REACH = 18
_ROUNDED = 0.02  # of a figure, how far its exact one may be
_SAME_LEVEL = 0.7  # of a total, its own earlier level
_WORDS = re.compile(r"[^\W_]+")
_NOT_COUNTED_AFTER = frozenset("%$€°")
_CURRENCY = frozenset("$€£")
_PEOPLE, _FEW_PEOPLE = "personnel", 50
_PREPOSITION = 3  # letters of a word that is no noun: "as of", "за"
_SOME = 2  # counted labels among which one without a number counts one
_UNIT_WORDS = 2  # words that may stand with a bare number in brackets: "(2 pcs.)", "(plus 71)"
_REACH, _RECENT = 120, 12  # characters within which a phrase stands beside a number; items it may refer back to
_TIMES = frozenset({"daily", "total"})
_CUES = _TIMES | {"label"}


class Item(NamedTuple):
    """One figure of one category as it stands: `[start:end]` are the words it was read from, `at` its number's place.

    A total and the change printed beside it share `at`. `passage` is the place of its passage in the text. `unsure`
    is True where nothing but its size tells that it is a change.
    """

    category: str
    value: int
    kind: Kind
    approximate: bool
    start: int
    end: int
    at: int
    passage: int
    in_words: bool = False
    unsure: bool = False


class _Satellite(NamedTuple):
    """A number that belongs to the figure before it: in brackets, in the next cell, or signed."""

    number: Number
    kind: Kind
    start: int
    end: int


class PassageItems:
    """The items of one passage, read in either order."""

    def __init__(self, folded: str, passage: Passage, place: int, words: ItemWords) -> None:
        self._folded, self._passage, self._place, self._singulars = folded, passage, place, words.singulars
        self._brackets = brackets_of(folded, passage)
        self._starts = [term.start for term in passage.terms]
        self._ends = [term.end for term in passage.terms]
        self._satellites, mains = self._split_numbers()
        beside = [(one.start, one.end) for one in self._satellites if self._brackets.holding(one.number.start) is None]
        self._pairing = Pairing(folded, passage, mains, [*self._brackets.spans, *beside], words)

    def cost(self, order: Order) -> float:
        """How badly the passage reads in this order."""
        return self._pairing.cost(order)

    @property
    def has_bracketed_change(self) -> bool:
        """Whether a change in brackets stands beside one of the figures."""
        return any(satellite.kind == "delta" for satellite in self._satellites)

    @property
    def bare_brackets(self) -> int:
        """How many figures have nothing but a smaller number in brackets behind them."""
        return sum(satellite.kind == "unknown" for satellite in self._satellites)

    def items(self, order: Order, *, brackets_change: bool = False) -> list[Item]:
        """The items of the passage in the order of their numbers.

        `brackets_change` says that in this list a bare number in brackets is the day's change.
        """
        alone = self._pairing.alone(order)
        doubtful = self._doubtful(order) if alone else {}
        found = [self._item(label, number, doubtful) for label, number in self._pairing.pairs(order)]
        if alone:
            found += self._of_those_alone(alone, found)
        found = self._with_satellites(found, brackets_change)
        found += self._unchanged(alone, found)
        kept = [item for item in found if item.category != "ignored"]
        return sorted(kept, key=lambda item: (item.at, item.start))

    def _of_those_alone(self, alone: Sequence[Element], paired: Sequence[Item]) -> list[Item]:
        """The items of labels and numbers that found no partner, beside those that did."""
        found = self._singular_ones(alone, len(paired))
        found += self._article_ones(alone, len(paired) + len(found))
        if numbers := [element.number for element in alone if element.number is not None]:
            known = [*paired, *found]
            found += self._respective(numbers, known) or self._lone_numbers(numbers, known)
        return found + self._bracketed_totals(alone)

    def _doubtful(self, order: Order) -> dict[int, str]:
        """Where the numbers stand that are surely of no one category, or no one figure, and which of both."""
        shared, ranges = self._pairing.shared(order), self._pairing.ranges(order)
        return dict.fromkeys(shared, SHARED) | dict.fromkeys(ranges, RANGE)

    def people(self) -> list[Item]:
        """The figures of a sentence that names no category and goes on about people: "In a day - 1,190."

        A figure of one day is a change, one that no day can hold is a total; there is one of each at most.
        """
        cues = self._passage.kinds
        other = {number.start for _, number in self._pairing.pairs("figure")}  # "two years"
        numbers = [one.number for one in self._pairing.elements if one.number is not None and one.start not in other]
        kinds: list[Kind] = ["total" if _is_beyond_a_day(_PEOPLE, number) else "delta" for number in numbers]
        if len(kinds) != len(set(kinds)) or not all(map(self._is_last, numbers)):
            return []
        if not cues & ({"total", "to_total", "openers"} if kinds == ["total"] else {"daily"}):
            return []
        return [
            self._make(_PEOPLE, number, number.start, number.end, kind)
            for number, kind in zip(numbers, kinds, strict=True)
            if number.value >= _FEW_PEOPLE
        ]

    def _is_last(self, number: Number) -> bool:
        """Whether nothing that could be counted follows a number: the sentence or its clause ends, or a phrase does."""
        rest = self._folded[number.end : self._passage.end].lstrip(" \x00")
        after = self._term_from(number.end)
        phrase = after is not None and after.kind != "label" and after.start - number.end <= 1
        word = _WORDS.match(rest)
        return not rest[:1].isalpha() or phrase or (word is not None and word.end() <= _PREPOSITION)

    # Numbers: main ones, and those that belong to the one before them.

    def _split_numbers(self) -> tuple[list[_Satellite], list[Number]]:
        satellites: list[_Satellite] = []
        mains: list[Number] = []
        labels = {term.start for term in self._passage.labels}
        for number in self._passage.numbers:
            if not self._is_count(number):
                continue
            bracket = self._brackets.holding(number.start)
            if not bracket and mains and self._is_new_level(mains[-1], number):
                mains[-1] = number
                continue
            satellite = self._bracketed(number, bracket) if bracket else self._beside(number, mains)
            if satellite is not None:
                satellites.append(satellite)
            elif not bracket and (number.value or number.words or self._is_none_of(number, labels)):
                mains.append(number)
        return satellites, mains

    def _is_broken(self, number: Number) -> bool:
        """Whether a number is a part of one whose comma a space follows: "137, 780 deaths"."""
        if ", " not in self._folded[number.start - 2 : number.end + 2]:
            return False
        last = _BROKEN_FIRST.search(self._folded, max(0, number.start - 5), number.start)
        if last is not None and _BROKEN_LAST.match(self._folded, number.start) is not None:
            return True
        return _BROKEN_BOTH.match(self._folded, number.start) is not None

    def _is_none_of(self, number: Number, labels: Container[int]) -> bool:
        """Whether 0 stands directly before a label, and is no number that lost its digits ("1, 0 casualties")."""
        return number.end + 1 in labels and self._folded[number.start - 2 : number.start] != ", "

    def _is_new_level(self, old: Number, new: Number) -> bool:
        """Whether a number is what another one grew to: "from 3,837 to 3,848", "6 893 → 6 904"."""
        if not _SAME_LEVEL * new.value <= old.value < new.value:
            return False
        between = self._folded[old.end : new.start].strip(" \x00")
        at = bisect_left(self._starts, old.end)
        joined = at < len(self._starts) and self._passage.terms[at].kind in {"to", "hedges"}
        return _ARROW.fullmatch(between) is not None or (
            joined and self._folded[self._starts[at] : self._ends[at]] == between
        )

    def _is_count(self, number: Number) -> bool:
        """Whether a number may count what the list counts: whole, of few enough digits, no share, price or range."""
        if not isinstance(number.value, int) or number.value >= 10**MAX_DIGITS:
            return False
        before, after = self._folded[max(0, number.start - 2) : number.start], self._folded[number.end : number.end + 2]
        if after.lstrip()[:1] in _NOT_COUNTED_AFTER or before[-1:] in _CURRENCY:
            return False
        if self._is_broken(number):
            return False
        return not (after[:1] == "-" and after[1:].isdigit()) and not (before[-1:] == "-" and before[:1].isdigit())

    def _bracketed(self, number: Number, bracket: tuple[int, int]) -> _Satellite | None:
        start, end = bracket
        if number.sign:
            return _Satellite(number, "delta", start, end)
        inside = self._passage.terms[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        kinds = {term.kind for term in inside if term.value != "ignored"}
        if "label" in kinds:
            return None
        if kinds & {"total", "to_total"}:
            return _Satellite(number, "total", start, end)
        if kinds & {"daily", "increment"}:
            return _Satellite(number, "delta", start, end)
        rest = self._folded[start + 1 : number.start] + self._folded[number.end : end]
        bare = len(_WORDS.findall(rest)) <= _UNIT_WORDS
        return _Satellite(number, "unknown", start, end) if bare else None

    def _beside(self, number: Number, mains: Sequence[Number]) -> _Satellite | None:
        """A signed number after a figure, or the cell after a figure's cell."""
        if not mains:
            return None
        last = mains[-1]
        if number.value > last.value and _ARROW.search(self._folded, max(0, number.start - _ARROW_REACH), number.start):
            return _Satellite(number, "total", number.start, number.end)
        if number.sign and _BESIDE.fullmatch(self._folded, last.end, number.start):
            return _Satellite(number, "delta", number.start - 1, number.end)
        if number.value < last.value and _CELL.fullmatch(self._folded, last.end, number.start):
            return _Satellite(number, "delta", number.start, number.end)
        if _SLASH.fullmatch(self._folded, last.end, number.start):
            return _Satellite(number, "total" if number.value > last.value else "delta", number.start, number.end)
        return None

    def _with_satellites(self, found: Sequence[Item], brackets_change: bool) -> list[Item]:
        """Every item with its satellites; a figure with a change beside it is a total, one with a total is a change."""
        if not self._satellites:
            return list(found)
        mains = sorted(found, key=lambda item: item.at)
        places = [item.at for item in mains]
        items = []
        for satellite in self._satellites:
            owner = bisect_left(places, satellite.start) - 1
            if owner < 0:
                continue
            kind = satellite.kind
            if kind == "unknown" and _is_exact(satellite.number, mains[owner]):
                mains[owner] = mains[owner]._replace(value=int(satellite.number.value), end=satellite.end)
                continue
            if kind == "unknown":
                kind = self._bare_kind(int(satellite.number.value), mains[owner], brackets_change)
            if kind != "unknown":
                items.append(self._satellite_item(satellite, mains[owner], kind))
                mains[owner] = mains[owner]._replace(kind="total" if kind == "delta" else "delta")
        return [*mains, *items]

    def _bare_kind(self, value: int, owner: Item, brackets_change: bool) -> Kind:
        """What a bare number in brackets is: more than the figure before it is its total; less is a change in a list
        that prints changes so, and 0 always is one."""
        if value > owner.value:
            return "total"
        return "delta" if value == 0 or brackets_change else "unknown"

    def _satellite_item(self, satellite: _Satellite, owner: Item, kind: Kind) -> Item:
        number = satellite.number
        value = int(number.value) * (-1 if number.sign == "-" else 1)
        hedged = self._hedged(number, self._before(number.start))
        start, end = min(owner.start, satellite.start), max(owner.end, satellite.end)
        return Item(owner.category, value, kind, hedged, start, end, owner.at, self._place, owner.in_words)

    # Items: a label with its number, and what stands for one.

    def _item(self, label: Element, figure: Element, doubtful: Mapping[int, str]) -> Item:
        assert figure.number is not None
        category = doubtful.get(figure.start, label.category)
        return self._make(category, figure.number, min(label.start, figure.start), max(label.end, figure.end))

    def _make(self, category: str, number: Number, start: int, end: int, kind: Kind | None = None) -> Item:
        before = self._before(number.start)
        hedged = self._hedged(number, before)
        in_words = number.words and not any(map(str.isdigit, self._folded[number.start : number.end]))
        said = kind or self._kind(number, end, before)
        return Item(category, int(number.value), said, hedged, start, end, number.start, self._place, in_words)

    def _bracketed_totals(self, alone: Sequence[Element]) -> list[Item]:
        """Labels whose figure stands in the brackets behind them: "aircraft (315) remained unchanged"."""
        if not self._satellites:
            return []
        bare = {one.start: one for one in self._satellites if one.kind == "unknown"}
        found = []
        for label in alone:
            one = bare.get(label.end) or bare.get(label.end + 1)
            if label.number is None and one is not None:
                self._satellites.remove(one)
                found.append(self._make(label.category, one.number, label.start, one.end, "total"))
        return found

    def _article_ones(self, alone: Sequence[Element], paired: int) -> list[Item]:
        """Labels of a list that an article counts: "… and a submarine"."""
        if "article" not in self._passage.kinds:
            return []
        articles = {term.end + 1: term for term in self._passage.terms if term.kind == "article"}
        found = []
        for element in alone:
            article = articles.get(element.start)
            if element.number is None and article is not None:
                number = Number(article.start, article.end, 1, words=True)
                found.append(self._make(element.category, number, article.start, element.end))
        return found if paired + len(found) > 1 else []

    def _singular_ones(self, alone: Sequence[Element], paired: int) -> list[Item]:
        """Labels that stand among counted ones in the singular: "танк, п'ять ББМ, дві РСЗВ"."""
        if paired < _SOME:
            return []
        ones = []
        for element in alone:
            word = _WORDS.match(self._folded, element.start)
            if element.number is None and word is not None and word[0] in self._singulars:
                number = Number(element.start, word.end(), 1, words=True)
                ones.append(self._make(element.category, number, element.start, element.end))
        return ones

    def _unchanged(self, alone: Sequence[Element], found: Sequence[Item]) -> list[Item]:
        """Changes of 0 that are said in words: in brackets of one figure, in a sentence of all its categories."""
        if "unchanged" not in self._passage.kinds:
            return []
        said = [term for term in self._passage.terms if term.kind == "unchanged"]
        inside = [term for term in said if self._brackets.holding(term.start) is not None]
        mains = sorted(found, key=lambda item: item.at)
        places = [item.at for item in mains]
        owners = [(bisect_left(places, term.start) - 1, term) for term in inside]
        changes = [self._no_change(mains[at], term) for at, term in owners if at >= 0]
        outside = next((term for term in said if self._brackets.holding(term.start) is None), None)
        if outside is not None:
            announced = self._folded[outside.end : outside.end + 2].lstrip().startswith(":")
            changes += [
                self._no_change(item, outside)
                for item in mains
                if (item.at > outside.end if announced else item.at < outside.start) and item.kind != "delta"
            ]
            for label in (element for element in alone if element.number is None):
                start, end = min(label.start, outside.start), max(label.end, outside.end)
                changes.append(Item(label.category, 0, "delta", False, start, end, label.start, self._place, True))
        return changes

    def _no_change(self, item: Item, term: Term) -> Item:
        start, end = min(item.start, term.start), max(item.end, term.end)
        return item._replace(value=0, kind="delta", approximate=False, start=start, end=end)

    def _respective(self, lone: Sequence[Number], found: Sequence[Item]) -> list[Item]:
        """Totals that follow a list of changes in its order: "31 tanks, 42 guns; the totals are 7,485 and 14,417"."""
        if len(lone) < _SOME:
            return []
        mains = sorted((item for item in found if item.category != "ignored"), key=lambda item: item.at)
        if len(mains) < 2 or len(lone) != len(mains) or lone[0].start < mains[-1].at:
            return []
        pairs = list(zip(lone, mains, strict=True))
        if any(int(number.value) <= item.value for number, item in pairs):
            return []
        return [self._make(item.category, number, number.start, number.end, "total") for number, item in pairs]

    def _lone_numbers(self, numbers: Sequence[Number], found: Sequence[Item]) -> list[Item]:
        """Numbers without a label that say of a category what they are: "… by 1,030 overnight to 133,190"."""
        labels = [one for one in self._pairing.elements if one.number is None and one.category != "ignored"]
        places = [label.start for label in labels]
        lone = []
        mains = sorted(found, key=lambda item: item.at)
        item_places = [item.at for item in mains]
        for number in numbers:
            earlier = bisect_left(item_places, number.start)
            at = bisect_left(places, number.start)
            category = self._category_of(
                number, labels[at - 1] if at else None, labels[at] if at < len(labels) else None
            )
            nearest = mains[max(0, earlier - _RECENT) : earlier]
            kind = self._lone_kind(number, category, nearest)
            if kind == "unknown" and (self._is_of_losses(number, category) or self._is_exact(number, nearest)):
                kind = "total"
            if at < len(labels) and labels[at].start == number.end + 1:
                category, kind = self._added(number, labels[at], mains[earlier : earlier + 1]) or (category, kind)
            if category and kind != "unknown":
                lone.append(self._make(category, number, number.start, number.end, kind))
        return lone

    def _is_of_losses(self, number: Number, category: str) -> bool:
        """Whether a number that nothing follows is what losses named before it come to: "losses are put at 400,300"."""
        named = category == _PEOPLE and self._is_said_before(number.start, "openers")
        return named and _is_beyond_a_day(category, number) and self._is_last(number)

    def _is_exact(self, number: Number, earlier: Sequence[Item]) -> bool:
        """Whether a number that nothing follows is the exact one of the figure before it: "over 288 thousand invaders,
        exactly 288,630"."""
        return bool(earlier) and earlier[-1].approximate and self._is_last(number) and _is_exact(number, earlier[-1])

    def _added(self, number: Number, label: Element, following: Sequence[Item]) -> tuple[str, Kind] | None:
        """A change whose label is also that of the total behind it: "1,180 occupiers - now there are 546,270"."""
        taken = any(item.start == label.start and item.kind == "total" for item in following)
        return (label.category, "delta") if taken and not _is_beyond_a_day(label.category, number) else None

    def _category_of(self, number: Number, before: Element | None, after: Element | None) -> str:
        if before is not None:
            return before.category
        if after is not None and self._is_near(number.start, after.start, words=4):
            return after.category
        # "Total losses now amount to 812,670" counts people.
        said = self._is_said_before(number.start, "openers", "total")
        return _PEOPLE if said and _is_beyond_a_day(_PEOPLE, number) else ""

    # What the words beside a number say it is.

    def _kind(self, number: Number, end: int, before: Sequence[Term]) -> Kind:
        if number.sign:
            return "delta"
        for term in before:
            if term.kind in {"to_total", "total"}:
                return "total"
            if term.kind == "increment":
                return "delta"
        after = self._term_from(number.end) if "increment" in self._passage.kinds else None
        if after is not None and after.kind == "increment" and self._folded[number.end : after.start] == " ":
            return "delta"
        following = self._term_from(end, _TIMES) if "daily" in self._passage.kinds else None
        if following is not None and following.kind == "daily" and self._is_near(end, following.start):
            return "delta"
        return "unknown"

    def _lone_kind(self, number: Number, category: str, earlier: Sequence[Item]) -> Kind:
        said = self._said_beside(number, category, earlier)
        if said != "unknown":
            return said
        part = any(item.category == category and item.value > number.value for item in earlier)
        return "delta" if part and self._on_a_weekday(number) else "unknown"

    def _said_beside(self, number: Number, category: str, earlier: Sequence[Item]) -> Kind:
        for term in self._before(number.start):
            if term.kind in {"to_total", "total"}:
                return "total"
            if term.kind == "to" and (
                any(item.value < int(number.value) for item in earlier) or _is_beyond_a_day(category, number)
            ):
                return "total"
            if term.kind == "increment":
                return "delta"
        after = self._term_from(number.end, _CUES)
        if after is not None and after.kind == "daily" and self._is_near(number.end, after.start, words=4):
            return "delta"
        if after is not None and after.kind == "total" and self._is_near(number.end, after.start):
            return "total"
        return self._announced(number, category)

    def _announced(self, number: Number, category: str) -> Kind:
        """What the phrase said last before a number announces: "since the war began - 227,780", "in a day - 150"."""
        for at in range(bisect_right(self._ends, number.start) - 1, -1, -1):
            term = self._passage.terms[at]
            if term.kind in {"total", "to_total", "daily"} or term.end < number.start - _REACH:
                near = self._is_near(term.end, number.start, words=3)
                if near and term.kind == "daily":
                    linked = self._folded[term.end : number.start].strip(" \x00") == "-"
                    return "delta" if linked and not _is_beyond_a_day(category, number) else "unknown"
                return "total" if near and term.kind in {"total", "to_total"} else "unknown"
        return "unknown"

    def _on_a_weekday(self, number: Number) -> bool:
        """ "… 425,000 soldiers, 910 of them on Monday"."""
        return any(
            date.weekday is not None and date.start >= number.end and self._is_near(number.end, date.start, words=4)
            for date in self._passage.dates
        )

    def _hedged(self, number: Number, before: Sequence[Term]) -> bool:
        if "hedges" in [term.kind for term in before]:
            return True
        after = self._term_from(number.end) if "hedges_after" in self._passage.kinds else None
        return after is not None and after.kind == "hedges_after" and after.start - number.end <= 2

    def _before(self, start: int) -> list[Term]:
        """The phrases that stand directly before a place, nearest first."""
        found = []
        for at in range(bisect_right(self._ends, start) - 1, -1, -1):
            term = self._passage.terms[at]
            if term.kind == "label" or start - term.end > _NEAREST:
                break
            if not _NEAR.fullmatch(self._folded[term.end : start].replace("-", " ")):
                break
            found.append(term)
            start = term.start
        return found

    def _term_from(self, start: int, kinds: frozenset[str] | None = None) -> Term | None:
        """The first phrase (of some kinds) that begins at a place or after it."""
        terms = self._passage.terms
        for at in range(bisect_left(self._starts, start), len(terms)):
            if terms[at].start > start + _REACH:
                break
            if kinds is None or terms[at].kind in kinds:
                return terms[at]
        return None

    def _is_said_before(self, place: int, *kinds: str) -> bool:
        """Whether a phrase of some kinds ends before a place."""
        return any(self._first_ends.get(kind, place + 1) <= place for kind in kinds)

    @cached_property
    def _first_ends(self) -> dict[str, int]:
        """Where the first phrase of each kind ends."""
        return {term.kind: term.end for term in reversed(self._passage.terms)}

    def _is_near(self, end: int, start: int, words: int = 2) -> bool:
        """Whether no more than some words stand between two places, and nothing that parts them."""
        if not 0 <= start - end <= 20 * (words + 1):
            return False
        between = self._folded[end:start]
        return not any(char in between for char in ",;.\n") and word_count(self._folded, end, start) <= words


def _is_beyond_a_day(category: str, number: Number) -> bool:
    """Whether no day can hold so many of a category."""
    known = vocabulary.categories().get(category)
    return known is not None and number.value > known.daily_ceiling


def _is_exact(number: Number, rough: Item) -> bool:
    """Whether a number in brackets is the exact one of the figure before it: "1.09 million (1,090,010)"."""
    return _is_beyond_a_day(rough.category, number) and abs(number.value - rough.value) <= _ROUNDED * rough.value
