"""The database as others may have it: what was read and what follows from it, without the crawl's own books.

Tables and columns are named one by one, so that whatever is added to the schema stays at home until it is named here.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.migrations import create_views
from pipelines.store import StoreError

PUBLIC: Mapping[str, tuple[str, ...]] = {
    "sources": ("name", "title", "publisher", "kind", "homepage"),
    "articles": (
        "id", "url", "revision", "canonical", "source", "title", "language", "published_at", "fetched_at",
        "content_hash", "evidence_file", "evidence_offset",
    ),
    "statements": (
        "id", "article_id", "report_date", "category", "total", "delta", "approximate", "quote", "quote_start",
        "quote_end", "delta_quote", "delta_start", "delta_end", "correction",
    ),
    "losses": (
        "report_date", "category", "total", "delta", "delta_basis", "approximate", "status", "rule", "witnesses",
        "statement_id", "checksum", "corrected", "revision",
    ),
    "corrections": (
        "id", "report_date", "category", "before_total", "after_total", "before_delta", "after_delta",
        "before_status", "after_status", "why", "article_id", "corrected_at",
    ),
    "claims": (
        "id", "agency", "topic", "subject", "value", "value_high", "unit", "qualifier", "period", "place", "record",
        "first_published_at",
    ),
    "claim_sightings": ("id", "claim_id", "article_id", "relays", "quote", "quote_start", "quote_end"),
    "claim_disputes": ("claim_id", "other_id"),
    "records": (
        "id", "kind", "category", "report_date", "value", "previous_value", "previous_date", "since", "created_at",
        "withdrawn_at",
    ),
}  # fmt: skip
SEARCHED: Mapping[str, tuple[str, ...]] = {
    "articles": ("title",),
    "statements": ("quote",),
    "claim_sightings": ("quote",),
}
INDEXED: Mapping[str, tuple[str, ...]] = {
    "articles": ("source",),
    "statements": ("report_date", "category"),
    "claims": ("agency", "topic"),
    "claim_sightings": ("article_id",),
}

EVIDENCE = """
SELECT losses.report_date, losses.category, losses.total, losses.delta, status, rule, witnesses,
       statements.quote, articles.source, articles.url, articles.title, published_at, fetched_at,
       evidence_file, evidence_offset, statements.id AS statement_id
FROM losses JOIN statements ON statements.id = losses.statement_id JOIN articles ON articles.id = statements.article_id
"""
WITNESSES = """
SELECT statements.report_date, statements.category, statements.total, statements.delta, statements.quote,
       articles.source, articles.url, articles.revision, published_at, fetched_at, evidence_file, evidence_offset
FROM statements JOIN articles ON articles.id = statements.article_id
"""
AGENCIES = """
SELECT claims.id AS claim_id, agency, topic, subject, value, value_high, unit, qualifier, period, place, record,
       quote, articles.source, articles.url, published_at
FROM claim_sightings JOIN claims ON claims.id = claim_id JOIN articles ON articles.id = article_id
"""
METADATA = Path(__file__).with_name("datasette.toml")


def write_public_copy(db: Database, target: Path) -> None:
    """Write the public tables of `db` into a new database, in the order of their keys, with views and full-text search.

    The same rows give the same bytes. Raises StoreError where the disk refuses or a table lacks a named column.
    """
    copy = Database(sqlite3.connect(target, isolation_level=None))
    try:
        copy.conn.execute("PRAGMA journal_mode=MEMORY")
        copy.conn.execute("BEGIN")
        for table, columns in PUBLIC.items():
            _copy_table(db, copy, table, columns)
        for table, searched in SEARCHED.items():
            copy.table(table).enable_fts(list(searched), tokenize="unicode61")
        for table, indexed in INDEXED.items():
            copy.table(table).create_index(list(indexed))
        copy.conn.execute("COMMIT")
        create_views(copy)
        for name, sql in {"evidence": EVIDENCE, "witnesses": WITNESSES, "agencies": AGENCIES}.items():
            copy.create_view(name, sql.strip())
        copy.conn.execute("VACUUM")
        _check(copy)
    except sqlite3.Error as error:
        raise StoreError(f"cannot write the public copy {target.name}: {error}") from error
    finally:
        copy.conn.close()


def datasette_metadata() -> dict[str, Any]:
    """What Datasette shows of the public copy: titles, facets, named queries, as in datasette.toml."""
    return tomllib.loads(METADATA.read_text(encoding="utf-8"))


def _copy_table(source: Database, copy: Database, table: str, columns: tuple[str, ...]) -> None:
    original = source.table(table)
    types = {column.name: column for column in original.columns}
    copy.table(table).create(
        {name: types[name].type for name in columns},
        pk=original.pks if len(original.pks) > 1 else original.pks[0],
        not_null={name for name in columns if types[name].notnull and name not in original.pks},
        foreign_keys=[key for key in original.foreign_keys if key.column in columns and key.other_table in PUBLIC],
        strict=True,
    )
    rows = source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(original.pks)}")  # noqa: S608
    marks = ", ".join("?" * len(columns))
    copy.conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def _check(copy: Database) -> None:
    """Raises sqlite3.DatabaseError where the copy is damaged or a row points nowhere."""
    (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise sqlite3.DatabaseError(f"a row of {dangling[0]} points to no row of {dangling[2]}")
