"""Pure: all statements of a neighbourhood -> one figure for each day and category, its status and the deciding rule.

The rules, their order and their reasons are docs/reconciliation.md. A decision about a day depends on the present
statements within RADIUS days of it and on nothing else: not on earlier decisions, not on who came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from pipelines.figures.series import Status
from pipelines.figures.support import REACH, Candidate, Near, Series, settled_by_agreement, settled_by_sums
from pipelines.figures.witnesses import Statement, made_comparable

Rule = Literal[
    "agreement",
    "sums",
    "order",
    "pace",
    "official",
    "sole",
    "next_day",
    "note",
    "change_only",
    "undecided",
    "broken_sums",
    "out_of_order",
    "wild_jump",
]
DeltaBasis = Literal["printed", "derived", "unverified"]

RULES: dict[Rule, str] = {
    "agreement": "most independent witnesses give this total, and the sums are not against it",
    "sums": "the printed changes lead to this total or from it, and to no other",
    "order": "the other totals fall out of the order of the days around",
    "pace": "only with this total are the day's change and the next like those around",
    "official": "witnesses differ, nothing else decides, and this is the official page's",
    "sole": "one witness gives it, and nothing speaks against it",
    "next_day": "it is below yesterday's, and the next day builds on it",
    "note": "its publisher notes that earlier totals were put right on this day",
    "change_only": "only the day's change is printed",
    "undecided": "witnesses differ and nothing decides between them",
    "broken_sums": "the printed changes contradict it, and no second witness gives it yet",
    "out_of_order": "it stands out from the days around, and no second witness gives it",
    "wild_jump": "it leaps as nothing around it did, and no second witness gives it",
}
"""What each rule says, for a person."""

RADIUS = REACH + 5
"""Days on either side whose statements a decision may depend on: four more to join dates and for yesterday's."""
SMALL = 5
"""Differences of so many units are never out of scale, nor a leap."""
STANDING: frozenset[Status] = frozenset({"confirmed", "single", "corrected"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands for one category on one day, or what is held.

    `delta` is the day's own change: printed and borne out (by the sum or by a second origin), derived from two standing
    totals, or printed and unverified. `checksum` is whether total(t-1) + delta(t) = total(t) with a printed change.
    `corrected` marks a total that does not continue yesterday's: their difference is not the day's change.
    """

    report_date: date
    category: str
    total: int | None
    delta: int | None
    delta_basis: DeltaBasis | None
    approximate: bool
    status: Status
    rule: Rule
    witnesses: int
    statement_id: int
    checksum: bool | None
    corrected: bool

    @property
    def stands(self) -> bool:
        """Whether the figure may be used; held and disputed ones may not."""
        return self.status in STANDING


@dataclass(frozen=True, slots=True)
class Verdict:
    """The choice of a total, before it is compared with yesterday's."""

    total: int | None
    status: Status
    rule: Rule


def reconcile(
    statements: Iterable[Statement], *, since: date | None = None, until: date | None = None
) -> dict[tuple[date, str], Decision]:
    """Decide every day and category between `since` and `until` of which anything is said.

    `statements` are the present ones of at least those days and RADIUS days on either side, in any order.
    """
    by_category: dict[str, list[Statement]] = defaultdict(list)
    for said in sorted(made_comparable(statements), key=lambda said: said.id):
        by_category[said.category].append(said)
    first = since.toordinal() if since else date.min.toordinal()
    last = until.toordinal() if until else date.max.toordinal()
    decisions = {}
    for category in sorted(by_category):
        judge = Judge(category, Series(by_category[category]))
        for day in sorted(judge.series.days):
            if first <= day <= last:
                decision = judge.decide(day)
                if decision is not None:
                    decisions[decision.report_date, category] = decision
    return decisions


def neighbourhood(days: Iterable[date]) -> tuple[date, date]:
    """The days whose decisions may change when something new is said about `days`."""
    days = sorted(days)
    return days[0] - timedelta(days=RADIUS), days[-1] + timedelta(days=RADIUS)


class Judge:
    """Applies the rules to one category's series."""

    def __init__(self, category: str, series: Series) -> None:
        self.category = category
        self.series = series
        self._verdicts: dict[int, Verdict | None] = {}

    def decide(self, day: int) -> Decision | None:
        """The decision about a day, or None where nothing is said of it."""
        verdict = self.verdict(day)
        if verdict is None:
            return None
        said = self.series.day(day)
        witnesses = said.totals[verdict.total] if verdict.total is not None else said.statements
        chosen = min(witnesses, key=lambda one: (not one.official, one.delta is None, one.id))
        decision = Decision(
            report_date=date.fromordinal(day),
            category=self.category,
            total=verdict.total,
            delta=None,
            delta_basis=None,
            approximate=2 * sum(one.approximate for one in witnesses) >= len(witnesses),
            status=verdict.status,
            rule=verdict.rule,
            witnesses=len({one.origin for one in witnesses}),
            statement_id=chosen.id,
            checksum=None,
            corrected=False,
        )
        return self._with_change(day, decision)

    def verdict(self, day: int) -> Verdict | None:
        """The choice of a day's total."""
        if day not in self._verdicts:
            self._verdicts[day] = self._choose(day)
        return self._verdicts[day]

    def _choose(self, day: int) -> Verdict | None:
        candidates = self.series.candidates(day)
        if not candidates:
            return self._choose_change(day)
        agreed = settled_by_agreement(candidates)
        if agreed and not self._is_doubtful(day, agreed, candidates):
            return Verdict(agreed.total, "confirmed", "agreement")
        summed = settled_by_sums(candidates)
        if summed and not self._is_out_of_scale(day, summed.total):
            return _standing(summed, "sums")
        if len(candidates) == 1:
            return self._examine(day, candidates[0])
        return self._prefer(day, candidates)

    def _is_doubtful(self, day: int, agreed: Candidate, candidates: tuple[Candidate, ...]) -> bool:
        """Whether these may be reprints of a misprint: no sum bears it out, it stands out, and a rival does not."""
        if agreed.links or len(candidates) == 1 or not self._stands_out(day, agreed.total):
            return False
        return any(not self._stands_out(day, rival.total) for rival in candidates if rival is not agreed)

    def _stands_out(self, day: int, total: int) -> bool:
        before, after = self.series.before(day), self.series.after(day)
        if before is None or after is not None:
            return self._is_out_of_order(total, before, after)
        return total < before.total or self._is_wild_jump(day, total, before, after)

    def _choose_change(self, day: int) -> Verdict | None:
        """Nothing but changes is printed for the day."""
        printed = self.series.day(day).printed
        if not printed:
            return None
        ranks = sorted((len(origins) for origins in printed.values()), reverse=True)
        if len(ranks) > 1 and ranks[0] == ranks[1]:
            return Verdict(None, "disputed", "undecided")
        return Verdict(None, "confirmed" if ranks[0] > 1 else "single", "change_only")

    def _examine(self, day: int, candidate: Candidate) -> Verdict:
        """The only total of a day, which no sum bears out: does anything speak against it?"""
        total = candidate.total
        before, after = self.series.before(day), self.series.after(day)
        if candidate.breaks == 2 or (candidate.back is False and not self._is_noted(day, total)):
            return Verdict(total, "held", "broken_sums")
        if self._is_out_of_scale(day, total):
            return Verdict(total, "held", "wild_jump")
        if self._is_out_of_order(total, before, after):
            return Verdict(total, "held", "out_of_order")
        if before and total < before.total:
            return self._accept_fall(day, candidate, after)
        if before and self._is_wild_jump(day, total, before, after):
            return Verdict(total, "held", "wild_jump")
        return _standing(candidate, "sole")

    def _is_wild_jump(self, day: int, total: int, before: Near, after: Near | None) -> bool:
        """Whether a total leaps as its window never did, and no later day builds on it."""
        if after is not None:
            return False
        pace = self.series.pace(day)
        return pace is not None and not pace.allows((total - before.total) / (day - before.day))

    def _is_out_of_scale(self, day: int, total: int) -> bool:
        """Whether a total is out of order, and a third off the middle of the days around: no correction is so large."""
        if _is_between(self.series.before(day), total, self.series.after(day)):
            return False
        middle = self.series.middle(day)
        return middle is not None and abs(total - middle) > max(SMALL, middle / 3)

    def _accept_fall(self, day: int, candidate: Candidate, after: Near | None) -> Verdict:
        """A total below yesterday's is a correction once its publisher notes it or the next day builds on it."""
        if self._is_noted(day, candidate.total):
            return _standing(candidate, "note")
        if after is not None:
            return _standing(candidate, "next_day")
        return Verdict(candidate.total, "held", "out_of_order")

    def _is_noted(self, day: int, total: int) -> bool:
        """Whether the publisher's note of a correction explains the difference to yesterday's total."""
        noted, yesterday, pace = self.series.correction(day), self.series.reference(day - 1), self.series.pace(day)
        return bool(noted and yesterday is not None and pace and pace.explains(total - yesterday - noted))

    def _is_out_of_order(self, total: int, before: Near | None, after: Near | None) -> bool:
        """Whether a total stands out from days that are in order without it: a misprint's spike or dip."""
        if after is None or before is None:
            return False
        return before.total <= after.total and not before.total <= total <= after.total

    def _prefer(self, day: int, candidates: tuple[Candidate, ...]) -> Verdict:
        """Witnesses differ and neither number nor sums decide."""
        ordered = [each for each in candidates if self._is_in_order(day, each.total)]
        if len(ordered) == 1:
            return _standing(ordered[0], "order")
        left = tuple(ordered) or candidates
        paced = [each for each in left if self._keeps_pace(day, each.total)]
        if len(paced) == 1:
            return _standing(paced[0], "pace")
        official = [each for each in left if each.official]
        if len(official) == 1:
            return _standing(official[0], "official")
        best = min(left, key=lambda each: (-each.links, -len(each.origins), not each.official, each.total))
        return Verdict(best.total, "disputed", "undecided")

    def _is_in_order(self, day: int, total: int) -> bool:
        before, after = self.series.before(day), self.series.after(day)
        if before and after and before.total > after.total:
            return True
        return _is_between(before, total, after)

    def _keeps_pace(self, day: int, total: int) -> bool:
        before, after, pace = self.series.before(day), self.series.after(day), self.series.pace(day)
        if pace is None or before is None or after is None:
            return False
        return pace.fits((total - before.total) / (day - before.day)) and pace.fits(
            (after.total - total) / (after.day - day)
        )

    def _with_change(self, day: int, decision: Decision) -> Decision:
        """Add the day's own change and what comparing with yesterday tells."""
        printed = self.series.day(day).printed
        verdict = self.verdict(day - 1)
        yesterday = verdict.total if verdict and verdict.status in STANDING else None
        if decision.total is None:
            change = min(printed, key=lambda delta: (-len(printed[delta]), abs(delta)))
            return replace(decision, delta=change, delta_basis="printed")
        if printed:
            return self._with_printed(day, decision, yesterday)
        if yesterday is None or not decision.stands:
            return decision
        return self._with_derived(day, decision, yesterday)

    def _with_printed(self, day: int, decision: Decision, yesterday: int | None) -> Decision:
        assert decision.total is not None
        printed = self.series.day(day).printed
        noted = self.series.correction(day) or 0
        best = min(printed, key=lambda delta: (-len(printed[delta]), abs(delta)))
        candidate = next(each for each in self.series.candidates(day) if each.total == decision.total)
        agreed = len(printed[best]) > 1
        if yesterday is None:
            basis: DeltaBasis = "printed" if agreed or candidate.back else "unverified"
            return replace(decision, delta=best, delta_basis=basis, checksum=candidate.back)
        difference = decision.total - yesterday
        for correction in (0, noted):
            if difference - correction in printed:
                return replace(
                    decision,
                    delta=difference - correction,
                    delta_basis="printed",
                    checksum=True,
                    **_correction(decision, bool(correction) or difference < 0),
                )
        return replace(
            decision,
            delta=best,
            delta_basis="printed" if agreed else "unverified",
            checksum=False,
            **_correction(decision, agreed or difference < 0),
        )

    def _with_derived(self, day: int, decision: Decision, yesterday: int) -> Decision:
        assert decision.total is not None
        difference = decision.total - yesterday
        noted = self.series.correction(day)
        if noted and self._is_noted(day, decision.total):
            own = difference - noted
            return replace(decision, delta=own, delta_basis="derived", **_correction(decision, True))
        if difference < 0:
            return replace(decision, **_correction(decision, True))
        if decision.witnesses == 1 and self._is_leap(day, difference):
            return replace(decision, corrected=True)
        return replace(decision, delta=difference, delta_basis="derived")

    def _is_leap(self, day: int, difference: int) -> bool:
        """Whether a difference between two days is more than one day's."""
        if difference <= SMALL:
            return False
        pace = self.series.pace(day)
        return pace is not None and not pace.explains(difference)


def _is_between(before: Near | None, total: int, after: Near | None) -> bool:
    return (before is None or before.total <= total) and (after is None or total <= after.total)


def _standing(candidate: Candidate, rule: Rule) -> Verdict:
    return Verdict(candidate.total, "confirmed" if len(candidate.origins) > 1 else "single", rule)


def _correction(decision: Decision, corrected: bool) -> dict[str, Any]:
    return {"corrected": corrected, "status": "corrected" if corrected and decision.stands else decision.status}
