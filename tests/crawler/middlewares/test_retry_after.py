"""Retry-After: what a value means, and that no request reaches a host before its time, in a run and across runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.retry_after import LONGEST, parse_retry_after
from pipelines.store import open_store
from pipelines.store.hosts import retry_after, save_retry_after
from tests.hostile.crawl import crawl
from tests.hostile.server import HostileServer, in_turn, reply

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PAGE = reply(200, b"a page")
OPEN = reply(200, b"")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("86400", 86_400),
        ("86401", 86_400),
        ("1000000000", 86_400),
        ("9" * 5000, 86_400),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300),
        ("Sun Mar  1 12:05:00 2026", 300),
        ("Sunday, 01-Mar-26 12:05:00 GMT", 300),
        ("Sun, 01 Mar 2026 14:05:00 +0200", 300),
        ("Mon, 01 Mar 2027 12:00:00 GMT", 86_400),
        ("0", None),
        ("Sun, 01 Mar 2026 11:59:59 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        ("Sun, 99 Mar 2026 12:05:00 GMT", None),
        ("Sun, 01 Mar 99999 12:05:00 GMT", None),
    ],
)
def test_both_forms_are_read_and_capped(value: str, seconds: int | None) -> None:
    until = parse_retry_after(value, NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


@given(st.text(max_size=60) | st.integers().map(str) | st.datetimes().map(format_datetime))
def test_whatever_comes_is_no_time_or_one_within_a_day(value: str) -> None:
    until = parse_retry_after(value, NOW)
    assert until is None or NOW < until <= NOW + LONGEST


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_no_request_reaches_the_host_before_its_time(form: str, tmp_path: Path) -> None:
    wish = "2" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    pages = {"/0": in_turn(reply(429, Retry_After=wish), PAGE), "/robots.txt": OPEN, "*": PAGE}
    urls = [f"http://outlet.test/{number}" for number in range(5)]
    with HostileServer({"outlet.test": pages}) as server:
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address)
        assert {ending.outcome for ending in crawled.endings} == {"ok"}
        asked = [hit.at for hit in server.hits if hit.path == "/0"]
        queued = [hit.at for hit in server.hits if hit.path != "/0" and hit.at > asked[0]]
        assert len(asked) == 2
        assert len(queued) == 4
        assert min(asked[1], *queued) - asked[0] >= (2 if form == "seconds" else 1)


def test_a_long_wait_postpones_the_host_to_a_later_run_and_no_other(tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    busy = {"/robots.txt": OPEN, "*": reply(503, Retry_After="1000000000")}
    urls = ["http://busy.test/1", "http://busy.test/2", "https://busy.test/3", "http://calm.test/1"]
    with HostileServer({"busy.test": busy, "calm.test": {"/robots.txt": OPEN, "*": PAGE}}) as server:
        first = crawl(urls, database, NEWSROOM=server.address)
        assert [first[url].outcome for url in urls] == ["retry_later"] * 3 + ["ok"]
        assert len([path for path in server.paths("busy.test") if path != "/robots.txt"]) == 1
        server.hits.clear()
        second = crawl(urls, database, NEWSROOM=server.address)
        assert [second[url].outcome for url in urls] == ["retry_later"] * 3 + ["ok"]
        assert server.paths("busy.test") == []
    until = retry_after(open_store(database), "busy.test")
    assert until is not None
    assert timedelta(hours=23) < until - datetime.now(UTC) < timedelta(hours=24, minutes=1)


def test_a_wish_that_names_no_time_to_come_is_a_plain_error(tmp_path: Path) -> None:
    wishes = ("Sun, 01 Mar 2020 12:00:00 GMT", "-1", "later", "0")
    hosts = {f"outlet{number}.test": wish for number, wish in enumerate(wishes)}
    answers = {host: {"/page": in_turn(reply(503, Retry_After=wish), PAGE)} for host, wish in hosts.items()}
    with HostileServer(answers) as server:
        crawled = crawl([f"http://{host}/page" for host in hosts], tmp_path / "losses.db", NEWSROOM=server.address)
    assert [ending.outcome for ending in crawled.endings] == ["ok"] * len(wishes)


def test_a_host_is_visited_again_when_its_time_has_come(tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    save_retry_after(open_store(database), "outlet.test", datetime.now(UTC) - timedelta(seconds=1))
    with HostileServer({"outlet.test": {"/robots.txt": OPEN, "/page": PAGE}}) as server:
        crawled = crawl(["http://outlet.test/page"], database, NEWSROOM=server.address)
    assert crawled["http://outlet.test/page"].outcome == "ok"
