"""`scrapy crawl datasets`: the whole history in one command, and nothing twice."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from pipelines.store import open_readonly
from tests.newsroom import Newsroom
from tests.pipelines.lists import DAY
from tests.scrapy_command import scrapy

EMPTY = {
    "petroivaniuk-equipment": [{"date": str(DAY), "tank": 7249}],
    "petroivaniuk-personnel": [{"date": str(DAY), "personnel": 462_000, "personnel*": "about"}],
    "petroivaniuk-equipment-correction": [{"date": str(DAY), "tank": 1}],
    "orc-losses": [{"date": str(DAY), "tanks": 7249, "personnel": 462_000}],
}


def query(database: Path, sql: str) -> list[tuple[object, ...]]:
    db = open_readonly(database)
    rows = db.execute(sql).fetchall()
    db.conn.close()
    return list(rows)


def write(folder: Path, files: dict[str, list[dict[str, object]]]) -> None:
    for key, rows in files.items():
        (folder / f"{key}.json").write_text(json.dumps(rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    write(files, EMPTY)
    return files


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "losses.db"


def test_the_whole_history_arrives_and_is_not_fetched_again(database: Path) -> None:
    with Newsroom() as newsroom:
        first = scrapy("crawl", "datasets", DATABASE=database, NEWSROOM=newsroom.address, DOWNLOAD_DELAY=0)
        newsroom.forget_hits()
        second = scrapy("crawl", "datasets", DATABASE=database, NEWSROOM=newsroom.address, DOWNLOAD_DELAY=0)
        again = [hit.status for hit in newsroom.hits if not hit.target.endswith("robots.txt")]
    assert first.returncode == ExitCode.DEGRADED, first.stderr
    assert "1640 days from 2022-02-25 to 2026-08-22, no gaps" in first.stderr
    assert "2026-03-22 to 2026-04-29 helicopters: disputed" in first.stderr
    assert second.returncode == ExitCode.OK, second.stderr
    assert again == [304] * 4
    assert query(database, "SELECT count(*) FROM losses_wide") == [(1640,)]
    in_files = query(database, "SELECT count(*) FROM articles WHERE evidence_file IS NULL OR instr(url, '#') = 0")
    assert in_files == [(0,)]


def test_files_of_this_machine(database: Path, folder: Path) -> None:
    run = scrapy("crawl", "datasets", DATABASE=database, DATASETS=folder)
    assert run.returncode == ExitCode.OK, run.stderr
    assert query(database, "SELECT category, total, status FROM losses ORDER BY category") == [
        ("personnel", 462_000, "confirmed"),
        ("tanks", 7249, "confirmed"),
    ]
    urls = query(database, "SELECT url FROM articles ORDER BY url")
    assert (f"https://raw.githubusercontent.com/lod-db/orc-losses/main/russian-losses.json#{DAY}",) in urls


def test_a_file_that_is_missing_or_broken_costs_only_itself(database: Path, folder: Path) -> None:
    (folder / "orc-losses.json").unlink()
    (folder / "petroivaniuk-personnel.json").write_text("<html>moved</html>", encoding="utf-8")
    run = scrapy("crawl", "datasets", DATABASE=database, DATASETS=folder)
    assert run.returncode == ExitCode.DEGRADED, run.stderr
    assert "Traceback" not in run.stderr
    assert query(database, "SELECT category, total, status FROM losses") == [("tanks", 7249, "single")]
    kinds = query(database, "SELECT source, outcome FROM fetches WHERE outcome = 'unreadable' ORDER BY 1")
    assert kinds == [("orc_losses", "unreadable"), ("petroivaniuk", "unreadable")]


def test_an_unknown_member_is_a_problem_in_the_books(database: Path, folder: Path) -> None:
    write(folder, {"orc-losses": [{"date": str(DAY), "tanks": 7249, "walkers": 3}]})
    run = scrapy("crawl", "datasets", DATABASE=database, DATASETS=folder)
    assert run.returncode == ExitCode.DEGRADED, run.stderr
    ((kind, quote),) = query(database, "SELECT kind, quote FROM problems")
    assert (kind, quote) == ("unknown_label", '"walkers": 3')


def test_a_revised_row_is_told(database: Path, folder: Path) -> None:
    scrapy("crawl", "datasets", DATABASE=database, DATASETS=folder)
    later = [*EMPTY["orc-losses"], {"date": str(DAY + timedelta(days=1)), "tanks": 7260}]
    write(folder, {"orc-losses": later})
    run = scrapy("crawl", "datasets", DATABASE=database, DATASETS=folder)
    assert run.returncode == ExitCode.OK, run.stderr
    assert query(database, "SELECT count(*) FROM articles") == [(5,)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-a", "since=2024-01-01"), "unknown argument since"),
        (("-s", "DATASETS=ork-losses=x.json"), "DATASETS names no dataset file: ork-losses"),
        (("-s", "NEWSROOM=example.org:80"), "NEWSROOM must be a loopback address"),
    ],
)
def test_what_was_mistyped_is_said_in_one_line(database: Path, arguments: tuple[str, ...], says: str) -> None:
    run = scrapy("crawl", "datasets", *arguments, DATABASE=database)
    assert run.returncode == ExitCode.USAGE
    assert says in run.stderr
    assert "Traceback" not in run.stderr
