"""`scrapy rebuild`: the figures follow from the statements, and what was changed by hand is renewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from crawler.lock import database_lock
from pipelines.store import open_store, transaction
from tests.pipelines.lists import DAY
from tests.pipelines.store.arrivals import arrive
from tests.scrapy_command import scrapy


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "losses.db"
    db = open_store(path)
    arrive(db, "a", {DAY: {"tanks": (7249, 7), "mlrs": 1050}})
    db.conn.close()
    return path


def test_nothing_differs(path: Path) -> None:
    told = scrapy("rebuild", DATABASE=path)
    assert (told.returncode, told.stderr) == (ExitCode.OK, "scrapy rebuild: every row is as it was\n")


def test_what_was_changed_by_hand_is_renewed(path: Path) -> None:
    db = open_store(path)
    with transaction(db):
        db.execute("DELETE FROM losses WHERE category = 'mlrs'")
    db.conn.close()
    assert scrapy("rebuild", DATABASE=path).returncode == ExitCode.DEGRADED
    assert scrapy("rebuild", DATABASE=path).returncode == ExitCode.OK


def test_a_crawl_is_not_disturbed(path: Path) -> None:
    with database_lock(path):
        assert scrapy("rebuild", DATABASE=path).returncode == ExitCode.LOCKED


def test_nothing_to_rebuild(tmp_path: Path) -> None:
    assert scrapy("rebuild", DATABASE=tmp_path / "none.db").returncode == ExitCode.FAILED
    assert scrapy("rebuild", "now", DATABASE=tmp_path / "none.db").returncode == ExitCode.USAGE
