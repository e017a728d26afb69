"""`scrapy alerts list|send|test` as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.events import Event
from pipelines.store import open_store, outbox, transaction
from pipelines.store.announcements import Occasion, announce
from tests.newsroom.sink import Sink, local_sink, write_alerts

ROOT = Path(__file__).parents[3]
CANARY = "canary-91ce"
EVENT = Event(
    "daily_high:personnel:2024-11-29",
    "daily_high",
    "personnel",
    date(2024, 11, 29),
    {"value": 2030, "previous_value": 1950, "previous_date": "2024-11-12"},
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "losses.db"
    db = open_store(path)
    config = AlertConfig(targets={"sink": Target("sink", "")}, routes=(Route(("sink",)),))
    with transaction(db):
        announce(db, EVENT, Occasion(datetime(2024, 11, 29, 6, tzinfo=UTC), config))
    db.conn.close()
    return path


def alerts(
    database: Path, *words: str, sink: Sink | None = None, alerts_file: Path | None = None
) -> subprocess.CompletedProcess[str]:
    path = alerts_file or write_alerts(database.parent, day=datetime.now(UTC).date())
    address = f"http://someone:{CANARY}@127.0.0.1:{sink.port if sink else 9}/hook"
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "alerts", *words, "-s", f"DATABASE={database}", "-s", f"ALERTS_FILE={path}"],
        cwd=ROOT,
        env={**os.environ, "SINK": address},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_list_says_what_there_is_and_what_became_of_it(database: Path) -> None:
    listed = alerts(database, "list")
    assert listed.returncode == ExitCode.OK
    (line,) = listed.stdout.splitlines()
    assert line.startswith("2024-11-29T06:00:00Z  high    Personnel: 2,030 in one day")
    assert line.endswith("[sink: due 2024-11-29T06:00:00Z]")


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(database: Path) -> None:
    with local_sink() as sink:
        shown = alerts(database, "send", "--dry-run", sink=sink)
        assert sink.requests == 0
    assert shown.returncode == ExitCode.OK
    assert shown.stdout.startswith("to sink: Personnel: 2,030 in one day")
    assert "Before: 1,950 on 12 Nov 2024." in shown.stdout
    db = open_store(database)
    assert [row.attempts for row in outbox.listed(db, only_owed=True, limit=9)] == [0]
    db.conn.close()


def test_what_is_owed_is_sent_once_and_the_list_says_so(database: Path) -> None:
    with local_sink() as sink:
        first, second = alerts(database, "send", sink=sink), alerts(database, "send", sink=sink)
        assert sink.event_keys == [EVENT.key]
    assert (first.returncode, second.returncode) == (ExitCode.OK, ExitCode.OK)
    assert first.stderr == "alerts: sink was told of 1 event\n"
    assert "[sink: delivered " in alerts(database, "list").stdout


def test_what_cannot_be_sent_stays_owed_and_is_told(database: Path) -> None:
    with local_sink("broken") as sink:
        sent = alerts(database, "send", sink=sink)
    assert sent.returncode == ExitCode.DEGRADED
    assert sent.stderr == "alerts: sink did not take 1 event, which stay owed: it answered HTTP 500\n"
    assert "tried 1 times, next " in alerts(database, "list").stdout
    assert CANARY not in sent.stderr + sent.stdout


@pytest.mark.parametrize(("mode", "code"), [("ok", ExitCode.OK), ("broken", ExitCode.FAILED)])
def test_every_target_can_be_tried(database: Path, mode: str, code: ExitCode) -> None:
    with local_sink(mode) as sink:  # type: ignore[arg-type]
        tried = alerts(database, "test", sink=sink)
        assert sink.requests == 1
    assert tried.returncode == code
    assert tried.stderr == ("sink: delivered\n" if mode == "ok" else "sink: it answered HTTP 500\n")


def test_a_try_can_be_shown_instead(database: Path) -> None:
    shown = alerts(database, "test", "--dry-run")
    assert shown.returncode == ExitCode.OK
    assert shown.stdout.startswith("to sink: A test message from Losswatch")


def test_what_is_not_understood_is_one_line(database: Path) -> None:
    ended = alerts(database, "shout")
    assert (ended.returncode, ended.stderr) == (
        ExitCode.USAGE,
        "scrapy alerts: say what to do: list, send or test\n",
    )


def test_no_target_and_no_file_are_one_line(database: Path) -> None:
    empty = database.parent / "empty.toml"
    empty.touch()
    for path, complaint in ((empty, "no target is configured"), (database.parent / "none.toml", "cannot be read")):
        ended = alerts(database, "send", alerts_file=path)
        assert ended.returncode == ExitCode.USAGE
        assert complaint in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_a_missing_database_is_one_line(tmp_path: Path) -> None:
    ended = alerts(tmp_path / "none.db", "list")
    assert ended.returncode == ExitCode.FAILED
    assert ended.stderr.startswith("scrapy alerts: there is no database at ")
    assert ended.stderr.count("\n") == 1
