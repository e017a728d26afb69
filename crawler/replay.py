"""Evidence -> the same Articles, through the same stages, without a network."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy import Spider

from crawler.dataset_intake import DatasetIntake
from crawler.datasets import load_datasets
from crawler.evidence import EvidenceError, StoredResponse, UnfinishedError, evidence_files, read_evidence
from crawler.extensions.ledger import RunLedger
from crawler.inflation import InflationError, inflate
from crawler.items import Article
from crawler.outcomes import Outcome
from crawler.received import GONE, Reply, read_reply
from crawler.registry import known_sources
from crawler.sources import Source
from pipelines.problems import Problem
from pipelines.store import transaction
from pipelines.store.ledger import Fetch, seen_page
from pipelines.store.sources import register

OK = 200
SETTINGS: dict[str, Any] = {"ALERTS_FILE": os.devnull}
"""What was news once is told to nobody again."""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A WARC file of ours: its evidence folder and its name below it."""

    folder: Path
    name: str


def find_evidence(paths: list[Path]) -> list[EvidenceFile]:
    """The files that folders and files stand for, in the order they were written. Raises EvidenceError."""
    files = [file for path in paths for file in _below(path)]
    return sorted(set(files), key=lambda file: file.name.rpartition("/")[2].split("-")[1:])


def _below(path: Path) -> list[EvidenceFile]:
    if path.is_dir():
        names = evidence_files(path)
        if not names:
            raise EvidenceError(f"{path}: there is no evidence below it (YYYY/MM/<run>.warc.gz)")
        return [EvidenceFile(path, name) for name in names]
    if not path.is_file():
        raise EvidenceError(f"{path}: there is no such file or folder")
    folder = path.resolve().parents[2]
    return [EvidenceFile(folder, path.resolve().relative_to(folder).as_posix())]


def reply_from(stored: StoredResponse, limit: int) -> Reply:
    """A stored response as it was read when it came. Raises InflationError where its content coding is broken."""
    headers: dict[str, str] = {}
    for name, value in stored.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    body = stored.body
    for coding in reversed(headers.get("content-encoding", "").lower().replace(" ", "").split(",")):
        if coding not in ("", "identity"):
            body = inflate(body, coding, limit)
    return Reply(stored.status, headers, body, stored.fetched_at, stored.evidence)


class ReplaySpider(Spider):
    """Yields nothing to fetch: each stored page goes through the stages before the next one is read."""

    name = "replay"
    custom_settings = SETTINGS

    def __init__(self, files: list[EvidenceFile], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.files = files
        self.datasets = load_datasets()

    async def start(self) -> AsyncIterator[Article]:
        """Put every article of the evidence through the item pipelines, strictly in order."""
        assert self.crawler.engine is not None
        with transaction(self.ledger.db):
            register(self.ledger.db, [*self.sources.values(), *self.datasets.values()])
        for file in self.files:
            for article in self._articles(file):
                await self.crawler.engine.scraper.start_itemproc_async(article, response=None)
        return
        yield

    @property
    def sources(self) -> dict[str, Source]:
        """The sources as they are declared today."""
        return known_sources(self.crawler.settings)

    @property
    def ledger(self) -> RunLedger:
        """The books of this run."""
        return RunLedger.of(self.crawler)

    def _articles(self, file: EvidenceFile) -> Iterator[Article]:
        """The articles of one file; the files of datasets are taken in between them, in their turn."""
        try:
            for stored in read_evidence(file.folder, file.name):
                purpose = stored.context.get("purpose")
                if purpose == "dataset" and stored.status == OK:
                    self._take_in(stored)
                elif purpose == "article" and (article := self._article(stored)):
                    yield article
        except UnfinishedError as error:
            self.logger.warning("%s", error)
        except EvidenceError as error:
            self.ledger.crashed(str(error))

    def _take_in(self, stored: StoredResponse) -> None:
        dataset = self.datasets.get(stored.context["source"])
        file = next((file for file in dataset.files if file.key == stored.context["key"]), None) if dataset else None
        if dataset is None or file is None:
            self.ledger.crashed(f"{stored.url}: no dataset is declared for it any more")
            return
        try:
            reply = reply_from(stored, self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        except InflationError as error:
            self.ledger.crashed(f"{stored.url}: {error}")
            return
        DatasetIntake(self.crawler).take_in(dataset, file, stored.url, reply)

    def _article(self, stored: StoredResponse) -> Article | None:
        """The article in a stored response; None where it is nothing that the crawl would have read."""
        source = self.sources.get(stored.context["source"])
        if source is None:
            self.ledger.crashed(f"{stored.url}: no source {stored.context['source']!r} is declared any more")
            return None
        if not self._was_read(stored):
            return None
        listed = stored.context.get("listed_at")
        found: Article | Problem
        try:
            found = read_reply(
                reply_from(stored, self.crawler.settings.getint("DOWNLOAD_MAXSIZE")),
                source,
                url=stored.context["url"],
                listed_at=datetime.fromisoformat(listed) if listed else None,
            )
        except InflationError as error:
            found = Problem("unreadable", str(error), "error")
        if isinstance(found, Problem):
            self.ledger.ended(_unreadable(stored, source, found), found)
            return None
        return found

    def _was_read(self, stored: StoredResponse) -> bool:
        if stored.status != GONE:
            return OK <= stored.status < OK + 100
        page = seen_page(self.ledger.db, stored.context["url"])
        return page is not None and not page.is_pending


def _unreadable(stored: StoredResponse, source: Source, problem: Problem) -> Fetch:
    return Fetch(
        url=stored.context["url"],
        source=source.name,
        purpose="article",
        outcome=Outcome.UNREADABLE,
        ended_at=stored.fetched_at,
        http_status=stored.status,
        size=len(stored.body),
        evidence_file=stored.evidence.file,
        evidence_offset=stored.evidence.offset,
        note=problem.detail,
    )
