"""Pages as they were read: one row per revision, never changed once written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlite_utils import Database


class Kind(StrEnum):
    """What a fetched page is to the database."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Revision:
    """One reading of one page; times in UTC, `text` without the site's furniture."""

    url: str
    source: str
    title: str
    text: str
    fetched_at: datetime
    canonical: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    evidence_file: str | None = None
    evidence_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a revision went: `article_id` is the present row, new or not."""

    kind: Kind
    article_id: int
    revision: int


def timestamp(moment: datetime) -> str:
    """A moment as the database keeps it: ISO 8601, UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def content_hash(title: str, text: str) -> str:
    """What decides whether a page changed: its title and text, not its markup."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()


def save(db: Database, revision: Revision, *, run_id: int | None = None) -> Saved:
    """Write a page if it is new or changed. Runs inside the caller's transaction."""
    digest = content_hash(revision.title, revision.text)
    latest = next(
        db.query(
            "SELECT id, revision, content_hash FROM articles WHERE url = ? ORDER BY revision DESC LIMIT 1",
            [revision.url],
        ),
        None,
    )
    if latest is not None and latest["content_hash"] == digest:
        return Saved(Kind.UNCHANGED, latest["id"], latest["revision"])
    number = 1 if latest is None else latest["revision"] + 1
    cursor = db.execute(
        """
        INSERT INTO articles (url, revision, canonical, source, title, language, published_at, fetched_at,
                              content_hash, evidence_file, evidence_offset, run_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            revision.url,
            number,
            revision.canonical or revision.url,
            revision.source,
            revision.title,
            revision.language,
            timestamp(revision.published_at) if revision.published_at else None,
            timestamp(revision.fetched_at),
            digest,
            revision.evidence_file,
            revision.evidence_offset,
            run_id,
        ],
    )
    assert cursor.lastrowid is not None
    return Saved(Kind.NEW if latest is None else Kind.REVISED, cursor.lastrowid, number)
