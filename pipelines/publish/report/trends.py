"""Pure: the standing figures of one category as a series of days, with their mean over seven days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipelines.publish.columns import STANDING
from pipelines.publish.tables import Row

ONE_DAY = timedelta(days=1)
WEEK = 7
FEWEST_OF_WEEK = 4
"""A mean over seven days needs so many known changes."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One category from its first day to its last: `totals`, `changes` and `means` have one place for each day.

    `changes` are the days' own; `means` are of the known changes of seven days, to one decimal. None: not known.
    """

    category: str
    first: date
    totals: tuple[int | None, ...]
    changes: tuple[int | None, ...]
    means: tuple[float | None, ...]

    @property
    def last(self) -> date:
        """The last day of which a figure stands."""
        return self.first + (len(self.totals) - 1) * ONE_DAY

    def day(self, place: int) -> date:
        """The day at a place."""
        return self.first + place * ONE_DAY


def trends(figures: Iterable[Row]) -> dict[str, Trend]:
    """The trend of each category of which any figure stands, from rows of losses-long."""
    known: dict[str, dict[date, Row]] = {}
    for row in figures:
        if row["status"] in STANDING:
            day = date.fromisoformat(str(row["report_date"]))
            known.setdefault(str(row["category"]), {})[day] = row
    return {category: _trend(category, rows) for category, rows in known.items()}


def weekly_means(changes: Sequence[int | None]) -> tuple[float | None, ...]:
    """For each day the mean of the known changes of it and the six days before."""
    means: list[float | None] = []
    for place in range(len(changes)):
        week = [change for change in changes[max(0, place - WEEK + 1) : place + 1] if change is not None]
        means.append(round(sum(week) / len(week), 1) if len(week) >= FEWEST_OF_WEEK else None)
    return tuple(means)


def _trend(category: str, rows: dict[date, Row]) -> Trend:
    first, last = min(rows), max(rows)
    days = [first + place * ONE_DAY for place in range((last - first).days + 1)]
    changes = [_number(rows, day, "delta") for day in days]
    return Trend(
        category, first, tuple(_number(rows, day, "total") for day in days), tuple(changes), weekly_means(changes)
    )


def _number(rows: dict[date, Row], day: date, name: str) -> Any:
    return rows[day][name] if day in rows else None
