"""The real figures of each day, from the two published datasets in data/."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

EQUIPMENT = "petroivaniuk-equipment.json"
CORRECTION = "petroivaniuk-equipment-correction.json"
PERSONNEL = "petroivaniuk-personnel.json"
ORC = "orc-losses.json"

PETROIVANIUK_NAMES = {
    "tank": "tanks",
    "APC": "armoured_vehicles",
    "field artillery": "artillery_systems",
    "MRL": "mlrs",
    "anti-aircraft warfare": "air_defence",
    "aircraft": "aircraft",
    "helicopter": "helicopters",
    "drone": "uavs",
    "cruise missiles": "cruise_missiles",
    "naval ship": "ships",
    "submarines": "submarines",
    "vehicles and fuel tanks": "vehicles_fuel_tanks",
    "special equipment": "special_equipment",
    "ground robotic systems": "ground_robots",
    "military auto": "military_vehicles",
    "fuel tank": "fuel_tanks",
    "mobile SRBM system": "srbm_systems",
    "personnel": "personnel",
}
ORC_NAMES = {
    "personnel": "personnel",
    "tanks": "tanks",
    "afvs": "armoured_vehicles",
    "artillery": "artillery_systems",
    "rocketSystems": "mlrs",
    "airDefense": "air_defence",
    "fixedWingAircraft": "aircraft",
    "rotaryWingAircraft": "helicopters",
    "uavs": "uavs",
    "missiles": "cruise_missiles",
    "ships": "ships",
    "submarines": "submarines",
    "unarmoredVehicles": "vehicles_fuel_tanks",
    "specialEquipment": "special_equipment",
}

Totals = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Count:
    """What the list says of one category: the sum since 2022-02-24 and its change in a day, if one is printed."""

    total: int
    delta: int | None


def published_file(name: str) -> bytes:
    """A dataset's file, byte for byte as its authors published it."""
    return lzma.decompress((DATA / f"{name}.xz").read_bytes())


@cache
def series() -> Mapping[date, Totals]:
    """The totals of every day.

    PetroIvaniuk's figure comes first; where the two differ, the one nearer to the middle of the days around it.
    """
    ours = _petroivaniuk()
    theirs = _orc_losses()
    return {
        day: {
            category: _settle(day, category, ours, theirs)
            for category in {**ours.get(day, {}), **({} if day in ours else theirs[day])}
        }
        for day in sorted({*ours, *theirs})
    }


def counts(day: date) -> dict[str, Count]:
    """The list of one day: its totals, and the daily changes as the General Staff printed them.

    Where it corrected a total, the change leaves the correction out; a total that fell for another reason has none.
    """
    before, corrected = series().get(day - timedelta(days=1), {}), corrections().get(day, {})
    return {
        category: Count(total, _change(total, before.get(category), corrected.get(category, 0)))
        for category, total in series()[day].items()
    }


@cache
def corrections() -> Mapping[date, Totals]:
    """What the General Staff added to or took from totals beyond the day's change, after PetroIvaniuk."""
    return {
        date.fromisoformat(row["date"]): _named(row, PETROIVANIUK_NAMES)
        for row in json.loads(published_file(CORRECTION))
    }


@cache
def report_addresses() -> Mapping[date, str]:
    """Where the ministry published each day's list, after orc-losses."""
    return {date.fromisoformat(row["date"]): row["sourceUri"] for row in json.loads(published_file(ORC))}


def _change(total: int, before: int | None, corrected: int) -> int | None:
    if before is None:
        return None
    return next((change for change in (total - before - corrected, total - before) if change >= 0), None)


def _settle(day: date, category: str, ours: Mapping[date, Totals], theirs: Mapping[date, Totals]) -> int:
    candidates = [side[day][category] for side in (ours, theirs) if category in side.get(day, {})]
    around = [
        side[near][category]
        for side in (ours, theirs)
        for near in (day - timedelta(days=1), day + timedelta(days=1))
        if category in side.get(near, {})
    ]
    if len(set(candidates)) == 1 or not around:
        return candidates[0]
    middle = sum(around) / len(around)
    return min(candidates, key=lambda candidate: abs(candidate - middle))


def _petroivaniuk() -> dict[date, dict[str, int]]:
    totals: dict[date, dict[str, int]] = {}
    for name in (PERSONNEL, EQUIPMENT):
        for row in json.loads(published_file(name)):
            totals.setdefault(date.fromisoformat(row["date"]), {}).update(_named(row, PETROIVANIUK_NAMES))
    return totals


def _orc_losses() -> dict[date, dict[str, int]]:
    return {date.fromisoformat(row["date"]): _named(row, ORC_NAMES) for row in json.loads(published_file(ORC))}


def _named(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, int]:
    return {category: row[name] for name, category in names.items() if row.get(name) is not None}
