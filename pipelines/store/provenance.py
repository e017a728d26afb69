"""Where the articles' bytes are said to lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Pointer:
    """One revision of an article and the record its bytes are said to be in."""

    url: str
    revision: int
    file: str
    offset: int


def pointers(db: Database) -> Iterator[Pointer]:
    """Every article's record, file by file. An article read from this machine's disk has none."""
    rows = db.execute(
        """
        SELECT url, revision, evidence_file, evidence_offset FROM articles
        WHERE evidence_file IS NOT NULL ORDER BY evidence_file, evidence_offset, url
        """
    )
    return (Pointer(*row) for row in rows)
