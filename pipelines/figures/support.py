"""Pure: one category's statements as a series, and what speaks for each total: who says it, which sums come out.

Every answer about a day depends on the statements within REACH days of it, never on what was decided before.
Days are ordinals here (date.toordinal), because they are counted with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipelines.figures.witnesses import Statement

LINK_DAYS = 3
"""Printed changes are added up over at most so many days back, to pass over a total that is missing or misprinted."""
NEAR_DAYS = 7
"""How far the nearest total that stands is looked for."""
WINDOW_DAYS = 14
"""The rolling window: the changes of so many days before and after tell what one day's change can be."""
FEWEST_CHANGES = 5
"""A window with fewer changes tells nothing."""
ROUND_STEP = 1000
REACH = WINDOW_DAYS + LINK_DAYS


@dataclass(frozen=True, slots=True)
class Candidate:
    """One total that is given for a day.

    `back` is total(t-1) + delta(t) = total(t), `ahead` the same one day later: None where nothing could be added up.
    """

    total: int
    origins: frozenset[str]
    official: bool
    back: bool | None
    ahead: bool | None

    @property
    def links(self) -> int:
        """How many of the two sums come out."""
        return (self.back is True) + (self.ahead is True)

    @property
    def breaks(self) -> int:
        """How many of the two sums do not."""
        return (self.back is False) + (self.ahead is False)

    def outweighs(self, other: Candidate) -> bool:
        """Whether the sums are for this total and against the other."""
        return self.links > other.links and self.breaks < other.breaks


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest day on one side that has an undisputed total."""

    day: int
    total: int


@dataclass(frozen=True, slots=True)
class Pace:
    """A window's least, middle and most change of one day, without the single lowest and highest: maybe misprints."""

    least: int
    middle: int
    most: int

    def fits(self, change: float) -> bool:
        """Whether the change is like those around it: enough to prefer one of two totals."""
        return 0.5 * self.least <= change <= 1.25 * self.most

    def explains(self, change: int) -> bool:
        """Whether the change can be one day's own. In a steady window a leap is several days', or a series put right;
        missiles come in salvos, so a window of salvos tells nothing."""
        steady = self.most <= 8 * self.middle
        return change >= 0 and (not steady or change <= 2 * self.most + 3)

    def allows(self, change: float) -> bool:
        """Whether the change is possible at all."""
        return 0 <= change <= 3 * self.most + 10


@dataclass(slots=True)
class Day:
    """What is said of one category on one day."""

    statements: list[Statement] = field(default_factory=list)
    totals: dict[int, list[Statement]] = field(default_factory=dict)
    printed: dict[int, set[str]] = field(default_factory=dict)
    corrections: set[int] = field(default_factory=set)
    quiet: bool = False

    def add(self, said: Statement) -> None:
        self.statements.append(said)
        if said.total is not None:
            self.totals.setdefault(said.total, []).append(said)
        if said.delta is not None:
            self.printed.setdefault(said.delta, set()).add(said.origin)
        if said.correction is not None:
            self.corrections.add(said.correction)
        self.quiet = self.quiet or said.quiet

    def forgive_rounding(self) -> None:
        """A round approximate total is no dissent from the exact one it rounds."""
        for total in [total for total, said in self.totals.items() if all(one.approximate for one in said)]:
            step = _step(total)
            finer = [other for other in self.totals if _step(other) < step]
            if step >= ROUND_STEP and any(abs(other - total) < step for other in finer):
                del self.totals[total]

    def changes(self) -> set[int]:
        """The changes that may be added up: the printed ones, zero where a list is silent because there was none, and
        both with what the publisher notes as a correction."""
        said = {*self.printed, 0} if self.quiet else set(self.printed)
        return {*said, *(change + noted for change in said for noted in self.corrections)}


NOTHING = Day()


class Series:
    """One category's days. Answers are remembered: the series does not change."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.days: dict[int, Day] = {}
        for said in statements:
            self.days.setdefault(said.report_date.toordinal(), Day()).add(said)
        for day in self.days.values():
            day.forgive_rounding()
        self._candidates: dict[int, tuple[Candidate, ...]] = {}
        self._references: dict[int, int | None] = {}

    def day(self, day: int) -> Day:
        return self.days.get(day, NOTHING)

    def candidates(self, day: int) -> tuple[Candidate, ...]:
        """The totals given for a day, those with most witnesses first, the lower first among equals."""
        if day not in self._candidates:
            self._candidates[day] = tuple(self._weigh(day))
        return self._candidates[day]

    def reference(self, day: int) -> int | None:
        """The total that later and earlier ones are measured against: settled by witnesses or sums, or undisputed."""
        if day not in self._references:
            candidates = self.candidates(day)
            settled = settled_by_agreement(candidates) or settled_by_sums(candidates)
            sole = candidates[0] if len(candidates) == 1 and candidates[0].breaks < 2 else None
            chosen = settled or sole
            self._references[day] = chosen.total if chosen else None
        return self._references[day]

    def before(self, day: int) -> Near | None:
        return self._near(day, -1)

    def after(self, day: int) -> Near | None:
        return self._near(day, 1)

    def middle(self, day: int) -> float | None:
        """The median of the totals around a day, its own left out; None where none is known."""
        around = (self.reference(near) for near in range(day - NEAR_DAYS, day + NEAR_DAYS + 1) if near != day)
        known = [total for total in around if total is not None]
        return median(known) if known else None

    def pace(self, day: int) -> Pace | None:
        """What one day's change is around a day, its own two changes left out; None where too few are known."""
        around = [self.reference(near) for near in range(day - WINDOW_DAYS, day + WINDOW_DAYS + 1)]
        around[WINDOW_DAYS] = None
        changes = sorted(
            later - earlier
            for earlier, later in pairwise(around)
            if earlier is not None and later is not None and later >= earlier
        )
        return Pace(changes[1], changes[len(changes) // 2], changes[-2]) if len(changes) >= FEWEST_CHANGES else None

    def correction(self, day: int) -> int | None:
        """How much of a day's change puts earlier totals right, where the publisher says so."""
        noted = self.day(day).corrections
        return next(iter(noted)) if len(noted) == 1 else None

    def _near(self, day: int, step: int) -> Near | None:
        for distance in range(1, NEAR_DAYS + 1):
            total = self.reference(day + step * distance)
            if total is not None:
                return Near(day + step * distance, total)
        return None

    def _weigh(self, day: int) -> list[Candidate]:
        totals = self.day(day).totals
        found = [
            Candidate(
                total,
                frozenset(one.origin for one in said),
                any(one.official for one in said),
                self._follows(day, total),
                self._leads_on(day, total),
            )
            for total, said in totals.items()
        ]
        return sorted(found, key=lambda candidate: (-len(candidate.origins), candidate.total))

    def _follows(self, day: int, total: int) -> bool | None:
        """Whether printed changes lead to this total from one of the days before; None where there are none to add."""
        sums = {0}
        compared = None
        for distance in range(1, LINK_DAYS + 1):
            changes = self.day(day - distance + 1).changes()
            sums = {known + change for known in sums for change in changes}
            totals = self.day(day - distance).totals
            if any(total - added in totals for added in sums):
                return True
            compared = False if totals and sums else compared
        return compared

    def _leads_on(self, day: int, total: int) -> bool | None:
        """Whether tomorrow's printed change leads from this total to one of tomorrow's."""
        tomorrow = self.day(day + 1)
        changes = tomorrow.changes()
        if not changes or not tomorrow.totals:
            return None
        return any(total + change in tomorrow.totals for change in changes)


def settled_by_agreement(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The total that most independent origins give, at least two, unless the sums are against it."""
    if not candidates or len(candidates[0].origins) < 2:
        return None
    first = candidates[0]
    if len(candidates) == 1:
        return first if first.breaks < 2 else None
    rivals = candidates[1:]
    if len(rivals[0].origins) == len(first.origins) or any(rival.outweighs(first) for rival in rivals):
        return None
    return first


def settled_by_sums(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The total that the printed changes lead to or from, where they are against all others.

    Against a majority both sums must come out.
    """
    for candidate in candidates:
        rivals = [other for other in candidates if other is not candidate]
        outvoted = any(len(other.origins) > max(1, len(candidate.origins)) for other in rivals)
        if candidate.links > (1 if outvoted else 0) and all(candidate.outweighs(other) for other in rivals):
            return candidate
    return None


def _step(total: int) -> int:
    """The largest power of ten that divides a total."""
    step = 1
    while total and total % (step * 10) == 0:
        step *= 10
    return step
