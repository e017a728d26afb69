"""Pure: a listing's address template and a window of days -> addresses, newest first."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.listings.links import Link, ListingRequest, absolute
from crawler.listings.pages import search_request
from crawler.sources import Listing


def listing_requests(listing: Listing, first: date, last: date) -> list[ListingRequest]:
    """The pages to ask for first: one, or one per day or month of the window where the address holds placeholders."""
    days = list(_days(listing, first, last))
    if listing.kind == "dated" or not days:
        return []
    if listing.kind == "search":
        return [search_request(listing)]
    return [ListingRequest(url) for url in dict.fromkeys(_filled(listing.url, listing, day) for day in days)]


def dated_links(listing: Listing, first: date, last: date) -> list[Link]:
    """The articles of a dated listing: one per day of the window, or one per month where the address has no day.

    A month's `day` is its last one within the window.
    """
    if listing.kind != "dated":
        return []
    links: dict[str, Link] = {}
    for day in _days(listing, first, last):
        fallbacks = [_filled(template, listing, day) for template in listing.fallbacks]
        usual = _filled(listing.url, listing, day)
        exception = listing.exceptions.get(day)
        urls = [exception or usual, *([usual] if exception else []), *fallbacks]
        links.setdefault(urls[0], Link(urls[0], day=day, fallbacks=tuple(urls[1:])))
    return list(links.values())


def _days(listing: Listing, first: date, last: date) -> Iterator[date]:
    first = max(first, listing.since or first)
    day = min(last, listing.until or last)
    while day >= first:
        yield day
        day -= timedelta(days=1)


def _filled(template: str, listing: Listing, day: date) -> str:
    if not any(name for _, name, _, _ in string.Formatter().parse(template)):
        return template
    month_name = listing.months[day.month - 1] if listing.months else ""
    filled = template.format(year=day.year, month=day.month, day=day.day, month_name=month_name)
    return absolute(filled, filled) or filled
