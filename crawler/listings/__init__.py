"""Pure: the bytes of a feed, a sitemap, an index page or a search's answer -> links worth a request."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from w3lib.encoding import html_to_unicode

from crawler.addresses import published_day, report_day
from crawler.listings.feeds import read_feed, read_sitemap
from crawler.listings.links import Link, ListingError, ListingReading, ListingRequest
from crawler.listings.pages import read_index, read_search
from crawler.listings.windows import dated_links, listing_requests
from crawler.sources import Listing, Source

__all__ = [
    "Link",
    "ListingError",
    "ListingReading",
    "ListingRequest",
    "dated_links",
    "listing_requests",
    "read_listing",
    "select",
]


def read_listing(
    body: bytes,
    listing: Listing,
    request: ListingRequest,
    *,
    first: date,
    timezone: str,
    content_type: str = "",
    pages: int | None = None,
) -> ListingReading:
    """Read one page of a listing. Raises ListingError where it is something else.

    `first` is the oldest wanted day, `content_type` the header that came with the bytes, `pages` how many pages may be
    followed where that is not the listing's own number.
    """
    most, url, page = pages or listing.pages, request.url, request.page
    if listing.kind == "feed":
        return read_feed(body, url=url, timezone=timezone)
    if listing.kind in ("sitemap", "news_sitemap"):
        return read_sitemap(body, url=url, timezone=timezone, first=first, pages=most, page=page)
    _, text = html_to_unicode(content_type or None, body, default_encoding="utf-8")
    if listing.kind == "search":
        return read_search(text, listing, timezone=timezone, pages=most, page=page)
    return read_index(text, listing, url=url, pages=most, page=page)


def select(links: tuple[Link, ...], source: Source, *, first: date, last: date) -> list[Link]:
    """The links worth a request, each once, newest first: on the source's hosts, kept by it, not known to lie outside
    the window."""
    kept: dict[str, tuple[date, Link]] = {}
    for link in links:
        day = _day(link, source)
        if source.owns(link.url) and source.keep.matches(link.url, link.title) and first <= (day or last) <= last:
            kept.setdefault(link.url, (day or last, link))
    return [link for _, link in sorted(kept.values(), key=lambda pair: pair[0], reverse=True)]


def _day(link: Link, source: Source) -> date | None:
    """The day of a link as it is surest known: by its window, its listing's time, its address."""
    if link.day:
        return link.day
    if link.listed_at:
        return link.listed_at.astimezone(ZoneInfo(source.timezone)).date()
    return published_day(link.url, source.address) or report_day(link.url, source.address)
