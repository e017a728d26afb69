"""`scrapy status`: silence, gaps, doubts and unknown labels, with an exit code for each."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database

from crawler.exit_codes import ExitCode
from crawler.sources import Source, load_sources
from crawler.status_view import exit_code, read_status
from pipelines.problems import Problem
from pipelines.store import open_store, transaction
from pipelines.store.ledger import Fetch, finish_run, record_fetch, record_problems, start_run
from pipelines.store.sources import register
from tests.pipelines.lists import DAY, day
from tests.pipelines.store.arrivals import arrive
from tests.scrapy_command import scrapy

MORNING = datetime(2024, 4, 24, 6, 0, tzinfo=ZoneInfo("Europe/Kyiv")).astimezone(UTC)
NAME = "mod_gov_ua"
SOURCES = load_sources()
PROMISED = SOURCES[NAME].expects.max_age_hours


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "losses.db"


@pytest.fixture
def db(path: Path) -> Database:
    store = open_store(path)
    with transaction(store):
        register(store, [SOURCES[NAME]])
    return store


def run(db: Database, *, failing: bool = False, problems: tuple[Problem, ...] = ()) -> None:
    with transaction(db):
        run_id = start_run(db, "losses", MORNING)
        record_fetch(db, run_id, Fetch("https://mod.gov.ua/news", NAME, "listing", "listed", MORNING))
        record_problems(db, problems, source=NAME, now=MORNING, url="https://mod.gov.ua/news/x", run_id=run_id)
        finish_run(db, run_id, now=MORNING, exit_code=0, counts={"sources": {NAME: {"failing": failing}}})


def code(db: Database, hours: float, sources: dict[str, Source] | None = None) -> ExitCode:
    return exit_code(read_status(db, SOURCES if sources is None else sources, MORNING + timedelta(hours=hours)))


def test_a_fresh_list_is_fine(db: Database) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}})
    assert code(db, PROMISED) == ExitCode.OK


def test_a_list_older_than_promised_is_stale(db: Database) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}})
    assert code(db, PROMISED + 1) == ExitCode.STALE


def test_a_source_that_never_gave_a_list_is_stale(db: Database) -> None:
    assert code(db, 0) == ExitCode.STALE


def test_a_source_that_promises_nothing_is_never_stale(db: Database) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}})
    assert code(db, 10_000, sources={}) == ExitCode.OK


def test_a_disputed_figure_degrades(db: Database) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}})
    arrive(db, "gazette", {DAY: {"tanks": 7294}}, page="x")
    arrive(db, "herald", {DAY: {"tanks": 7294}}, page="x")
    assert code(db, 1) == ExitCode.OK
    arrive(db, "courier", {DAY: {"tanks": 7249}}, page="y")
    assert code(db, 1) == ExitCode.OK, "two against two, and the official page among them"
    arrive(db, "gazette", {DAY: {"mlrs": 1050}}, page="z")
    arrive(db, "herald", {DAY: {"mlrs": 1051}}, page="z")
    assert code(db, 1) == ExitCode.DEGRADED


def test_a_failing_source_degrades_until_it_gives_again(db: Database) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}})
    run(db, failing=True)
    assert code(db, 1) == ExitCode.DEGRADED
    run(db, failing=False)
    assert code(db, 1) == ExitCode.OK


def test_it_tells_gaps_doubts_and_unknown_labels(db: Database, path: Path) -> None:
    arrive(db, NAME, {DAY: {"tanks": 7249}, day(4): {"tanks": 7290}})
    arrive(db, "gazette", {day(number): {"mlrs": 1050} for number in (0, 4)})
    arrive(db, "herald", {day(number): {"mlrs": 1051} for number in (0, 4)})
    run(db, problems=(Problem("unknown_label", "no category is called “роботи”"),) * 2)
    db.conn.close()
    told = scrapy("status", DATABASE=path)
    assert told.returncode == ExitCode.STALE
    for words in (
        f"2 days from {DAY} to {day(4)}, 3 missing: {day(1)} to {day(3)}",
        f"{NAME}  {day(4)}",
        "stale",
        "in doubt: 2 disputed",
        f"{day(4)} mlrs: disputed (undecided), last 1,050",
        "no category is called “роботи” (mod_gov_ua, 2 times; https://mod.gov.ua/news/x)",
    ):
        assert words in told.stdout
    data = json.loads(scrapy("status", "--json", DATABASE=path).stdout)
    assert (data["days"], data["gaps"], data["exit_code"]) == (2, [str(day(number)) for number in (1, 2, 3)], 3)


def test_an_empty_database_is_told(path: Path) -> None:
    open_store(path).conn.close()
    told = scrapy("status", DATABASE=path)
    assert told.returncode == ExitCode.OK
    assert "nothing is stored yet" in told.stdout


def test_no_database_and_no_arguments(tmp_path: Path) -> None:
    assert scrapy("status", DATABASE=tmp_path / "none.db").returncode == ExitCode.FAILED
    assert scrapy("status", "now", DATABASE=tmp_path / "none.db").returncode == ExitCode.USAGE
