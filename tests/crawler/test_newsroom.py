"""The newsroom is a loopback address or nothing; what it serves keeps its outlet's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.newsroom import NewsroomError, parse_newsroom
from tests.hostile.crawl import crawl
from tests.hostile.server import HostileServer, reply


def test_a_loopback_address_and_port() -> None:
    assert parse_newsroom("127.0.0.1:8000") == ("127.0.0.1", 8000)
    assert parse_newsroom("127.5.6.7:1") == ("127.5.6.7", 1)


NO_NEWSROOM = (
    *("", ":", "8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:٨", "127.0.0.1:-1"),
    *(
        "localhost:8000",
        "0.0.0.0:8000",
        "10.0.0.1:80",
        "8.8.8.8:80",
        "[::1]:80",
        "2130706433:80",
        "http://127.0.0.1:80",
    ),
)


@pytest.mark.parametrize("setting", NO_NEWSROOM)
def test_anything_else_is_refused(setting: str) -> None:
    with pytest.raises(NewsroomError, match="loopback"):
        parse_newsroom(setting)


def test_every_named_host_leads_to_the_newsroom_under_its_own_name(tmp_path: Path) -> None:
    urls = ["https://mod.example/list", "http://mod.example/list", "https://press.example:8443/x?y=1"]
    answers = {"mod.example": {"/list": reply(200, b"losses")}, "press.example:8443": {"/x?y=1": reply(200, b"claims")}}
    with HostileServer(answers) as server:
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address)
        assert {(ending.url, ending.outcome) for ending in crawled.endings} == {(url, "ok") for url in urls}
        assert {hit.host for hit in server.hits} == {"mod.example", "press.example:8443"}


def test_a_newsroom_elsewhere_fetches_nothing(tmp_path: Path) -> None:
    crawled = crawl(["http://mod.example/list"], tmp_path / "losses.db", NEWSROOM="10.0.0.1:80", ROBOTSTXT_OBEY=False)
    assert [ending.outcome for ending in crawled.endings] == ["refused"]
