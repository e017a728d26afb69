"""Telling of an event: its row, and one row of the outbox for each target that is to hear it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig
from pipelines.alerts.routing import not_before, targets_of
from pipelines.events import Event
from pipelines.store import outbox
from pipelines.store.articles import timestamp


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something is found, and who is to hear of it. A quiet occasion is the baseline: nothing is told of it."""

    now: datetime
    config: AlertConfig
    quiet: bool = False

    def is_news(self, day: date) -> bool:
        """True where something of this day is to be told: not on a quiet occasion, and not of days long past."""
        today = self.now.astimezone(self.config.timezone).date()
        return not self.quiet and day >= today - timedelta(days=self.config.recent_days)


def occasion(db: Database, now: datetime, config: AlertConfig) -> Occasion:
    """The present occasion: quiet until a first run has ended well, for it only fills the database."""
    ended = next(db.query("SELECT 1 FROM runs WHERE exit_code IN (0, 4) LIMIT 1"), None)
    return Occasion(now, config, quiet=ended is None)


def announce(db: Database, event: Event, at: Occasion, *, targets: Iterable[str] | None = None) -> bool:
    """Tell of an event that was not told before, to the targets its routes name or to those given.

    Returns False where its key is known already.
    """
    cursor = db.execute(
        """
        INSERT OR IGNORE INTO events (key, kind, subject, severity, report_date, facts, happened_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
            event.key,
            event.kind,
            event.subject,
            event.severity,
            event.report_date.isoformat() if event.report_date else None,
            json.dumps(event.facts, sort_keys=True),
            timestamp(at.now),
        ],
    )
    if not cursor.rowcount:
        return False
    known = at.config.targets
    heard_by = targets_of(event, at.config) if targets is None else [known[name] for name in targets if name in known]
    for target in heard_by:
        moment = not_before(target, event.severity, at.now, at.config.timezone)
        outbox.owe(db, event.key, target.name, now=at.now, not_before=moment)
    return True


def retell(db: Database, event: Event) -> None:
    """Put an event's facts right in place, while nobody has heard of it."""
    facts = json.dumps(event.facts, sort_keys=True)
    db.execute("UPDATE events SET facts = ? WHERE key = ?", [facts, event.key])


def amendments_of(db: Database, key: str) -> int:
    """How often an event was corrected, withdrawn or restored."""
    return int(next(db.query("SELECT count(*) AS n FROM events WHERE key LIKE ? || ':%'", [key]))["n"])


def was_told(db: Database, key: str) -> bool:
    """True where the event is in the feed, whether or not any target heard of it."""
    return next(db.query("SELECT 1 FROM events WHERE key = ?", [key]), None) is not None


def was_told_between(db: Database, kind: str, subject: str, first: date, last: date) -> bool:
    """True where an event of this kind was told of a day from first to last."""
    rows = db.query(
        "SELECT 1 FROM events WHERE kind = ? AND subject = ? AND report_date BETWEEN ? AND ?",
        [kind, subject, first.isoformat(), last.isoformat()],
    )
    return next(rows, None) is not None


def told_events(db: Database, *, limit: int) -> Iterator[dict[str, Any]]:
    """The latest events as flat documents, newest first."""
    rows = db.query("SELECT * FROM events ORDER BY happened_at DESC, id DESC LIMIT ?", [limit])
    return map(outbox.as_document, rows)
