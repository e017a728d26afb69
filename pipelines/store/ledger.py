"""The run's books: runs, every URL's terminal outcome, pages seen, problems met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from pipelines.problems import Problem
from pipelines.store.articles import timestamp

TRUSTED = timedelta(days=7)
"""How long a server's word that a listing has not changed is believed: some say so for ever."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What is known of a page from earlier runs: its validators and when it was published, listed and first met.

    A row with `read_since` is a page of a listing, whose links were followed from that day to `read_until`.
    """

    url: str
    etag: str | None
    last_modified: str | None
    listed_at: str | None
    body_hash: str | None
    first_seen: str
    last_seen: str
    read_since: str | None
    read_until: str | None
    published_at: str | None

    @property
    def is_pending(self) -> bool:
        """True where a listing named the page and it has not been read yet."""
        return self.body_hash is None

    def is_young(self, now: datetime, days: int) -> bool:
        """True until `days` after the page was published or, where it does not say, first met."""
        return (self.published_at or self.first_seen) >= timestamp(now - timedelta(days=days))

    def covers(self, window: tuple[date, date], now: datetime) -> bool:
        """True where the listing was followed over all days of the window, in full and not too long ago."""
        if self.read_since is None or self.read_until is None or self.last_seen < timestamp(now - TRUSTED):
            return False
        return self.read_since <= window[0].isoformat() and window[1].isoformat() <= self.read_until

    def was_listed_before(self, moment: datetime) -> bool:
        """True where a listing now gives the page a later time than when it was read."""
        return self.listed_at is not None and self.listed_at < timestamp(moment)


@dataclass(frozen=True, slots=True)
class Fetch:
    """How one URL ended in one run."""

    url: str
    source: str
    purpose: str
    outcome: str
    ended_at: datetime
    http_status: int | None = None
    size: int = 0
    evidence_file: str | None = None
    evidence_offset: int | None = None
    note: str | None = None


PLAYED = " (newsroom)"
"""Ends the command of a run against the newsroom, whose figures must never stand among live ones."""


def start_run(db: Database, command: str, now: datetime, *, played: bool = False) -> int:
    """Open a run's row and return its id; `played` is a run against the newsroom."""
    command += PLAYED if played else ""
    cursor = db.execute("INSERT INTO runs (command, started_at) VALUES (?, ?)", [command, timestamp(now)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def has_runs(db: Database, *, played: bool) -> bool:
    """Whether the database was filled by the newsroom (`played`), or by a live run."""
    row = db.execute("SELECT max((substr(command, ?) = ?) = ?) FROM runs", [-len(PLAYED), PLAYED, played]).fetchone()
    return bool(row[0])


def finish_run(db: Database, run_id: int, *, now: datetime, exit_code: int, counts: Mapping[str, object]) -> None:
    """Close a run's row; a row without an end is a run that was killed."""
    db.execute(
        "UPDATE runs SET finished_at = ?, exit_code = ?, counts = ? WHERE id = ?",
        [timestamp(now), exit_code, json.dumps(counts, sort_keys=True), run_id],
    )


def record_fetch(db: Database, run_id: int, fetch: Fetch) -> None:
    """Write a URL's terminal outcome. The last one stands where a URL is asked for twice in a run."""
    db.execute(
        """
        INSERT OR REPLACE INTO fetches (run_id, url, source, purpose, outcome, http_status, bytes, ended_at,
                                        evidence_file, evidence_offset, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            run_id,
            fetch.url,
            fetch.source,
            fetch.purpose,
            fetch.outcome,
            fetch.http_status,
            fetch.size,
            timestamp(fetch.ended_at),
            fetch.evidence_file,
            fetch.evidence_offset,
            fetch.note,
        ],
    )


def record_problems(
    db: Database,
    problems: Iterable[Problem],
    *,
    source: str,
    now: datetime,
    url: str | None = None,
    run_id: int | None = None,
    article_id: int | None = None,
) -> None:
    """Keep what was left out, held or not understood."""
    for problem in problems:
        db.execute(
            """
            INSERT INTO problems (run_id, article_id, source, url, kind, severity, detail, quote, found_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run_id,
                article_id,
                source,
                url,
                problem.kind,
                problem.severity,
                problem.detail,
                problem.quote,
                timestamp(now),
            ],
        )


def see_page(
    db: Database,
    url: str,
    *,
    source: str,
    now: datetime,
    etag: str | None,
    last_modified: str | None,
    listed_at: datetime | None,
    body_hash: str | None,
) -> None:
    """Remember a page with the validators its server gave, for the next run's conditional request."""
    db.execute(
        """
        INSERT INTO pages (url, source, first_seen, last_seen, etag, last_modified, listed_at, body_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (url) DO UPDATE SET last_seen = excluded.last_seen, etag = excluded.etag,
            last_modified = excluded.last_modified, body_hash = excluded.body_hash,
            listed_at = coalesce(excluded.listed_at, pages.listed_at)
        """,
        [
            url,
            source,
            timestamp(now),
            timestamp(now),
            etag,
            last_modified,
            timestamp(listed_at) if listed_at else None,
            body_hash,
        ],
    )


SEEN = """
    SELECT pages.url, etag, last_modified, listed_at, body_hash, first_seen, last_seen, read_since, read_until,
           (SELECT max(published_at) FROM articles WHERE articles.url = pages.url) AS published_at
    FROM pages
"""


def seen_page(db: Database, url: str) -> SeenPage | None:
    """What is known of a page or listing, or None if it was never met."""
    row = next(db.query(f"{SEEN} WHERE url = ?", [url]), None)
    return None if row is None else SeenPage(**row)


def pages_to_ask(db: Database, source: str, *, now: datetime, recheck_days: int, pending_days: int) -> list[SeenPage]:
    """A source's pages that are owed a request whatever its listings say.

    These are the ones found but never read (for `pending_days`), and the ones that may still be corrected.
    """
    found = (
        SeenPage(**row) for row in db.query(f"{SEEN} WHERE source = ? AND read_since IS NULL ORDER BY url", [source])
    )
    return [page for page in found if page.is_young(now, pending_days if page.is_pending else recheck_days)]


def add_links(db: Database, links: Iterable[tuple[str, datetime | None]], *, source: str, now: datetime) -> None:
    """Remember what a listing names before it is asked for, so that no crash can lose it."""
    with db.atomic():
        for url, listed_at in links:
            db.execute(
                "INSERT OR IGNORE INTO pages (url, source, first_seen, last_seen, listed_at) VALUES (?, ?, ?, ?, ?)",
                [url, source, timestamp(now), timestamp(now), timestamp(listed_at) if listed_at else None],
            )


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A page of a listing that has been read to its end, with the validators for asking again."""

    url: str
    etag: str | None
    last_modified: str | None


def finish_listing(
    db: Database, pages: Iterable[ListingRead], *, source: str, now: datetime, window: tuple[date, date]
) -> None:
    """Keep the validators of a listing that was read to its end; its links were followed for the days of `window`."""
    rows = [
        (page.url, source, timestamp(now), timestamp(now), page.etag, page.last_modified, *map(str, window))
        for page in pages
    ]
    db.conn.executemany(
        """
        INSERT INTO pages (url, source, first_seen, last_seen, etag, last_modified, read_since, read_until)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (url) DO UPDATE SET last_seen = excluded.last_seen, etag = excluded.etag,
            last_modified = excluded.last_modified, read_since = excluded.read_since, read_until = excluded.read_until
        """,
        rows,
    )
