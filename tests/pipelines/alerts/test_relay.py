"""From the outbox to real servers: one target's trouble is nobody else's, and nothing is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pipelines.alerts
from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.alerts.relay import attempt_lines, send_owed
from pipelines.events import Event
from pipelines.store import open_store, opened_store, outbox, transaction
from pipelines.store.announcements import Occasion, announce
from tests.newsroom.sink import Sink, config_for, deliver_to_sink, local_sink

SCHEMA = json.loads((Path(pipelines.alerts.__file__).parent / "payload.schema.json").read_text("utf-8"))
NOW = datetime(2026, 8, 1, 6, 0, tzinfo=UTC)
LIMIT = 6.0  # seconds: a process is started for each message, which a busy machine delays


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "losses.db"
    open_store(path).conn.close()
    return path


def tell(database: Path, config: AlertConfig, *names: str) -> None:
    with opened_store(database) as db, transaction(db):
        for name in names:
            announce(db, Event(name, "test", "test", None, {"detail": name}), Occasion(NOW, config))


def send(database: Path, config: AlertConfig, *, minutes: int = 0) -> list[str | None]:
    attempts = send_owed(database, config, clock=lambda: NOW + timedelta(minutes=minutes), limit=LIMIT)
    return [attempt.error for attempt in attempts]


def owed(database: Path) -> list[str]:
    with opened_store(database) as db:
        return [row.key for row in outbox.listed(db, only_owed=True, limit=99)]


def test_what_is_owed_arrives_once_as_the_schema_says(database: Path) -> None:
    with local_sink() as sink:
        config = config_for(sink)
        tell(database, config, "a", "б")
        assert send(database, config) == [None]
        assert send(database, config) == []
    (received,) = sink.received
    jsonschema.validate(received.payload, SCHEMA)
    assert sink.event_keys == ["a", "б"]
    assert received.headers["Idempotency-Key"] == received.payload["key"]
    assert owed(database) == []


@pytest.mark.parametrize("mode", ["broken", "silent", "trickling", "redirecting", "resetting"])
def test_a_sink_that_misbehaves_delays_no_other_and_loses_nothing(database: Path, mode: Any) -> None:
    with local_sink() as elsewhere, local_sink(mode, elsewhere=elsewhere.url) as bad, local_sink() as good:
        targets = {name: Target(name, sink.url, "webhook") for name, sink in (("bad", bad), ("good", good))}
        config = AlertConfig(targets=targets, routes=(Route(("bad", "good")),))
        tell(database, config, "a")
        assert sorted(send(database, config), key=bool)[0] is None
        assert good.event_keys == ["a"]
        assert owed(database) == ["a"]
        heard = len(bad.received)
        bad.mode = "ok"
        assert send(database, config) == []  # it is not tried again at once
        tell(database, config, "b")
        send(database, config, minutes=5)
        assert bad.event_keys[heard:] == ["a", "b"]
        assert good.event_keys == ["a", "b"]
        assert elsewhere.requests == 0
    assert owed(database) == []


def test_a_backlog_is_folded_and_kept_in_order(database: Path) -> None:
    names = [f"event {number:03}" for number in range(2 * outbox.FOLD + 5)]
    with local_sink() as sink:
        config = config_for(sink)
        tell(database, config, *names)
        assert send(database, config) == [None, None, None]
    assert sink.event_keys == names


def test_a_target_that_is_no_longer_configured_keeps_what_it_is_owed(database: Path) -> None:
    with local_sink() as sink:
        tell(database, config_for(sink, name="former"), "a")
        assert send(database, config_for(sink, name="present")) == []
    assert owed(database) == ["a"]


def test_people_get_words_in_their_language(database: Path) -> None:
    with local_sink() as sink:
        config = config_for(sink, format="text", language="uk")
        target = Target("sink", f"json://127.0.0.1:{sink.port}/", "text", "uk")
        config = AlertConfig(targets={"sink": target}, routes=config.routes)
        tell(database, config, "a")
        assert send(database, config) == [None]
    assert sink.received[0].payload["title"] == "Перевірка від Losswatch: сповіщення сюди доходять"


def test_what_was_attempted_is_said_in_lines_without_a_secret(database: Path) -> None:
    with local_sink("broken") as sink:
        address = f"http://someone:canary@127.0.0.1:{sink.port}/canary?token=canary"
        config = AlertConfig(targets={"desk": Target("desk", address, "webhook")}, routes=(Route(("desk",)),))
        tell(database, config, "a", "b")
        attempts = send_owed(database, config, clock=lambda: NOW, limit=LIMIT)
    assert list(attempt_lines(attempts)) == [
        "alerts: desk did not take 2 events, which stay owed: it answered HTTP 500"
    ]
    assert b"canary" not in database.read_bytes()


def test_the_sink_of_the_demo_is_really_called(database: Path) -> None:
    tell(database, config_for(Sink(port=9)), "a", "b")
    received, attempts = deliver_to_sink(database)
    assert [message.event_keys for message in received] == [["a", "b"]]
    assert [attempt.error for attempt in attempts] == [None]
