"""`scrapy crawl datasets`: the published datasets as further witnesses, a row of a file being an article of its own."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.arguments import ArgumentsError
from crawler.datasets import Dataset, load_datasets, place_of, unknown_keys
from crawler.extensions.ledger import RunLedger
from crawler.middlewares.evidence import CONTEXT
from crawler.newsroom import NewsroomError, parse_newsroom
from crawler.outcomes import Outcome
from crawler.received import Reply, conditional_headers
from crawler.refusals import outcome_of
from crawler.replies import reply_of
from crawler.sources import SourceError
from crawler.standing_view import standing_lines
from pipelines.checks import check_reports
from pipelines.datasets import DatasetError, FileLayout, Reading, read_dataset
from pipelines.problems import Problem
from pipelines.store import StoreError, open_readonly, transaction
from pipelines.store.articles import Kind
from pipelines.store.dataset_rows import DatasetFile, SavedFile, ShrunkenError, save_file
from pipelines.store.ledger import Fetch, record_fetch, record_problems, see_page, seen_page
from pipelines.store.sources import register

NOT_MODIFIED = 304


class DatasetsSpider(Spider):
    """Asks for each file once, conditionally, and stores what is new of it in one transaction."""

    name = "datasets"

    @classmethod
    def check_arguments(cls, settings: BaseSettings, **unknown: str) -> None:
        """Raise ArgumentsError, one line, for anything a person mistyped."""
        if unknown:
            raise ArgumentsError(f"unknown argument {', '.join(unknown)}; the setting DATASETS says where files are")
        try:
            names = unknown_keys(load_datasets(), settings.get("DATASETS", ""))
            if settings.get("NEWSROOM"):
                parse_newsroom(settings["NEWSROOM"])
        except (SourceError, NewsroomError) as error:
            raise ArgumentsError(str(error)) from error
        if names:
            raise ArgumentsError(f"DATASETS names no dataset file: {', '.join(names)}")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.datasets = load_datasets()
        return spider

    datasets: dict[str, Dataset]

    @property
    def ledger(self) -> RunLedger:
        """The books of this run."""
        return RunLedger.of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """A request for every file that is on the web; files of this machine are read at once."""
        with transaction(self.ledger.db):
            register(self.ledger.db, self.datasets.values())
        for dataset in self.datasets.values():
            self.ledger.tallies[dataset.name]
            for file in dataset.files:
                place = place_of(file, dataset, self.settings.get("DATASETS", ""))
                if place.path is not None:
                    self._read_path(dataset, file, place.path)
                else:
                    yield self._request(dataset, file, place.url, place.hosts)

    def _request(self, dataset: Dataset, file: FileLayout, url: str, hosts: tuple[str, ...]) -> Request:
        page = seen_page(self.ledger.db, url)
        return Request(
            url,
            headers=conditional_headers(page.etag, page.last_modified) if page else None,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"dataset": dataset, "file": file},
            meta={
                "hosts": hosts,
                "handle_httpstatus_list": [NOT_MODIFIED],
                CONTEXT: {"purpose": "dataset", "source": dataset.name, "key": file.key},
            },
            dont_filter=True,
        )

    def parse(self, response: Response, **asked: Any) -> None:
        """Store a file, unless it is the one that is known."""
        dataset: Dataset = asked["dataset"]
        reply = reply_of(response)
        page = seen_page(self.ledger.db, response.url)
        if response.status == NOT_MODIFIED:
            self.ledger.ended(_fetch(dataset, response.url, Outcome.NOT_MODIFIED, reply))
        elif page is not None and page.body_hash == reply.received.body_hash:
            self.ledger.ended(_fetch(dataset, response.url, Outcome.UNCHANGED, reply))
        else:
            self._read(dataset, asked["file"], response.url, reply)

    def failed(self, failure: Failure) -> None:
        """Write how a file ended that could not be had."""
        request = failure.request  # type: ignore[attr-defined]
        error = failure.value or RuntimeError("a failure without an error")
        outcome = outcome_of(error)
        response = getattr(error, "response", None)
        note = f"HTTP {response.status}" if isinstance(error, HttpError) and response else " ".join(str(error).split())
        self.ledger.ended(
            Fetch(
                url=request.url,
                source=request.cb_kwargs["dataset"].name,
                purpose="dataset",
                outcome=Outcome.HTTP_ERROR if outcome is Outcome.MISSING else outcome,
                ended_at=datetime.now(UTC),
                http_status=response.status if response else None,
                note=note[:200],
            )
        )

    def _read_path(self, dataset: Dataset, file: FileLayout, path: Path) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        try:
            body = path.read_bytes()
        except OSError as error:
            fetch = _fetch(dataset, file.url, Outcome.UNREADABLE, None, note=f"cannot read {path}: {error.strerror}")
            self.ledger.ended(fetch)
            return
        self._read(dataset, file, path.resolve().as_uri(), Reply(200, {}, body, now))

    def _read(self, dataset: Dataset, file: FileLayout, url: str, reply: Reply) -> None:
        try:
            reading = _checked(read_dataset(reply.body, file), reply.fetched_at)
            with transaction(self.ledger.db):
                saved = self._store(dataset, file, url, reply, reading)
        except (DatasetError, ShrunkenError) as error:
            problem = Problem("layout_changed", str(error), "error")
            self.ledger.ended(_fetch(dataset, url, Outcome.UNREADABLE, reply, note=str(error)), problem)
            return
        except (StoreError, sqlite3.Error) as error:
            self.ledger.crashed(f"{url} could not be stored: {error}")
            return
        self.ledger.count_stored(
            _fetch(dataset, url, _outcome(saved), reply),
            reading.problems,
            reports=saved.rows[Kind.NEW] + saved.rows[Kind.REVISED],
            figures=sum(len(row.report.figures) for row in reading.rows),
            claims=0,
            changes=[change.status for change in saved.changes],
        )

    def _store(self, dataset: Dataset, file: FileLayout, url: str, reply: Reply, reading: Reading) -> SavedFile:
        db, run_id, now = self.ledger.db, self.ledger.run_id, reply.fetched_at.replace(microsecond=0)
        evidence, received = reply.evidence, reply.received
        read = DatasetFile(
            source=dataset.name,
            url=file.url,
            title=f"{dataset.title}: {file.key}",
            fetched_at=now,
            rows=reading.rows,
            evidence_file=evidence.file if evidence else None,
            evidence_offset=evidence.offset if evidence else None,
        )
        saved = save_file(db, read, run_id=run_id)
        see_page(
            db,
            url,
            source=dataset.name,
            now=now,
            etag=received.etag,
            last_modified=received.last_modified,
            listed_at=None,
            body_hash=received.body_hash,
        )
        record_fetch(db, run_id, _fetch(dataset, url, _outcome(saved), reply))
        record_problems(db, reading.problems, source=dataset.name, url=file.url, run_id=run_id, now=now)
        return saved

    def closed(self, _reason: str) -> None:
        """Say which days are missing and which figures are in doubt."""
        try:
            db = open_readonly(Path(self.settings["DATABASE"]))
        except StoreError as error:
            self.ledger.crashed(str(error))
            return
        for line in standing_lines(db):
            sys.stderr.write(f"{line}\n")
        db.conn.close()


def _checked(reading: Reading, fetched_at: datetime) -> Reading:
    """The rows whose day can be, with what is wrong with the others."""
    rows, problems = [], list(reading.problems)
    for row in reading.rows:
        kept, found = check_reports([row.report], fetched_at=fetched_at)
        problems += found
        if kept:
            rows.append(row)
    return Reading(tuple(rows), tuple(problems))


def _outcome(saved: SavedFile) -> Outcome:
    if saved.rows[Kind.REVISED] or saved.rows["withdrawn"]:
        return Outcome.REVISED
    return Outcome.NEW if saved.rows[Kind.NEW] else Outcome.UNCHANGED


def _fetch(dataset: Dataset, url: str, outcome: Outcome, reply: Reply | None, *, note: str | None = None) -> Fetch:
    evidence = reply.evidence if reply else None
    return Fetch(
        url=url,
        source=dataset.name,
        purpose="dataset",
        outcome=outcome,
        ended_at=datetime.now(UTC),
        http_status=reply.status if reply and reply.headers else None,
        size=len(reply.body) if reply else 0,
        evidence_file=evidence.file if evidence else None,
        evidence_offset=evidence.offset if evidence else None,
        note=note,
    )
