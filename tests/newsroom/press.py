"""What the outlets share: an edition to print, the document it becomes, and the small pieces pages are made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from html import escape
from zoneinfo import ZoneInfo

from tests.newsroom.figures import Count
from tests.newsroom.stories import Story

KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Edition:
    """What one outlet prints for one morning, and when it last changed it (UTC)."""

    day: date
    counts: Mapping[str, Count]
    corrected: datetime | None = None


@dataclass(frozen=True)
class Document:
    """One thing a host serves. `modified` is in UTC; `article` tells pages from listings and files."""

    body: bytes
    modified: datetime
    content_type: str = "text/html; charset=utf-8"
    article: bool = False

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a listing shows it: its path on the host, its title, when it appeared and last changed (UTC)."""

    path: str
    title: str
    published: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """A search that is posted, in the manner of Elasticsearch: every hit there is, newest first."""

    hits: Sequence[Mapping[str, str]]

    def answer(self, query: bytes) -> bytes:
        """The hits from `from` on, `size` of them, as the posted JSON asks."""
        asked = json.loads(query or b"{}")
        first, size = asked.get("from", 0), asked.get("size", 10)
        found = [{"_source": hit} for hit in self.hits[first : first + size]]
        return json.dumps({"hits": {"total": {"value": len(self.hits)}, "hits": found}}, ensure_ascii=False).encode()


Site = dict[str, Document | Search]
"""Path and query, decoded -> what stands there."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A host, what it makes of its editions and stories (oldest first), and the report dates it prints."""

    host: str
    build: Callable[[Sequence[Edition], Sequence[Story]], Site]
    since: date = date.min
    until: date = date.max


def morning(day: date, hour: int, minute: int) -> datetime:
    """A time of day in Kyiv, in UTC."""
    return datetime.combine(day, time(hour, minute), KYIV).astimezone(UTC)


def minutes_after(start: datetime, day: date, spread: int) -> datetime:
    """A time that varies from day to day by up to `spread` minutes, the same on every run."""
    return start + timedelta(minutes=day.toordinal() * 7 % spread)


def choose(day: date, texts: Sequence[str]) -> str:
    """One of several wordings, the same on every run."""
    return texts[day.toordinal() % len(texts)]


def newest_first(headlines: Sequence[Headline]) -> list[Headline]:
    return sorted(headlines, key=lambda entry: (entry.published, entry.path), reverse=True)


def article(html: str, published: datetime, edition: Edition | None = None, charset: str = "utf-8") -> Document:
    """A page as first published, or as last corrected."""
    modified = (edition.corrected if edition else None) or published
    return Document(html.encode(charset), modified, f"text/html; charset={charset}", article=True)


def page(title: str, body: str, *, language: str, head: str = "", charset: str = "utf-8") -> str:
    """A whole HTML document around a body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="{charset}">\n'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
