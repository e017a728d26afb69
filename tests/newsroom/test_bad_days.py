"""Whole crawls on bad days: what misbehaves is told and costs nothing else, and the next crawl makes good."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from crawler.exit_codes import ExitCode
from pipelines.store import open_readonly
from tests.newsroom import Answer, Faults, Misprint, Newsroom
from tests.newsroom.crawling import crawl, played_sources
from tests.newsroom.figures import counts

FIRST, SECOND, LAST = date(2024, 4, 22), date(2024, 4, 23), date(2024, 4, 24)
SPAN = {"since": str(FIRST), "until": str(LAST)}
PNG = Answer(200, b"\x89PNG\r\n\x1a\n" + bytes(200), {"Content-Type": "image/png"})
EMPTY = Answer(200, b"", {"Content-Type": "text/html"})
HALF = ("mlrs", "air_defence", "aircraft", "helicopters", "uavs", "cruise_missiles", "ships", "submarines")


@dataclass(frozen=True)
class Crawled:
    newsroom: Newsroom
    database: Path
    ended: subprocess.CompletedProcess[str]

    def rows(self, table: str, where: str | None = None) -> list[dict[str, Any]]:
        db = open_readonly(self.database)
        rows = list(db.table(table).rows_where(where))
        db.conn.close()
        return rows

    def outcomes(self, source: str) -> set[str]:
        run = max(row["id"] for row in self.rows("runs"))
        return {row["outcome"] for row in self.rows("fetches", f"run_id = {run} and source = '{source}'")}


def mil_page(newsroom: Newsroom, day: date) -> str:
    return next(url for url in newsroom.articles("www.mil.gov.ua") if f"/{day:%Y/%m/%d}/" in url)


def read_again(newsroom: Newsroom, database: Path, sources: str | None = None) -> Crawled:
    arguments = {**SPAN, "sources": sources or ",".join(played_sources(newsroom))}
    ended = crawl(newsroom, database, arguments=arguments, settings={"RETRY_TIMES": "0"})
    return Crawled(newsroom, database, ended)


def true_figures() -> dict[tuple[str, str], tuple[int, int | None]]:
    return {
        (str(day), category): (count.total, count.delta)
        for day in (FIRST, SECOND, LAST)
        for category, count in counts(day).items()
    }


def stored_figures(crawled: Crawled) -> dict[tuple[str, str], tuple[int, int | None]]:
    return {(row["report_date"], row["category"]): (row["total"], row["delta"]) for row in crawled.rows("losses")}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(spans=((FIRST, LAST),), day=LAST) as running:
        yield running


@pytest.fixture(scope="module")
def bad_day(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One outlet mistypes, one prints half a list, one is down, one asks to sign in, one serves an image."""
    newsroom.faults = Faults(
        misprints=(
            Misprint("censor.net", LAST, "tanks", 7424, 1),
            *(Misprint("www.pravda.com.ua", SECOND, category, None) for category in HALF),
        ),
        answers={
            "news.online.ua": (Answer(503),),
            mil_page(newsroom, FIRST): (EMPTY,),
            mil_page(newsroom, SECOND): (PNG,),
        },
        layouts={"index.minfin.com.ua": "login"},
    )
    return read_again(newsroom, tmp_path_factory.mktemp("bad") / "losses.db")


def test_a_bad_day_is_degraded_and_told_without_a_traceback(bad_day: Crawled) -> None:
    assert bad_day.ended.returncode == ExitCode.DEGRADED
    assert "Traceback" not in bad_day.ended.stderr


def test_what_was_read_of_a_bad_day_is_right(bad_day: Crawled) -> None:
    stored, true = stored_figures(bad_day), true_figures()
    standing = {
        (row["report_date"], row["category"]) for row in bad_day.rows("losses", "status not in ('held', 'disputed')")
    }
    assert standing
    assert {cell: stored[cell] for cell in standing} == {cell: true[cell] for cell in standing}


def test_every_broken_page_has_its_end(bad_day: Crawled) -> None:
    assert "http_error" in bad_day.outcomes("online_ua_en")
    assert "unreadable" in bad_day.outcomes("mil_gov_ua")
    assert "unreadable" in bad_day.outcomes("minfin")


def test_half_a_list_and_a_page_without_one_are_errors(bad_day: Crawled) -> None:
    errors = {(row["source"], row["kind"]) for row in bad_day.rows("problems", "severity != 'note'")}
    assert ("pravda_en", "incomplete_report") in errors
    assert "minfin" in {source for source, _ in errors}


def test_the_next_crawl_makes_good(bad_day: Crawled) -> None:
    bad_day.newsroom.faults = Faults()
    good = read_again(bad_day.newsroom, bad_day.database)
    assert stored_figures(good) == true_figures()
    assert {row["status"] for row in good.rows("losses")} <= {"confirmed", "corrected"}
    runs = good.rows("runs")
    assert json.loads(runs[-1]["counts"])["crashes"] == []


def test_a_late_correction_is_a_second_revision_and_a_retraction_a_third(tmp_path: Path) -> None:
    slip = Misprint("www.mil.gov.ua", SECOND, "tanks", 7421, 2, until=LAST)
    with Newsroom(spans=((FIRST, LAST),), day=SECOND, faults=Faults(misprints=(slip,))) as newsroom:
        database, page = tmp_path / "losses.db", mil_page(newsroom, SECOND)
        first = read_again(newsroom, database, "mil_gov_ua")
        assert stored_figures(first)[str(SECOND), "tanks"][0] == 7421
        newsroom.day = LAST
        second = read_again(newsroom, database, "mil_gov_ua")
        assert revisions(second, page) == [1, 2]
        assert stored_figures(second)[str(SECOND), "tanks"] == (7241, 5)
        newsroom.faults = Faults(answers={page: (Answer(410),)})
        third = crawl(
            newsroom, database, arguments={**SPAN, "sources": "mil_gov_ua"}, settings={"RECHECK_DAYS": "9999"}
        )
        assert third.returncode == ExitCode.OK
        assert revisions(second, page) == [1, 2, 3]
        assert second.rows("corrections")


def revisions(crawled: Crawled, page: str) -> list[int]:
    return [row["revision"] for row in crawled.rows("articles") if unquote(row["url"]) == page]


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [
        ({"sources": "nobody"}, {}, (ExitCode.USAGE, "unknown source nobody")),
        ({"since": "yesterday"}, {}, (ExitCode.USAGE, "since='yesterday' is no date")),
        ({}, {"DATABASE": "/nowhere/losses.db"}, (ExitCode.USAGE, "the database's folder does not exist")),
        ({"sources": "minfin"}, {"NEWSROOM": "127.0.0.1:1"}, (ExitCode.FAILED, "minfin gave nothing")),
    ],
)
def test_what_is_mistyped_or_down_is_one_line(
    newsroom: Newsroom,
    tmp_path: Path,
    arguments: dict[str, str],
    settings: dict[str, str],
    told: tuple[ExitCode, str],
) -> None:
    code, words = told
    settings = {"RETRY_TIMES": "0", **settings}
    ended = crawl(newsroom, tmp_path / "losses.db", arguments={**SPAN, **arguments}, settings=settings)
    assert ended.returncode == code
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
