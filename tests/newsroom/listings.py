"""How outlets list their articles: feeds, sitemaps and index pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from tests.newsroom.press import Document, Headline, Site

XML = "application/xml; charset=utf-8"
LONG_AGO = datetime(2022, 2, 24, tzinfo=UTC)

IndexPage = Callable[[Sequence[Headline], str | None], str]
"""Headlines and the path of the next, older page -> HTML."""


def address(host: str, path: str) -> str:
    """An absolute URL as a web server writes it: percent-encoded."""
    return f"https://{host}{quote(path, safe='/?&=-._~%')}"


def newest(headlines: Sequence[Headline]) -> datetime:
    return max((headline.modified for headline in headlines), default=LONG_AGO)


def feed(host: str, title: str, headlines: Sequence[Headline], charset: str = "utf-8") -> Document:
    """RSS 2.0, newest first."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{address(host, entry.path)}</link>"
        f'<guid isPermaLink="true">{address(host, entry.path)}</guid>'
        f"<pubDate>{format_datetime(entry.published)}</pubDate></item>\n"
        for entry in headlines
    )
    text = (
        f'<?xml version="1.0" encoding="{charset}"?>\n<rss version="2.0"><channel>\n<title>{escape(title)}</title>\n'
        f"<link>https://{host}/</link><description>{escape(title)}</description>\n{items}</channel></rss>\n"
    )
    return Document(text.encode(charset), newest(headlines), f"application/rss+xml; charset={charset}")


def sitemap(host: str, headlines: Sequence[Headline]) -> Document:
    entries = "".join(
        f"<url><loc>{address(host, entry.path)}</loc><lastmod>{entry.modified.isoformat()}</lastmod></url>\n"
        for entry in headlines
    )
    return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>', newest(headlines))


def news_sitemap(host: str, publication: str, language: str, headlines: Sequence[Headline]) -> Document:
    """A sitemap in Google's news schema, which tells titles and days."""
    entries = "".join(
        f"<url><loc>{address(host, entry.path)}</loc><news:news><news:publication><news:name>{publication}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{entry.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>\n"
        for entry in headlines
    )
    schemas = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return _xml(f"<urlset {schemas}>\n{entries}</urlset>", newest(headlines))


def sitemap_index(host: str, children: Sequence[tuple[str, datetime]]) -> Document:
    """A sitemap of sitemaps: (path, last change) each."""
    entries = "".join(
        f"<sitemap><loc>{address(host, path)}</loc><lastmod>{modified.isoformat()}</lastmod></sitemap>\n"
        for path, modified in children
    )
    changed = max((modified for _, modified in children), default=LONG_AGO)
    return _xml(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>', changed
    )


def index(
    path: str, headlines: Sequence[Headline], render: IndexPage, *, size: int = 20, charset: str = "utf-8"
) -> Site:
    """Index pages of `size` headlines each, linked from the newest to the oldest."""
    starts = range(0, max(len(headlines), 1), size)
    paths = [path if start == 0 else f"{path}?page={start // size + 1}" for start in starts]
    return {
        here: html(render(headlines[start : start + size], older), newest(headlines), charset)
        for here, older, start in zip(paths, [*paths[1:], None], starts, strict=True)
    }


def by_day(headlines: Sequence[Headline], day: Callable[[Headline], date]) -> dict[date, list[Headline]]:
    """Headlines grouped for day archives, order kept."""
    days: dict[date, list[Headline]] = {}
    for headline in headlines:
        days.setdefault(day(headline), []).append(headline)
    return days


def html(text: str, modified: datetime, charset: str = "utf-8") -> Document:
    return Document(text.encode(charset), modified, f"text/html; charset={charset}")


def _xml(root: str, modified: datetime) -> Document:
    return Document(f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode(), modified, XML)
