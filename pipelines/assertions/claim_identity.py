"""Pure: when two articles carry the same assertion, and when they contradict each other about one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from pipelines.claims import Claim

UNDATED_DAYS = 14
"""Two articles that name no period speak of one assertion when they appeared within so many days."""
END_SLACK_DAYS = 10
"""A running period ends on the day of the article, so its end differs between outlets by so much."""
DISPUTE_DAYS = 14
"""Outlets contradict each other over one assertion only when they report it within so many days."""


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """An assertion that is stored, as far as others are compared with it; `published` is its first article's day."""

    id: int
    subject: str
    value: float | None
    value_high: float | None
    period: str | None
    place: str | None
    record: bool
    published: date | None


def same_assertion(known: KnownClaim, claim: Claim, published: date | None) -> bool:
    """Whether a claim of the same agency, topic and unit is the one already known."""
    if not (_equal(known.value, claim.value) and _equal(known.value_high, claim.value_high)):
        return False
    if claim.value is None and (known.subject, known.record) != (claim.subject, claim.record):
        return False
    return _same_place(known.place, claim.place) and _same_period(known, claim.period, published)


def contradicts(known: KnownClaim, claim: Claim, published: date | None) -> bool:
    """Whether two articles give different figures for one assertion of one agency, topic and unit.

    Only where both name the same period and place and count the same thing: anything less may be two assertions.
    """
    if known.value is None or claim.value is None or known.period is None:
        return False
    alike = (known.subject, known.period, known.place) == (claim.subject, claim.period, claim.place)
    return alike and not _equal(known.value, claim.value) and _within(known.published, published, DISPUTE_DAYS)


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9)


def _same_place(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _same_period(known: KnownClaim, period: str | None, published: date | None) -> bool:
    if known.period == period:
        return period is not None or _within(known.published, published, UNDATED_DAYS)
    if known.period is None or period is None:
        return _within(known.published, published, UNDATED_DAYS)
    start, end = _ends(known.period)
    other_start, other_end = _ends(period)
    return start == other_start and _within(_first_day(end), _first_day(other_end), END_SLACK_DAYS)


def _ends(period: str) -> tuple[str, str]:
    start, _, end = period.partition("/")
    return start, end or start


def _first_day(period: str) -> date | None:
    """The first day of a date, month or year, by which ends are compared."""
    parts = [int(part) for part in period.split("-") if part.isdigit()]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError:
        return None


def _within(one: date | None, other: date | None, days: int) -> bool:
    return one is None or other is None or abs((one - other).days) <= days
