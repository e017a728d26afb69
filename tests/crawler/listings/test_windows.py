"""Addresses that stand for days, and the choice among links."""

from __future__ import annotations

from datetime import UTC, date, datetime

from crawler.listings import Link, ListingRequest, dated_links, listing_requests, read_listing, select
from crawler.sources import load_sources
from crawler.sources.shapes import Listing
from tests.newsroom.figures import report_addresses

SOURCES = load_sources()
MOD = next(listing for listing in SOURCES["mod_gov_ua"].listings if listing.kind == "dated")


def test_each_official_address_of_2026_is_among_those_of_its_day() -> None:
    days = [day for day in report_addresses() if day >= date(2026, 1, 20)]
    links = {link.day: [link.url, *link.fallbacks] for link in dated_links(MOD, min(days), max(days))}
    assert len(days) == 215
    assert [day for day in days if report_addresses()[day] not in links[day]] == []


def test_the_window_is_walked_newest_first_and_within_the_listings_life() -> None:
    links = dated_links(MOD, date(2026, 1, 1), date(2026, 1, 22))
    assert [link.day for link in links] == [date(2026, 1, 22), date(2026, 1, 21), date(2026, 1, 20)]
    assert links[0].url == "https://mod.gov.ua/news/bojovi-vtrati-voroga-na-22-sichnya-2026-roku"


def test_months_are_asked_for_once() -> None:
    [listing] = SOURCES["minfin"].listings
    links = dated_links(listing, date(2022, 2, 26), date(2022, 4, 2))
    assert [(link.url.rpartition("casualties/")[2], link.day) for link in links] == [
        ("2022-04/", date(2022, 4, 2)),
        ("2022-03/", date(2022, 3, 31)),
        ("2022-02/", date(2022, 2, 28)),
    ]
    assert links[0].fallbacks[0].endswith("month.php?month=2022-04")
    assert listing_requests(listing, date(2022, 2, 26), date(2022, 4, 2)) == []


def test_an_index_of_days_is_asked_for_each_day() -> None:
    index = SOURCES["pravda_en"].listings[1]
    urls = [request.url for request in listing_requests(index, date(2024, 4, 23), date(2024, 4, 24))]
    assert urls == [
        "https://www.pravda.com.ua/eng/news/date_24042024/",
        "https://www.pravda.com.ua/eng/news/date_23042024/",
    ]


def test_a_plain_listing_is_asked_for_once_and_not_after_its_end() -> None:
    archive = SOURCES["mil_gov_ua"].listings[0]
    assert len(listing_requests(archive, date(2024, 9, 1), date(2026, 1, 1))) == 1
    assert listing_requests(archive, date(2025, 1, 1), date(2026, 1, 1)) == []


def test_select_keeps_what_is_wanted_newest_first() -> None:
    source = SOURCES["pravda_en"]

    def link(path: str, title: str = "General Staff on losses", listed: datetime | None = None) -> Link:
        return Link(f"https://www.pravda.com.ua/eng/news/{path}", title, listed_at=listed)

    older, newer = link("2024/04/23/7450001/"), link("2024/04/24/7450002/")
    late = link("2024/04/22/7450000/", listed=datetime(2024, 4, 22, 22, 30, tzinfo=UTC))
    others = (
        link("2024/04/24/7450003/", "Weather"),
        link("2024/04/20/7450004/"),
        Link("https://www.epravda.com.ua/eng/news/2024/04/24/7450005/", "losses"),
    )
    chosen = select((older, newer, newer, late, *others), source, first=date(2024, 4, 23), last=date(2024, 4, 24))
    assert chosen == [newer, older, late]


def test_an_address_that_tells_the_reports_day_is_held_to_the_window() -> None:
    source = SOURCES["mod_gov_ua"]
    links = tuple(
        Link(f"https://mod.gov.ua/news/bojovi-vtrati-voroga-na-{day}-chervnya-2026-roku") for day in (1, 9, 5)
    )
    chosen = select(links, source, first=date(2026, 6, 4), last=date(2026, 6, 30))
    assert chosen == [links[1], links[2]]


def test_a_listing_is_read_by_its_kind() -> None:
    index = Listing("index", "https://example.org/", items="a")
    body = '<meta charset="windows-1251"><a href="/1">Втрати</a>'.encode("windows-1251")
    reading = read_listing(body, index, ListingRequest(index.url), first=date(2024, 1, 1), timezone="Europe/Kyiv")
    assert reading.links[0].title == "Втрати"
    feed = Listing("feed", "https://example.org/rss")
    body = b"<rss><channel><item><link>/1</link></item></channel></rss>"
    reading = read_listing(body, feed, ListingRequest(feed.url), first=date(2024, 1, 1), timezone="Europe/Kyiv")
    assert [link.url for link in reading.links] == ["https://example.org/1"]
