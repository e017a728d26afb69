"""Feeds and sitemaps, well-formed, sloppy and hostile."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listings import ListingError, ListingReading
from crawler.listings.feeds import MAX_BYTES, read_feed, read_sitemap

URL = "https://example.org/rss"
FIRST = date(2024, 4, 1)


def feed(body: bytes | str) -> ListingReading:
    return read_feed(body.encode() if isinstance(body, str) else body, url=URL, timezone="Europe/Kyiv")


def sitemap(body: bytes | str, page: int = 1, pages: int = 2) -> ListingReading:
    body = body.encode() if isinstance(body, str) else body
    return read_sitemap(body, url=URL, timezone="Europe/Kyiv", first=FIRST, pages=pages, page=page)


def rss(item: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{item}</channel></rss>'


def test_rss() -> None:
    [link] = feed(
        rss(
            "<item><title>Losses: &lt;b&gt;880&lt;/b&gt; &amp;amp; more</title><link> https://example.org/a#top </link>"
            "<guid>42</guid><pubDate>Wed, 24 Apr 2024 08:15:00 +0300</pubDate></item>"
        )
    ).links
    assert link.url == "https://example.org/a"
    assert link.title == "Losses: 880 & more"
    assert link.guid == "42"
    assert link.listed_at == datetime(2024, 4, 24, 5, 15, tzinfo=UTC)


def test_a_time_without_zone_stands_in_the_outlets() -> None:
    [link] = feed(rss("<item><link>/a</link><pubDate>Wed, 24 Apr 2024 08:15:00</pubDate></item>")).links
    assert link.listed_at == datetime(2024, 4, 24, 5, 15, tzinfo=UTC)


def test_an_item_without_link_is_at_its_permanent_guid() -> None:
    links = feed(rss("<item><guid>https://example.org/b</guid></item><item><guid>tag:9</guid></item>")).links
    assert [link.url for link in links] == ["https://example.org/b"]


def test_atom_takes_the_alternate_link() -> None:
    [link] = feed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title type="html">T</title>'
        '<link rel="self" href="https://example.org/self"/><link href="/news/1?utm_source=feed&amp;id=2"/>'
        "<published>2024-04-24T05:15:00Z</published><updated>2024-04-25T00:00:00Z</updated></entry></feed>"
    ).links
    assert link.url == "https://example.org/news/1?id=2"
    assert link.listed_at == datetime(2024, 4, 24, 5, 15, tzinfo=UTC)


def test_windows_1251_is_read_by_its_declaration() -> None:
    text = rss("<item><title>Втрати ворога</title><link>/a</link></item>")
    text = text.replace('version="1.0"?', 'version="1.0" encoding="windows-1251"?')
    assert feed(text.encode("windows-1251")).links[0].title == "Втрати ворога"


def test_a_sloppy_feed_is_read_as_far_as_it_goes() -> None:
    links = feed(rss("<item><title>A & B &nbsp;</title><link>/a</link></item><item><link>/b</link></item>")).links
    assert [link.url for link in links] == ["https://example.org/a", "https://example.org/b"]


def test_links_that_lead_out_of_the_web_are_left_out() -> None:
    items = "".join(
        f"<item><link>{link}</link></item>" for link in ("javascript:alert(1)", "file:///etc/passwd", "http://[")
    )
    assert feed(rss(items)).links == ()


LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS + "<rss><channel><item><title>&b;</title><link>/a</link></item></channel></rss>",
        "<!-- <rss> -->" + LAUGHS + "<rss/>",
        '<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>',
        ("<!-- -->" + LAUGHS + "<rss/>").encode("utf-16"),
        ("<?xml version='1.0' encoding='utf-16'?>" + LAUGHS + "<rss/>").encode("utf-16"),
        b"\xef\xbb\xbf" + LAUGHS.encode() + b"<rss/>",
    ],
)
def test_a_document_type_is_refused_wherever_it_hides(body: bytes | str) -> None:
    with pytest.raises(ListingError, match="document type"):
        feed(body)


@pytest.mark.parametrize(
    "body", ["", "   ", "not xml", "<html><body>Please accept cookies</body></html>", "{}", "\0" * 40]
)
def test_what_is_no_feed_is_said_to_be_none(body: str) -> None:
    with pytest.raises(ListingError):
        feed(body)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_one_line_of_complaint(body: bytes) -> None:
    complaint = ""
    try:
        feed(b"<rss>" + body)
    except ListingError as error:
        complaint = str(error)
    assert "\n" not in complaint


def test_sitemap_and_news_sitemap() -> None:
    [plain, news] = sitemap(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://example.org/a</loc><lastmod>2024-04-24</lastmod></url>"
        "<url><loc>https://example.org/b</loc><lastmod>2024-05-01</lastmod><n:news><n:title>B</n:title>"
        "<n:publication_date>2024-04-24T09:00:00+03:00</n:publication_date></n:news></url></urlset>"
    ).links
    assert plain.listed_at == datetime(2024, 4, 23, 21, tzinfo=UTC)
    assert (news.title, news.listed_at) == ("B", datetime(2024, 4, 24, 6, tzinfo=UTC))


INDEX = (
    "<sitemapindex>"
    "<sitemap><loc>https://example.org/old.xml</loc><lastmod>2024-03-31T00:00:00+00:00</lastmod></sitemap>"
    "<sitemap><loc>https://example.org/1.xml</loc><lastmod>2024-04-02</lastmod></sitemap>"
    "<sitemap><loc>https://example.org/3.xml</loc><lastmod>2024-04-04</lastmod></sitemap>"
    "<sitemap><loc>https://example.org/2.xml</loc><lastmod>2024-04-03</lastmod></sitemap></sitemapindex>"
)


def test_a_sitemap_index_gives_its_newest_children() -> None:
    reading = sitemap(INDEX)
    assert reading.links == ()
    assert [request.url for request in reading.further] == ["https://example.org/3.xml", "https://example.org/2.xml"]
    assert {request.page for request in reading.further} == {2}


def test_an_index_within_an_index_is_refused() -> None:
    with pytest.raises(ListingError, match="index within"):
        sitemap(INDEX, page=2)


def test_a_gzipped_sitemap_and_a_bomb() -> None:
    body = b"<urlset><url><loc>https://example.org/a</loc></url></urlset>"
    assert len(sitemap(gzip.compress(body)).links) == 1
    with pytest.raises(ListingError, match="inflates to more"):
        sitemap(gzip.compress(b"<urlset>" + b" " * MAX_BYTES))
    with pytest.raises(ListingError):
        sitemap(gzip.compress(body)[:-9])
