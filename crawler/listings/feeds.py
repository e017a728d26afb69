"""Pure: the bytes of an RSS or Atom feed, a sitemap, a news sitemap or a sitemap index -> links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import cast

from lxml import etree

from crawler.inflation import InflationError, inflate
from crawler.listings.links import MAX_LINKS, Link, ListingError, ListingReading, ListingRequest, absolute, one_line
from pipelines.timestamps import read_timestamp

MAX_BYTES = 8 * 2**20
GZIP_MAGIC = b"\x1f\x8b"
PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
TAGS = re.compile(r"<[^<>]{0,300}>")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_feed(body: bytes, *, url: str, timezone: str) -> ListingReading:
    """Read RSS 0.9 to 2.0 or Atom. Raises ListingError."""
    root = _parse(body)
    if _name(root) not in ("rss", "feed", "RDF"):
        raise ListingError(f"no feed but <{_name(root)}>")
    entries = (node for node in root.iter() if _name(node) in ("item", "entry"))
    return ListingReading(_bounded(_entry(entry, url, timezone) for entry in entries))


def read_sitemap(body: bytes, *, url: str, timezone: str, first: date, pages: int, page: int = 1) -> ListingReading:
    """Read a sitemap or, on its first page, an index of sitemaps, newest child first. Raises ListingError.

    Children last changed before `first` are left out, and of the others the `pages` newest are taken.
    """
    root = _parse(body)
    if _name(root) == "urlset":
        return ListingReading(_bounded(_location(node, url, timezone) for node in root))
    if _name(root) != "sitemapindex":
        raise ListingError(f"no sitemap but <{_name(root)}>")
    if page > 1:
        raise ListingError("a sitemap index within a sitemap index, which the protocol forbids")
    children = _bounded(_location(node, url, timezone) for node in root)
    wanted = [child for child in children if child.listed_at is None or child.listed_at.date() >= first]
    wanted.sort(key=lambda child: child.listed_at or datetime.max.replace(tzinfo=UTC), reverse=True)
    return ListingReading(further=tuple(ListingRequest(child.url, page=2) for child in wanted[:pages]))


def _parse(body: bytes) -> etree._Element:
    body = _inflated(body)
    _refuse_document_type(body)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ListingError(f"not XML: {one_line(str(error))}") from error
    if root is None:
        raise ListingError("not XML")
    return root


def _inflated(body: bytes) -> bytes:
    """A sitemap may be a .gz file, beyond what the transport has undone."""
    try:
        body = inflate(body, "gzip", MAX_BYTES) if body.startswith(GZIP_MAGIC) else body
    except InflationError as error:
        raise ListingError(str(error)) from error
    if len(body) > MAX_BYTES:
        raise ListingError(f"more than {MAX_BYTES} bytes")
    return body


def _refuse_document_type(body: bytes) -> None:
    """No feed needs a DOCTYPE; entities declared in one can be made to expand without end or to read files.

    What stands before the root element is walked, so none can hide behind comments or in UTF-16.
    """
    for mark in BYTE_ORDER_MARKS:
        body = body.removeprefix(mark)
    prolog = body.replace(b"\0", b"") if b"\0" in body[:4] else body
    place = 0
    while found := PROLOG.match(prolog, place):
        place = found.end()
    if prolog.startswith(b"<!", place):
        raise ListingError("it declares a document type, which no feed or sitemap needs")
    if not prolog.startswith(b"<", place):
        raise ListingError("not XML")


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _children(node: etree._Element) -> dict[str, etree._Element]:
    """The first child of each name; namespaces are told apart too rarely by those who write feeds to be trusted."""
    children: dict[str, etree._Element] = {}
    for child in node:
        children.setdefault(_name(child), child)
    return children


def _text(node: etree._Element | None) -> str:
    return "" if node is None else "".join(cast("Iterator[str]", node.itertext()))


def _entry(node: etree._Element, base: str, timezone: str) -> Link | None:
    children = _children(node)
    guid = one_line(_text(children.get("guid", children.get("id"))))
    address = _entry_address(node) or guid
    when = next((_text(children[name]) for name in ("pubDate", "published", "date", "updated") if name in children), "")
    url = absolute(address, base) if address else None
    return Link(url, _title(_text(children.get("title"))), guid, _moment(when, timezone)) if url else None


def _entry_address(node: etree._Element) -> str:
    for child in node:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return child.get("href") or _text(child).strip()
    return ""


def _location(node: etree._Element, base: str, timezone: str) -> Link | None:
    children = _children(node)
    news = _children(children["news"]) if "news" in children else {}
    when = _text(news.get("publication_date", children.get("lastmod")))
    url = absolute(_text(children.get("loc")), base)
    return (
        Link(url, _title(_text(news.get("title"))), "", _moment(when, timezone)) if url and "loc" in children else None
    )


def _title(text: str) -> str:
    """A headline without the markup and the doubled escapes that feeds put into it."""
    return one_line(html.unescape(TAGS.sub("", html.unescape(text))))


def _moment(text: str, timezone: str) -> datetime | None:
    text = text.strip()[:80]
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return read_timestamp(text, timezone=timezone)
    return read_timestamp(moment.isoformat(), timezone=timezone)


def _bounded(links: Iterator[Link | None]) -> tuple[Link, ...]:
    return tuple(link for link, _ in zip(filter(None, links), range(MAX_LINKS), strict=False))
