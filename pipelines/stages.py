"""The Scrapy item pipelines: one short class per step, each calling one pure function."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, ParamSpec, Self, TypeVar

from scrapy.exceptions import DropItem

from crawler.addresses import published_day as address_day
from crawler.extensions.alerts import AlertSender
from crawler.extensions.ledger import RunLedger
from crawler.extensions.reader import Reader
from crawler.items import Article
from crawler.outcomes import Outcome
from crawler.registry import known_sources
from crawler.sources import Source
from pipelines.checks import check_reports
from pipelines.claims import read_claims
from pipelines.problems import Problem
from pipelines.reading import Page, read_page
from pipelines.reports import published_day, read_reports
from pipelines.store import StoreError, articles, claims, events, figures, transaction
from pipelines.store.ledger import Fetch, record_fetch, record_problems, see_page
from pipelines.timestamps import start_of_day
from pipelines.worker import PageLimitError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Stored:
    """What one article's transaction brought."""

    fetch: Fetch
    reports: int = 0
    figure_count: int = 0
    changes: tuple[figures.Change, ...] = ()
    claim_changes: tuple[claims.ClaimChange, ...] = ()


P = ParamSpec("P")
T = TypeVar("T")

GONE = Page("", "", None, None, None, ())


class Stage:
    """One step of an article's journey. It returns the article with its part added, or drops it with a reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @cached_property
    def sources(self) -> dict[str, Source]:
        return known_sources(self.crawler.settings)

    @cached_property
    def ledger(self) -> RunLedger:
        return RunLedger.of(self.crawler)

    def read(self, item: Article, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a pure function over a page in the reading process; a page that goes over a bound is dropped."""
        try:
            return Reader.of(self.crawler).run(function, *args, **kwargs)
        except PageLimitError as error:
            self.give_up(item, Problem("page_limit", str(error), "error"))

    def give_up(self, item: Article, *problems: Problem) -> NoReturn:
        """A page that cannot be read leaves what is stored of it alone and is fetched again by the next run."""
        problems = (*item.problems, *problems)
        self.ledger.ended(_fetch(replace(item, problems=problems), Outcome.UNREADABLE), *problems)
        raise DropItem(f"{item.url}: {problems[-1].detail}")


class ReadArticle(Stage):
    """HTML -> title, text, day and language, by the source's layouts."""

    def process_item(self, item: Article) -> Article:
        if item.gone:
            return replace(item, page=GONE)
        source = self.sources[item.source]
        page = self.read(
            item,
            read_page,
            item.html,
            url=item.url,
            layouts=source.layouts,
            timezone=source.timezone,
            languages=source.languages,
        )
        page = replace(
            page,
            published=page.published or item.listed_at or _by_address(item, source),
            language=page.language if page.language in source.languages else source.languages[0],
        )
        if not page.text:
            self.give_up(item, *page.problems)
        return replace(item, page=page, problems=(*item.problems, *page.problems))


def _by_address(item: Article, source: Source) -> datetime | None:
    """The start of the day that the page's address names, where it names one."""
    day = address_day(item.url, source.address)
    return start_of_day(day, source.timezone) if day else None


class ExtractLosses(Stage):
    """Text -> the General Staff's lists, with the words each figure was read from."""

    def process_item(self, item: Article) -> Article:
        source = self.sources[item.source]
        if item.page is None or "losses" not in source.yields:
            return item
        found = self.read(item, read_reports, item.page, url=item.url, timezone=source.timezone)
        return replace(item, reports=found.reports, problems=(*item.problems, *found.problems))


class ExtractClaims(Stage):
    """Text -> what agencies are said to assert; the places of the list's figures are taken."""

    def process_item(self, item: Article) -> Article:
        source = self.sources[item.source]
        if item.page is None or "claims" not in source.yields:
            return item
        places = [place for report in item.reports for figure in report.figures for place in figure.places]
        found = self.read(
            item,
            read_claims,
            item.page.text,
            title=item.page.title,
            published=published_day(item.page.published, source.timezone),
            language=item.page.language,
            taken=tuple(sorted(places)),
        )
        return replace(item, claims=found)


class CheckReport(Stage):
    """Dates and completeness before anything is written: a report that fails is held, with its reason."""

    def process_item(self, item: Article) -> Article:
        expects = self.sources[item.source].expects
        kept, problems = check_reports(item.reports, fetched_at=item.fetched_at, fewest=expects.fewest_figures)
        return replace(item, reports=kept, problems=(*item.problems, *problems))


class StoreArticle(Stage):
    """One transaction: article revision, statements, reconciled days, claims, the page's validators, its outcome."""

    def process_item(self, item: Article) -> Article:
        try:
            with transaction(self.ledger.db):
                stored = self._store(item)
        except (StoreError, sqlite3.Error) as error:
            self.ledger.crashed(f"{item.url} could not be stored: {error}")
            raise DropItem(f"{item.url} could not be stored: {error}") from error
        self.ledger.count_stored(
            stored.fetch,
            item.problems,
            reports=stored.reports,
            figures=stored.figure_count,
            claims=len(stored.claim_changes),
            changes={(change.report_date, change.category): change.status for change in stored.changes},
        )
        return item

    def _store(self, item: Article) -> Stored:
        db, run_id, now = self.ledger.db, self.ledger.run_id, item.fetched_at
        saved = articles.save(db, _revision(item), run_id=run_id)
        fetch = _fetch(item, Outcome(saved.kind))
        received = item.received
        see_page(
            db,
            item.url,
            source=item.source,
            now=now,
            etag=received.etag,
            last_modified=received.last_modified,
            listed_at=item.listed_at,
            body_hash=received.body_hash,
        )
        record_fetch(db, run_id, fetch)
        if saved.kind is articles.Kind.UNCHANGED:
            return Stored(fetch)
        changes = figures.record(db, saved.article_id, item.reports, now=now)
        published = item.page.published if item.page else None
        claim_changes = claims.record(db, saved.article_id, item.claims, published_at=published, now=now)
        record_problems(
            db,
            item.problems,
            source=item.source,
            url=item.url,
            run_id=run_id,
            article_id=saved.article_id,
            now=now,
        )
        count = sum(len(report.figures) for report in item.reports)
        events.record(
            db,
            changes,
            claim_changes,
            item.problems,
            source=item.source,
            url=item.url,
            published_at=published,
            now=now,
            config=AlertSender.of(self.crawler).config,
        )
        return Stored(fetch, len(item.reports), count, tuple(changes), tuple(claim_changes))


def _revision(item: Article) -> articles.Revision:
    page = item.page or GONE
    return articles.Revision(
        url=item.url,
        source=item.source,
        title=page.title,
        text=page.text,
        fetched_at=item.fetched_at,
        canonical=page.canonical,
        language=page.language,
        published_at=page.published,
        evidence_file=item.evidence.file if item.evidence else None,
        evidence_offset=item.evidence.offset if item.evidence else None,
    )


def _fetch(item: Article, outcome: Outcome) -> Fetch:
    worst = _worst(item.problems)
    return Fetch(
        url=item.url,
        source=item.source,
        purpose="article",
        outcome=outcome,
        ended_at=datetime.now(UTC),
        http_status=item.received.status,
        size=item.received.size,
        evidence_file=item.evidence.file if item.evidence else None,
        evidence_offset=item.evidence.offset if item.evidence else None,
        note=worst.detail if worst else None,
    )


def _worst(problems: tuple[Problem, ...]) -> Problem | None:
    return next((problem for problem in problems if problem.severity == "error"), None)
