"""`scrapy crawl losses` over time: unchanged, corrected, killed, and crowded out."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.exit_codes import ExitCode
from pipelines.store import StoreError, open_readonly
from tests.newsroom import Newsroom
from tests.newsroom.crawling import ROOT, crawl

FIRST, LAST = date(2024, 4, 18), date(2024, 4, 24)
SOURCES = "mil_gov_ua,online_ua_en,censor_net"
SPAN = {"since": str(FIRST), "sources": SOURCES}
FIGURES = "SELECT report_date, category, total, delta, status FROM losses ORDER BY 1, 2"
DAYS = "SELECT count(DISTINCT report_date) FROM losses"
KEPT = ("articles", "statements", "losses", "claims", "claim_sightings", "records", "corrections", "problems")


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(spans=((FIRST, LAST),), day=LAST) as room:
        yield room


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "losses.db"


def read(database: Path, sql: str) -> list[tuple[object, ...]]:
    db: Database = open_readonly(database)
    rows = db.execute(sql).fetchall()
    db.conn.close()
    return list(rows)


def counts(database: Path) -> dict[str, int]:
    return {table: len(read(database, f"SELECT 1 FROM {table}")) for table in KEPT}


def test_an_unchanged_second_run_asks_for_validators_only_and_writes_nothing(
    newsroom: Newsroom, database: Path
) -> None:
    span = {**SPAN, "until": str(LAST)}
    first = crawl(newsroom, database, arguments=span)
    before, size = counts(database), sum(hit.size for hit in newsroom.hits)
    newsroom.forget_hits()
    second = crawl(newsroom, database, arguments=span)
    assert (first.returncode, second.returncode) == (ExitCode.OK, ExitCode.OK)
    assert before["losses"] == (LAST - FIRST + timedelta(1)).days * 14
    assert counts(database) == before
    assert sum(hit.size for hit in newsroom.hits) <= size * 0.01
    assert "nothing new" in second.stderr


def test_a_wider_second_run_reads_the_older_pages_that_an_unchanged_listing_names(
    newsroom: Newsroom, database: Path
) -> None:
    dated = {**SPAN, "sources": "mil_gov_ua"}
    crawl(newsroom, database, arguments={**dated, "since": "2024-04-23"})
    assert read(database, DAYS) == [(2,)]
    crawl(newsroom, database, arguments=dated)
    assert read(database, DAYS) == [(7,)]


def test_a_backfill_that_ends_in_the_past_hides_nothing_newer_from_the_next_run(
    newsroom: Newsroom, database: Path
) -> None:
    dated = {**SPAN, "sources": "mil_gov_ua"}
    crawl(newsroom, database, arguments={**dated, "until": "2024-04-20"})
    assert read(database, DAYS) == [(3,)]
    crawl(newsroom, database, arguments=dated)
    assert read(database, DAYS) == [(7,)]


def test_the_listing_of_a_day_is_left_alone_once_it_is_old_and_read(newsroom: Newsroom, database: Path) -> None:
    dated = {**SPAN, "sources": "mil_gov_ua", "until": str(LAST)}
    crawl(newsroom, database, arguments=dated)
    newsroom.forget_hits()
    crawl(newsroom, database, arguments=dated, settings={"RECHECK_DAYS": "-1"})
    assert {hit.target for hit in newsroom.hits} <= {"/robots.txt", "/sitemap.xml"}


def test_a_killed_run_is_made_good_by_the_next_one(newsroom: Newsroom, database: Path, tmp_path: Path) -> None:
    settings = {"NEWSROOM": newsroom.address, "DATABASE": database, "EVIDENCE_DIR": tmp_path / "evidence"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    options += [part for name, value in SPAN.items() for part in ("-a", f"{name}={value}")]
    slow = ["-s", "DOWNLOAD_DELAY=0.05"]
    command = [sys.executable, "-m", "scrapy", "crawl", "losses", *options, *slow]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as killed:
        _wait_for(lambda: database.exists() and _stored(database) >= 3)
        killed.send_signal(signal.SIGKILL)
    assert read(database, "SELECT finished_at FROM runs") == [(None,)]
    assert crawl(newsroom, database, arguments=SPAN).returncode == ExitCode.OK
    whole = tmp_path / "whole" / "losses.db"
    whole.parent.mkdir()
    crawl(newsroom, whole, arguments=SPAN)
    assert read(database, FIGURES) == read(whole, FIGURES)
    assert counts(database) == counts(whole)


def test_a_second_crawl_of_one_database_is_turned_away_at_once(newsroom: Newsroom, database: Path) -> None:
    holder = "import sys, time; from pathlib import Path; from crawler.lock import database_lock\n"
    holder += "with database_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holder, str(database)], cwd=ROOT, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = crawl(newsroom, database, arguments=SPAN)
        first.kill()
    assert (second.returncode, len(second.stderr.splitlines())) == (ExitCode.LOCKED, 1)
    assert newsroom.hits == []


def test_played_and_live_figures_never_share_a_database(newsroom: Newsroom, database: Path) -> None:
    crawl(newsroom, database, arguments={**SPAN, "sources": "mil_gov_ua"})
    live = crawl(newsroom, database, arguments=SPAN, settings={"NEWSROOM": ""})
    assert (live.returncode, len(live.stderr.splitlines())) == (ExitCode.USAGE, 1)
    assert "the newsroom's figures" in live.stderr


def _stored(database: Path) -> int:
    try:
        return len(read(database, "SELECT 1 FROM articles"))
    except (StoreError, sqlite3.Error):
        return 0  # the tables are being made


def _wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.02)
