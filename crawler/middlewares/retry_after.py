"""Retry-After (RFC 9110 section 10.2.3): no request reaches a host before the time it named, across runs.

A short wait is sat out; a longer one postpones the host's URLs to a later run.

    "crawler.middlewares.retry_after.RetryAfterMiddleware": 60   # before robots.txt is asked for
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from crawler.extensions.ledger import RunLedger
from crawler.origins import host_of
from crawler.outcomes import Outcome
from crawler.refusals import Refused
from pipelines.store.hosts import retry_after, save_retry_after

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

LONGEST = timedelta(hours=24)
"""A longer wish is an error of the host's, or of its clock."""
SAT_OUT = timedelta(seconds=30)
"""The longest wait that is spent inside a run."""
HEEDED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def parse_retry_after(value: str, now: datetime) -> datetime | None:
    """The time a Retry-After value names, at most LONGEST from `now` (UTC); None where it names none or a past one."""
    wish = value.strip()
    if wish.isascii() and wish.isdigit():
        seconds = int(wish) if len(wish) < 9 else LONGEST.total_seconds()
        until = now + min(timedelta(seconds=seconds), LONGEST)
    else:
        try:
            date = parsedate_to_datetime(wish)
        except ValueError:
            return None
        until = min(date if date.tzinfo else date.replace(tzinfo=UTC), now + LONGEST)
    return until if until > now else None


class RetryAfterMiddleware:
    """Holds back requests to hosts that asked for patience. Raises Refused where the wait is longer than SAT_OUT.

    The download handler shows it every response and sits short waits out before it dials: a waiting request holds up
    its own host only, and one that was queued meanwhile waits too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._until: dict[str, datetime | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request whose host asked for a long wait."""
        self._wait(host_of(request.url))

    async def sit_out(self, request: Request) -> None:
        """Return when the request's host may be asked. Raises Refused before a long wait."""
        while wait := self._wait(host_of(request.url)):
            await asyncio.sleep(wait.total_seconds())

    def heed(self, response: Response, request: Request) -> None:
        """Remember what the response of a host in trouble asked for."""
        value = response.headers.get("Retry-After")
        if response.status not in HEEDED or value is None:
            return
        host, wish = host_of(request.url), value.decode("latin-1")
        until = parse_retry_after(wish, datetime.now(UTC))
        if until is None:
            logger.info("%s sent Retry-After %r, which names no time to come", host, wish)
            return
        # kept in whole seconds, so rounded up
        self._until[host] = until + timedelta(seconds=1)
        save_retry_after(RunLedger.of(self._crawler).db, host, until + timedelta(seconds=1))

    def _wait(self, host: str) -> timedelta:
        """What is left of a short wait."""
        if host not in self._until:
            self._until[host] = retry_after(RunLedger.of(self._crawler).db, host)
        until = self._until[host]
        wait = timedelta() if until is None else max(until - datetime.now(UTC), timedelta())
        if wait > SAT_OUT:
            raise Refused(Outcome.POSTPONED, f"{host} asked not to be visited before {until:%F %TZ}")
        return wait
