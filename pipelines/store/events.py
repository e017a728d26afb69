"""What an article, a source or a crawl is news of. Everything here runs inside the caller's transaction, so that a
figure and what it is news of are one commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig
from pipelines.events import crawl_event, doubtful_figure, page_problem, source_event
from pipelines.problems import Problem
from pipelines.store.announcements import Occasion, announce, occasion
from pipelines.store.claim_events import event_of
from pipelines.store.claims import ClaimChange
from pipelines.store.figures import Change
from pipelines.store.records import settle, settle_all, settle_later

DOUBTFUL = ("held", "disputed")

SourceState = Literal["good", "failing", "stale"]


def record(
    db: Database,
    changes: Iterable[Change],
    claim_changes: Iterable[ClaimChange],
    problems: Iterable[Problem],
    *,
    source: str,
    now: datetime,
    config: AlertConfig,
    url: str | None = None,
    published_at: datetime | None = None,
) -> None:
    """Tell of what one article brought: records, doubtful figures, claims, problems.

    Records of recent days are told at once; how they bear on other days is worked out at the end of the run.
    """
    at = occasion(db, now, config)
    touched: dict[str, list[date]] = defaultdict(list)
    for change in changes:
        if _matters(change):
            touched[change.category].append(change.report_date)
        if change.status in DOUBTFUL and at.is_news(change.report_date):
            announce(db, doubtful_figure(change.category, change.report_date, change.status, change.why), at)
    for category, days in sorted(touched.items()):
        settle_later(db, category)
        if at.is_news(max(days)):
            settle(db, category, at, since=min(days))
    if at.is_news((published_at or now).astimezone(config.timezone).date()):
        found = [event_of(db, change, source=source, url=url) for change in claim_changes]
        found += [page_problem(problem, source=source, url=url) for problem in problems]
        for event in filter(None, found):
            announce(db, event, at)


def _matters(change: Change) -> bool:
    """True where records may come out otherwise; one more witness for the same figure changes none."""
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return replace(before, rule=after.rule, witnesses=after.witnesses, statement_id=after.statement_id) != after


def settle_run(db: Database, *, now: datetime, config: AlertConfig) -> None:
    """At the end of a run: work out the records of what was filled in, which is no news in itself."""
    settle_all(db, Occasion(now, config, quiet=True))


def source_state(
    db: Database, source: str, state: SourceState, detail: str, *, now: datetime, config: AlertConfig
) -> None:
    """Tell once that a source fails or is stale, and once that it gives again."""
    at = occasion(db, now, config)
    last = _last_kind(db, source, ("source_failing", "source_stale", "source_recovered"))
    if state == "good":
        if last in ("source_failing", "source_stale"):
            announce(db, source_event("recovered", source, detail, now), at)
    elif last != f"source_{state}":
        announce(db, source_event(state, source, detail, now), at)


def crawl_state(db: Database, run_id: int, *, failed: bool, detail: str, now: datetime, config: AlertConfig) -> None:
    """Tell once that crawls fail, and once that they work again."""
    at = occasion(db, now, config)
    last = _last_kind(db, "crawl", ("crawl_failed", "crawl_recovered"))
    if failed and last != "crawl_failed":
        announce(db, crawl_event("failed", run_id, detail), at)
    elif not failed and last == "crawl_failed":
        announce(db, crawl_event("recovered", run_id, detail), at)


def killed_run(db: Database, run_id: int, *, now: datetime, config: AlertConfig) -> None:
    """Tell of the run before this one if it never came to its end."""
    before = next(db.query("SELECT * FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1", [run_id]), None)
    if before is not None and before["finished_at"] is None:
        detail = f"run {before['id']} of {before['started_at']} was cut off"
        crawl_state(db, before["id"], failed=True, detail=detail, now=now, config=config)


def _last_kind(db: Database, subject: str, kinds: tuple[str, ...]) -> str | None:
    marks = ", ".join("?" * len(kinds))
    row = next(
        db.query(
            f"SELECT kind FROM events WHERE subject = ? AND kind IN ({marks}) ORDER BY id DESC LIMIT 1",  # noqa: S608
            [subject, *kinds],
        ),
        None,
    )
    return None if row is None else str(row["kind"])
