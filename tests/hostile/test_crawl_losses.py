"""`scrapy crawl losses` over a hostile outlet: every page ends in its one state, and the good ones are read."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.exit_codes import ExitCode
from pipelines.store import open_readonly
from tests.hostile.server import Answer, HostileServer, endless, raw, reply

ROOT = Path(__file__).parents[2]
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
TODAY = datetime.now(UTC).date()
DAY = f"{TODAY.day} {MONTHS[TODAY.month - 1]} {TODAY.year} року"
LIST = (
    "<li>особового складу – близько 1 000 000 (+1 000) осіб;</li>"
    "<li>танків – 11 000 (+5);</li><li>гелікоптерів – 350 (+0);</li>"
)
ARTICLE = (
    f"<h1>Втрати ворога станом на {DAY}</h1><p>Загальні бойові втрати противника станом на {DAY}:</p><ul>{LIST}</ul>"
)
PAGE = f"<!doctype html><html><body><article>{ARTICLE}</article></body></html>"
DEEP = f"<!doctype html><html><body><article>{'<div>' * 10_000}{ARTICLE}"
LONG = PAGE.replace("</article>", f"<p>{'1' * 1_000_000}</p><p>{'танків – (+ ' * 100_000}</p></article>")
HTML = {"Content_Type": "text/html"}

Crawl = tuple[subprocess.CompletedProcess[str], Database]

PAGES: dict[str, tuple[Answer, set[str]]] = {
    "whole": (reply(200, PAGE.encode(), **HTML), {"new"}),
    "gzipped": (reply(200, gzip.compress(PAGE.encode()), Content_Encoding="gzip", **HTML), {"new"}),
    "mislabelled": (reply(200, PAGE.encode("cp1251"), Content_Type="text/html; charset=utf-8"), {"new"}),
    "no-charset": (reply(200, b"\x80\x81\xfe\xff<p>" * 500, **HTML), {"unreadable"}),
    "an-image": (reply(200, b"\x89PNG\r\n", Content_Type="image/png"), {"unreadable"}),
    "empty": (reply(200, b"", **HTML), {"unreadable"}),
    "deep": (reply(200, DEEP.encode(), **HTML), {"unreadable"}),
    "long": (reply(200, LONG.encode(), **HTML), {"new", "unreadable"}),
    "bomb": (reply(200, gzip.compress(bytes(64 * 2**20)), Content_Encoding="gzip", **HTML), {"too_large"}),
    "endless": (endless(b"HTTP/1.1 200 X\r\n\r\n", PAGE.encode() * 50), {"too_large"}),
    "endless-headers": (endless(b"HTTP/1.1 200 X\r\n", b"X-Filler: " + b"a" * 900 + b"\r\n"), {"too_large"}),
    "half": (raw(b"HTTP/1.1 200 X\r\nContent-Length: 9999\r\n\r\n" + PAGE.encode()), {"incomplete"}),
    "silent": (endless(b"", b"", 0.3), {"timed_out"}),
    "missing": (reply(404), {"missing"}),
    "broken": (reply(500), {"http_error"}),
    "closed": (reply(200, PAGE.encode(), **HTML), {"robots_denied"}),
    "abroad": (reply(302, Location="https://foreign.test/news/whole"), {"refused"}),
    "inside": (reply(302, Location="http://127.0.0.1/news/whole"), {"refused"}),
    "to-file": (reply(302, Location="file:///etc/passwd"), {"refused"}),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    database = tmp_path_factory.mktemp("crawl") / "losses.db"
    links = "".join(f'<p><a href="/news/{name}">Втрати ворога</a></p>' for name in PAGES)
    answers = {f"/news/{name}": answer for name, (answer, _) in PAGES.items()}
    answers["/robots.txt"] = reply(200, b"User-agent: *\nDisallow: /news/closed\n")
    answers["/news"] = reply(200, f"<!doctype html><html><body>{links}</body></html>".encode(), **HTML)
    with HostileServer({"hostile.test": answers}) as server:
        settings = {
            "NEWSROOM": server.address,
            "SOURCES_DIR": "tests/hostile/sources",
            "DATABASE": str(database),
            "DOWNLOAD_DELAY": "0",
            "DOWNLOAD_TIMEOUT": "3",
            "RETRY_TIMES": "0",
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "scrapy", "crawl", "losses", *options]
        yield (
            subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=120),
            open_readonly(database),
        )


def test_every_page_ends_in_its_one_state(crawled: Crawl) -> None:
    rows = crawled[1].query("SELECT url, outcome FROM fetches WHERE purpose = 'article'")
    ends = {row["url"].removeprefix("https://hostile.test/news/"): row["outcome"] for row in rows}
    assert ends.keys() == PAGES.keys()
    assert {name: end for name, end in ends.items() if end not in PAGES[name][1]} == {}


def test_the_good_pages_are_read_to_the_figure(crawled: Crawl) -> None:
    rows = crawled[1].query("SELECT category, total, delta FROM losses WHERE report_date = ?", [TODAY.isoformat()])
    figures = {row["category"]: (row["total"], row["delta"]) for row in rows}
    assert figures == {"personnel": (1_000_000, 1000), "tanks": (11_000, 5), "helicopters": (350, 0)}


def test_the_run_says_that_something_needs_a_look(crawled: Crawl) -> None:
    run, db = crawled
    assert run.returncode == ExitCode.DEGRADED, run.stderr
    assert "Traceback" not in run.stderr
    kinds = {row["kind"] for row in db.query("SELECT kind FROM problems")}
    assert {"unknown_charset", "parse_limit", "wrong_charset", "not_html"} <= kinds
