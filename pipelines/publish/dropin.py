"""Pure: standing figures in the layouts of datasets that others already build on.

The names come from the layouts the same datasets are read by (pipelines.datasets.FileLayout), so that a name is known
once. A figure that does not stand is left out the way each dataset leaves out what it does not know.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.datasets import FileLayout, is_listed
from pipelines.publish.columns import STANDING
from pipelines.publish.tables import Row
from pipelines.vocabulary import categories

WAR_BEGAN = date(2022, 2, 24)
ONE_DAY = timedelta(days=1)
RUSSIANWARSHIP = Path(__file__).with_name("russianwarship.toml")


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure that may be used: the sum, the day's own change where it is known, and the page it was taken from."""

    total: int
    delta: int | None
    url: str | None


Day = Mapping[str, Standing]
Days = Mapping[date, Day]


def standing_days(figures: Iterable[Row]) -> dict[date, dict[str, Standing]]:
    """The figures of losses-long that stand and have a total, by day and category."""
    days: dict[date, dict[str, Standing]] = {}
    for row in figures:
        if row["status"] in STANDING and row["total"] is not None:
            standing = Standing(_whole(row["total"]), _whole_or_none(row["delta"]), _text_or_none(row["url"]))
            days.setdefault(date.fromisoformat(str(row["report_date"])), {})[str(row["category"])] = standing
    return days


def war_day(day: date) -> int:
    """The day of the war as these datasets count: 2022-02-24 is the first."""
    return (day - WAR_BEGAN).days + 1


# PetroIvaniuk


def petroivaniuk_rows(days: Days, layout: FileLayout) -> list[dict[str, Any]]:
    """The rows of its equipment or personnel file: oldest first, what is not known left out."""
    rows = []
    for day in sorted(days):
        known = {member: found.total for member, found in _members(day, days[day], layout) if found is not None}
        if known:
            marks = {member: words[0] for member, words in layout.approximate.items()}
            rows.append({layout.day: day.isoformat(), "day": war_day(day), **known, **marks})
    return rows


def petroivaniuk_correction_rows(days: Days, layout: FileLayout) -> list[dict[str, Any]]:
    """The rows of its correction file: by how much totals moved beyond the day's own change, 0 for not at all."""
    rows = []
    for day in sorted(days):
        found = corrections_of(days, day)
        if found:
            members = {member: found.get(names[0], 0) for member, names in layout.columns.items()}
            rows.append({layout.day: day.isoformat(), "day": war_day(day), **members})
    return rows


def corrections_of(days: Days, day: date) -> dict[str, int]:
    """By category, what a day's difference to yesterday holds beyond the day's own change; only what is not 0."""
    yesterday = days.get(day - ONE_DAY, {})
    return {
        category: beyond
        for category, today in days[day].items()
        if category in yesterday
        and today.delta is not None
        and (beyond := today.total - yesterday[category].total - today.delta)
    }


def petroivaniuk_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Its JSON: four columns of indent, no line end at the end."""
    return json.dumps(rows, ensure_ascii=False, indent=4)


def petroivaniuk_columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns of the CSV twin: every member any row has, in the order they are first met."""
    return list(dict.fromkeys(member for row in rows for member in row))


# orc-losses


def orc_rows(days: Days, layout: FileLayout) -> list[dict[str, Any]]:
    """Its rows: newest first, null for what is not known; a day without personnel or a page has no row."""
    rows = []
    for day in sorted(days, reverse=True):
        personnel = days[day].get("personnel")
        if personnel is not None and personnel.url is not None:
            known = {member: found.total if found else None for member, found in _members(day, days[day], layout)}
            rows.append({layout.day: day.isoformat(), "sourceUri": personnel.url, **known})
    return rows


def orc_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Its JSON: two columns of indent, no line end at the end."""
    return json.dumps(rows, ensure_ascii=False, indent=2)


# russianwarship.rip


def russianwarship_records(days: Days) -> list[dict[str, Any]]:
    """One record per day of which every figure of that day's list stands, newest first; integers throughout."""
    names: Mapping[str, tuple[str, ...]] = _russianwarship()["stats"]
    totals: dict[date, dict[str, int]] = {}
    latest: dict[str, int] = {}
    for day in sorted(days):
        latest |= {category: found.total for category, found in days[day].items()}
        known = {name: _sum(day, days[day], options, latest) for name, options in names.items()}
        if None not in known.values():
            totals[day] = {name: total for name, total in known.items() if total is not None}
    return [
        {
            "date": day.isoformat(),
            "day": war_day(day),
            "resource": days[day]["personnel"].url or "",
            "war_status": {"code": 1, "alias": "in_progress"},
            "stats": totals[day],
            "increase": _increase(names, day, days[day], totals),
        }
        for day in sorted(totals, reverse=True)
    ]


def russianwarship_answer(data: Mapping[str, Any]) -> str:
    """What the API answers with `data`."""
    return json.dumps({"message": _russianwarship()["message"], "data": data}, ensure_ascii=False, indent=2) + "\n"


def russianwarship_listing(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The data of its listing, all on one page."""
    paging = {"total": len(records), "offset": 0, "limit": len(records), "next_url": None, "prev_url": None}
    return {"records": list(records), "paging": paging}


def _sum(day: date, known: Day, options: Sequence[str], latest: Mapping[str, int]) -> int | None:
    """The total under one name: of all its categories the list has that day; None where one of them does not stand."""
    listed = [category for category in options if is_listed(category, day)]
    if not listed:
        return sum(latest.get(category, 0) for category in options if _has_ended(category, day))
    found = [known[category].total for category in listed if category in known]
    return sum(found) if len(found) == len(listed) else None


def _increase(
    names: Mapping[str, Sequence[str]], day: date, known: Day, totals: Mapping[date, Mapping[str, int]]
) -> dict[str, int]:
    """Each day's own change; where it is not known, the difference to the day before in this listing."""
    before = totals.get(day - ONE_DAY, totals[day])
    increase = {}
    for name, options in names.items():
        changes = [known[category].delta for category in options if category in known and is_listed(category, day)]
        own = [change for change in changes if change is not None]
        increase[name] = sum(own) if own and len(own) == len(changes) else totals[day][name] - before[name]
    return increase


@cache
def _russianwarship() -> dict[str, Any]:
    return tomllib.loads(RUSSIANWARSHIP.read_text(encoding="utf-8"))


def _has_ended(category: str, day: date) -> bool:
    until = categories()[category].until
    return until is not None and until < day and categories()[category].merged_into is None


def _members(day: date, known: Day, layout: FileLayout) -> Iterable[tuple[str, Standing | None]]:
    """Each member of a layout with the figure of the category it was on that day."""
    for member, options in layout.columns.items():
        category = next((option for option in options if is_listed(option, day)), None)
        yield member, known.get(category) if category else None


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _whole_or_none(value: object) -> int | None:
    return None if value is None else _whole(value)


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
