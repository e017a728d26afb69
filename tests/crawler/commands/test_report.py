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


@pytest.mark.parametrize(("language", "name"), [("en", "report.html"), ("uk", "report.uk.html")])
def test_report_prints_its_path(language: str, name: str, three_days: Path, tmp_path: Path) -> None:
    done = scrapy("report", "--lang", language, "--to", tmp_path / "published", DATABASE=three_days)
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stdout == f"{tmp_path / 'published' / name}\n"
    assert f'<html lang="{language}">' in (tmp_path / "published" / name).read_text("utf-8")


@pytest.mark.parametrize("arguments", [["--lang", "xx"], ["now"]])
def test_a_report_in_no_language_is_said(arguments: list[str], three_days: Path, tmp_path: Path) -> None:
    done = scrapy("report", *arguments, "--to", tmp_path / "published", DATABASE=three_days)
    assert done.returncode == ExitCode.USAGE
    assert "Traceback" not in done.stderr


def test_a_report_of_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    done = scrapy("report", "--to", tmp_path / "published", DATABASE=tmp_path / "none.db")
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.startswith("scrapy report: there is no database at ")
    assert done.stderr.count("\n") == 1
