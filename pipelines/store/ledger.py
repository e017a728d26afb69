"""The run's books: runs, every URL's terminal outcome, pages seen, problems met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from pipelines.problems import Problem
from pipelines.store.articles import timestamp


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What is known of a page from earlier runs: its validators and when it was published, listed and first met."""

    url: str
    etag: str | None
    last_modified: str | None
    listed_at: str | None
    body_hash: str | None
    first_seen: str
    published_at: str | None

    def is_young(self, now: datetime, days: int) -> bool:
        """True while the page may still be corrected: `days` after it was published, or else first met."""
        return (self.published_at or self.first_seen) >= timestamp(now - timedelta(days=days))


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


def start_run(db: Database, command: str, now: datetime) -> int:
    """Open a run's row and return its id."""
    cursor = db.execute("INSERT INTO runs (command, started_at) VALUES (?, ?)", [command, timestamp(now)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


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
    SELECT pages.url, etag, last_modified, listed_at, body_hash, first_seen,
           (SELECT max(published_at) FROM articles WHERE articles.url = pages.url) AS published_at
    FROM pages
"""


def seen_page(db: Database, url: str) -> SeenPage | None:
    """What is known of a page, or None if it was never stored."""
    row = next(db.query(f"{SEEN} WHERE url = ?", [url]), None)
    return None if row is None else SeenPage(**row)


def young_pages(db: Database, source: str, *, now: datetime, days: int) -> list[SeenPage]:
    """A source's pages that may still be corrected."""
    found = (SeenPage(**row) for row in db.query(f"{SEEN} WHERE source = ? ORDER BY url", [source]))
    return [page for page in found if page.is_young(now, days)]
