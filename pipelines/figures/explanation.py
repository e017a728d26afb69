"""Pure: why a figure stands as it does: the sums that were tried, and the days and the pace it was measured against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.figures.support import Near, Pace, Series
from pipelines.figures.witnesses import Statement, made_comparable
from pipelines.reconcile import Decision, Judge


@dataclass(frozen=True, slots=True)
class Sum:
    """`start` on day `since`, and the change printed for the day after, against the totals given for that day."""

    since: date
    start: int
    change: int
    totals: tuple[int, ...]

    @property
    def result(self) -> int:
        return self.start + self.change

    @property
    def holds(self) -> bool:
        """Whether someone gives that total."""
        return self.result in self.totals


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a decision rests on. `statements` are those that count for the day, under whatever day they say."""

    decision: Decision
    statements: tuple[Statement, ...]
    sums: tuple[Sum, ...]
    before: Near | None
    after: Near | None
    pace: Pace | None
    correction: int | None


def explain(statements: Iterable[Statement], day: date) -> dict[str, Explanation]:
    """Every category of a day that anything is said of, from the statements of its neighbourhood."""
    by_category: dict[str, list[Statement]] = {}
    for said in sorted(made_comparable(statements), key=lambda said: said.id):
        by_category.setdefault(said.category, []).append(said)
    found = {}
    for category, spoken in by_category.items():
        explanation = _explain(category, Series(spoken), day.toordinal())
        if explanation is not None:
            found[category] = explanation
    return found


def _explain(category: str, series: Series, day: int) -> Explanation | None:
    decision = Judge(category, series).decide(day)
    if decision is None:
        return None
    return Explanation(
        decision=decision,
        statements=tuple(series.day(day).statements),
        sums=(*_sums(series, day - 1), *_sums(series, day)),
        before=series.before(day),
        after=series.after(day),
        pace=series.pace(day),
        correction=series.correction(day),
    )


def _sums(series: Series, day: int) -> list[Sum]:
    """Every total of a day with every change printed for the next."""
    following = series.day(day + 1)
    return [
        Sum(date.fromordinal(day), start, change, tuple(sorted(following.totals)))
        for start in sorted(series.day(day).totals)
        for change in sorted(following.changes())
        if following.totals
    ]
