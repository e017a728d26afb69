"""What is owed to whom: order, repeats, waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.events import Event
from pipelines.store import outbox
from pipelines.store.announcements import Occasion, announce
from pipelines.store.outbox import Batch

NOW = datetime(2026, 8, 1, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CONFIG = AlertConfig(
    targets={"desk": Target("desk", "json://127.0.0.1/"), "bot": Target("bot", "http://127.0.0.1/", "webhook")},
    routes=(Route(("desk", "bot")),),
)


def tell(db: Database, *names: str, now: datetime = NOW, config: AlertConfig = CONFIG) -> None:
    for name in names:
        announce(db, Event(name, "test", "test", None, {"detail": name}), Occasion(now, config))


def taken(db: Database, now: datetime = NOW, target: str = "desk") -> Batch:
    batch = outbox.take(db, target, now)
    assert batch is not None
    return batch


def test_an_event_is_owed_once_to_each_target(db: Database) -> None:
    tell(db, "a", "a", "a")
    assert [(row.key, row.target) for row in outbox.listed(db, only_owed=True, limit=9)] == [
        ("a", "bot"),
        ("a", "desk"),
    ]


def test_what_is_due_together_goes_as_one_message_in_its_order(db: Database) -> None:
    tell(db, "b", "a", "c")
    batch = taken(db)
    assert batch.event_keys == ("b", "a", "c")
    assert [event["detail"] for event in batch.events] == ["b", "a", "c"]
    assert batch.key.startswith("digest:")


def test_a_single_event_goes_by_its_own_key(db: Database) -> None:
    tell(db, "a")
    assert taken(db).key == "a"


def test_what_was_delivered_is_never_due_again(db: Database) -> None:
    tell(db, "a")
    outbox.delivered(db, taken(db), NOW)
    assert outbox.take(db, "desk", NOW + timedelta(days=9)) is None
    assert outbox.waiting_targets(db) == ["bot"]


def test_a_crashed_attempt_is_repeated_with_the_same_key_and_nothing_more(db: Database) -> None:
    tell(db, "a", "b")
    first = taken(db)
    tell(db, "c")
    assert outbox.take(db, "desk", NOW + MINUTE / 2) is None
    again = taken(db, NOW + MINUTE)
    assert (again.key, again.event_keys) == (first.key, first.event_keys)
    outbox.delivered(db, again, NOW)
    assert taken(db, NOW + MINUTE).event_keys == ("c",)


def test_a_failed_attempt_waits_and_then_goes_with_the_backlog(db: Database) -> None:
    tell(db, "a")
    outbox.failed(db, taken(db), "it answered HTTP 500")
    tell(db, "b")
    assert outbox.take(db, "desk", NOW + MINUTE / 2) is None
    assert taken(db, NOW + MINUTE).event_keys == ("a", "b")


def test_one_target_does_not_wait_for_another(db: Database) -> None:
    tell(db, "a")
    outbox.failed(db, taken(db), "down")
    assert taken(db, target="bot").event_keys == ("a",)


def test_the_pause_doubles_up_to_six_hours() -> None:
    waits = [outbox.wait_after(attempts) for attempts in range(1, 12)]
    assert waits[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert waits[-1] == outbox.wait_after(10_000) == timedelta(hours=6)


def test_a_target_that_is_down_for_a_day_loses_nothing_and_gets_it_in_order(db: Database) -> None:
    now, told = NOW, 0
    while now < NOW + timedelta(days=1):
        tell(db, f"event {told:03}", now=now)
        told += 1
        batch = outbox.take(db, "desk", now)
        if batch:
            outbox.failed(db, batch, "down")
        now += timedelta(minutes=10)
    arrived: list[str] = []
    now += timedelta(hours=6)
    while batch := outbox.take(db, "desk", now):
        assert len(batch.event_keys) <= outbox.FOLD
        arrived += batch.event_keys
        outbox.delivered(db, batch, now)
    assert arrived == [f"event {number:03}" for number in range(told)]


def test_what_waits_for_the_morning_does_not_hold_up_what_does_not(db: Database) -> None:
    tell(db, "later")
    db.execute("UPDATE outbox SET next_try_at = '2026-08-01T09:00:00Z'")
    tell(db, "now")
    assert taken(db).event_keys == ("now",)


def test_dropped_events_are_not_sent_and_can_be_owed_again(db: Database) -> None:
    tell(db, "a", "b")
    outbox.cancel_unsent(db, "a", NOW)
    assert outbox.told_targets(db, "a") == []
    batch = taken(db)
    assert batch.event_keys == ("b",)
    outbox.delivered(db, batch, NOW)
    outbox.owe_again(db, "a")
    assert taken(db).event_keys == ("a",)


def test_what_was_tried_may_have_been_heard_and_is_not_dropped(db: Database) -> None:
    tell(db, "a")
    outbox.failed(db, taken(db), "no answer")
    outbox.cancel_unsent(db, "a", NOW)
    assert outbox.told_targets(db, "a") == ["desk"]
    assert taken(db, NOW + MINUTE).event_keys == ("a",)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_list_is_newest_first_and_no_longer_than_asked(db: Database, limit: int) -> None:
    tell(db, "a", "b")
    keys = [row.key for row in outbox.listed(db, only_owed=False, limit=limit)]
    assert keys == ["b", "b", "a"][:limit]
