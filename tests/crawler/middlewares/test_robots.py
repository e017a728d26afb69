"""robots.txt in real crawls: RFC 9309's table, what is remembered, and Crawl-delay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.store import open_store
from pipelines.store.hosts import RobotsAnswer, robots_answer, save_robots_answer
from tests.hostile.crawl import Crawled, crawl
from tests.hostile.server import Answer, HostileServer, endless, in_turn, raw, reply

PAGE = reply(200, b"a page")
STATUSES = (200, 401, 404, 429, 500, 503)
BODIES = {
    "closed": b"User-agent: *\nDisallow: /\n",
    "open": b"User-agent: *\nDisallow: /private\n",
    "html": b"<!doctype html><html><body><h1>Disallow: everything</h1></body></html>",
    "empty": b"",
}
MATRIX: dict[str, tuple[Answer, bool]] = {
    f"{status}-{name}": (reply(status, body), status < 500 and status != 429 and (status, name) != (200, "closed"))
    for status in STATUSES
    for name, body in BODIES.items()
}
LONG = b"# filler\n" * 60_000
SHAPES: dict[str, tuple[Answer, bool]] = {
    "not-modified": (raw(b"HTTP/1.1 304 X\r\n\r\n"), False),
    "no-content": (raw(b"HTTP/1.1 204 X\r\n\r\n"), True),
    "loop": (reply(302, Location="/robots.txt"), False),
    "moved-open": (reply(301, Location="/elsewhere.txt"), True),
    "moved-closed": (reply(301, Location="/closed.txt"), False),
    "moved-to-nothing": (reply(301, Location="/missing.txt"), True),
    "moved-abroad": (reply(302, Location="http://foreign.test/robots.txt"), False),
    "moved-nowhere": (reply(302), False),
    "dropped": (raw(b""), False),
    "truncated": (raw(b"HTTP/1.1 200 X\r\nContent-Length: 999\r\n\r\nUser-agent: *\n"), False),
    "silent": (endless(b"", b"", 0.5), False),
    "too-large": (endless(b"HTTP/1.1 200 X\r\n\r\n", b"# filler\n" * 10_000), False),
    "byte-order-mark": (reply(200, "\ufeffUser-agent: *\nDisallow: /".encode()), False),
    "old-macintosh": (reply(200, b"User-agent: *\rDisallow: /"), False),
    "nul-bytes": (reply(200, b"\0\0\0User-agent\0: x\n" * 100), True),
    "for-us": (reply(200, b"User-agent: *\nAllow: /\n\nUser-agent: Losswatch\nDisallow: /\n"), False),
    "for-others": (reply(200, b"User-agent: otherbot\nDisallow: /\n\nUser-agent: losswatch\nAllow: /\n"), True),
    "longest-wins": (reply(200, b"User-agent: *\nDisallow: /\nAllow: /page\n"), True),
    "wildcards": (reply(200, b"User-agent: *\nDisallow: /*a*g*\n"), False),
    "past-the-limit": (reply(200, b"User-agent: *\n" + LONG + b"Disallow: /\n"), True),
    "within-the-limit": (reply(200, b"User-agent: *\n" + LONG[:500_000] + b"\nDisallow: /\n"), False),
    "crawl-delay-for-ages": (reply(200, b"User-agent: *\nCrawl-delay: 86400\n"), False),
}
CASES = MATRIX | SHAPES


def outlets(cases: dict[str, tuple[Answer, bool]]) -> HostileServer:
    closed = reply(200, BODIES["closed"])
    shared = {"/closed.txt": closed, "/elsewhere.txt": reply(200, BODIES["open"]), "/page": PAGE}
    return HostileServer({f"{case}.test": {**shared, "/robots.txt": answer} for case, (answer, _) in cases.items()})


@pytest.fixture(scope="module")
def server() -> HostileServer:
    return outlets(CASES)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("robots") / "losses.db"


@pytest.fixture(scope="module")
def crawled(server: HostileServer, database: Path) -> Crawled:
    hosts = [f"{case}.test" for case in CASES]
    with server:
        urls = [f"http://{host}/page" for host in hosts]
        return crawl(urls, database, hosts=hosts, NEWSROOM=server.address, DOWNLOAD_TIMEOUT=3, RETRY_TIMES=0)


def test_the_matrix_has_twenty_four_cases() -> None:
    assert len(MATRIX) == 24


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_asked_for_only_where_robots_txt_allows_it(
    case: str, server: HostileServer, crawled: Crawled
) -> None:
    allowed = CASES[case][1]
    assert server.paths(f"{case}.test").count("/page") == int(allowed)
    assert crawled[f"http://{case}.test/page"].outcome == ("ok" if allowed else "robots_denied")


@pytest.mark.parametrize("case", CASES)
def test_every_decision_is_recorded(case: str, crawled: Crawled, database: Path) -> None:
    db = open_store(database)
    origin = f"http://{case}.test"
    (decision,) = [row["decision"] for row in db.query("SELECT decision FROM robots WHERE origin = ?", [origin])]
    (fetch,) = db.query("SELECT source, purpose, note FROM fetches WHERE url = ?", [f"{origin}/robots.txt"])
    assert fetch == {"source": "hostile", "purpose": "robots", "note": decision}
    assert decision.startswith(("its rules", "no rules (status", "unreachable ("))


def test_what_is_remembered_counts_for_a_day(tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    now = datetime.now(UTC)
    ages = {"fresh": 1, "stale": 13, "outdated": 25, "future": -1}
    db = open_store(database)
    for name, hours in ages.items():
        for rules in ("open", "closed"):
            answer = RobotsAnswer(200, BODIES[rules], now - timedelta(hours=hours))
            save_robots_answer(db, f"http://{name}-{rules}.test", answer, "its rules")
    hosts = [f"{name}-{rules}.test" for name in ages for rules in ("open", "closed")]
    with HostileServer({host: {"/robots.txt": reply(503), "/page": PAGE} for host in hosts}) as server:
        urls = [f"http://{host}/page" for host in hosts]
        crawled = crawl(urls, database, NEWSROOM=server.address, RETRY_TIMES=0)
        assert server.paths("fresh-open.test") == ["/page"]
        assert server.paths("fresh-closed.test") == []
        assert server.paths("stale-open.test") == ["/robots.txt", "/page"]
        assert server.paths("stale-closed.test") == ["/robots.txt"]
        assert server.paths("outdated-open.test") == ["/robots.txt"]
        assert server.paths("future-open.test") == ["/robots.txt"]
        assert "unreachable (status 503)" in crawled["http://outdated-open.test/page"].why
    kept = robots_answer(db, "http://outdated-open.test")
    assert kept is not None
    assert kept.body == BODIES["open"]


def test_robots_txt_is_asked_for_once_an_origin(tmp_path: Path) -> None:
    with HostileServer({"outlet.test": {"*": PAGE, "/robots.txt": reply(200, b"")}}) as server:
        urls = [f"{scheme}://outlet.test/{number}" for number in range(10) for scheme in ("http", "https")]
        crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address)
        assert server.paths("outlet.test").count("/robots.txt") == 2
        assert len(server.paths("outlet.test")) == 22


def test_one_page_is_asked_for_at_a_time_and_crawl_delay_is_kept(tmp_path: Path) -> None:
    robots = reply(200, b"User-agent: *\nCrawl-delay: 0.5\n")
    with HostileServer({"outlet.test": {"*": PAGE, "/robots.txt": robots}}) as server:
        crawl([f"http://outlet.test/{number}" for number in range(4)], tmp_path / "losses.db", NEWSROOM=server.address)
        pages = [hit.at for hit in server.hits if hit.path != "/robots.txt"]
    assert len(pages) == 4
    assert all(later - earlier >= 0.5 for earlier, later in pairwise(pages))


def test_a_host_that_recovers_is_visited_by_the_next_run(tmp_path: Path) -> None:
    robots = in_turn(reply(503), reply(200, b""))
    with HostileServer({"outlet.test": {"/page": PAGE, "/robots.txt": robots}}) as server:
        runs = [
            crawl(["http://outlet.test/page"], tmp_path / "losses.db", NEWSROOM=server.address, RETRY_TIMES=0)
            for _ in range(2)
        ]
    assert [run["http://outlet.test/page"].outcome for run in runs] == ["robots_denied", "ok"]


def test_a_host_that_says_nothing_holds_up_no_other(tmp_path: Path) -> None:
    silent = {"/robots.txt": endless(b"", b"", 0.5)}
    quick = {"/robots.txt": reply(404), "*": PAGE}
    with HostileServer({"silent.test": silent, "a.test": quick, "b.test": quick}) as server:
        urls = [f"http://{host}/{number}" for number in range(30) for host in ("silent.test", "a.test", "b.test")]
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address, DOWNLOAD_TIMEOUT=6)
    assert [ending.outcome for ending in crawled.endings] == ["ok"] * 60 + ["robots_denied"] * 30
