import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.store import StoreError, open_readonly, open_store, transaction


def test_all_our_tables_are_strict_and_the_journal_is_safe(db: Database) -> None:
    ours = [table for table in db.tables if not table.name.startswith("_")]
    assert ours
    assert all(table.strict for table in ours)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert db.execute("PRAGMA synchronous").fetchone() == (3,)
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    path = tmp_path / "losses.db"
    first = open_store(path)
    first.table("runs").insert({"command": "crawl", "started_at": "2024-04-24T06:00:00Z"})
    first.conn.close()
    assert open_store(path)["runs"].count == 1


def write_and_fail(db: Database) -> None:
    with transaction(db):
        db.execute("INSERT INTO runs (command, started_at) VALUES ('crawl', 'now')")
        raise ZeroDivisionError


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(db)
    assert db["runs"].count == 0


def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder does not exist"):
        open_store(tmp_path / "missing" / "losses.db")


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "losses.db"
    path.write_text("this is no database, however long the text may be made to be" * 20)
    with pytest.raises(StoreError, match=r"cannot use the database .*losses\.db"):
        open_store(path)
    with pytest.raises(StoreError, match="cannot read the database"):
        open_readonly(path)


def test_reading_needs_a_database_and_never_writes(tmp_path: Path) -> None:
    path = tmp_path / "losses.db"
    with pytest.raises(StoreError, match="there is no database"):
        open_readonly(path)
    open_store(path).conn.close()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_readonly(path).execute("DELETE FROM runs")


def test_a_database_locked_by_another_writer_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "losses.db"
    first, second = open_store(path), open_store(path, busy_seconds=0.05)
    with transaction(first), pytest.raises(StoreError, match="cannot write"), transaction(second):
        pass


KILLED = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=1")
db.execute("PRAGMA cache_spill=1")
db.execute("BEGIN IMMEDIATE")
for number in range(3000):
    db.execute("INSERT INTO runs (command, started_at) VALUES (?, 'now')", ["x" * 500])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_half_written_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "losses.db"
    open_store(path).conn.close()
    subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert (tmp_path / "losses.db-journal").stat().st_size > 0, "the kill left a hot journal"
    assert open_readonly(path).execute("SELECT count(*) FROM runs").fetchone() == (0,)
