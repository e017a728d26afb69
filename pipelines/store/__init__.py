"""The database: opening it, and one transaction at a time. Only this package and migrations.py know SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipelines.migrations import create_views, migrations

BUSY_SECONDS = 30


class StoreError(Exception):
    """The database cannot be used; the message is one line for a person."""


def open_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database for writing, creating and migrating it as needed.

    Raises StoreError where its folder is missing, the file cannot be written, or it is not a database of ours.
    """
    if not path.parent.is_dir():
        raise StoreError(f"the database's folder does not exist: {path.parent}")
    try:
        db = Database(sqlite3.connect(path, timeout=busy_seconds, isolation_level=None))
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON", "trusted_schema=OFF"):
            db.conn.execute(f"PRAGMA {pragma}")
        migrations.apply(db)
        create_views(db)
    except sqlite3.Error as error:
        raise StoreError(f"cannot use the database {path}: {error}") from error
    return db


@contextmanager
def opened_store(path: Path) -> Iterator[Database]:
    """A writing connection of its own for the while, for what works beside the crawl."""
    db = open_store(path)
    try:
        yield db
    finally:
        db.conn.close()


def open_readonly(path: Path) -> Database:
    """Open an existing database for reading only. Raises StoreError where there is none.

    SQLite itself may write: what a killed run left half-written is rolled back by whoever opens the file next.
    """
    if not path.is_file():
        raise StoreError(f"there is no database at {path}: run `scrapy crawl losses` first")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT count(*) FROM runs")
    except sqlite3.Error as error:
        raise StoreError(f"cannot read the database {path}: {error}") from error
    return Database(connection)


@contextmanager
def transaction(db: Database) -> Iterator[Database]:
    """One write transaction: all of it or nothing. Raises StoreError where the database refuses."""
    try:
        db.conn.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise StoreError(f"cannot write to the database: {error}") from error
    try:
        yield db
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
