"""What hosts asked of us: their robots.txt, and when we may come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from pipelines.store.articles import timestamp


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """The last answer that settled an origin's rules: the HTTP status, its body and when it came, in UTC."""

    status: int
    body: bytes
    fetched_at: datetime


def robots_answer(db: Database, origin: str) -> RobotsAnswer | None:
    """The last settling answer of `scheme://host[:port]`, or None if there never was one."""
    row = next(db.query("SELECT status, body, fetched_at FROM robots WHERE origin = ? AND status > 0", [origin]), None)
    return None if row is None else RobotsAnswer(row["status"], row["body"], datetime.fromisoformat(row["fetched_at"]))


def save_robots_answer(db: Database, origin: str, answer: RobotsAnswer, decision: str) -> None:
    """Keep an answer that settles the origin's rules, and what it came to."""
    db.execute(
        """
        INSERT INTO robots (origin, status, body, fetched_at, asked_at, decision) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET status = excluded.status, body = excluded.body,
            fetched_at = excluded.fetched_at, asked_at = excluded.asked_at, decision = excluded.decision
        """,
        [origin, answer.status, answer.body, *[timestamp(answer.fetched_at)] * 2, decision],
    )


def save_robots_failure(db: Database, origin: str, now: datetime, decision: str) -> None:
    """Note that the origin could not be asked; the last settling answer stays."""
    db.execute(
        """
        INSERT INTO robots (origin, status, body, fetched_at, asked_at, decision) VALUES (?, NULL, NULL, NULL, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET asked_at = excluded.asked_at, decision = excluded.decision
        """,
        [origin, timestamp(now), decision],
    )


def retry_after(db: Database, host: str) -> datetime | None:
    """The time before which `host[:port]` asked not to be visited, or None."""
    row = next(db.query("SELECT retry_after FROM hosts WHERE host = ?", [host]), None)
    return None if row is None else datetime.fromisoformat(row["retry_after"])


def save_retry_after(db: Database, host: str, until: datetime) -> None:
    """Remember when a host may be visited again; the newest wish stands."""
    db.execute(
        "INSERT INTO hosts (host, retry_after) VALUES (?, ?) "
        "ON CONFLICT (host) DO UPDATE SET retry_after = excluded.retry_after",
        [host, timestamp(until)],
    )
