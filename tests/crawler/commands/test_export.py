import csv
import fcntl
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.pipelines.publish.library import fill_with_three_days
from tests.scrapy_command import scrapy


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "losses.db"
    fill_with_three_days(path)
    return path


def test_export_writes_the_folder_and_says_what(three_days: Path, tmp_path: Path) -> None:
    done = scrapy("export", "--to", tmp_path / "published", DATABASE=three_days)
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stdout == ""
    assert "3 rows in losses.csv" in done.stderr
    package = json.loads((tmp_path / "published" / "datapackage.json").read_text("utf-8"))
    assert {resource["name"] for resource in package["resources"]} >= {"losses", "losses-long", "claims"}


def test_fewer_figures_than_published_have_to_be_asked_for(three_days: Path, tmp_path: Path) -> None:
    package = {"resources": [{"name": "losses-long", "rows": 20_000}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    done = scrapy("export", "--to", tmp_path, DATABASE=three_days)
    assert done.returncode == ExitCode.FAILED
    assert "--fewer" in done.stderr
    assert scrapy("export", "--to", tmp_path, "--fewer", DATABASE=three_days).returncode == ExitCode.OK


@pytest.mark.parametrize("arguments", [["now"], ["--to"], ["--lang", "uk"]])
def test_what_is_mistyped_is_said_in_one_line(arguments: list[str], three_days: Path) -> None:
    done = scrapy("export", *arguments, DATABASE=three_days)
    assert done.returncode == ExitCode.USAGE
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"no database at all, only words" * 100])
def test_no_database_or_an_empty_one_is_said_in_one_line(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "losses.db").write_bytes(content)
    done = scrapy("export", "--to", tmp_path / "published", DATABASE=tmp_path / "losses.db")
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.startswith("scrapy export: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "published").exists()


def test_a_place_that_cannot_be_written_is_said_in_one_line(three_days: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = scrapy("export", "--to", tmp_path / "file" / "published", DATABASE=three_days)
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.count("\n") == 1


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A folder that another run is writing to."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield tmp_path / "published"
    os.close(descriptor)


@pytest.mark.parametrize("command", ["export", "report"])
def test_two_runs_never_write_one_folder(command: str, three_days: Path, held: Path) -> None:
    done = scrapy(command, "--to", held, DATABASE=three_days)
    assert done.returncode == ExitCode.LOCKED
    assert "another run is writing" in done.stderr


def test_compare_lists_each_difference_on_stdout(three_days: Path, tmp_path: Path) -> None:
    rows = [
        {"date": "2026-08-20", "day": 1639, "tank": 12283, "APC": 25165},
        {"date": "2026-08-22", "day": 1641, "tank": 12299, "greatest losses direction": "x"},
    ]
    (tmp_path / "file.json").write_text(json.dumps(rows))
    done = scrapy("export", "--compare", tmp_path / "file.json", DATABASE=three_days)
    assert done.returncode == ExitCode.OK, done.stderr
    told = [
        (row["report_date"], row["category"], row["theirs"], row["ours"], row["reason"].partition(":")[0])
        for row in csv.DictReader(io.StringIO(done.stdout, newline=""))
    ]
    assert told == [
        ("2026-08-20", "armoured_vehicles", "25165", "", "only there"),
        ("2026-08-21", "tanks", "", "12286", "only here"),
        ("2026-08-22", "tanks", "12299", "12292", "differ"),
    ]
    assert "petroivaniuk-equipment: 2 cells known to both, 1 equal, 1 differ" in done.stderr


@pytest.mark.parametrize("content", ["{}", "[]", "not json", '[{"date": "2026-08-20"}]'])
def test_a_file_that_is_no_dataset_is_said_in_one_line(content: str, three_days: Path, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text(content)
    done = scrapy("export", "--compare", tmp_path / "file.json", DATABASE=three_days)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("scrapy export: the file is in none of the layouts known")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_said_in_one_line(three_days: Path, tmp_path: Path) -> None:
    done = scrapy("export", "--compare", tmp_path / "none.json", DATABASE=three_days)
    assert done.returncode == ExitCode.USAGE
    assert "none.json" in done.stderr
    assert done.stderr.count("\n") == 1
