"""`scrapy crawl losses`: every declared outlet -> Articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.arguments import ArgumentsError, choose, read_period
from crawler.extensions.ledger import RunLedger
from crawler.items import Article
from crawler.listings import (
    Link,
    ListingError,
    ListingRequest,
    dated_links,
    listing_requests,
    read_listing,
    select,
)
from crawler.middlewares.evidence import CONTEXT
from crawler.newsroom import NewsroomError, parse_newsroom
from crawler.outcomes import Outcome
from crawler.received import GONE, Reply, conditional_headers, read_reply
from crawler.refusals import outcome_of
from crawler.registry import known_sources
from crawler.replies import reply_of
from crawler.sources import Listing, Source, SourceError
from pipelines.problems import Problem
from pipelines.store import transaction
from pipelines.store.ledger import Fetch, ListingRead, SeenPage, add_links, finish_listing, pages_to_ask, seen_page
from pipelines.store.sources import register

NOT_MODIFIED = 304
LISTING_PRIORITY = 10**7
"""Listings before pages: what exists is remembered before anything is read."""
BACKFILL_PAGES = 400
"""How many pages of a listing a backfill follows at most."""


@dataclass
class ListingWalk:
    """One listing being followed from its newest page to its oldest wanted one; `open` pages are still to come."""

    source: Source
    listing: Listing
    open: int = 0
    read: list[ListingRead] = field(default_factory=list)
    links: int = 0


class LossesSpider(Spider):
    """Follows each source's listings, remembers every kept link before asking for it, and yields one Article a page."""

    name = "losses"

    def __init__(self, sources: str | None = None, since: str | None = None, until: str | None = None, **kw: Any):
        super().__init__(**kw)
        self.wanted, self.since_text, self.until_text = sources, since, until
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.asked: set[str] = set()

    @classmethod
    def check_arguments(
        cls,
        settings: BaseSettings,
        sources: str | None = None,
        since: str | None = None,
        until: str | None = None,
        _job: str | None = None,  # Scrapyd names its jobs so
        **unknown: str,
    ) -> None:
        """Raise ArgumentsError, one line, for anything a person mistyped."""
        if unknown:
            raise ArgumentsError(f"unknown argument {', '.join(unknown)}; there are sources, since and until")
        read_period(since, until)
        try:
            choose(sources, known_sources(settings))
            if settings.get("NEWSROOM"):
                parse_newsroom(settings["NEWSROOM"])
        except (SourceError, NewsroomError) as error:
            raise ArgumentsError(str(error)) from error

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.sources = choose(spider.wanted, known_sources(settings))
        first, last = read_period(spider.since_text, spider.until_text)
        spider.since = first or (spider.now - timedelta(days=settings.getint("LOOKBACK_DAYS"))).date()
        spider.until = last or spider.today
        return spider

    sources: dict[str, Source]
    since: date
    until: date

    @property
    def today(self) -> date:
        """The day in Kyiv."""
        return self.now.astimezone(ZoneInfo("Europe/Kyiv")).date()

    @property
    def window(self) -> tuple[date, date]:
        """The days whose links are followed; open to the future where the crawl is not a backfill."""
        return self.since, self.until if self.until < self.today else date.max

    @property
    def ledger(self) -> RunLedger:
        """The books of this run."""
        return RunLedger.of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every listing, and the pages that are owed a request whatever the listings say."""
        with transaction(self.ledger.db):
            register(self.ledger.db, self.sources.values())
        for source in self.sources.values():
            self.ledger.tallies[source.name]  # a source that gives nothing is counted too
            for listing in source.listings:
                for request in self._listing_requests(source, listing):
                    yield request
            for page in self._owed(source):
                for request in self._follow(source, [Link(page.url)]):
                    yield request

    def _owed(self, source: Source) -> list[SeenPage]:
        settings = self.crawler.settings
        return pages_to_ask(
            self.ledger.db,
            source.name,
            now=self.now,
            recheck_days=settings.getint("RECHECK_DAYS"),
            pending_days=settings.getint("LOOKBACK_DAYS"),
        )

    # Listings

    def _listing_requests(self, source: Source, listing: Listing) -> Iterator[Request]:
        yield from self._follow(source, dated_links(listing, self.since, self.until))
        walk = ListingWalk(source, listing)
        for wanted in listing_requests(listing, self.since, self.until):
            if wanted.url == listing.url or not self._is_settled(wanted.url):
                yield self._listing_request(walk, wanted)

    def _is_settled(self, url: str) -> bool:
        """Whether the listing of a day or month was followed over its days, long enough after they were over."""
        known = seen_page(self.ledger.db, url)
        days = self.crawler.settings.getint("RECHECK_DAYS")
        return known is not None and known.covers(self.window, self.now) and not known.is_young(self.now, days)

    def _listing_request(self, walk: ListingWalk, wanted: ListingRequest) -> Request:
        """Ask for a page of a listing; conditionally where it was once followed over all the days wanted now."""
        walk.open += 1
        known = seen_page(self.ledger.db, wanted.url) if wanted.method == "GET" else None
        trusted = known is not None and known.covers(self.window, self.now)
        headers = conditional_headers(known.etag, known.last_modified) if known and trusted else {}
        return Request(
            wanted.url,
            method=wanted.method,
            body=wanted.body,
            headers={**wanted.headers, **headers},
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"walk": walk, "wanted": wanted},
            meta={
                "hosts": walk.source.hosts,
                "handle_httpstatus_list": [NOT_MODIFIED],
                CONTEXT: {"purpose": "listing", "source": walk.source.name},
            },
            priority=LISTING_PRIORITY,
            dont_filter=True,
        )

    def parse_listing(self, response: Response, walk: ListingWalk, wanted: ListingRequest) -> Iterator[Request]:
        """Remember every kept link, ask for those that are due, go on to older pages."""
        walk.open -= 1
        if response.status == NOT_MODIFIED:
            self.ledger.ended(self._fetch(walk.source, wanted.url, "listing", Outcome.NOT_MODIFIED, response))
            return
        try:
            reading = read_listing(
                response.body,
                walk.listing,
                wanted,
                first=self.since,
                timezone=walk.source.timezone,
                content_type=reply_of(response).headers.get("content-type", ""),
                pages=self._pages_of(walk.listing),
            )
        except ListingError as error:
            self._listing_changed(walk.source, wanted.url, response, str(error))
            return
        links = select(reading.links, walk.source, first=self.since, last=self.until)
        walk.links += len(links)
        walk.read.append(self._listing_read(response, wanted))
        yield from self._follow(walk.source, links)
        for further in reading.further if links or not reading.links else ():
            yield self._listing_request(walk, further)
        self.ledger.ended(self._fetch(walk.source, wanted.url, "listing", Outcome.LISTED, response))
        self._finish(walk)

    def _pages_of(self, listing: Listing) -> int | None:
        """A backfill follows a listing as far as it goes; a routine run as far as its file says."""
        return None if self.since_text is None else max(listing.pages, BACKFILL_PAGES)

    @staticmethod
    def _listing_read(response: Response, wanted: ListingRequest) -> ListingRead:
        received = reply_of(response).received
        return ListingRead(wanted.url, received.etag, received.last_modified)

    def _finish(self, walk: ListingWalk) -> None:
        """Keep a listing's validators once nothing of it is left to read; a search is posted and has none."""
        if walk.open == 0 and walk.listing.kind != "search":
            with transaction(self.ledger.db):
                finish_listing(self.ledger.db, walk.read, source=walk.source.name, now=self.now, window=self.window)

    def _listing_changed(self, source: Source, url: str, response: Response, why: str) -> None:
        problem = Problem("listing_changed", why, "error")
        self.ledger.ended(self._fetch(source, url, "listing", Outcome.UNREADABLE, response, note=why), problem)

    def listing_failed(self, failure: Failure) -> None:
        """A listing that could not be had; the source's remembered pages are asked for all the same."""
        request = failure.request  # type: ignore[attr-defined]
        walk: ListingWalk = request.cb_kwargs["walk"]
        url = request.cb_kwargs["wanted"].url
        self._failed(walk.source, url, "listing", failure, optional=url != walk.listing.url)

    # Pages

    def _follow(self, source: Source, links: list[Link]) -> Iterator[Request]:
        """Ask for the links that are due, having remembered those that are new."""
        due = [(link, page) for link, page in self._known(source, links) if self._is_due(link, page)]
        with transaction(self.ledger.db):
            found = [(link.url, link.listed_at) for link, page in due if page is None and not link.day]
            add_links(self.ledger.db, found, source=source.name, now=self.now)
        for link, page in due:
            yield self._article_request(source, link, page)

    def _known(self, source: Source, links: list[Link]) -> Iterator[tuple[Link, SeenPage | None]]:
        for link in links:
            if link.url not in self.asked and source.owns(link.url):
                self.asked.add(link.url)
                yield link, seen_page(self.ledger.db, link.url)

    def _is_due(self, link: Link, page: SeenPage | None) -> bool:
        """New, never read, listed with a later time than before, or young enough to be corrected."""
        if page is None or page.is_pending:
            return True
        days = self.crawler.settings.getint("RECHECK_DAYS")
        relisted = link.listed_at is not None and page.was_listed_before(link.listed_at)
        covers_recent_days = link.day is not None and link.day >= (self.now - timedelta(days=days)).date()
        return relisted or covers_recent_days or page.is_young(self.now, days)

    def _article_request(self, source: Source, link: Link, page: SeenPage | None) -> Request:
        return Request(
            link.url,
            headers=conditional_headers(page.etag, page.last_modified) if page else None,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"source": source, "link": link, "page": page},
            meta={
                "hosts": source.hosts,
                "handle_httpstatus_list": [NOT_MODIFIED, GONE],
                CONTEXT: article_context(source, link),
            },
            priority=self._age_priority(link),
            dont_filter=True,
        )

    def _age_priority(self, link: Link) -> int:
        """Newest first."""
        day = link.day or (link.listed_at.date() if link.listed_at else None) or self.until
        return day.toordinal()

    def parse_article(self, response: Response, source: Source, link: Link, page: SeenPage | None) -> Iterator[Article]:
        """One Article, unless the page is known to the byte or cannot be one."""
        reply = reply_of(response)
        outcome = _without_reading(reply, page)
        if outcome is not None:
            self.ledger.ended(self._fetch(source, link.url, "article", outcome, response))
            return
        article = read_reply(reply, source, url=link.url, listed_at=link.listed_at)
        if isinstance(article, Problem):
            fetch = self._fetch(source, link.url, "article", Outcome.UNREADABLE, response, note=article.detail)
            self.ledger.ended(fetch, article)
            return
        yield article

    def article_failed(self, failure: Failure) -> Iterator[Request]:
        """Try a dated page's other addresses, then say how it ended."""
        request = failure.request  # type: ignore[attr-defined]
        source, link = request.cb_kwargs["source"], request.cb_kwargs["link"]
        if outcome_of(_error(failure)) is Outcome.MISSING and link.fallbacks:
            following = replace(link, url=link.fallbacks[0], fallbacks=link.fallbacks[1:])
            yield from self._follow(source, [following])
        self._failed(source, link.url, "article", failure, optional=True)

    # The books

    def _failed(self, source: Source, url: str, purpose: str, failure: Failure, *, optional: bool) -> None:
        """Write how a URL ended that gave nothing; what is `optional` may be missing without a word."""
        outcome = outcome_of(_error(failure))
        if outcome is Outcome.MISSING and not optional:
            outcome = Outcome.HTTP_ERROR
        response = getattr(failure.value, "response", None)
        note = None if outcome is Outcome.MISSING else _one_line(failure)
        self.ledger.ended(self._fetch(source, url, purpose, outcome, response, note=note))

    def _fetch(
        self,
        source: Source,
        url: str,
        purpose: str,
        outcome: Outcome,
        response: Response | None,
        *,
        note: str | None = None,
    ) -> Fetch:
        evidence = reply_of(response).evidence if response else None
        return Fetch(
            url=url,
            source=source.name,
            purpose=purpose,
            outcome=outcome,
            ended_at=datetime.now(UTC),
            http_status=response.status if response else None,
            size=len(response.body) if response else 0,
            evidence_file=evidence.file if evidence else None,
            evidence_offset=evidence.offset if evidence else None,
            note=note,
        )


def _without_reading(reply: Reply, page: SeenPage | None) -> Outcome | None:
    """How a page ended that needs no reading: unchanged, or taken down before it was ever read."""
    if reply.status == NOT_MODIFIED:
        return Outcome.NOT_MODIFIED
    if reply.status == GONE and (page is None or page.is_pending):
        return Outcome.MISSING
    if page is not None and page.body_hash == reply.received.body_hash:
        return Outcome.UNCHANGED
    return None


def article_context(source: Source, link: Link) -> dict[str, str]:
    """What a page's evidence must tell beside its bytes, so that it can be read again from them alone."""
    listed = {"listed_at": link.listed_at.isoformat()} if link.listed_at else {}
    return {"purpose": "article", "source": source.name, "url": link.url, **listed}


def _error(failure: Failure) -> BaseException:
    return failure.value if failure.value is not None else RuntimeError("a failure without an error")


def _one_line(failure: Failure) -> str:
    if isinstance(failure.value, HttpError):
        return f"HTTP {failure.value.response.status}"
    return " ".join(str(failure.value).split())[:200] or type(failure.value).__name__
