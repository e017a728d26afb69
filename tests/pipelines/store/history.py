"""A database that already holds the real history up to a morning, and pages of any outlet to add to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.claims import Claim
from pipelines.losses import Figure, LossReport
from pipelines.problems import Problem
from pipelines.store import articles, claims, events, figures, open_store, transaction
from pipelines.store.articles import Revision
from pipelines.store.ledger import finish_run, start_run
from tests.newsroom.figures import counts

Cells = Mapping[str, tuple[int | None, int | None]]
"""Category -> total and change, as one page prints them."""

FIRST = date(2022, 2, 25)
EVE = date(2024, 11, 28)
MORNING = date(2024, 11, 29)
"""The morning of a true record: 2,030 in personnel, after 1,950 on 12 November."""
PRINTED_SINCE = date(2022, 9, 1)
"""Early lists printed totals alone."""
CATEGORIES = ("personnel", "artillery_systems")

CONFIG = AlertConfig(
    targets={"desk": Target("desk", "json://127.0.0.1:9/"), "bot": Target("bot", "http://127.0.0.1:9/", "webhook")},
    routes=(Route(to=("desk",), kinds=("daily_high", "record_withdrawn")), Route(to=("bot",))),
)


def fill(path: Path, *, first: date = FIRST) -> None:
    """Write the history up to EVE as two outlets told it, as a first run does."""
    db = open_store(path)
    with transaction(db):
        run = start_run(db, "losses", morning_of(EVE))
    take_in(db, first, EVE, now=morning_of(EVE))
    with transaction(db):
        finish_run(db, run, now=morning_of(EVE), exit_code=0, counts={})
    db.conn.close()


def take_in(db: Database, first: date, last: date, *, now: datetime) -> None:
    """Two outlets' lists of many days arrive together, and the run ends."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    with transaction(db):
        arrival = [
            (_save(db, outlet, day, "").article_id, [report(day, true_cells(day))])
            for day in days
            for outlet in ("one", "two")
        ]
        changes = figures.record_arrival(db, arrival, now=now)
        events.record(db, changes, (), (), source="one", now=now, config=CONFIG)
    with transaction(db):
        events.settle_run(db, now=now, config=CONFIG)


def true_cells(day: date) -> dict[str, tuple[int | None, int | None]]:
    """What the list of a day really said."""
    said = counts(day)
    printed = day >= PRINTED_SINCE
    return {name: (said[name].total, said[name].delta if printed else None) for name in CATEGORIES if name in said}


def report(day: date, cells: Cells) -> LossReport:
    """A list as it comes from a page."""
    figures_said = (
        Figure(name, total, delta, approximate=False, quote=f"{name} {total} (+{delta})", start=0, end=9)
        for name, (total, delta) in cells.items()
    )
    return LossReport(day, "text", tuple(figures_said))


def publish(
    db: Database,
    outlet: str,
    day: date,
    cells: Cells,
    *,
    config: AlertConfig = CONFIG,
    now: datetime | None = None,
    words: str = "",
    problems: Iterable[Problem] = (),
    said: Iterable[Claim] = (),
) -> None:
    """One page goes its way to the database, as the stages send it: one transaction."""
    now = now or morning_of(day)
    with transaction(db):
        saved = _save(db, outlet, day, words or str(dict(cells)))
        if saved.kind is articles.Kind.UNCHANGED:
            return
        changes = figures.record(db, saved.article_id, [report(day, cells)], now=now)
        claim_changes = claims.record(db, saved.article_id, said, published_at=now, now=now)
        events.record(
            db,
            changes,
            claim_changes,
            problems,
            source=outlet,
            now=now,
            config=config,
            url=f"https://{outlet}.example/{day}",
            published_at=now,
        )


def morning_of(day: date) -> datetime:
    """When the day's list is read."""
    return datetime.combine(day, time(6, 0), UTC)


def _save(db: Database, outlet: str, day: date, words: str) -> articles.Saved:
    page = Revision(
        url=f"https://{outlet}.example/{day}", source=outlet, title=f"{day}", text=words, fetched_at=morning_of(day)
    )
    return articles.save(db, page)
