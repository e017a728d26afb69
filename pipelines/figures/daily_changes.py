"""Pure: the reconciled series of one category -> what each single day added, where that can be told.

Two kinds of figures look like a day's change and are not:

* A correction. The list of 28 February 2025 prints "+1,060" while its total rose by 2,710: the printed change is the
  day's, the rest repairs earlier days. Such a day counts with its printed change or not at all.
* A change worked out from rounded totals. In the first weeks totals were given as "about 9,000" after 5,840: the
  difference (3,160 on 3 March 2022) is the rounding's. A change that is not printed must be `SURE_STEPS` times the step
  by which the totals around it are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from pipelines.figures.series import Point

ONE_DAY = timedelta(days=1)
SURE_STEPS = 20
"""A change must be so many rounding steps to be told from the rounding."""
ROUNDING_REACH = 7
"""Different totals on either side that show how a time's totals are rounded."""
COARSE = 100
"""The step from which a time's totals count as rounded figures rather than counts."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's own change, None where it is not known; `sound` where it may set a record.

    `step` is the step by which the change is rounded, 1 where it was printed or counted.
    """

    report_date: date
    change: int | None
    sound: bool
    step: int = 1

    @property
    def is_rounded(self) -> bool:
        """True where rounding may have made much of the change."""
        return self.change is not None and hides_in_rounding(self.change, self.step)


def hides_in_rounding(change: int, step: int) -> bool:
    """True where a change is too small to be told from the rounding of the totals it was worked out from."""
    return step > 1 and change < SURE_STEPS * step


def is_sure_total(point: Point) -> bool:
    """True where the total can be reckoned with: confirmed, or single with the list's own arithmetic in its favour."""
    return point.status == "confirmed" or (point.status == "single" and point.checksum is True)


def is_vouched(point: Point) -> bool:
    """True where the figure may set a record: sure, no correction, and not against the list's own arithmetic."""
    return is_sure_total(point) and not point.corrected and point.checksum is not False


def is_usable(point: Point) -> bool:
    """True where the figure stands, so that later ones must beat it."""
    return point.status in ("confirmed", "single", "corrected")


def daily_changes(points: Sequence[Point]) -> list[Day]:
    """One Day for every date from the first point to the last, with the change that is the day's own."""
    by_date = {point.report_date: point for point in points}
    steps = rounding_steps(points)
    days = []
    day = points[0].report_date
    while day <= points[-1].report_date:
        point = by_date.get(day)
        if point is None or not is_usable(point):
            days.append(Day(day, None, sound=False))
        else:
            days.append(_day(point, by_date.get(day - ONE_DAY), steps[day]))
        day += ONE_DAY
    return days


def _day(point: Point, before: Point | None, step: int) -> Day:
    """The day with its printed change, or the difference of two totals where it can be nothing else."""
    if point.delta is not None and (point.corrected or point.checksum is not None):
        own = point.delta >= 0
        return Day(point.report_date, point.delta if own else None, sound=own and is_vouched(point))
    change = None if point.corrected else difference(before, point)
    if change is None and point.delta is not None and point.delta >= 0:
        return Day(point.report_date, point.delta, sound=is_vouched(point))
    if change is None or change < 0:
        return Day(point.report_date, None, sound=False)
    sound = is_vouched(point) and before is not None and is_sure_total(before)
    return Day(point.report_date, change, sound=sound, step=step)


def rounding_steps(points: Sequence[Point]) -> dict[date, int]:
    """For each date the step by which totals around it are rounded: 1, 10, 100 or 1000.

    The median over a neighbourhood of different totals: one that happens to end in zeros says nothing, several do.
    Where totals are given in hundreds, one in round thousands is given in thousands.
    """
    totals: list[int | None] = []
    places = []
    for point in points:
        if not totals or point.total != totals[-1]:
            totals.append(point.total)
        places.append(len(totals) - 1)
    grains = [_grain(total) for total in totals]
    steps = [median_low(grains[max(0, at - ROUNDING_REACH) : at + ROUNDING_REACH + 1]) for at in range(len(grains))]
    steps = [max(step, grain) if step >= COARSE else step for step, grain in zip(steps, grains, strict=True)]
    return {point.report_date: steps[place] for point, place in zip(points, places, strict=True)}


def _grain(total: int | None) -> int:
    if not total:
        return 1
    return next(grain for grain in (1000, 100, 10, 1) if total % grain == 0)


def difference(before: Point | None, after: Point | None) -> int | None:
    """What was added between two points, None where either does not stand."""
    if before is None or after is None or not (is_usable(before) and is_usable(after)):
        return None
    if before.total is None or after.total is None:
        return None
    return after.total - before.total
