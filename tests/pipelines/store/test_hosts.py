"""What is remembered of hosts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.store import open_store
from pipelines.store.hosts import (
    RobotsAnswer,
    retry_after,
    robots_answer,
    save_retry_after,
    save_robots_answer,
    save_robots_failure,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ORIGIN = "https://mod.example"


def test_the_newest_wish_of_a_host_stands(tmp_path: Path) -> None:
    db = open_store(tmp_path / "losses.db")
    assert retry_after(db, "mod.example") is None
    for hours in (3, 1):
        save_retry_after(db, "mod.example", NOW + timedelta(hours=hours))
    assert retry_after(db, "mod.example") == NOW + timedelta(hours=1)
    assert retry_after(db, "mod.example:8080") is None


def test_a_failure_leaves_the_last_answer_alone(tmp_path: Path) -> None:
    db = open_store(tmp_path / "losses.db")
    answer = RobotsAnswer(200, b"User-agent: *\n\xff", NOW)
    save_robots_answer(db, ORIGIN, answer, "its rules")
    save_robots_failure(db, ORIGIN, NOW + timedelta(hours=1), "unreachable (status 503)")
    assert robots_answer(db, ORIGIN) == answer
    (row,) = db.query("SELECT asked_at, decision FROM robots")
    assert row == {"asked_at": "2026-03-01T13:00:00Z", "decision": "unreachable (status 503)"}


def test_a_host_that_never_answered_has_no_answer(tmp_path: Path) -> None:
    db = open_store(tmp_path / "losses.db")
    save_robots_failure(db, ORIGIN, NOW, "unreachable (status 503)")
    assert robots_answer(db, ORIGIN) is None
