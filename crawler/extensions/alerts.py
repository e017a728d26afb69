"""Sends what the outbox owes while the crawl goes on, and tells of the crawl itself when it ends."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.task import LoopingCall
from twisted.internet.threads import deferToThread

from crawler.alerting import alerts_of
from crawler.exit_codes import ExitCode
from crawler.extensions.ledger import EXIT_CODE, RunLedger
from crawler.outcomes import SourceTally
from crawler.registry import known_sources
from crawler.status_view import read_status
from pipelines.alerts.relay import Attempt, attempt_lines, send_owed
from pipelines.store import StoreError, events, opened_store, transaction

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlite_utils import Database

PAUSE = 2.0
"""Seconds between looks at whether a committed article left something to tell."""


class AlertSender:
    """The relay beside the crawl: it works in a thread with a connection of its own, and the crawl never waits for it
    before its end. `config` is what the stages record events by."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = alerts_of(crawler.settings, os.environ)
        self.database = Path(crawler.settings["DATABASE"])
        self.attempts: list[Attempt] = []
        self.complaint: str | None = None
        self._fresh = True
        self._sending: Deferred[None] | None = None
        self._loop = LoopingCall(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        sender = cls(crawler)
        crawler.signals.connect(sender.opened, signals.spider_opened)
        crawler.signals.connect(sender.stored, signals.item_scraped)
        crawler.signals.connect(sender.closed, signals.spider_closed)
        return sender

    @classmethod
    def of(cls, crawler: Crawler) -> AlertSender:
        """The sender of a running crawl."""
        sender = crawler.get_extension(cls)
        if sender is None:
            raise RuntimeError("the alert sender is not among the EXTENSIONS")
        return sender

    def opened(self) -> None:
        ledger = RunLedger.of(self.crawler)
        with transaction(ledger.db):
            events.killed_run(ledger.db, ledger.run_id, now=datetime.now(UTC), config=self.config)
        if self.config.targets:
            self._loop.start(PAUSE)

    def stored(self) -> None:
        """An article has been committed."""
        self._fresh = True

    async def closed(self, reason: str) -> None:
        """Settle what was put off, tell of the run, and send the rest. The run's own books are closed by now."""
        if self._loop.running:
            self._loop.stop()
        self._fresh = False
        if self._sending is not None:
            await maybe_deferred_to_future(self._sending)
        await maybe_deferred_to_future(deferToThread(self._finish, reason))

    def _look(self) -> None:
        if self._fresh and self._sending is None:
            self._fresh = False
            self._sending = deferToThread(self._send)
            self._sending.addCallback(self._sent)

    def _sent(self, _: None) -> None:
        self._sending = None

    def _send(self) -> None:
        try:
            self.attempts += send_owed(self.database, self.config, clock=lambda: datetime.now(UTC))
        except (StoreError, sqlite3.Error) as error:
            self.complaint = f"alerts stay owed: {error}"

    def _finish(self, reason: str) -> None:
        try:
            self._tell_of_the_run(reason)
        except (StoreError, sqlite3.Error) as error:
            self.complaint = f"the run's own events were not written: {error}"
        if self.config.targets:
            self._send()
        for line in self.lines():
            sys.stderr.write(f"{line}\n")

    def _tell_of_the_run(self, reason: str) -> None:
        ledger, now = RunLedger.of(self.crawler), datetime.now(UTC)
        code = self.crawler.stats.get_value(EXIT_CODE) if self.crawler.stats else None
        detail = "; ".join(ledger.crashes[:3]) or f"it ended with {reason!r} and exit code {code}"
        with opened_store(self.database) as db, transaction(db):
            events.settle_run(db, now=now, config=self.config)
            stale = self._stale_sources(db, now)
            for name, tally in sorted(ledger.tallies.items()):
                state: events.SourceState = "failing" if tally.failing else "stale" if name in stale else "good"
                events.source_state(db, name, state, stale.get(name) or _why(tally), now=now, config=self.config)
            failed = code == ExitCode.FAILED
            events.crawl_state(db, ledger.run_id, failed=failed, detail=detail, now=now, config=self.config)

    def _stale_sources(self, db: Database, now: datetime) -> dict[str, str]:
        """The sources that have been silent for longer than they promise, and since when.

        Only a crawl up to the present day judges that.
        """
        if getattr(self.crawler.spider, "until_text", "") is not None:
            return {}
        status = read_status(db, known_sources(self.crawler.settings), now)
        return {
            each.standing.name: f"its newest list is of {each.standing.newest}" for each in status.sources if each.stale
        }

    def lines(self) -> Iterator[str]:
        """What was sent, for a person."""
        yield from attempt_lines(self.attempts)
        if self.complaint:
            yield self.complaint


def _why(tally: SourceTally) -> str:
    return str(tally.notes[0]) if tally.notes else f"{tally.reports} lists read"
