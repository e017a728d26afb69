"""No route and no spelling leads to an address that is not public; listeners on every local address stay unvisited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.crawl import Crawled, crawl
from tests.hostile.server import Canary, HostileServer, reply

LOCAL = (
    *("127.0.0.1", "127.1", "127.0.1", "127.0.0.2", "127.255.255.254", "127.000.000.001", "127.00.0.01"),
    *("2130706433", "0x7f000001", "0x7F000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "0x7f.0x1"),
    *("0177.1", "127.0x0.0.0x1", "127.0.0.0x1", "0x7f.0.1", "00000177.0.0.1", "0", "0.0.0.0", "0x0", "00", "0.0"),
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::]", "[0::0]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::FFFF:127.0.0.1]", "[::ffff:0.0.0.0]"),
    *("１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1"),
)
"""Spellings of this machine; the canaries listen there."""

FOREIGN = (
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "0xc0a80001", "3232235521"),
    *("169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "100.64.0.1", "100.127.255.255"),
    *("192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]"),
    *("[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]"),
    *("[2002:a00:1::1]", "[2001:db8::1]", "[2001:0:7f00:1::]", "[100::1]", "[::ffff:0:127.0.0.1]"),
)
"""Private, reserved and wrapped addresses elsewhere: a packet to them would leave this machine."""

SPELLINGS = LOCAL + FOREIGN
ROUTES = ("direct", "redirect", "feed", "sitemap")
REFUSED = "is not a public address"


def outlets(port: int) -> HostileServer:
    """Outlets whose redirects, feed, sitemap and robots.txt lead to every spelling."""
    there = [f"http://{spelling}:{port}" for spelling in SPELLINGS]
    feed = "".join(f"<item><link>{url}/feed/{number}</link></item>" for number, url in enumerate(there))
    sitemap = "".join(f"<url><loc>{url}/sitemap/{number}</loc></url>" for number, url in enumerate(there))
    server = HostileServer()
    server.answers["lists.test"] = {
        "/feed": reply(200, f"<rss><channel>{feed}</channel></rss>".encode()),
        "/sitemap": reply(200, f"<urlset>{sitemap}</urlset>".encode()),
    }
    server.answers["redirects.test"] = {
        f"/{number}": reply(302, Location=f"{url}/redirect/{number}".encode().decode("latin-1"))
        for number, url in enumerate(there)
    }
    for number, url in enumerate(there):
        away = reply(302, Location=f"{url}/robots/{number}".encode().decode("latin-1"))
        server.answers[f"robots{number}.test"] = {"/robots.txt": away, "*": reply(200, b"a page")}
    return server


def test_there_are_sixty_spellings() -> None:
    assert len(set(SPELLINGS)) >= 60


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as canary:
        yield canary


@pytest.fixture(scope="module")
def crawled(canary: Canary, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Pages by every route, robots.txt aside: here the guard alone stands between the links and the addresses."""
    database = tmp_path_factory.mktemp("addresses") / "losses.db"
    with outlets(canary.port) as server:
        direct = [f"http://{spelling}:{canary.port}/direct/{number}" for number, spelling in enumerate(SPELLINGS)]
        redirects = [f"http://redirects.test/{number}" for number in range(len(SPELLINGS))]
        urls = [*direct, *redirects, "http://lists.test/feed", "http://lists.test/sitemap"]
        return crawl(urls, database, NEWSROOM=server.address, ROBOTSTXT_OBEY=False, RETRY_TIMES=0)


def test_every_spelling_is_refused_by_every_route(crawled: Crawled) -> None:
    reached = [ending for ending in crawled.endings if not ending.asked.startswith("http://lists.test/")]
    assert len(reached) == len(ROUTES) * len(SPELLINGS)
    assert [ending for ending in reached if ending.outcome != "refused" or REFUSED not in ending.why] == []


def test_every_robots_txt_that_leads_there_closes_its_host(canary: Canary, tmp_path: Path) -> None:
    with outlets(canary.port) as server:
        urls = [f"http://robots{number}.test/page" for number in range(len(SPELLINGS))]
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address, RETRY_TIMES=0)
        denied = [ending for ending in crawled.endings if ending.outcome == "robots_denied" and REFUSED in ending.why]
        assert len(denied) == len(SPELLINGS)
        assert {hit.path for hit in server.hits} == {"/robots.txt"}


def test_names_of_this_machine_are_refused_in_a_live_run(canary: Canary, tmp_path: Path) -> None:
    urls = [f"http://{name}:{canary.port}/" for name in ("localhost", "LOCALHOST")]
    crawled = crawl(urls, tmp_path / "losses.db", ROBOTSTXT_OBEY=False, RETRY_TIMES=0)
    assert [ending.outcome for ending in crawled.endings] == ["refused"] * len(urls)


def test_nobody_ever_came(crawled: Crawled, canary: Canary) -> None:
    assert canary.visitors == []


def test_without_the_guard_they_come(tmp_path: Path) -> None:
    """The spellings do lead here and the canary does listen: the tests above can fail."""
    plain = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    with Canary() as canary:
        urls = [f"http://{spelling}:{canary.port}/{number}" for number, spelling in enumerate(LOCAL)]
        crawl(
            urls,
            tmp_path / "losses.db",
            TWISTED_DNS_RESOLVER="scrapy.resolver.CachingHostnameResolver",
            DOWNLOAD_HANDLERS={"http": plain},
            ROBOTSTXT_OBEY=False,
            RETRY_TIMES=0,
        )
        assert len(set(canary.visitors)) > 30


def test_without_the_guard_nothing_is_dialled_by_our_handler(tmp_path: Path) -> None:
    with Canary() as canary:
        crawled = crawl(
            [f"http://127.0.0.1:{canary.port}/"],
            tmp_path / "losses.db",
            TWISTED_DNS_RESOLVER="scrapy.resolver.CachingThreadedResolver",
            ROBOTSTXT_OBEY=False,
        )
        assert [ending.outcome for ending in crawled.endings] == ["refused"]
        assert canary.visitors == []
