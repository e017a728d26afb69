"""What is owed to whom: one row per event and target, kept until it is delivered or nobody needs to hear it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.store.articles import timestamp

FIRST_WAIT = timedelta(minutes=1)
"""The pause after a failed attempt; it doubles with each. Longer than one delivery may last: it is also the lease."""
LONGEST_WAIT = timedelta(hours=6)
FOLD = 20
"""How many events one message may hold."""

OWED = "delivered_at IS NULL AND cancelled_at IS NULL"


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent to a target at once, oldest first. `key` is the same whenever the same events are sent again."""

    key: str
    target: str
    event_keys: tuple[str, ...]
    events: tuple[dict[str, Any], ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the outbox, for a person."""

    key: str
    target: str
    created_at: str
    attempts: int
    next_try_at: str
    delivered_at: str | None
    cancelled_at: str | None
    last_error: str | None


def owe(db: Database, key: str, target: str, *, now: datetime, not_before: datetime) -> None:
    """Owe an event to a target; owing it twice is owing it once."""
    db.execute(
        "INSERT OR IGNORE INTO outbox (key, target, created_at, next_try_at) VALUES (?, ?, ?, ?)",
        [key, target, timestamp(now), timestamp(not_before)],
    )


def cancel_unsent(db: Database, key: str, now: datetime) -> None:
    """Drop what nobody was told yet of an event."""
    db.execute(
        f"UPDATE outbox SET cancelled_at = ? WHERE key = ? AND attempts = 0 AND {OWED}",  # noqa: S608
        [timestamp(now), key],
    )


def owe_again(db: Database, key: str) -> None:
    """Owe what was dropped of an event after all."""
    db.execute("UPDATE outbox SET cancelled_at = NULL WHERE key = ?", [key])


def told_targets(db: Database, key: str) -> list[str]:
    """The targets that have heard of an event, or may have."""
    rows = db.query("SELECT target FROM outbox WHERE key = ? AND attempts > 0 ORDER BY id", [key])
    return [row["target"] for row in rows]


def waiting_targets(db: Database) -> list[str]:
    """The targets to which anything is owed."""
    return [row["target"] for row in db.query(f"SELECT DISTINCT target FROM outbox WHERE {OWED} ORDER BY target")]  # noqa: S608


def due(db: Database, target: str, now: datetime) -> Batch | None:
    """What a target is to be sent now; None where nothing is due.

    Order is kept: while an earlier attempt waits for its next try, nothing later overtakes it. An attempt of which
    nobody knows how it ended (the process died) is made again with the very same events and key.
    """
    moment = timestamp(now)
    rows = list(db.query(f"SELECT * FROM outbox WHERE target = ? AND {OWED} ORDER BY id", [target]))  # noqa: S608
    if any(row["attempts"] and row["next_try_at"] > moment for row in rows):
        return None
    unclear = next((row["batch"] for row in rows if row["batch"]), None)
    if unclear:
        chosen = [row for row in rows if row["batch"] == unclear]
    else:
        chosen = [row for row in rows if row["next_try_at"] <= moment][:FOLD]
    if not chosen:
        return None
    keys = tuple(row["key"] for row in chosen)
    attempts = max(row["attempts"] for row in chosen) + 1
    return Batch(unclear or _batch_key(keys), target, keys, tuple(_event(db, key) for key in keys), attempts)


def take(db: Database, target: str, now: datetime) -> Batch | None:
    """What is due for a target, with the attempt noted before it is made."""
    batch = due(db, target, now)
    if batch is not None:
        next_try = timestamp(now + wait_after(batch.attempts))
        for key in batch.event_keys:
            db.execute(
                "UPDATE outbox SET attempts = ?, batch = ?, next_try_at = ? WHERE key = ? AND target = ?",
                [batch.attempts, batch.key, next_try, key, target],
            )
    return batch


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT)


def delivered(db: Database, batch: Batch, now: datetime) -> None:
    """The target has it."""
    db.execute(
        f"UPDATE outbox SET delivered_at = ?, last_error = NULL WHERE target = ? AND batch = ? AND {OWED}",  # noqa: S608
        [timestamp(now), batch.target, batch.key],
    )


def failed(db: Database, batch: Batch, error: str) -> None:
    """The target does not have it: it stays owed, and goes with all that is owed by the next try."""
    db.execute(
        f"UPDATE outbox SET batch = NULL, last_error = ? WHERE target = ? AND batch = ? AND {OWED}",  # noqa: S608
        [error, batch.target, batch.key],
    )


def listed(db: Database, *, only_owed: bool, limit: int) -> Iterator[Owed]:
    """Rows of the outbox, newest first."""
    rows = db.query(
        f"""
        SELECT key, target, created_at, attempts, next_try_at, delivered_at, cancelled_at, last_error
        FROM outbox WHERE {OWED if only_owed else "1"} ORDER BY id DESC LIMIT ?
        """,  # noqa: S608
        [limit],
    )
    return (Owed(**row) for row in rows)


def _batch_key(keys: Iterable[str]) -> str:
    first, *others = keys
    if not others:
        return first
    return "digest:" + hashlib.sha256("\n".join([first, *others]).encode()).hexdigest()[:20]


def _event(db: Database, key: str) -> dict[str, Any]:
    row = next(db.query("SELECT * FROM events WHERE key = ?", [key]))
    return as_document(row)


def as_document(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `events` as one flat document: its columns and its facts."""
    facts = json.loads(row["facts"])
    columns = ("key", "kind", "subject", "severity", "report_date", "happened_at")
    return {**{name: row[name] for name in columns}, **facts}
