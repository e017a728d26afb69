"""Pure: an index page or a search's answer -> links and the next, older page."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import urlsplit

import lxml.html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from crawler.listings.links import MAX_LINKS, Link, ListingError, ListingReading, ListingRequest, absolute, one_line
from crawler.sources import Listing
from pipelines.timestamps import read_timestamp

PAGE_SIZE = 50


def read_index(text: str, listing: Listing, *, url: str, pages: int, page: int) -> ListingReading:
    """Read an HTML page of links; a headline may be split over several links to one article. Raises ListingError."""
    try:
        tree = lxml.html.document_fromstring(text)
    except (LxmlError, ValueError) as error:
        raise ListingError(f"not HTML: {one_line(str(error))}") from error
    base = _base(tree, url)
    found: dict[str, Link] = {}
    for node in _select(tree, listing.items):
        link = _link(node, base)
        if link and (link.url not in found or not found[link.url].title) and len(found) < MAX_LINKS:
            found[link.url] = link
    if not found:
        raise ListingError(f"no link on the page matches {listing.items!r}: the listing has changed its shape")
    following = _next(tree, listing, base) if listing.next and page < pages else None
    further = (ListingRequest(following, page=page + 1),) if following and following != url else ()
    return ListingReading(tuple(found.values()), further)


def read_search(text: str, listing: Listing, *, timezone: str, pages: int, page: int) -> ListingReading:
    """Read an Elasticsearch answer, hits.hits[]._source. Raises ListingError."""
    try:
        hits = [hit["_source"] for hit in json.loads(text)["hits"]["hits"]]
        links = tuple(_hit(hit, listing, timezone) for hit in hits)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ListingError(f"not the answer of a search: {type(error).__name__} {one_line(str(error))}") from error
    full = len(hits) >= PAGE_SIZE and page < pages
    return ListingReading(links, (search_request(listing, page=page + 1),) if full else ())


def search_request(listing: Listing, *, page: int = 1) -> ListingRequest:
    """The request for one page of a search; such endpoints answer only what looks like the site's own pages."""
    parts = urlsplit(listing.url)
    origin = f"{parts.scheme}://{parts.netloc}"
    query = json.loads(listing.query) | {"from": (page - 1) * PAGE_SIZE, "size": PAGE_SIZE}
    headers = {"Content-Type": "application/json", "Origin": origin, "Referer": f"{origin}/"}
    return ListingRequest(listing.url, "POST", json.dumps(query).encode(), headers, page)


def _select(tree: HtmlElement, css: str) -> list[HtmlElement]:
    return cast("list[HtmlElement]", CSSSelector(css, translator="html")(tree))


def _base(tree: HtmlElement, url: str) -> str:
    """What relative links are relative to, where <base> keeps to the page's own host."""
    for node in _select(tree, "base[href]")[:1]:
        base = absolute(node.get("href"), url)
        if base and urlsplit(base).hostname == urlsplit(url).hostname:
            return base
    return url


def _link(node: HtmlElement, base: str) -> Link | None:
    anchor = node if node.tag == "a" else next(node.iter("a"), None)
    if anchor is None or not anchor.get("href"):
        return None
    url = absolute(anchor.get("href"), base)
    return Link(url, one_line(node.text_content()) or one_line(anchor.get("title"))) if url else None


def _next(tree: HtmlElement, listing: Listing, base: str) -> str | None:
    return next((absolute(node.get("href"), base) for node in _select(tree, listing.next) if node.get("href")), None)


def _hit(hit: dict[str, Any], listing: Listing, timezone: str) -> Link:
    url = absolute(listing.link.format_map(hit), listing.url)
    if url is None:
        raise ValueError(f"no address in {listing.link!r}")
    when = read_timestamp(str(hit.get("publishedAt", "")), timezone=timezone)
    return Link(url, one_line(str(hit.get("title", ""))), str(hit.get("id", "")), when)
