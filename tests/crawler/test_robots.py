"""What an answer to a request for robots.txt means, without a crawl."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots import MAX_ROBOTS_BYTES, read_robots, unreachable

US = "losswatch"
URL = "https://outlet.test/news/1"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 499])
def test_a_client_error_means_there_are_no_rules(status: int) -> None:
    rules = read_robots(status, b"User-agent: *\nDisallow: /", US)
    assert rules is not None
    assert rules.allows(URL)
    assert rules.why == f"no rules (status {status})"


@pytest.mark.parametrize("status", [100, 300, 301, 304, 429, 500, 502, 503, 504, 599, 999])
def test_anything_else_settles_nothing(status: int) -> None:
    assert read_robots(status, b"User-agent: *\nAllow: /", US) is None


def test_unreachable_means_complete_disallow() -> None:
    rules = unreachable("status 503")
    assert not rules.allows(URL)
    assert rules.crawl_delay() is None


@pytest.mark.parametrize(
    ("body", "delay"),
    [
        (b"User-agent: *\nCrawl-delay: 7", 7.0),
        (b"User-agent: *\nCrawl-delay: 0.5", 0.5),
        (b"User-agent: losswatch\nCrawl-delay: 2\n\nUser-agent: *\nCrawl-delay: 9", 2.0),
        (b"User-agent: otherbot\nCrawl-delay: 9", None),
        (b"User-agent: *\nCrawl-delay: soon", None),
        (b"User-agent: *\nDisallow:", None),
    ],
)
def test_crawl_delay(body: bytes, delay: float | None) -> None:
    rules = read_robots(200, body, US)
    assert rules is not None
    assert rules.crawl_delay() == delay


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ("User-agent: losswatch\nDisallow: /", False),
        ("User-Agent: LossWatch/2.1 (x)\nDisallow: /", False),
        ("User-agent: loss\nDisallow: /", True),
        ("User-agent: watch\nDisallow: /", True),
        ("User-agent: losswatchbot\nDisallow: /", True),
        ("User-agent: loss\nAllow: /\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: losswatch\nDisallow: /a\n\nUser-agent: losswatch\nDisallow: /news", False),
        ("User-agent: otherbot\nUser-agent: losswatch\nDisallow: /", False),
        ("User-agent: losswatch\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/1", True),
        ("User-agent: *\nDisallow: /NEWS", True),
        ("User-agent: *\nDisallow: /*/1$", False),
        ("User-agent: *\nDisallow: /*/$", True),
        ("Disallow: /\nUser-agent: *\nAllow: /", True),
        ("user-agent : * # all\r\n\r\ndisallow : / # nothing", False),
        ("User-agent: otherbot\nSitemap: https://outlet.test/s.xml\nUser-agent: *\nDisallow: /", False),
    ],
)
def test_whose_rules_and_which_of_them(body: str, allowed: bool) -> None:
    rules = read_robots(200, body.encode(), US)
    assert rules is not None
    assert rules.allows(URL) is allowed


def test_the_line_that_the_limit_cuts_is_left_out() -> None:
    head = b"User-agent: *\n"
    filler = b"#" * (MAX_ROBOTS_BYTES - len(head) - len(b"Disallow: /n") - 1) + b"\n"
    rules = read_robots(200, head + filler + b"Disallow: /news/archive\n", US)
    assert rules is not None
    assert rules.allows(URL)


@given(st.binary(max_size=3000))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    rules = read_robots(200, b"User-agent: *\n" + body, US)
    assert rules is not None
    assert rules.allows(URL) in {True, False}
    delay = rules.crawl_delay()
    assert delay is None or delay >= 0
