"""robots.txt by RFC 9309, where Scrapy's own middleware is lenient.

An origin whose robots.txt cannot be had (5xx, 429, no connection, a redirect that leads nowhere) is left alone, unless
rules not older than a day are known. Answers are kept in the database; Crawl-delay is applied to the host's slot.

    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None
    "crawler.middlewares.robots.RobotsMiddleware": 100
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from crawler.extensions.ledger import RunLedger
from crawler.identity import PRODUCT
from crawler.middlewares.evidence import CONTEXT, EVIDENCE
from crawler.middlewares.hosts import HOSTS
from crawler.origins import origin_of
from crawler.outcomes import Outcome
from crawler.refusals import FETCH_ERRORS, Refused, outcome_of
from crawler.robots import FRESH, MAX_ROBOTS_BYTES, USABLE, Rules, read_robots, unreachable
from pipelines.store import transaction
from pipelines.store.hosts import RobotsAnswer, robots_answer, save_robots_answer, save_robots_failure
from pipelines.store.ledger import Fetch, record_fetch

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

IS_ROBOTS = "robots_txt"
"""The meta key of our own requests for a robots.txt."""
PRIORITY = 1000
LONGEST_CRAWL_DELAY = 120.0
"""Seconds. A host that wants more cannot be read in a run, and is left alone rather than hurried."""
CRAWL_DELAY_JITTER = 0.2


@dataclass(frozen=True, slots=True)
class _Decision:
    rules: Rules
    until: datetime


@dataclass(frozen=True, slots=True)
class _Failure:
    outcome: Outcome
    why: str
    status: int | None = None


def _settled(kept: RobotsAnswer) -> Rules:
    """The rules of an answer that was kept because it settles them."""
    return read_robots(kept.status, kept.body, PRODUCT) or unreachable("the kept answer settles nothing")


def _is_within(age: timedelta, kept: RobotsAnswer, now: datetime) -> bool:
    """False too for an answer that a clock set wrong put into the future."""
    return kept.fetched_at <= now < kept.fetched_at + age


def _source(request: Request) -> str:
    return str(request.meta.get(CONTEXT, {}).get("source", ""))


def _fetch(origin: str, request: Request, outcome: Outcome, note: str) -> Fetch:
    return Fetch(f"{origin}/robots.txt", _source(request), "robots", outcome, datetime.now(UTC), note=note)


def _with_response(fetch: Fetch, response: Response) -> Fetch:
    assert response.request is not None
    evidence = response.request.meta.get(EVIDENCE)
    return replace(
        fetch,
        http_status=response.status,
        size=len(response.body),
        evidence_file=evidence.file if evidence else None,
        evidence_offset=evidence.offset if evidence else None,
    )


class RobotsMiddleware:
    """Lets a request through where its origin's robots.txt allows it. Raises Refused."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._decisions: dict[str, _Decision] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the rules of the request's origin do not allow."""
        if request.meta.get(IS_ROBOTS):
            return
        rules = await self._rules(request)
        if not rules.allows(request.url):
            raise Refused(Outcome.FORBIDDEN, f"robots.txt of {origin_of(request.url)}: {rules.why}")
        self._slow_down(request, rules.crawl_delay())

    @property
    def _ledger(self) -> RunLedger:
        return RunLedger.of(self._crawler)

    async def _rules(self, request: Request) -> Rules:
        origin = origin_of(request.url)
        async with self._locks[origin]:
            now = datetime.now(UTC)
            known = self._decisions.get(origin)
            if known is None or known.until <= now:
                known = self._decisions[origin] = await self._decide(origin, request, now)
            return known.rules

    async def _decide(self, origin: str, request: Request, now: datetime) -> _Decision:
        kept = robots_answer(self._ledger.db, origin)
        if kept and _is_within(FRESH, kept, now):
            return _Decision(_settled(kept), kept.fetched_at + FRESH)
        try:
            response = await self._ask(origin, request)
        except FETCH_ERRORS as error:
            failure = _Failure(outcome_of(error), str(error) or type(error).__name__)
            return self._without_answer(origin, request, now, kept, failure)
        rules = read_robots(response.status, response.body, PRODUCT)
        if rules is None:
            failure = _Failure(Outcome.HTTP_ERROR, f"status {response.status}", response.status)
            return self._without_answer(origin, request, now, kept, failure)
        answer = RobotsAnswer(response.status, response.body[: MAX_ROBOTS_BYTES + 1], now)
        with transaction(self._ledger.db) as db:
            save_robots_answer(db, origin, answer, rules.why)
            fetch = _fetch(origin, request, Outcome.LISTED, rules.why)
            record_fetch(db, self._ledger.run_id, _with_response(fetch, response))
        return _Decision(rules, now + FRESH)

    async def _ask(self, origin: str, request: Request) -> Response:
        assert self._crawler.engine is not None
        context = {"purpose": "robots", "source": _source(request)}
        meta = {IS_ROBOTS: True, HOSTS: request.meta.get(HOSTS, ()), CONTEXT: context}
        question = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, priority=PRIORITY, meta=meta)
        return await self._crawler.engine.download_async(question)

    def _without_answer(
        self, origin: str, request: Request, now: datetime, kept: RobotsAnswer | None, failure: _Failure
    ) -> _Decision:
        if kept and _is_within(USABLE, kept, now):
            decision = _Decision(_settled(kept), kept.fetched_at + USABLE)
            why = f"{decision.rules.why} of {kept.fetched_at:%F %TZ}, as it is unreachable ({failure.why})"
        else:
            decision = _Decision(unreachable(failure.why), now + FRESH)
            why = decision.rules.why
        with transaction(self._ledger.db) as db:
            save_robots_failure(db, origin, now, why)
            fetch = _fetch(origin, request, failure.outcome, why)
            record_fetch(db, self._ledger.run_id, replace(fetch, http_status=failure.status))
        logger.info("robots.txt of %s: %s", origin, why)
        return decision

    def _slow_down(self, request: Request, asked: float | None) -> None:
        """Space the host's requests by Crawl-delay at least, whatever the jitter."""
        if not asked:
            return
        if asked > LONGEST_CRAWL_DELAY:
            raise Refused(
                Outcome.FORBIDDEN, f"robots.txt of {origin_of(request.url)} asks for {asked:.0f} s between pages"
            )
        assert self._crawler.engine is not None
        settings, downloader = self._crawler.settings, self._crawler.engine.downloader
        if asked <= settings.getfloat("DOWNLOAD_DELAY") * (1 - settings.getfloat("DOWNLOAD_DELAY_JITTER")):
            return
        key = downloader.get_slot_key(request)
        wish = {"delay": asked / (1 - CRAWL_DELAY_JITTER), "jitter": CRAWL_DELAY_JITTER}
        if downloader.per_slot_settings.get(key, {}).get("delay", 0.0) >= wish["delay"]:
            return
        downloader.per_slot_settings[key] = wish
        if key in downloader.slots:
            downloader.slots[key].delay, downloader.slots[key].jitter = wish["delay"], wish["jitter"]
