"""`scrapy crawl datasets`: the published datasets as further witnesses, a row of a file being an article of its own."""

from __future__ import annotations

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
from crawler.dataset_intake import DatasetIntake, dataset_fetch
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
from pipelines.datasets import FileLayout
from pipelines.store import StoreError, open_readonly, transaction
from pipelines.store.ledger import Fetch, seen_page
from pipelines.store.sources import register

NOT_MODIFIED = 304


class DatasetsSpider(Spider):
    """Asks for each file once, conditionally, and stores what is new of it in one transaction."""

    name = "datasets"

    @classmethod
    def check_arguments(cls, settings: BaseSettings, _job: str | None = None, **unknown: str) -> None:
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
            self.ledger.ended(dataset_fetch(dataset, response.url, Outcome.NOT_MODIFIED, reply))
        elif page is not None and page.body_hash == reply.received.body_hash:
            self.ledger.ended(dataset_fetch(dataset, response.url, Outcome.UNCHANGED, reply))
        else:
            DatasetIntake(self.crawler).take_in(dataset, asked["file"], response.url, reply)

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
            fetch = dataset_fetch(
                dataset, file.url, Outcome.UNREADABLE, None, note=f"cannot read {path}: {error.strerror}"
            )
            self.ledger.ended(fetch)
            return
        DatasetIntake(self.crawler).take_in(dataset, file, path.resolve().as_uri(), Reply(200, {}, body, now))

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
