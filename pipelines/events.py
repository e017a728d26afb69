"""Pure: what happened -> Event, the one thing that the feed lists, a message tells and the outbox owes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from pipelines.figures.series import Point
from pipelines.problems import Problem
from pipelines.records import Record

Severity = Literal["low", "normal", "high"]

Amendment = Literal["corrected", "withdrawn", "restored"]

SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high")

SEVERITY_OF: dict[str, Severity] = {
    "daily_high": "high",
    "daily_high_since": "normal",
    "week_high": "normal",
    "month_high": "high",
    "round_total": "normal",
    "no_change": "low",
    "first_seen": "high",
    "record_corrected": "high",
    "record_withdrawn": "high",
    "record_restored": "normal",
    "claim_record": "normal",
    "claim_figure": "low",
    "claim_disputed": "low",
    "doubtful_figure": "low",
    "unknown_label": "normal",
    "page_problem": "normal",
    "source_failing": "normal",
    "source_stale": "normal",
    "source_recovered": "low",
    "crawl_failed": "high",
    "crawl_recovered": "low",
    "test": "low",
}
"""Every kind of event there is, and how much it matters."""

MEAN_DAYS = 7
LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Event:
    """`key` names it for good: the same event is never told twice. `subject` is the category, agency, source or crawl
    it is about. `facts` are its figures and words, of JSON types, as the webhook's schema lists them."""

    key: str
    kind: str
    subject: str
    report_date: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it matters, which routes and quiet hours go by."""
        return SEVERITY_OF[self.kind]


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a figure was read: how many independent witnesses it has, and the one it was taken from."""

    count: int
    source: str | None = None
    url: str | None = None
    quote: str | None = None


def record_event(record: Record, points: Sequence[Point], witness: Witness) -> Event:
    """A record with what a person wants beside it: total, mean of the week, status, witness, how to look closer."""
    return Event(record.key, record.kind, record.category, record.report_date, _figures(record, points, witness))


def amended_record(
    verb: Amendment, told: Record, now: Record | None, figures: Mapping[str, Any], *, number: int
) -> Event:
    """What became of a record that people were told of, the how-manieth time; `now` is the record as it stands."""
    value = (now or told).value
    facts = {**figures, "amends": told.key, "told_kind": told.kind, "told_value": told.value, "value": value}
    return Event(f"{told.key}:{verb}:{number}", f"record_{verb}", told.category, told.report_date, facts)


def amendment_figures(record: Record, points: Sequence[Point], witness: Witness) -> dict[str, Any]:
    """The figures that stand for the day of a record which is told anew."""
    return _figures(record, points, witness)


def _figures(record: Record, points: Sequence[Point], witness: Witness) -> dict[str, Any]:
    point = next((point for point in points if point.report_date == record.report_date), None)
    week = [each for each in points if 0 <= (record.report_date - each.report_date).days < MEAN_DAYS]
    changes = [each.delta for each in week if each.delta is not None]
    return {
        "value": record.value,
        "previous_value": record.previous_value,
        "previous_date": _iso(record.previous_date),
        "since": _iso(record.since),
        "total": point.total if point else None,
        "change": point.delta if point else None,
        "mean_7d": round(sum(changes) / MEAN_DAYS, 1) if len(changes) == MEAN_DAYS else None,
        "status": point.status if point else None,
        "witnesses": witness.count,
        "source": witness.source,
        "url": witness.url,
        "quote": witness.quote,
        "explain": f"scrapy explain {record.report_date.isoformat()} {record.category}",
    }


def doubtful_figure(category: str, report_date: date, status: str, rule: str) -> Event:
    """A recent figure that stands back from records; `rule` is the one that decided so."""
    facts = {"status": status, "rule": rule, "explain": f"scrapy explain {report_date.isoformat()} {category}"}
    return Event(f"doubtful_figure:{category}:{report_date.isoformat()}:{status}", "doubtful_figure", category,
                 report_date, facts)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """What an agency is said to assert; `published` is the moment of the page that had it first."""

    agency: str
    topic: str
    subject: str
    value: float | None
    value_high: float | None
    unit: str
    qualifier: str
    period: str | None
    record: bool
    published: str | None
    quote: str


def claim_event(
    kind: Literal["claim_record", "claim_figure", "claim_disputed"],
    claim: ClaimFigure,
    other: ClaimFigure | None,
    *,
    source: str,
    url: str | None,
) -> Event:
    """A claim that is a record, a new figure after `other`, or one that contradicts `other`."""
    when = claim.period or (claim.published or "")[:10]
    content = (claim.topic, claim.subject, str(claim.value), str(claim.value_high), claim.unit, when)
    facts: dict[str, Any] = {
        "topic": claim.topic,
        "about": claim.subject,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "period": claim.period,
        "quote": claim.quote,
        "source": source,
        "url": url,
    }
    if other is not None:
        facts |= {"previous_value": other.value, "previous_quote": other.quote}
    key = f"{kind}:{slug(claim.agency)}:{':'.join(slug(each) for each in content)}"
    if kind == "claim_disputed" and other is not None:
        key += f":{slug(str(other.value))}"
    return Event(key, kind, claim.agency, None, facts)


def page_problem(problem: Problem, *, source: str, url: str | None) -> Event | None:
    """An unknown label, or a problem that cost figures; None for what needs no alarm. Once a source and wording."""
    if problem.kind == "unknown_label":
        kind, what = "unknown_label", problem.quote or problem.detail
    elif problem.severity == "error":
        kind, what = "page_problem", f"{problem.kind} {problem.quote or problem.detail}"
    else:
        return None
    facts = {"problem": problem.kind, "detail": problem.detail, "quote": problem.quote, "source": source, "url": url}
    return Event(f"{kind}:{source}:{slug(what)}", kind, source, None, facts)


def source_event(state: Literal["failing", "stale", "recovered"], source: str, detail: str, now: datetime) -> Event:
    """A source that stopped giving, or gives again."""
    return Event(f"source_{state}:{source}:{now:%Y-%m-%dT%H:%M:%SZ}", f"source_{state}", source, None,
                 {"detail": detail, "source": source})  # fmt: skip


def crawl_event(state: Literal["failed", "recovered"], run_id: int, detail: str) -> Event:
    """A crawl that failed, or the first good one after it."""
    return Event(f"crawl_{state}:{run_id}", f"crawl_{state}", "crawl", None, {"detail": detail, "run": run_id})


def trial_event(now: datetime) -> Event:
    """What `scrapy alerts test` sends."""
    return Event(f"test:{now:%Y-%m-%dT%H:%M:%SZ}", "test", "test", None, {"detail": f"{now:%Y-%m-%d %H:%M} UTC"})


def as_document(event: Event, happened_at: datetime) -> dict[str, Any]:
    """An event as one flat document, as messages, the feed and the webhook take it."""
    return {
        "key": event.key,
        "kind": event.kind,
        "subject": event.subject,
        "severity": event.severity,
        "report_date": _iso(event.report_date),
        "happened_at": f"{happened_at:%Y-%m-%dT%H:%M:%SZ}",
        **event.facts,
    }


def slug(words: str) -> str:
    """Words as part of a key: folded, so that spelling and digits' surroundings do not make a new event."""
    return re.sub(r"[\W_]+", "-", words.casefold()).strip("-")[:LONGEST_SLUG]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
