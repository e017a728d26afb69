"""Asks for an address when a crawl starts, succeeds or fails: a scheduler that stopped cannot tell of itself."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread

from crawler.alerting import alerts_of
from crawler.exit_codes import ExitCode
from crawler.extensions.ledger import EXIT_CODE
from pipelines.alerts.delivery import Parcel, deliver

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

STARTED, FAILED, GOOD = "/start", "/fail", ""


class Heartbeat:
    """Pings `<address>/start`, then `<address>` or `<address>/fail`, as healthchecks.io and its like understand."""

    def __init__(self, crawler: Crawler, address: str) -> None:
        self.crawler = crawler
        self.address = address.rstrip("/")
        self._started: Deferred[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        address = alerts_of(crawler.settings, os.environ).heartbeat
        if address is None:
            raise NotConfigured
        heartbeat = cls(crawler, address)
        crawler.signals.connect(heartbeat.opened, signals.spider_opened)
        crawler.signals.connect(heartbeat.closed, signals.spider_closed)
        return heartbeat

    def opened(self) -> None:
        """The crawl does not wait for the first ping."""
        self._started = deferToThread(self._ping, STARTED)

    async def closed(self, reason: str) -> None:
        """The last ping goes after the first, whatever became of it."""
        code = self.crawler.stats.get_value(EXIT_CODE) if self.crawler.stats else None
        failed = reason != "finished" or code == ExitCode.FAILED
        if self._started is not None:
            await maybe_deferred_to_future(self._started)
        await maybe_deferred_to_future(deferToThread(self._ping, FAILED if failed else GOOD))

    def _ping(self, what: str) -> None:
        error = deliver(Parcel("ping", self.address + what))
        if error:
            sys.stderr.write(f"heartbeat: {error}\n")
