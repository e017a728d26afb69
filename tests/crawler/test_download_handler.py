"""What the handler adds to Scrapy's, beyond the bounds in tests/hostile."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

from tests.hostile.crawl import crawl
from tests.hostile.server import Hit, HostileServer, reply


async def slowly(writer: asyncio.StreamWriter, hit: Hit) -> None:
    await asyncio.sleep(0.1)
    await reply(200, b"a page")(writer, hit)


def test_a_host_answers_one_request_before_it_gets_the_next(tmp_path: Path) -> None:
    with HostileServer({host: {"/robots.txt": reply(404), "*": slowly} for host in ("a.test", "b.test")}) as server:
        urls = [f"http://{host}/{number}" for number in range(8) for host in ("a.test", "b.test")]
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address)
        assert {ending.outcome for ending in crawled.endings} == {"ok"}
        times = {host: [hit.at for hit in server.hits if hit.host == host][1:] for host in ("a.test", "b.test")}
    for asked in times.values():
        assert len(asked) == 8
        assert all(later - earlier >= 0.1 for earlier, later in pairwise(asked))
    assert times["b.test"][0] < times["a.test"][-1]


def test_who_asks_says_so_and_brings_nothing_else(tmp_path: Path) -> None:
    page = reply(200, b"a page", Set_Cookie="id=1; Path=/")
    with HostileServer({"a.test": {"/1": reply(302, Location="/2"), "*": page}}) as server:
        crawl(["http://a.test/1"], tmp_path / "losses.db", NEWSROOM=server.address)
    assert server.paths("a.test") == ["/robots.txt", "/1", "/2"]
    for head in server.heads:
        assert "user-agent: losswatch/" in head
        assert "(+http" in head
        assert "cookie:" not in head
        assert "referer:" not in head
