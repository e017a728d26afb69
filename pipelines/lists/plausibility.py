"""Pure: whether the totals of a list can all have stood on one day, as those of the General Staff's list do.

A sum over a week or a sector, and a list of the other side's losses, have other proportions than the war's totals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines import vocabulary
from pipelines.lists import levels

_FEW = 3  # totals that can be told to contradict one another
_SMALL = 12  # a total that small, or expected to be, tells nothing
_MANY, _CLOSE = 6, 0.15  # totals that tell whose they are, and how near to their day's
_LOW, _HIGH = 0.4, 2.5  # of the expected total
_EXACT, _MOST_EXACT = 4, 5  # digits before its zeros of a total that nobody rounded, beside another one and alone
_THAT_DAY = 0.03  # by which an exact total may miss the level of its day


def is_of_one_day(totals: Mapping[str, int]) -> bool:
    """Whether at least half of the totals fit one day; True where there are too few to tell."""
    known = {key: value for key, value in totals.items() if _is_kept(key) and value >= _SMALL}
    if len(known) < _FEW:
        return True
    days = {day for key, value in known.items() if (day := levels.day_of(key, value)) is not None}
    return any(2 * _fitting(known, day) >= len(known) for day in days)


def is_the_lists_own(totals: Mapping[str, int]) -> bool:
    """Whether many totals are all those of one day, as nobody's but the General Staff's are."""
    known = {key: value for key, value in totals.items() if _is_kept(key) and value >= _SMALL}
    days = {day for key, value in known.items() if (day := levels.day_of(key, value)) is not None}
    return len(known) >= _MANY and any(
        all(abs((levels.expected(key, day) or 0) - value) <= _CLOSE * value for key, value in known.items())
        for day in days
    )


def is_of_that_day(totals: Sequence[tuple[str, int]], day: date) -> bool:
    """Whether all totals are those of a day and one of them is too exact to be anybody's but the General Staff's."""
    known = [(key, value) for key, value in totals if _is_kept(key) and value >= _SMALL]
    near = all(abs((levels.expected(key, day) or 0) - value) <= _THAT_DAY * value for key, value in known)
    least = _EXACT if len(known) > 1 else _MOST_EXACT
    return near and any(len(str(value).rstrip("0")) >= least for _, value in known)


def _is_kept(category: str) -> bool:
    return category in vocabulary.categories() and levels.last_year(category) is not None


def _fitting(totals: Mapping[str, int], day: date) -> int:
    return sum(_LOW * total <= (levels.expected(key, day) or 0) <= _HIGH * total for key, total in totals.items())
