"""Who is told, and when."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.alerts.routing import not_before, targets_of
from pipelines.events import Event

KYIV = ZoneInfo("Europe/Kyiv")
DESK, BOT = Target("desk", "json://127.0.0.1/"), Target("bot", "http://127.0.0.1/", "webhook")


def told(event: Event, *routes: Route) -> list[str]:
    config = AlertConfig(targets={"desk": DESK, "bot": BOT}, routes=routes)
    return [target.name for target in targets_of(event, config)]


HIGH = Event("k", "daily_high", "tanks")
LOW = Event("k", "no_change", "uavs")


def test_a_route_takes_what_it_names() -> None:
    assert told(HIGH, Route(("desk",), kinds=("daily_high",))) == ["desk"]
    assert told(LOW, Route(("desk",), kinds=("daily_high",))) == []
    assert told(HIGH, Route(("desk",), categories=("uavs",))) == []
    assert told(LOW, Route(("desk",), categories=("uavs",))) == ["desk"]
    assert told(LOW, Route(("desk",), severity="normal")) == []
    assert told(HIGH, Route(("desk",), severity="high")) == ["desk"]


def test_each_target_is_told_once_however_many_routes_match() -> None:
    assert told(HIGH, Route(("bot", "desk")), Route(("desk",), kinds=("daily_high",))) == ["bot", "desk"]


def test_without_routes_nobody_is_told() -> None:
    assert told(HIGH) == []


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV).astimezone(UTC)


NIGHT = Target("desk", "", quiet=(time(22, 0), time(7, 0)))
NOON = Target("desk", "", quiet=(time(12, 0), time(13, 0)))
GATHERED = Target("desk", "", digest_minutes=30)
BOTH = Target("desk", "", quiet=(time(22, 0), time(7, 0)), digest_minutes=60)


@pytest.mark.parametrize(
    ("target", "now", "told_at"),
    [
        (DESK, "2026-08-01 23:10", "2026-08-01 23:10"),
        (NIGHT, "2026-08-01 21:59", "2026-08-01 21:59"),
        (NIGHT, "2026-08-01 22:00", "2026-08-02 07:00"),
        (NIGHT, "2026-08-02 06:59", "2026-08-02 07:00"),
        (NIGHT, "2026-08-02 07:00", "2026-08-02 07:00"),
        (NIGHT, "2026-03-28 23:00", "2026-03-29 07:00"),  # the clocks go forward in this night
        (NIGHT, "2026-10-24 23:00", "2026-10-25 07:00"),  # and back in this one
        (NOON, "2026-08-01 12:30", "2026-08-01 13:00"),
        (NOON, "2026-08-01 13:00", "2026-08-01 13:00"),
        (GATHERED, "2026-08-01 10:10", "2026-08-01 10:30"),
        (GATHERED, "2026-08-01 10:30", "2026-08-01 11:00"),
        (BOTH, "2026-08-01 21:30", "2026-08-02 07:00"),
    ],
)
def test_what_matters_less_waits_for_the_window_and_the_morning(target: Target, now: str, told_at: str) -> None:
    assert not_before(target, "normal", moment(now), KYIV) == moment(told_at)
    assert not_before(target, "high", moment(now), KYIV) == moment(now)
