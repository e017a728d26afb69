"""What addresses tell, held against every address the ministry published its lists under."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.addresses import published_day, report_day
from crawler.sources import Source, load_sources
from tests.newsroom.figures import report_addresses

SOURCES = load_sources()
ADDRESSES = sorted(report_addresses().items())


def official(url: str) -> Source:
    return SOURCES["mil_gov_ua" if "mil.gov.ua" in url else "mod_gov_ua"]


def test_every_official_address_is_kept() -> None:
    assert len(ADDRESSES) == 1449
    assert [url for _, url in ADDRESSES if not official(url).keep.matches(url)] == []
    assert all(official(url).owns(url) for _, url in ADDRESSES)


def test_no_official_address_is_read_as_another_day() -> None:
    told = {url: report_day(url, official(url).address) for _, url in ADDRESSES}
    assert [(day, url) for day, url in ADDRESSES if told[url] not in (None, day)] == []
    assert sum(day is not None for day in told.values()) == 215


def test_days_that_the_address_does_not_tell_surely() -> None:
    untold = [day for day, url in ADDRESSES if day >= date(2026, 1, 20) and not report_day(url, official(url).address)]
    assert untold == [date(2026, 4, 20), date(2026, 5, 12), date(2026, 6, 1), date(2026, 8, 16)]


def test_the_archive_tells_the_day_of_publication() -> None:
    days = [(day, published_day(url, official(url).address)) for day, url in ADDRESSES if "mil.gov.ua" in url]
    assert len(days) == 764
    assert all(published is not None for _, published in days)
    other = [day for day, published in days if published != day]
    assert other == [date(2022, 12, 30), date(2023, 3, 22), date(2023, 6, 7), date(2023, 12, 26)]


@pytest.mark.parametrize(
    ("source", "url", "day"),
    [
        ("pravda_en", "https://www.pravda.com.ua/eng/news/2025/09/6/7529592/", date(2025, 9, 6)),
        ("pravda_en", "https://www.pravda.com.ua/eng/news/2025/09/31/7529592/", None),
        ("zona_media", "https://zona.media/article/2024/02/24/75k", date(2024, 2, 24)),
        ("online_ua_en", "https://news.online.ua/en/anything-877312/", None),
    ],
)
def test_publication_days_of_outlets(source: str, url: str, day: date | None) -> None:
    assert published_day(url, SOURCES[source].address) == day


def test_encoded_and_raw_dashes_are_the_same_address() -> None:
    address = SOURCES["mil_gov_ua"]
    raw = "https://www.mil.gov.ua/news/2023/05/08/zagalni-vtrati-voroga-–-genshtab-zsu/"
    assert address.keep.matches(raw)
    assert address.keep.matches(raw.replace("–", "%E2%80%93"))
