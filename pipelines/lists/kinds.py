"""Pure: whether the figures of a passage are totals or the day's change, where the words beside them do not say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from pipelines import vocabulary
from pipelines.lists import levels
from pipelines.lists.items import Item, Kind
from pipelines.lists.list_scope import OWN, PassageScope
from pipelines.lists.passages import Passage
from pipelines.vocabulary.lexicon import Term

# Of the total at that time: a figure that small is one day's, the second one even among totals.
_FAR_BELOW, _NOWHERE_NEAR = 0.1, 0.02
_PLAUSIBLE = 1.5  # of the highest level kept, what a total may come to
_VOTES = 2  # figures whose size says what they are, before they say it of those beside them
_LIST = 5  # categories of a sentence that is a list: of totals, if it says no word of a day
_FEW, _FEW_PEOPLE = 2, 100  # categories that make a list; people that no day's report has had so few of
_FEWEST_IN_ALL = 500  # people of the first day's list and of every later total
_OWN_WORDS = frozenset({"source", "army", "openers", "unchanged"})
_LARGER = {
    "vehicles": "vehicles_fuel_tanks",
    "vehicles_and_tanks": "vehicles_fuel_tanks",
    "rocket_launchers": "mlrs",
    "missiles": "cruise_missiles",
}
_CUES: Mapping[str, Kind] = {"daily": "delta", "total": "total", "to_total": "total"}


def settle_kinds(
    folded: str,
    passages: Sequence[Passage],
    items: Mapping[int, list[Item]],
    published: date | None,
    own: Sequence[PassageScope],
) -> dict[int, list[Item]]:
    """Give every item its kind; `own` are the scopes of the passages.

    Words beside a figure decide; then the heading of its list; then its size, against what one day can hold and what
    the total was at that time; then what its list shows by brackets, what the passage says before it, and what was
    said last.
    """
    about = published or _day_by_totals(items, own)
    settled: dict[int, list[Item]] = {}
    mode: Kind = "unknown"
    headed: Kind = "unknown"
    for place, passage in enumerate(passages):
        cues = _cues(passage)
        if place in items:
            told = headed if not cues else "unknown"
            said = items[place] if told == "unknown" else [_if_unknown(item, told) for item in items[place]]
            large = [_with_kind(item, _by_ceiling(folded, item)) for item in said]
            shown = _shown(large)
            share = _NOWHERE_NEAR if shown == "total" else _FAR_BELOW
            sized = [_with_kind(item, _by_level(item, about, share)) for item in large]
            shown = shown if shown != "unknown" else _shown(sized, least=_VOTES)
            if not cues and mode != "delta" and told == "unknown":
                sized = _doubted(passage, large, sized)
            settled[place] = _settle_passage(passage, sized, cues, mode, shown)
        mode = _mode_after(passage, cues, settled.get(place, []), mode)
        if folded[passage.start : passage.end].rstrip().endswith(":"):
            told = mode if cues or "openers" in passage.kinds else "unknown"
            headed = told if told == "unknown" else _list_under(passages, items, place) or told
        elif cues or place not in items:
            headed = "unknown"
    return settled


def _cues(passage: Passage) -> list[Term]:
    """The phrases that say of figures what they are."""
    if _CUES.keys().isdisjoint(passage.kinds):
        return []
    return [term for term in passage.terms if term.kind in _CUES]


def _list_under(passages: Sequence[Passage], items: Mapping[int, list[Item]], heading: int) -> Kind | None:
    """What the list under a heading shows its figures to be, whatever the heading says; None where it does not."""
    listed: list[Item] = []
    for place in range(heading + 1, len(passages)):
        found = items.get(place)
        if not found or _cues(passages[place]):
            break
        listed += [_with_kind(item, "total") if item.value > ceiling(item.category) else item for item in found]
    shown = _shown(listed)
    return shown if shown != "unknown" else None


def _settle_passage(
    passage: Passage, items: Sequence[Item], cues: Sequence[Term], mode: Kind, shown: Kind
) -> list[Item]:
    places = [term.start for term in cues]
    opened = "openers" in passage.kinds
    totals = {item.category: item.value for item in items if item.kind == "total"}
    deltas = {item.category: item.value for item in items if item.kind == "delta"}
    listed = shown == "total" and not cues and len({item.category for item in items}) >= _LIST
    found = []
    for item in items:
        kind = item.kind
        if listed and kind == "unknown":
            kind = "total"
        if kind == "unknown" and item.value < totals.get(item.category, 0) and item.value <= ceiling(item.category):
            kind = "delta"
        elif kind == "unknown" and item.value > deltas.get(item.category, item.value):
            kind = "total"
        if kind == "unknown":
            said = _said_before(item, cues, places)
            kind = shown if shown != "unknown" else said if said != "unknown" else mode
            if kind == "unknown":
                kind = _said_after(item, cues, places)
            if kind == "unknown" and opened:
                kind = "total"
        small = kind == "unknown" and len(items) == 1 and item.value <= ceiling(item.category)
        doubted = small or _are_too_few(item, kind) or item.unsure
        kind = "total" if kind == "unknown" else kind
        same = kind == item.kind and doubted == item.unsure
        found.append(item if same else item._replace(kind=kind, unsure=doubted))
    return found


def _are_too_few(item: Item, kind: Kind) -> bool:
    """Whether no list has ever counted so few people, in a day or in all."""
    least = _FEW_PEOPLE / 2 if kind == "delta" else _FEWEST_IN_ALL
    return item.category == "personnel" and 0 < item.value < least


def _doubted(passage: Passage, said: Sequence[Item], sized: Sequence[Item]) -> list[Item]:
    """The figures with those marked unsure that only their size makes changes, in a sentence that is no list and tells
    no loss: "Brazil ordered 14 jets"."""
    listed = len({item.category for item in sized}) >= _FEW
    told = not _OWN_WORDS.isdisjoint(passage.kinds)
    found = []
    for before, now in zip(said, sized, strict=True):
        doubted = now.value < _FEW_PEOPLE if now.category == "personnel" else not told
        found.append(now._replace(unsure=True) if now.kind != before.kind and doubted and not listed else now)
    return found


def _with_kind(item: Item, kind: Kind) -> Item:
    return item if item.kind == kind else item._replace(kind=kind)


def _if_unknown(item: Item, kind: Kind) -> Item:
    return _with_kind(item, kind) if item.kind == "unknown" else item


def _by_ceiling(folded: str, item: Item) -> Kind:
    """A figure above what one day can hold is a total, whatever words stand beside it, unless it is printed with a
    sign."""
    if item.value <= ceiling(item.category):
        return item.kind
    signed = item.kind == "delta" and "+" in folded[item.start : item.end]
    return item.kind if signed else "total"


def _by_level(item: Item, about: date | None, share: float) -> Kind:
    """A figure far below what the total was at that time is a change."""
    if item.kind != "unknown":
        return item.kind
    level = levels.expected(_sized_as(item.category), about) if about else None
    return "delta" if level is not None and item.value < share * level else "unknown"


def _day_by_totals(items: Mapping[int, list[Item]], own: Sequence[PassageScope]) -> date | None:
    """About when the page's totals stood, by its largest number of people or, without one, of tanks."""
    kept = [item for place, found in items.items() for item in found if own[place].at(item.at) in OWN]
    for category in ("personnel", "tanks"):
        highest = _PLAUSIBLE * levels.highest(category)
        totals = [item.value for item in kept if item.category == category and item.value <= highest]
        if totals and max(totals) > ceiling(category):
            return levels.day_of(category, max(totals))
    return None


def _shown(items: Sequence[Item], least: int = 1) -> Kind:
    """What the undecided figures of one passage must be, by those beside them that are decided: `least` or more."""
    mains: dict[int, set[Kind]] = {}
    for item in items:
        mains.setdefault(item.at, set()).add(item.kind)
    totals = sum(["total" in kinds for kinds in mains.values()])
    deltas = sum([kinds == {"delta"} for kinds in mains.values()])
    if max(totals, deltas) < least:
        return "unknown"
    if totals > 2 * deltas:
        return "total"
    return "delta" if deltas > 2 * totals else "unknown"


def _said_before(item: Item, cues: Sequence[Term], places: Sequence[int]) -> Kind:
    at = bisect_left(places, item.at) - 1
    return _CUES[cues[at].kind] if at >= 0 else "unknown"


def _said_after(item: Item, cues: Sequence[Term], places: Sequence[int]) -> Kind:
    at = bisect_left(places, item.at)
    return _CUES[cues[at].kind] if at < len(cues) else "unknown"


def _mode_after(passage: Passage, cues: Sequence[Term], items: Sequence[Item], mode: Kind) -> Kind:
    if cues:
        return _CUES[cues[-1].kind]
    if "openers" in passage.kinds:
        return "total"
    if items:
        totals = sum(item.kind == "total" for item in items)
        return "total" if totals * 2 >= len(items) else "delta"
    return mode


def ceiling(category: str) -> int:
    """The largest figure that one day can hold; a label that may be two categories is taken for the larger."""
    return vocabulary.categories()[_sized_as(category)].daily_ceiling


def _sized_as(category: str) -> str:
    return _LARGER.get(category, category)
