"""The shapes that listings are read into, and how an address found in one is made absolute."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

MAX_LINKS = 50_000
"""The sitemap protocol's bound on one file."""
MAX_TITLE = 500
TRACKING = re.compile(r"(?<=[?&])(utm_\w+|fbclid|gclid)=[^&]*&?")


class ListingError(ValueError):
    """What came is not the listing that was asked for; the message says in one line what it is instead."""


@dataclass(frozen=True, slots=True)
class Link:
    """An article a listing names. `listed_at` is the listing's time in UTC, `day` the day its address stands for.

    `fallbacks` are addresses to try, in order, where `url` is missing.
    """

    url: str
    title: str = ""
    guid: str = ""
    listed_at: datetime | None = None
    day: date | None = None
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """One page of a listing to ask for; `page` counts from 1."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListingReading:
    """The links of one page, newest first where the listing says, and the further pages that may hold older ones."""

    links: tuple[Link, ...] = ()
    further: tuple[ListingRequest, ...] = ()


def absolute(address: str, base: str) -> str | None:
    """A link as it is requested: absolute, encoded, without fragment and tracking; None where it is no web page."""
    try:
        joined = urldefrag(urljoin(base, address.strip())).url
        if urlsplit(joined).scheme not in ("http", "https") or not urlsplit(joined).hostname:
            return None
        return safe_url_string(TRACKING.sub("", joined).rstrip("?&"))
    except ValueError:
        return None


def one_line(text: str | None) -> str:
    """A headline on one line and of bounded length."""
    return " ".join((text or "").split())[:MAX_TITLE]
