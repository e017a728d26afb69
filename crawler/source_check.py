"""`scrapy sources check`: one look at each listing of a source and at one of its articles, and what to edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.listings import (
    Link,
    ListingError,
    ListingRequest,
    dated_links,
    listing_requests,
    read_listing,
    select,
)
from crawler.outcomes import Outcome
from crawler.page_reading import read_whole
from crawler.refusals import outcome_of
from crawler.replies import reply_of
from crawler.single_page import SETTINGS
from crawler.sources import Listing, Source
from pipelines.extraction import Extraction
from pipelines.problems import Problem

T = TypeVar("T")

DAYS_LOOKED_AT = 3
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it works, what came, and what to edit where it does not."""

    source: str
    what: str
    works: bool
    detail: str
    edit: str = ""


class CheckSpider(Spider):
    """Fetches what it needs to judge each source, as politely as a crawl, and leaves `findings`."""

    name = "source_check"
    custom_settings = SETTINGS

    def __init__(self, sources: list[Source], today: date, findings: list[Finding], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sources, self.today, self.findings = sources, today, findings
        self.looked: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """The first page of each listing; of dated ones the newest articles."""
        for source in self.sources:
            for place, listing in enumerate(source.listings):
                last = min(self.today, listing.until or self.today)
                first = last - timedelta(days=DAYS_LOOKED_AT - 1)
                for link in _settled(dated_links(listing, first, last)):
                    yield self._article(source, link, f"listings[{place}].url")
                for wanted in _settled(listing_requests(listing, first, last)):
                    yield self._listing(source, place, listing, wanted)

    def _listing(self, source: Source, place: int, listing: Listing, wanted: ListingRequest) -> Request:
        return Request(
            wanted.url,
            self.parse_listing,
            method=wanted.method,
            body=wanted.body,
            headers=wanted.headers,
            errback=self.listing_failed,
            cb_kwargs={"source": source, "place": place, "listing": listing, "wanted": wanted},
            meta={"hosts": source.hosts},
            dont_filter=True,
        )

    def _article(self, source: Source, link: Link, key: str) -> Request:
        return Request(
            link.url,
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"source": source, "link": link, "key": key},
            meta={"hosts": source.hosts},
            dont_filter=True,
        )

    def parse_listing(
        self, response: Response, source: Source, place: int, listing: Listing, wanted: ListingRequest
    ) -> Iterator[Request]:
        """Say what the listing gave, and look at one article it names or one child of a sitemap index."""
        key = f"listings[{place}]"
        what = f"{listing.kind} {wanted.url}"
        try:
            reading = read_listing(
                response.body,
                listing,
                wanted,
                first=date.min,
                timezone=source.timezone,
                content_type=reply_of(response).headers.get("content-type", ""),
            )
        except ListingError as error:
            self.findings.append(Finding(source.name, what, False, str(error), f"{key}.url, .kind or .items"))
            return
        if not reading.links and reading.further:
            self.findings.append(Finding(source.name, what, True, f"{len(reading.further)} sitemaps, newest first"))
            yield self._listing(source, place, listing, reading.further[0])
            return
        kept = select(reading.links, source, first=date.min, last=date.max)
        self.findings.append(_listing_finding(source, what, reading.links, kept))
        if kept and source.name not in self.looked:
            self.looked.add(source.name)
            yield self._article(source, kept[0], f"{key} or keep")

    def parse_article(self, response: Response, source: Source, link: Link, key: str) -> None:  # noqa: ARG002
        """Say what was read from the article."""
        self.looked.add(source.name)
        found = read_whole(reply_of(response), source, link.url)
        self.findings.append(_article_finding(source, f"page {link.url}", found))

    def listing_failed(self, failure: Failure) -> None:
        """Say why a listing gave nothing."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]
        what = f"{asked['listing'].kind} {asked['wanted'].url}"
        self.findings.append(_failed(asked["source"], what, failure, f"listings[{asked['place']}].url"))

    def article_failed(self, failure: Failure) -> Iterator[Request]:
        """Try a dated page's other addresses, then say why there is none."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]
        source, link, key = asked["source"], asked["link"], asked["key"]
        if link.fallbacks:
            yield self._article(source, replace(link, url=link.fallbacks[0], fallbacks=link.fallbacks[1:]), key)
        else:
            self.findings.append(_failed(source, f"page {link.url}", failure, key))


def _settled(newest_first: list[T]) -> list[T]:
    """One to look at: of several days the last but one, for the newest may not be published yet."""
    return newest_first[1:2] or newest_first[:1]


def _listing_finding(source: Source, what: str, links: tuple[Link, ...], kept: list[Link]) -> Finding:
    counts = f"{len(links)} links, {len(kept)} kept"
    if kept:
        return Finding(source.name, what, True, counts)
    examples = "; ".join(f"{link.url} {link.title!r}" for link in links[:EXAMPLES])
    return Finding(source.name, what, False, f"{counts}; it begins with {examples or 'nothing'}", "keep")


def _article_finding(source: Source, what: str, found: Extraction | Problem) -> Finding:
    if isinstance(found, Problem):
        return Finding(source.name, what, False, found.detail, "layouts")
    page = found.page
    figures = sum(len(report.figures) for report in found.reports)
    days = ", ".join(sorted({str(report.report_date) for report in found.reports})[-EXAMPLES:])
    lists = f"{len(found.reports)} lists ({days}) with {figures} figures" if found.reports else "no list"
    published = _published(page.published, source)
    edit = _article_edit(source, found)
    detail = f"{page.title[:80]!r}, published {published}, {lists}, {len(found.claims)} claims"
    return Finding(source.name, what, not edit, detail, edit)


def _published(moment: datetime | None, source: Source) -> str:
    """The page's time as the outlet prints it, and whether it lies outside the window the source declares."""
    if moment is None:
        return "unknown"
    local = moment.astimezone(ZoneInfo(source.timezone))
    first, last = source.expects.window
    outside = "" if first <= local.time() <= last else f" (outside expects.window, {first:%H:%M} to {last:%H:%M})"
    return f"{local:%Y-%m-%d %H:%M}{outside}"


def _article_edit(source: Source, found: Extraction) -> str:
    """What an article that was read still lacks."""
    if found.page.published is None and not any(layout.part for layout in source.layouts):
        return "layouts[].published"
    fewest, most = source.expects.fewest_figures, source.expects.figures[1]
    if any(not fewest <= len(report.figures) <= most for report in found.reports):
        return "layouts[].article, or expects.figures"
    if source.yields == ("losses",) and not found.reports:
        return "keep, or layouts[].article"
    return ""


def _failed(source: Source, what: str, failure: Failure, key: str) -> Finding:
    error = failure.value or RuntimeError("a failure without an error")
    if isinstance(error, HttpError):
        return Finding(source.name, what, False, f"HTTP {error.response.status}", key)
    outcome = outcome_of(error)
    why = " ".join(str(error).split())[:200]
    if outcome is Outcome.FORBIDDEN:
        return Finding(
            source.name, what, False, why, f"{key}, where robots.txt forbids it; nothing, where the host is down"
        )
    return Finding(source.name, what, False, f"{outcome.value}: {why}", key)
