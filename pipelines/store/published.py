"""What export and report read: the rows of every published table, in the order of their keys. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.store import StoreError, open_readonly

Row = dict[str, Any]


@contextmanager
def snapshot(source: Path, copy: Path) -> Iterator[Database]:
    """A private copy of the database as it is at this moment, so that a crawl may go on writing meanwhile.

    It lies at `copy` until the block ends. Raises StoreError where there is no database, or it cannot be read.
    """
    try:
        with closing(open_readonly(source).conn) as original, closing(sqlite3.connect(copy)) as target:
            original.backup(target)
        with closing(open_readonly(copy).conn) as connection:
            yield Database(connection)
    except sqlite3.Error as error:
        raise StoreError(f"cannot read the database {source}: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


def figures(db: Database) -> Iterator[Row]:
    """One row per day and category, as the table losses-long publishes it."""
    return db.query(
        """
        SELECT losses.report_date, losses.category, losses.total,
               CASE delta_basis WHEN 'unverified' THEN NULL ELSE losses.delta END AS delta,
               losses.approximate, status, rule, witnesses, checksum, corrected, losses.revision, source, url
        FROM losses
        LEFT JOIN statements ON statements.id = statement_id
        LEFT JOIN articles ON articles.id = article_id
        ORDER BY losses.report_date, losses.category
        """
    )


def figures_of(database: Path) -> list[Row]:
    """The figures of a database file. Raises StoreError where there is none, or it cannot be read."""
    try:
        with closing(open_readonly(database).conn) as connection:
            return list(figures(Database(connection)))
    except sqlite3.Error as error:
        raise StoreError(f"cannot read the database {database}: {error}") from error


def claims(db: Database) -> Iterator[Row]:
    """One row per assertion, with the article that carried it first."""
    return db.query(
        """
        SELECT claims.id, agency, first.relays, topic, subject, value, value_high, unit, qualifier, period, place,
               record,
               EXISTS (SELECT 1 FROM claim_disputes WHERE claims.id IN (claim_id, other_id)) AS disputed,
               (SELECT count(*) FROM claim_sightings WHERE claim_id = claims.id) AS sightings,
               first_published_at, first.quote, source, coalesce(sources.title, source) AS source_title, url, language
        FROM claims
        JOIN claim_sightings AS first ON first.id = (SELECT min(id) FROM claim_sightings WHERE claim_id = claims.id)
        JOIN articles ON articles.id = first.article_id
        LEFT JOIN sources ON sources.name = source
        ORDER BY claims.id
        """
    )


def records(db: Database) -> Iterator[Row]:
    """One row per record event, those that a correction took back among them."""
    return db.query(
        """
        SELECT report_date, category, kind, value, previous_value, previous_date, since, withdrawn_at
        FROM records ORDER BY report_date, category, kind
        """
    )


def corrections(db: Database) -> Iterator[Row]:
    """One row per change of a reconciled figure, in the order they became known."""
    return db.query(
        """
        SELECT corrections.id, report_date, category, before_total, after_total, before_delta, after_delta,
               before_status, after_status, why, corrected_at, source, url
        FROM corrections LEFT JOIN articles ON articles.id = article_id
        ORDER BY corrections.id
        """
    )


def freshness(db: Database) -> Iterator[Row]:
    """One row per source: how many pages it gave, its newest list, and when it was last heard of (UTC)."""
    return db.query(
        """
        SELECT articles.source, coalesce(sources.title, articles.source) AS title, sources.homepage AS url,
               count(DISTINCT articles.url) AS pages, max(statements.report_date) AS newest_list,
               max(coalesce(articles.published_at, articles.fetched_at)) AS newest_page,
               (SELECT max(ended_at) FROM fetches WHERE fetches.source = articles.source
                AND purpose != 'robots'
                AND outcome IN ('new', 'revised', 'unchanged', 'not_modified', 'listed')) AS last_success
        FROM articles
        LEFT JOIN sources ON sources.name = articles.source
        LEFT JOIN statements ON statements.article_id = articles.id
        GROUP BY articles.source ORDER BY articles.source
        """
    )


def newest_moment(db: Database) -> str | None:
    """When the newest of the stored pages was fetched, ISO 8601 in UTC; None for an empty database."""
    row = next(db.query("SELECT max(fetched_at) AS moment FROM articles"))
    return None if row["moment"] is None else str(row["moment"])
