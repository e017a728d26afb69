"""A hostile page wastes a bounded amount of time and memory, and half a page is never taken for a page."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import brotli
import pytest

from crawler.inflation import zstd
from tests.hostile.crawl import Crawled, crawl
from tests.hostile.server import Answer, HostileServer, endless, raw, reply

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PAGE = b"<p>whole page</p>"
BOMB = bytes(64 * 2**20)
BROTLI_BOMB = brotli.compress(BOMB, quality=4)
LARGE = b"x" * (8 * 2**20)
HALF_GZIP = gzip.compress(b"figures " * 50_000)[:-30]
HALF_ZSTD = zstd.compress(bytes(range(256)) * 5000)[:-20]
HALF_BROTLI = brotli.compress(bytes(range(256)) * 5000)[:-5]

CASES: dict[str, tuple[Answer, str]] = {
    "plain": (reply(200, PAGE), "ok"),
    "gzipped": (reply(200, gzip.compress(PAGE), Content_Encoding="gzip"), "ok"),
    "brotli": (reply(200, brotli.compress(PAGE), Content_Encoding="br"), "ok"),
    "zstd": (reply(200, zstd.compress(PAGE), Content_Encoding="zstd"), "ok"),
    "twice": (reply(200, brotli.compress(gzip.compress(PAGE)), Content_Encoding="gzip, br"), "ok"),
    "at-the-cap": (reply(200, LARGE), "ok"),
    "over-the-cap": (reply(200, LARGE + b"x"), "too_large"),
    "endless-headers": (endless(OK, b"X-Filler: " + b"a" * 1000 + b"\r\n"), "too_large"),
    "endless-header-line": (endless(OK + b"X-Filler: ", b"a" * 1000), "unreachable"),
    "endless-interim": (endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), "too_large"),
    "endless-body": (endless(OK + b"\r\n", b"<p>more</p>" * 1000), "too_large"),
    "endless-chunks": (
        endless(CHUNKED, b"400\r\n" + b"y" * 1024 + b"\r\n"),
        "too_large",
    ),
    "endless-chunk-extension": (endless(CHUNKED + b"4;x=", b"z" * 1000), "incomplete"),
    "slow-headers": (endless(OK, b"X-Slow: 1\r\n", 0.3), "timed_out"),
    "slow-body": (endless(OK + b"\r\n", b"x", 0.3), "timed_out"),
    "silent": (endless(b"", b"", 0.3), "timed_out"),
    "truncated": (raw(OK + b"Content-Length: 1000\r\n\r\n<p>half"), "incomplete"),
    "truncated-chunks": (raw(CHUNKED + b"5\r\nhello\r\n"), "incomplete"),
    "bad-chunks": (raw(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"), "incomplete"),
    "reset": (raw(b""), "unreachable"),
    "no-http": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "half-gzip": (reply(200, HALF_GZIP, Content_Encoding="gzip"), "incomplete"),
    "half-zstd": (reply(200, HALF_ZSTD, Content_Encoding="zstd"), "incomplete"),
    "half-brotli": (reply(200, HALF_BROTLI, Content_Encoding="br"), "incomplete"),
    "not-gzip": (reply(200, PAGE, Content_Encoding="gzip"), "unreadable"),
    "unknown-coding": (reply(200, PAGE, Content_Encoding="rot13"), "unreadable"),
    "gzip-bomb": (reply(200, gzip.compress(BOMB), Content_Encoding="gzip"), "too_large"),
    "brotli-bomb": (reply(200, BROTLI_BOMB, Content_Encoding="br"), "too_large"),
    "zstd-bomb": (reply(200, zstd.compress(BOMB), Content_Encoding="zstd"), "too_large"),
    "nested-bomb": (
        reply(200, gzip.compress(BROTLI_BOMB), Content_Encoding="br, gzip"),
        "too_large",
    ),
    "many-codings": (reply(200, PAGE, Content_Encoding=", ".join(["gzip"] * 100)), "refused"),
    "to-file": (reply(302, Location="file:///etc/passwd"), "refused"),
    "to-data": (reply(302, Location="data:text/html,hello"), "refused"),
    "to-ftp": (reply(302, Location="ftp://example.org/x"), "refused"),
    "to-javascript": (reply(302, Location="javascript:alert(1)"), "refused"),
    "meta-refresh": (reply(200, b'<meta http-equiv="refresh" content="0; url=/other">'), "ok"),
    "round-and-round": (reply(302, Location="/page"), "refused"),
}


@pytest.fixture(scope="module")
def server() -> HostileServer:
    return HostileServer({f"{case}.test": {"/page": answer} for case, (answer, _) in CASES.items()})


@pytest.fixture(scope="module")
def crawled(server: HostileServer, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    database = tmp_path_factory.mktemp("bounds") / "losses.db"
    with server:
        urls = [f"http://{case}.test/page" for case in CASES]
        return crawl(urls, database, NEWSROOM=server.address, DOWNLOAD_TIMEOUT=3, RETRY_TIMES=0)


@pytest.mark.parametrize("case", CASES)
def test_every_response_ends_as_it_should(case: str, crawled: Crawled) -> None:
    ending = crawled[f"http://{case}.test/page"]
    assert (ending.outcome, ending.why if ending.outcome == "failed" else "") == (CASES[case][1], "")


def test_memory_stays_bounded(crawled: Crawled) -> None:
    assert crawled.peak < 300


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_port_is_opened(crawled: Crawled, tmp_path: Path) -> None:
    assert crawled.ports == 0
    with HostileServer({"a.test": {"/page": reply(200, PAGE)}}) as server:
        database = tmp_path / "losses.db"
        open_door = crawl(["http://a.test/page"], database, NEWSROOM=server.address, TELNETCONSOLE_ENABLED=True)
    assert open_door.ports > 0


def test_five_redirects_are_followed_and_no_sixth(server: HostileServer, crawled: Crawled) -> None:
    assert server.paths("round-and-round.test").count("/page") == 6


def test_a_meta_refresh_is_not_followed(server: HostileServer, crawled: Crawled) -> None:
    assert server.paths("meta-refresh.test") == ["/robots.txt", "/page"]


def test_no_bad_page_raises_in_our_code(crawled: Crawled) -> None:
    assert "Traceback" not in crawled.log


def test_only_the_hosts_of_the_source_are_visited(tmp_path: Path) -> None:
    away = [
        "http://other.test/x",
        "http://outlet.test:8080/x",
        "http://user:pw@outlet.test/x",
        "http://sub.outlet.test/",
    ]
    answers = {f"/to{number}": reply(302, Location=url) for number, url in enumerate(away)}
    with HostileServer({"outlet.test": answers}) as server:
        led = [f"https://outlet.test{path}" for path in answers]
        crawled = crawl([*away, *led], tmp_path / "losses.db", hosts=["outlet.test"], NEWSROOM=server.address)
        assert {ending.outcome for ending in crawled.endings} == {"refused"}
        assert len(crawled.endings) == len(away) + len(led)
        assert {hit.host for hit in server.hits} == {"outlet.test"}
