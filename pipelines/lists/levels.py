"""Pure: what total a category had on a day, roughly, and on which day a total stood: from the levels kept."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from operator import itemgetter

from pipelines import vocabulary
from pipelines.dates import WAR_BEGAN

_day, _level = itemgetter(0), itemgetter(1)
_FAR = 40_000  # days after which it does not matter on which day a total would stand


def expected(category: str, day: date) -> float | None:
    """The total of a day on the line between the levels around it, the last stretch going on as it was.

    None for categories whose levels are not kept.
    """
    points = _points(category)
    if points is None:
        return None
    place = min(max(bisect_right(points, day, key=_day), 1), len(points) - 1)
    (left, low), (right, high) = points[place - 1], points[place]
    return low + (high - low) * ((day - left).days / (right - left).days)


def day_of(category: str, total: int) -> date | None:
    """About when a total stood; None for categories whose levels are not kept."""
    points = _points(category)
    if points is None:
        return None
    place = min(max(bisect_right(points, total, key=_level), 1), len(points) - 1)
    (left, low), (right, high) = points[place - 1], points[place]
    days = (right - left).days * (total - low) / max(high - low, 1)
    return left + timedelta(days=round(min(days, _FAR)))


def highest(category: str) -> int:
    """The highest level kept; 0 where none is."""
    points = _points(category)
    return points[-1][1] if points else 0


def last_year(category: str) -> int | None:
    """The last year whose level is kept."""
    points = _points(category)
    return points[-1][0].year if points else None


@cache
def _points(category: str) -> list[tuple[date, int]] | None:
    levels = vocabulary.categories()[category].levels
    return [(WAR_BEGAN, 0), *levels] if levels else None
