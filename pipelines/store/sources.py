"""Who the witnesses are: the publisher that answers for a source, by which witnesses are counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sqlite_utils import Database

from pipelines.store.rebuilding import rebuild


class Witness(Protocol):
    """What is kept of a source: crawler.sources.Source and a dataset's layout both have it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def homepage(self) -> str: ...


def register(db: Database, sources: Iterable[Witness]) -> None:
    """Write the sources of a run, or renew what is known of them. Runs inside the caller's transaction.

    Where another publisher answers for figures already stored, they are reconciled again.
    """
    sources = list(sources)
    before = {source.name: _counted_as(db, source.name) for source in sources}
    for source in sources:
        db.execute(
            """
            INSERT INTO sources (name, title, publisher, kind, homepage) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
                kind = excluded.kind, homepage = excluded.homepage
            """,
            [source.name, source.title, source.publisher, source.kind, source.homepage],
        )
    if any(seen and seen != _counted_as(db, name) for name, seen in before.items()):
        rebuild(db)


def _counted_as(db: Database, source: str) -> tuple[str, bool] | None:
    """By which publisher a source's statements count, and whether officially; None where it has none."""
    row = db.execute(
        """
        SELECT coalesce(publisher, source), coalesce(kind = 'official', 0)
        FROM articles JOIN statements ON statements.article_id = articles.id LEFT JOIN sources ON name = source
        WHERE source = ? LIMIT 1
        """,
        [source],
    ).fetchone()
    return None if row is None else (str(row[0]), bool(row[1]))
