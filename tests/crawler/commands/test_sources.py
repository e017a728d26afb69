"""`scrapy sources`: the list, a check of what works and what does not, a page kept as a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.newsroom import Answer, Faults, Newsroom
from tests.scrapy_command import scrapy

SPANS = ((date(2026, 8, 18), date(2026, 8, 22)),)
PAGE = "https://news.online.ua/en/russia-s-losses-22-08-2026-739850/"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    closed = {
        "https://censor.net/includes/news_uk.xml": (Answer(404),),
        "https://censor.net/ua/news/all": (Answer(200),),
    }
    with Newsroom(spans=SPANS, faults=Faults(answers=closed)) as newsroom:
        yield newsroom


def test_list_is_one_line_a_source() -> None:
    done = scrapy("sources", "list")
    assert done.returncode == ExitCode.OK
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert all(len(fields) == 6 for fields in lines)
    assert ["minfin", "uk", "losses", "dated", "not confirmed", "Мінфін: втрати російської армії"] in lines


def test_check_says_what_works(newsroom: Newsroom) -> None:
    done = scrapy(
        *("sources", "check", "mod_gov_ua", "minfin", "--day", "2026-08-22"),
        NEWSROOM=newsroom.address,
        DOWNLOAD_DELAY=0,
    )
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    assert "FAIL" not in done.stdout
    assert done.stdout.count("  ok    page https://mod.gov.ua/news/") == 2
    assert "lists (2026-08-20, 2026-08-21, 2026-08-22)" in done.stdout


def test_check_says_what_does_not_and_what_to_edit(newsroom: Newsroom) -> None:
    done = scrapy("sources", "check", "censor_net", NEWSROOM=newsroom.address, DOWNLOAD_DELAY=0)
    assert done.returncode == ExitCode.DEGRADED
    assert "HTTP 404\n          edit listings[0].url" in done.stdout
    assert "edit listings[1].url, .kind or .items" in done.stdout
    assert "page" not in done.stdout


def test_record_keeps_a_page_with_what_is_read_from_it(newsroom: Newsroom, tmp_path: Path) -> None:
    done = scrapy(
        *("sources", "record", "online_ua_en", PAGE, "--to", tmp_path),
        NEWSROOM=newsroom.address,
        DOWNLOAD_DELAY=0,
    )
    assert done.returncode == ExitCode.OK, done.stderr
    [case] = (tmp_path / "online_ua_en").iterdir()
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert expected == json.loads(done.stdout)
    assert expected["lists"]["2026-08-22"]["personnel"] == [1475270, 1240]
    assert json.loads((case / "page.json").read_text(encoding="utf-8"))["url"] == PAGE
    assert b"1,475,270" in (case / "page.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("check", "nowhere"), "unknown source nowhere"),
        (("check", "minfin", "--day", "22.08.2026"), "is no date"),
        (("record", "minfin", "https://example.org/"), "is not on a host of minfin"),
    ],
)
def test_mistakes_are_one_line(arguments: tuple[str, ...], complaint: str) -> None:
    done = scrapy("sources", *arguments)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("scrapy sources: ")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
