"""The run's row, every URL's terminal outcome, and the exit code that follows from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals

from crawler.outcomes import Note, Outcome, SourceTally, exit_code
from pipelines.problems import Problem
from pipelines.store import open_store, transaction
from pipelines.store.ledger import Fetch, finish_run, record_fetch, record_problems, start_run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlite_utils import Database

EXIT_CODE = "losswatch/exit_code"
"""The stat in which the run leaves its exit code for the command."""


class RunLedger:
    """Keeps the books of one run. The stages, the spiders and the middlewares write through it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.tallies: defaultdict[str, SourceTally] = defaultdict(SourceTally)
        self.crashes: list[str] = []
        self.figures: dict[tuple[date, str], str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        ledger = cls(crawler)
        crawler.signals.connect(ledger.opened, signals.spider_opened)
        crawler.signals.connect(ledger.spider_error, signals.spider_error)
        crawler.signals.connect(ledger.item_error, signals.item_error)
        crawler.signals.connect(ledger.closed, signals.spider_closed)
        return ledger

    @classmethod
    def of(cls, crawler: Crawler) -> RunLedger:
        """The ledger of a running crawl."""
        ledger = crawler.get_extension(cls)
        if ledger is None:
            raise RuntimeError("the run ledger is not among the EXTENSIONS")
        return ledger

    @cached_property
    def db(self) -> Database:
        """The run's one writing connection."""
        return open_store(Path(self.crawler.settings["DATABASE"]))

    @cached_property
    def run_id(self) -> int:
        name = self.crawler.spider.name if self.crawler.spider else "?"
        with transaction(self.db):
            return start_run(self.db, name, datetime.now(UTC), played=bool(self.crawler.settings.get("NEWSROOM")))

    def opened(self, spider: Spider) -> None:
        spider.logger.info("run %s", self.run_id)

    def ended(self, fetch: Fetch, *problems: Problem) -> None:
        """Write a URL's end in a transaction of its own."""
        with transaction(self.db):
            record_fetch(self.db, self.run_id, fetch)
            record_problems(
                self.db, problems, source=fetch.source, url=fetch.url, run_id=self.run_id, now=fetch.ended_at
            )
        self.count(fetch, *problems)

    def count(self, fetch: Fetch, *problems: Problem) -> None:
        """Count an end that has been committed."""
        tally = self.tallies[fetch.source]
        outcomes = tally.pages if fetch.purpose in ("article", "dataset") else tally.listings
        outcomes[Outcome(fetch.outcome)] += 1
        tally.problems.update(problem.severity for problem in problems)
        if fetch.note:
            tally.notes.append(Note(fetch.url, fetch.note))

    def count_stored(
        self,
        fetch: Fetch,
        problems: Sequence[Problem],
        *,
        reports: int,
        figures: int,
        claims: int,
        changes: Mapping[tuple[date, str], str],
    ) -> None:
        """Count an article whose transaction has been committed; `changes` are the present statuses of its figures."""
        self.count(fetch, *problems)
        tally = self.tallies[fetch.source]
        tally.reports += reports
        tally.figures += figures
        tally.claims += claims
        self.figures.update(changes)

    def crashed(self, message: str) -> None:
        """Note that our own work failed; the run exits 1."""
        self.crashes.append(message)

    def spider_error(self, failure: Any, spider: Spider) -> None:
        self.crashed(f"{type(failure.value).__name__} in spider {spider.name}: {failure.value}")

    def item_error(self, item: object, failure: Any) -> None:
        self.crashed(f"{type(failure.value).__name__} while handling {getattr(item, 'url', item)}: {failure.value}")

    @property
    def changes(self) -> Counter[str]:
        """How many figures this run changed, by the status they ended with."""
        return Counter(self.figures.values())

    def closed(self, reason: str) -> None:
        doubtful = self.changes["held"] + self.changes["disputed"]
        code = exit_code(self.tallies, crashed=bool(self.crashes), finished=reason == "finished", doubtful=doubtful)
        with transaction(self.db):
            finish_run(self.db, self.run_id, now=datetime.now(UTC), exit_code=code, counts=self._counts())
        self.db.conn.close()
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(EXIT_CODE, int(code))

    def _counts(self) -> dict[str, object]:
        return {
            "changes": dict(self.changes),
            "crashes": self.crashes[:20],
            "sources": {name: _tally_counts(tally) for name, tally in sorted(self.tallies.items())},
        }


def _tally_counts(tally: SourceTally) -> dict[str, object]:
    return {
        "listings": dict(tally.listings),
        "pages": dict(tally.pages),
        "reports": tally.reports,
        "figures": tally.figures,
        "claims": tally.claims,
        "problems": dict(tally.problems),
        "failing": tally.failing,
    }
