"""Pure: labels that mean one category in early 2022 and another one later, decided by day and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipelines import vocabulary
from pipelines.lists import levels
from pipelines.lists.selection import TANKS_AGAIN, Choice

_LIST = 5  # categories beside which missiles without a name are those of the list
_OFF = 0.15  # by which a total may miss the level of its day
_FEW_FUEL_TANKS = 80  # while they were counted apart
_FEW_LAUNCHERS = 10  # ballistic missile systems were counted in single figures


def decide_labels(chosen: Mapping[str, Choice], day: date | None) -> dict[str, Choice]:
    """Give "vehicles", "rocket launchers", "missiles" and "vehicles and tanks" their category.

    Missiles are cruise missiles where a list of many categories names none and their number is one of that day.
    A second line of tanks is fuel tanks or armoured vehicles, where the list has none and the number is one of theirs.
    "Vehicles and tanks" beside tanks are vehicles and fuel tanks.
    Vehicles are military_vehicles while fuel tanks are listed apart (to 2022-04-30) and vehicles_fuel_tanks afterwards.
    A few rocket launchers beside multiple rocket launchers are ballistic missile systems, which were never many.
    """
    decided = {key: choice for key, choice in chosen.items() if key in vocabulary.categories()}
    day = day or _day_of(decided)
    early = _is_early(decided, day)
    if TANKS_AGAIN in chosen:
        _put_again(decided, chosen[TANKS_AGAIN], day, early=early)
    if "vehicles" in chosen:
        apart = "fuel_tanks" in decided or early
        _put(decided, "military_vehicles" if apart else "vehicles_fuel_tanks", chosen["vehicles"])
    elif "fuel_tanks" in decided and not early:
        _put(decided, "vehicles_fuel_tanks", decided.pop("fuel_tanks"))
    elif "vehicles_and_tanks" in chosen and "tanks" in decided:
        _put(decided, "vehicles_fuel_tanks", chosen["vehicles_and_tanks"])
    if "rocket_launchers" in chosen:
        total = chosen["rocket_launchers"].total
        few = early and total is not None and total.value <= _FEW_LAUNCHERS
        _put(decided, "srbm_systems" if few else "mlrs", chosen["rocket_launchers"])
    listed = "missiles" in chosen and "cruise_missiles" not in decided and len(decided) >= _LIST
    if listed and _is_of_level("cruise_missiles", chosen["missiles"], day):
        decided["cruise_missiles"] = chosen["missiles"]
    if "srbm_systems" in decided and not _are_launchers(decided):
        del decided["srbm_systems"]
    order = list(vocabulary.categories())
    return dict(sorted(decided.items(), key=lambda pair: order.index(pair[0])))


def _put_again(decided: dict[str, Choice], again: Choice, day: date | None, *, early: bool) -> None:
    total = again.total
    if total is None or len(decided) < _LIST:
        return
    if early and "fuel_tanks" not in decided and total.value <= _FEW_FUEL_TANKS:
        decided["fuel_tanks"] = again
    elif "armoured_vehicles" not in decided and _is_of_level("armoured_vehicles", again, day):
        decided["armoured_vehicles"] = again


def _are_launchers(decided: Mapping[str, Choice]) -> bool:
    """Whether ballistic missile systems are those of the list, not missiles that were fired or shot down."""
    choice = decided["srbm_systems"]
    counted = choice.total or choice.delta
    return len(decided) >= _LIST and counted is not None and counted.value <= _FEW_LAUNCHERS


def _is_of_level(category: str, choice: Choice, day: date | None) -> bool:
    """Whether a total is about what the category had on a day; a change alone tells nothing."""
    level = levels.expected(category, day) if day is not None else None
    return level is not None and choice.total is not None and abs(choice.total.value - level) <= _OFF * level


def _day_of(decided: Mapping[str, Choice]) -> date | None:
    """About when the totals stood, by the people counted."""
    people = decided.get("personnel", Choice(None, None)).total
    return levels.day_of("personnel", people.value) if people is not None else None


def _put(decided: dict[str, Choice], key: str, choice: Choice) -> None:
    present = decided.get(key, Choice(None, None))
    decided[key] = Choice(present.total or choice.total, present.delta or choice.delta)


def _is_early(decided: Mapping[str, Choice], day: date | None) -> bool:
    """Whether the list is from before the categories were merged, by its day or, without one, by its own categories."""
    last = vocabulary.categories()["fuel_tanks"].until
    assert last is not None
    if day is not None:
        return day <= last
    return any(vocabulary.categories()[key].until is not None for key in decided if key != "fuel_tanks")
