"""`scrapy explain`: every witness with its words, the sums, the rule; and what it says where there is nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from crawler.exit_codes import ExitCode
from pipelines.losses import Figure, LossReport
from pipelines.store import articles, figures, open_store, transaction
from pipelines.store.sources import register
from tests.pipelines.lists import DAY, day
from tests.pipelines.store.arrivals import Source
from tests.scrapy_command import scrapy

NOW = datetime(2024, 4, 25, 9, 0, tzinfo=UTC)
PAGES = (
    ("ministry", "1", 0, 7249, None),
    ("ministry", "2", 1, 7261, 12),
    ("gazette", "2", 1, 7291, 12),
    ("gazette", "2", 1, 7621, 12),
    ("[b]odd[/b]", "3", 1, 7261, None),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of tanks: the second misprinted by a gazette that changed its page and is still wrong."""
    path = tmp_path_factory.mktemp("explain") / "losses.db"
    db = open_store(path)
    with transaction(db):
        register(db, [Source("ministry", "Ministry", "official"), Source("gazette", "The Gazette")])
    for minutes, (source, page, number, total, delta) in enumerate(PAGES):
        quote = f"Танки – {total} (+{delta})"
        figure = Figure("tanks", total, delta, False, quote, 0, len(quote))
        fetched = NOW + timedelta(minutes=minutes)
        with transaction(db):
            url = f"https://outlet.example/{source}/{page}"
            revision = articles.Revision(url, source, "", quote, fetched, published_at=NOW)
            saved = articles.save(db, revision)
            figures.record(db, saved.article_id, [LossReport(day(number), "text", (figure,))], now=fetched)
    db.conn.close()
    return path


def explain(database: Path, *arguments: str) -> CompletedProcess[str]:
    return scrapy("explain", *arguments, DATABASE=database)


def test_it_tells_figure_rule_witnesses_and_sums(database: Path) -> None:
    told = explain(database, str(day(1)), "tanks")
    assert told.returncode == ExitCode.OK, told.stderr
    lines = [line.strip() for line in told.stdout.splitlines()]
    assert lines[0] == f"Tanks, {day(1)}: 7,261 (+12, printed) confirmed, 2 independent witnesses"
    assert lines[1].startswith("Rule “agreement”: most independent witnesses")
    for side, given, witness, minute in (
        ("for", "7,261 (+12)", "ministry (Ministry, official)", 1),
        ("superseded", "7,291 (+12)", "gazette (The Gazette)", 2),
        ("against", "7,621 (+12)", "gazette (The Gazette, revision 2)", 3),
    ):
        when = f"published 2024-04-25 09:00, fetched 2024-04-25 09:0{minute}"
        assert f"{side:<11}{given:<18}{witness}, {when}" in lines
    assert "“Танки – 7621 (+12)”" in lines
    assert "https://outlet.example/gazette/2" in lines
    assert f"7,249 ({DAY}) + 12 = 7,261, as given" in lines


def test_foreign_text_stays_text(database: Path) -> None:
    assert "[b]odd[/b]" in explain(database, str(day(1)), "tanks").stdout


def test_a_whole_day(database: Path) -> None:
    told = explain(database, str(DAY))
    assert f"Tanks, {DAY}: 7,249 single, one witness" in told.stdout
    assert "No change is printed that could be added up." not in told.stdout


def test_as_data(database: Path) -> None:
    (line,) = explain(database, str(day(1)), "tanks", "--json").stdout.splitlines()
    data = json.loads(line)
    assert (data["total"], data["delta"], data["status"], data["rule"]) == (7261, 12, "confirmed", "agreement")
    assert [said["superseded"] for said in data["testimonies"]] == [False, True, False, False]
    assert {"since": str(DAY), "total": 7249, "change": 12, "holds": True} in data["sums"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name a day"),
        (("24.04.2024",), "is no date"),
        (("2024-04-24", "panzers"), "there is no category 'panzers'"),
        (("2024-04-24", "tanks", "mlrs"), "name a day"),
    ],
)
def test_what_was_mistyped_is_said_in_one_line(database: Path, arguments: tuple[str, ...], says: str) -> None:
    told = explain(database, *arguments)
    assert (told.returncode, told.stdout) == (ExitCode.USAGE, "")
    assert says in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_day_of_which_nothing_is_said(database: Path) -> None:
    told = explain(database, "2024-01-01")
    assert (told.returncode, told.stdout) == (ExitCode.OK, "")
    assert "nothing is said of 2024-01-01" in told.stderr


def test_no_database(tmp_path: Path) -> None:
    told = explain(tmp_path / "none.db", str(DAY))
    assert told.returncode == ExitCode.FAILED
    assert "there is no database" in told.stderr
