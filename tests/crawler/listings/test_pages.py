"""Index pages and searches."""

from __future__ import annotations

import json

import pytest

from crawler.listings import ListingError
from crawler.listings.pages import PAGE_SIZE, read_index, read_search, search_request
from crawler.sources.shapes import Listing

URL = "https://example.org/news/2/"
INDEX = Listing("index", URL, items="li a", next="a[rel=next]")
SEARCH = Listing(
    "search", "https://example.org/lookup?x=1", query='{"sort": []}', link="https://example.org/news/{slug}"
)


def test_links_are_relative_to_the_pages_base() -> None:
    html = (
        '<base href="/ua/"><nav><a href="/about">About</a></nav><ul>'
        '<li><a href="a/"><img src="x"></a> <a href="a/">Losses  of\nthe day</a></li>'
        '<li><a href="/b" title="B"></a></li>'
        '<li><a>none</a></li><li><a href="mailto:x@example.org">x</a></li></ul><a rel="next" href="3/">older</a>'
    )
    reading = read_index(html, INDEX, url=URL, pages=5, page=2)
    assert [(link.url, link.title) for link in reading.links] == [
        ("https://example.org/ua/a/", "Losses of the day"),
        ("https://example.org/b", "B"),
    ]
    assert [(request.url, request.page) for request in reading.further] == [("https://example.org/ua/3/", 3)]


def test_a_base_on_another_host_is_ignored() -> None:
    reading = read_index('<base href="https://evil.net/"><li><a href="a">A</a>', INDEX, url=URL, pages=1, page=1)
    assert reading.links[0].url == "https://example.org/news/2/a"


def test_pagination_ends_at_its_bound_and_at_itself() -> None:
    page = '<li><a href="a">A</a></li><a rel="next" href="{}">older</a>'
    assert read_index(page.format("3/"), INDEX, url=URL, pages=2, page=2).further == ()
    assert read_index(page.format(URL), INDEX, url=URL, pages=9, page=2).further == ()


@pytest.mark.parametrize("html", ["", "<!-- -->", "<p>Please log in</p>", "<ul><li>no link</li></ul>"])
def test_a_page_without_the_links_is_loud(html: str) -> None:
    with pytest.raises(ListingError):
        read_index(html, INDEX, url=URL, pages=1, page=1)


def answer(count: int) -> str:
    hits = [
        {"_source": {"slug": f"s{n}", "title": "T", "publishedAt": "2026-06-16T07:12:00+03:00"}} for n in range(count)
    ]
    return json.dumps({"hits": {"hits": hits}})


def test_a_search_is_posted_and_paged() -> None:
    reading = read_search(answer(PAGE_SIZE), SEARCH, timezone="Europe/Kyiv", pages=2, page=1)
    assert reading.links[3].url == "https://example.org/news/s3"
    assert reading.links[3].listed_at is not None
    [older] = reading.further
    assert (older.method, older.page) == ("POST", 2)
    assert json.loads(older.body) == {"sort": [], "from": PAGE_SIZE, "size": PAGE_SIZE}
    assert older.headers["Origin"] == "https://example.org"
    assert read_search(answer(3), SEARCH, timezone="Europe/Kyiv", pages=2, page=1).further == ()
    assert search_request(SEARCH).page == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"hits": {"hits": [{"_source": {}}]}}', '{"hits": {"hits": 5}}', "[" * 9999]
)
def test_another_answer_is_loud(text: str) -> None:
    with pytest.raises(ListingError):
        read_search(text, SEARCH, timezone="Europe/Kyiv", pages=2, page=1)
