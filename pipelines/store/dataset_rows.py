"""A dataset's file as articles, one a row, so that each row is new, unchanged or revised as a page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from pipelines.datasets import Row
from pipelines.losses import LossReport
from pipelines.store import articles
from pipelines.store.figures import Change, record_arrival

MOST_WITHDRAWN = 0.05
"""A file that lacks more than this share of its known rows is taken for a broken one."""


class ShrunkenError(Exception):
    """The file lacks so many rows that it cannot be whole; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """One reading of one file: its published address, its title, when it was fetched (UTC) and where its bytes lie."""

    source: str
    url: str
    title: str
    fetched_at: datetime
    rows: Sequence[Row]
    evidence_file: str | None = None
    evidence_offset: int | None = None

    def address(self, day: str) -> str:
        """The address of one day's row."""
        return f"{self.url}#{day}"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What a file brought: its rows by articles.Kind or as `withdrawn`, and the figures that changed."""

    rows: Counter[str]
    changes: tuple[Change, ...]


def save_file(db: Database, file: DatasetFile, *, run_id: int | None = None) -> SavedFile:
    """Write the rows that are new or changed and decide what follows from them. Runs inside the caller's transaction.

    A row the file no longer has is withdrawn: an empty revision. Raises ShrunkenError where too many are missing.
    """
    counts: Counter[str] = Counter()
    missing = sorted(_known(db, file) - {row.day.isoformat() for row in file.rows})
    if len(missing) > MOST_WITHDRAWN * (len(file.rows) + len(missing)):
        raise ShrunkenError(f"{file.title}: {len(missing)} of its known rows are missing, so it is not taken for whole")
    arrival: list[tuple[int, Sequence[LossReport]]] = []
    for row in file.rows:
        saved = _save(db, file, row.day.isoformat(), row.text, run_id)
        counts[saved.kind] += 1
        if saved.kind is not articles.Kind.UNCHANGED:
            arrival.append((saved.article_id, (row.report,)))
    for day in missing:
        arrival.append((_save(db, file, day, "", run_id).article_id, ()))
        counts["withdrawn"] += 1
    return SavedFile(counts, tuple(record_arrival(db, arrival, now=file.fetched_at)))


def _known(db: Database, file: DatasetFile) -> set[str]:
    """The days of the rows that stand from earlier readings."""
    start = file.address("")
    rows = db.execute(
        """
        SELECT substr(url, ?) FROM articles WHERE url >= ? AND url < ? AND content_hash != ? AND NOT EXISTS (
            SELECT 1 FROM articles AS later WHERE later.url = articles.url AND later.revision > articles.revision
        )
        """,
        [len(start) + 1, start, f"{start}~", articles.content_hash(file.title, "")],
    )
    return {day for (day,) in rows}


def _save(db: Database, file: DatasetFile, day: str, text: str, run_id: int | None) -> articles.Saved:
    revision = articles.Revision(
        url=file.address(day),
        source=file.source,
        title=file.title,
        text=text,
        fetched_at=file.fetched_at,
        evidence_file=file.evidence_file,
        evidence_offset=file.evidence_offset,
    )
    return articles.save(db, revision, run_id=run_id)
