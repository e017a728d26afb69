"""Why a figure stands as it does, as a person wants to read it and as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape

from pipelines.figures.explanation import Explanation, Sum
from pipelines.figures.support import Near
from pipelines.reconcile import RULES, Decision
from pipelines.store.testimony import Correction, Testimony
from pipelines.vocabulary import categories

STYLES = {"confirmed": "green", "single": "", "corrected": "cyan", "disputed": "yellow", "held": "red"}


@dataclass(frozen=True, slots=True)
class Case:
    """One category of one day: the decision with its reasons, all testimony, and what became of it."""

    explanation: Explanation
    testimonies: tuple[Testimony, ...]
    corrections: tuple[Correction, ...]


def show(console: Console, case: Case) -> None:
    """Print the figure and the rule, then the witnesses, the sums and the corrections."""
    decision = case.explanation.decision
    name = categories()[decision.category].name
    console.print(
        f"[bold]{name}, {decision.report_date}: {_figure(decision)}[/] "
        f"[{STYLES[decision.status] or 'default'}]{decision.status}[/], {_witnesses(decision.witnesses)}",
        soft_wrap=True,
    )
    console.print(f"Rule “{decision.rule}”: {RULES[decision.rule]}.", soft_wrap=True)
    lines = (
        *_testimony_lines(case),
        *_sum_lines(case.explanation),
        *_measure_lines(case.explanation),
        *_correction_lines(case),
    )
    for line in lines:
        console.print(escape(line), soft_wrap=True)
    console.print()


def as_data(case: Case) -> dict[str, Any]:
    """The same as plain values for JSON; days and times as ISO 8601."""
    decision = case.explanation.decision
    return {
        **asdict(decision),
        "report_date": decision.report_date.isoformat(),
        "rule_says": RULES[decision.rule],
        "testimonies": [{**asdict(each), "said_of": each.said_of.isoformat()} for each in case.testimonies],
        "sums": [
            {"since": each.since.isoformat(), "total": each.start, "change": each.change, "holds": each.holds}
            for each in case.explanation.sums
        ],
        "corrections": [asdict(each) for each in case.corrections],
    }


def _testimony_lines(case: Case) -> list[str]:
    """Three lines a witness: what it gives, its words, where they stand."""
    lines = []
    for said in case.testimonies:
        given = f"{_count(said.total)}{f' ({said.delta:+,})' if said.delta is not None else ''}"
        side = _side(said, case.explanation.decision)
        lines += [
            f"  {side:<11}{given or '-':<18}{_witness(said, case.explanation.decision.report_date)}, {_when(said)}",
            f"{'':<13}“{said.words}”",
            f"{'':<13}{said.url}",
        ]
    return lines


def _side(said: Testimony, decision: Decision) -> str:
    if said.superseded:
        return "superseded"
    if said.correction is not None:
        return f"notes {said.correction:+,}"
    if said.total is None:
        return "change only"
    return "for" if said.total == decision.total else "against"


def _witness(said: Testimony, day: date) -> str:
    official = ", official" if said.official else ""
    revision = f", revision {said.revision}" if said.revision > 1 else ""
    says = f", dated {said.said_of}" if said.said_of != day else ""
    return f"{said.source} ({said.publisher}{official}{revision}{says})"


def _when(said: Testimony) -> str:
    published = f"published {_moment(said.published_at)}, " if said.published_at else ""
    return f"{published}fetched {_moment(said.fetched_at)}"


def _moment(timestamp: str) -> str:
    return timestamp[:16].replace("T", " ")


def _figure(decision: Decision) -> str:
    about = "about " if decision.approximate else ""
    change = f" ({decision.delta:+,}, {decision.delta_basis})" if decision.delta is not None else ""
    return f"{about}{_count(decision.total) or 'no total'}{change}"


def _witnesses(count: int) -> str:
    return "one witness" if count == 1 else f"{count} independent witnesses"


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _sum_lines(explanation: Explanation) -> list[str]:
    if not explanation.sums:
        return ["No change is printed that could be added up."]
    return ["Sums:", *(f"  {_sum(each)}" for each in explanation.sums)]


def _sum(tried: Sum) -> str:
    sign = "+" if tried.change >= 0 else "−"
    given = " and ".join(f"{total:,}" for total in tried.totals)
    verdict = "as given" if tried.holds else f"but {given} is given"
    return f"{tried.start:,} ({tried.since}) {sign} {abs(tried.change):,} = {tried.result:,}, {verdict}"


def _measure_lines(explanation: Explanation) -> list[str]:
    total = explanation.decision.total
    lines = []
    if total is not None:
        lines += _neighbour_lines(total, explanation)
    if explanation.pace:
        pace = explanation.pace
        lines.append(f"Changes in the two weeks on either side: {pace.least:,} to {pace.most:,} a day.")
    if explanation.correction:
        lines.append(
            f"Its publisher notes that {explanation.correction:+,} of the day's change puts earlier totals right."
        )
    if explanation.decision.corrected:
        lines.append("The difference to yesterday's total is not this day's change.")
    return lines


def _neighbour_lines(total: int, explanation: Explanation) -> list[str]:
    around = ((explanation.before, "before"), (explanation.after, "after"))
    return [f"Nearest undisputed total {side}: {_near(near, total)}." for near, side in around if near]


def _near(near: Near, total: int) -> str:
    from_there = total - near.total
    side = "below" if from_there >= 0 else "above"
    return f"{near.total:,} on {date.fromordinal(near.day)}, {abs(from_there):,} {side} this one"


def _correction_lines(case: Case) -> list[str]:
    return [
        f"Corrected {_moment(each.corrected_at)}: {_said(each.before, each.before_delta)} {each.before_status} became "
        f"{_said(each.after, each.after_delta)} {each.after_status} ({each.why})."
        for each in case.corrections
    ]


def _said(total: int | None, delta: int | None) -> str:
    change = f" ({delta:+,})" if delta is not None else ""
    return f"{_count(total) or 'nothing'}{change}"
