"""Whole crawls that tell people: what is new arrives during the crawl, and nothing holds the crawl up."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from pipelines.store import open_readonly, outbox
from tests.newsroom import Newsroom
from tests.newsroom.crawling import crawl, played_sources
from tests.newsroom.sink import Sink, local_sink, write_alerts

FIRST, MORNING = date(2024, 4, 23), date(2024, 4, 24)
CANARY = "canary-5b0e"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(spans=((FIRST, MORNING),), day=MORNING) as running:
        yield running


CLAIMING = "online_ua_en"
"""The source whose article of that morning holds claims."""


def run(newsroom: Newsroom, folder: Path, sink: Sink, sources: list[str]) -> subprocess.CompletedProcess[str]:
    alerts = write_alerts(folder, day=MORNING, heartbeat=True)
    base = f"http://someone:{CANARY}@127.0.0.1:{sink.port}"
    return crawl(
        newsroom,
        folder / "losses.db",
        arguments={"since": str(FIRST), "until": str(MORNING), "sources": ",".join(sources)},
        settings={"ALERTS_FILE": str(alerts)},
        environment={"SINK": f"{base}/hook?token={CANARY}", "HEARTBEAT": f"{base}/beat"},
    )


@pytest.fixture(scope="module")
def baseline(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first crawl, which told nobody of anything."""
    folder = tmp_path_factory.mktemp("baseline")
    with local_sink() as sink:
        ended = run(newsroom, folder, sink, [name for name in played_sources(newsroom) if name != CLAIMING])
    assert ended.returncode == ExitCode.OK
    assert [received.path for received in sink.received] == ["/beat/start", "/beat"]
    return folder


@pytest.fixture
def folder(baseline: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(baseline, tmp_path / "again"))


def test_the_next_crawl_tells_what_it_brought(newsroom: Newsroom, folder: Path) -> None:
    with local_sink() as sink:
        ended = run(newsroom, folder, sink, [CLAIMING])
    assert ended.returncode == ExitCode.OK
    assert [received.path for received in sink.received if received.method == "GET"] == ["/beat/start", "/beat"]
    told = [key for received in sink.received if received.method == "POST" for key in received.event_keys]
    assert "claim_record" in {key.split(":")[0] for key in told}
    assert len(told) == len(set(told))
    assert "alerts: sink was told of" in ended.stderr
    assert CANARY not in ended.stderr + ended.stdout
    assert CANARY.encode() not in (folder / "losses.db").read_bytes()


def test_a_webhook_that_is_broken_costs_the_crawl_nothing_and_stays_owed(newsroom: Newsroom, folder: Path) -> None:
    with local_sink("broken") as sink:
        ended = run(newsroom, folder, sink, [CLAIMING])
    assert ended.returncode == ExitCode.OK
    assert "which stay owed: it answered HTTP 500" in ended.stderr
    assert "heartbeat: it answered HTTP 500" in ended.stderr
    with local_sink() as sink:
        run(newsroom, folder, sink, [CLAIMING])  # too soon for another try
    assert all(received.method == "GET" for received in sink.received)
    db = open_readonly(folder / "losses.db")
    assert {row.attempts for row in outbox.listed(db, only_owed=True, limit=9)} == {1}
    db.conn.close()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[targets.desk]\nenv = "SINK"\nformat = "sms"', "alerts.toml: targets.desk.format: must be one of"),
        ('[targets.desk]\nenv = "SINK"', "no service understands the address of desk"),
        ('[targets.desk]\nenv = "NOWHERE"', "alerts.toml: targets.desk.env: the environment variable NOWHERE"),
    ],
)
def test_a_bad_configuration_is_one_line_at_the_start(
    newsroom: Newsroom, tmp_path: Path, text: str, complaint: str
) -> None:
    (tmp_path / "alerts.toml").write_text(text, encoding="utf-8")
    ended = crawl(
        newsroom,
        tmp_path / "losses.db",
        settings={"ALERTS_FILE": str(tmp_path / "alerts.toml")},
        environment={"SINK": f"nosuch://{CANARY}"},
    )
    assert ended.returncode == ExitCode.USAGE
    assert complaint in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert CANARY not in ended.stderr
    assert not (tmp_path / "losses.db").exists()


def test_a_source_that_is_silent_for_too_long_is_told_once(newsroom: Newsroom, folder: Path) -> None:
    alerts = {"ALERTS_FILE": str(write_alerts(folder, day=MORNING))}
    told = []
    for _ in range(2):
        with local_sink() as sink:
            crawl(
                newsroom,
                folder / "losses.db",
                arguments={"sources": "pravda_en"},
                settings=alerts,
                environment={"SINK": sink.url},
            )
        told.append([key.split(":")[:2] for key in sink.event_keys])
    assert told == [[["source_stale", "pravda_en"]], []]


def test_a_crawl_that_fails_is_told_at_the_heartbeat_and_to_the_targets(tmp_path: Path) -> None:
    with Newsroom(spans=((FIRST, MORNING),), day=MORNING) as newsroom:
        address = newsroom.address
    with local_sink() as sink:
        base = f"http://127.0.0.1:{sink.port}"
        ended = crawl(
            newsroom,
            tmp_path / "losses.db",
            arguments={"sources": "online_ua_en"},
            settings={
                "NEWSROOM": address,
                "RETRY_TIMES": "0",
                "ALERTS_FILE": str(write_alerts(tmp_path, day=MORNING, heartbeat=True)),
            },
            environment={"SINK": f"{base}/hook", "HEARTBEAT": f"{base}/beat"},
        )
    assert ended.returncode == ExitCode.FAILED
    pings = [received.path for received in sink.received if received.method == "GET"]
    assert pings == ["/beat/start", "/beat/fail"]
    told = [key for received in sink.received if received.method == "POST" for key in received.event_keys]
    assert [key.split(":")[0] for key in told] == ["source_failing", "crawl_failed"]
