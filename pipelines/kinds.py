"""Pure: whether the figures of a passage are totals or the day's change, where the words beside them do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines import vocabulary
from pipelines.items import Item, Kind
from pipelines.lexicon import Term
from pipelines.passages import Passage

_CUES: Mapping[str, Kind] = {"daily": "delta", "total": "total", "to_total": "total"}


def settle_kinds(passages: Sequence[Passage], items: Mapping[int, list[Item]]) -> dict[int, list[Item]]:
    """Give every item its kind.

    What a passage says before a figure holds for it, then what its list shows by brackets and sizes, then what was said
    last; a figure above its category's daily ceiling is a total unless the words beside it say otherwise.
    """
    settled: dict[int, list[Item]] = {}
    mode: Kind = "unknown"
    for place, passage in enumerate(passages):
        cues = [term for term in passage.terms if term.kind in _CUES]
        if place in items:
            settled[place] = _settle_passage(passage, items[place], cues, mode)
        mode = _mode_after(passage, cues, settled.get(place, []), mode)
    return settled


def _settle_passage(passage: Passage, items: Sequence[Item], cues: Sequence[Term], mode: Kind) -> list[Item]:
    shown = _shown(items)
    found = []
    for item in items:
        kind = item.kind
        if kind == "unknown":
            said = _said_before(item, cues)
            kind = shown if shown != "unknown" else said if said != "unknown" else mode
            if kind == "unknown":
                kind = _said_after(item, cues)
            if kind == "unknown" and any(term.kind == "openers" for term in passage.terms):
                kind = "total"
        if item.kind == "unknown" and kind != "total" and item.value > ceiling(item.category):
            kind = "total"
        found.append(replace(item, kind="total" if kind == "unknown" else kind))
    return found


def _shown(items: Sequence[Item]) -> Kind:
    """What the undecided figures of one passage must be, by those among them that can be nothing else."""
    mains: dict[int, set[Kind]] = {}
    for item in items:
        mains.setdefault(item.at, set()).add(item.kind)
    undecided = [item for item in items if item.kind == "unknown"]
    if any(item.value > ceiling(item.category) for item in undecided):
        return "total"
    both = sum(kinds >= {"total", "delta"} for kinds in mains.values())
    if both and both * 2 >= len(mains):
        return "total"
    return "unknown"


def _said_before(item: Item, cues: Sequence[Term]) -> Kind:
    said = [term for term in cues if term.start < item.at]
    return _CUES[said[-1].kind] if said else "unknown"


def _said_after(item: Item, cues: Sequence[Term]) -> Kind:
    said = [term for term in cues if term.start > item.at]
    return _CUES[said[0].kind] if said else "unknown"


def _mode_after(passage: Passage, cues: Sequence[Term], items: Sequence[Item], mode: Kind) -> Kind:
    if cues:
        return _CUES[cues[-1].kind]
    if any(term.kind == "openers" for term in passage.terms):
        return "total"
    if items:
        totals = sum(item.kind == "total" for item in items)
        return "total" if totals * 2 >= len(items) else "delta"
    return mode


def ceiling(category: str) -> int:
    """The largest figure that one day can hold; labels that are not yet a category are taken for the largest they may be."""
    key = {"vehicles": "vehicles_fuel_tanks", "rocket_launchers": "mlrs"}.get(category, category)
    return vocabulary.categories()[key].daily_ceiling
