"""Pure: of all the items of a page, the one list it reports, and for each category the figure that is most exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from pipelines import vocabulary
from pipelines.lists.items import Item, Kind
from pipelines.lists.plausibility import is_of_one_day

TANKS_AGAIN = "tanks_again"  # in the place of a category: a second line of tanks, whose label lost a word
_LONG_LIST = 8
_FEW = 3
_FIRST_OF_TWO = 0.7  # of the longest list's categories: a page of many days has the newest first
_LIST = 5  # categories that make a list even where nobody is named as its source
_FLYING, _MOST_IN_A_RAID = frozenset({"uavs", "cruise_missiles", "missiles"}), 1500
_ROUNDING, _HEDGED, _WORDED = 0.04, 0.1, 0.2
_ROUND = 2  # zeros at the end of a figure that is rounded


@dataclass(slots=True)
class Block:
    """Items that stand together; `sure` is True where the General Staff or its list is named for one of them, `told`
    where a phrase beside one of them tells it as a loss, `counted` where one is more than a headline's words ("another
    thousand soldiers"): it has figures, or it is a total whose own sentence names the source."""

    items: list[Item] = field(default_factory=list)
    sure: bool = False
    told: bool = False
    counted: bool = False

    def add(self, item: Item, *, sure: bool, told: bool, sourced: bool) -> None:
        self.items.append(item)
        self.sure = self.sure or sure
        self.told = self.told or told
        self.counted = self.counted or not item.in_words or (sourced and item.kind == "total")

    @property
    def is_list(self) -> bool:
        """Whether enough categories stand in one sentence, or each in a line of its own, to be the list unnamed."""
        in_passage: dict[int, set[str]] = {}
        for item in self.items:
            in_passage.setdefault(item.passage, set()).add(item.category)
        sizes = [len(found) for found in in_passage.values()]
        categories = len(self.categories)
        return max(sizes) >= _LIST or categories >= _LONG_LIST or (len(sizes) >= _LIST and categories >= _LIST)

    @property
    def is_plausible(self) -> bool:
        """Whether the totals can be the war's up to one day."""
        return is_of_one_day(self.totals())

    @property
    def passages(self) -> set[int]:
        """The places of the passages the items stand in."""
        return {item.passage for item in self.items}

    @property
    def categories(self) -> set[str]:
        return {item.category for item in self.items}

    def without(self, passages: Set[int]) -> Block:
        """The block without what stands in some passages."""
        return replace(self, items=[item for item in self.items if item.passage not in passages])

    def totals(self) -> dict[str, int]:
        """The first total of each category."""
        found: dict[str, int] = {}
        for item in self.items:
            if item.kind == "total":
                found.setdefault(item.category, item.value)
        return found


@dataclass(frozen=True, slots=True)
class Choice:
    """The items a category's figure is made of."""

    total: Item | None
    delta: Item | None


def choose(blocks: Sequence[Block], headlines: Set[int] = frozenset()) -> dict[str, Choice]:
    """The page's figures by category, in the order of categories.toml; empty where the page has no report.

    A headline rounds what its text says exactly: `headlines` are its passages, read where the text lacks a category.
    """
    exact = _chosen([block for each in blocks if (block := each.without(headlines)).items])
    if not headlines:
        return exact
    found = _chosen(blocks)
    return {key: _completed(exact[key], choice) if key in exact else choice for key, choice in found.items()}


def _completed(exact: Choice, rough: Choice) -> Choice:
    return Choice(exact.total or rough.total, exact.delta or rough.delta)


def _chosen(blocks: Sequence[Block]) -> dict[str, Choice]:
    known = [block for block in blocks if block.sure or block.is_list]
    if not any(block.counted for block in known):
        return {}
    longest = max(len(block.categories) for block in known)
    main = next(block for block in known if len(block.categories) >= _FIRST_OF_TWO * longest)
    own = [block for block in blocks if block is main or not _is_stray(block, main)]
    items, lists = _by_kind(own), _Lists(own)
    found: dict[str, Choice] = {}
    for category in _ordered(own):
        totals, deltas = items.get((category, "total"), []), items.get((category, "delta"), [])
        total = _best(lists.listed(totals, deltas), main)
        beside = [item for item in deltas if total is not None and item.at == total.at]
        delta = beside[0] if beside else _best(deltas, main)
        if total is not None and delta is not None and total.value == delta.value:
            total = None  # the day's change, told twice
        if total or delta:
            found[category] = Choice(total, delta)
        if category == "tanks" and total is not None and (again := lists.again(totals, total)) is not None:
            found[TANKS_AGAIN] = Choice(again, next((item for item in deltas if item.at == again.at), None))
    return {} if _are_of_a_raid(found) else found


def _by_kind(blocks: Iterable[Block]) -> dict[tuple[str, Kind], list[Item]]:
    """The items of each category and kind."""
    found: dict[tuple[str, Kind], list[Item]] = {}
    for block in blocks:
        for item in block.items:
            found.setdefault((item.category, item.kind), []).append(item)
    return found


def _are_of_a_raid(found: Mapping[str, Choice]) -> bool:
    """Whether nothing but a few drones and missiles is counted, as the General Staff tells of a night's attack."""
    return found.keys() <= _FLYING and not any(
        choice.total is not None and (choice.delta is not None or choice.total.value > _MOST_IN_A_RAID)
        for choice in found.values()
    )


class _Lists:
    """Where the figures of a page stand in a list: in a sentence of many categories, in lines that each have one, or
    with the changes of many categories beside them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        found: dict[int, set[str]] = {}
        changes = {item.at for block in blocks for item in block.items if item.kind == "delta"}
        changed = set()
        for item in (item for block in blocks for item in block.items):
            found.setdefault(item.passage, set()).add(item.category)
            if item.kind == "total" and item.at in changes:
                changed.add(item.category)
        self._prints_changes = len(changed) >= _LIST
        self._passages = {place for place, categories in found.items() if len(categories) >= _LIST} | _lines(found)

    def listed(self, totals: Sequence[Item], deltas: Sequence[Item]) -> Sequence[Item]:
        """The totals of a category that stand in a list, where the first one told is a rougher one that does not."""
        places = {item.at for item in deltas}
        beside = [item for item in totals if item.at in places]
        if beside and (self._prints_changes or _is_rougher(totals[0], beside[0])):
            return beside
        inside = [item for item in totals if item.passage in self._passages]
        outside = bool(inside) and totals[0].passage not in self._passages
        rough = outside and (totals[0].approximate or _zeros(totals[0].value) >= _ROUND)
        return inside if rough and _zeros(totals[0].value) >= _zeros(inside[0].value) else totals

    def again(self, totals: Sequence[Item], chosen: Item) -> Item | None:
        """The one other total that a list gives under the same label, which is then of another category."""
        inside = [item for item in totals if item.passage in self._passages]
        others = [item for item in inside if not _same(item.value, chosen.value)]
        return others[0] if chosen in inside and len(others) == 1 else None


def _lines(categories: Mapping[int, Set[str]]) -> set[int]:
    """The passages in a row with one category each, as the lines of a list are."""
    found: set[int] = set()
    begun, last = 0, -2  # no passage stands before the first
    for place in sorted(place for place, named in categories.items() if len(named) == 1):
        begun, last = begun if place == last + 1 else place, place
        if last - begun + 1 >= _LIST:
            found.update(range(last + 1 - _LIST, last + 1))
    return found


def _is_rougher(first: Item, listed: Item) -> bool:
    return first.approximate and _zeros(first.value) > _zeros(listed.value)


def _ordered(blocks: Iterable[Block]) -> list[str]:
    present = set().union(*(block.categories for block in blocks))
    keys = list(vocabulary.categories())
    return sorted(present, key=lambda key: keys.index(key) if key in keys else len(keys))


def _is_stray(block: Block, main: Block) -> bool:
    """Whether a stretch is no part of the report: it contradicts the list in two totals or more, as a list of another
    day does, or it is a figure or two that nothing tells as losses."""
    if not block.told and len(block.categories) < _FEW:
        return True
    ours, theirs = main.totals(), block.totals()
    differing = [key for key in theirs if key in ours and not _same(ours[key], theirs[key])]
    return len(differing) >= 2


def _same(one: int, other: int) -> bool:
    return one == other or _rounds(one, other) or _rounds(other, one)


def _rounds(rough: int, exact: int, share: float = _ROUNDING) -> bool:
    return _zeros(rough) > max(_zeros(exact), _ROUND - 1) and abs(rough - exact) <= share * exact


def _zeros(value: int) -> int:
    digits = str(value)
    return len(digits) - len(digits.rstrip("0"))


def _best(items: Sequence[Item], main: Block) -> Item | None:
    if not items:
        return None
    passages = main.passages
    inside = [item for item in items if item.passage in passages]
    first = (inside or list(items))[0]
    share = _WORDED if first.in_words else _HEDGED if first.approximate else _ROUNDING
    exact = [item for item in items if _rounds(first.value, item.value, share)]
    return max(exact, key=lambda item: -_zeros(item.value)) if exact else first
