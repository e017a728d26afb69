"""A dataset's file -> stored rows. The crawl and the replay of its evidence take files in here and nowhere else."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.datasets import Dataset
from crawler.extensions.alerts import AlertSender
from crawler.extensions.ledger import RunLedger
from crawler.outcomes import Outcome
from crawler.received import Reply
from pipelines.checks import check_reports
from pipelines.datasets import DatasetError, FileLayout, Reading, read_dataset
from pipelines.problems import Problem
from pipelines.store import StoreError, events, transaction
from pipelines.store.articles import Kind
from pipelines.store.dataset_rows import DatasetFile, SavedFile, ShrunkenError, save_file
from pipelines.store.ledger import Fetch, record_fetch, record_problems, see_page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DatasetIntake:
    """Takes files into the database of a running crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @property
    def _ledger(self) -> RunLedger:
        return RunLedger.of(self._crawler)

    def take_in(self, dataset: Dataset, file: FileLayout, url: str, reply: Reply) -> None:
        """Read a file and store what is new of it in one transaction; how it ended is written in any case."""
        try:
            reading = _checked(read_dataset(reply.body, file), reply.fetched_at)
            with transaction(self._ledger.db):
                saved = self._store(dataset, file, url, reply, reading)
        except (DatasetError, ShrunkenError) as error:
            problem = Problem("layout_changed", str(error), "error")
            self._ledger.ended(dataset_fetch(dataset, url, Outcome.UNREADABLE, reply, note=str(error)), problem)
            return
        except (StoreError, sqlite3.Error) as error:
            self._ledger.crashed(f"{url} could not be stored: {error}")
            return
        self._ledger.count_stored(
            dataset_fetch(dataset, url, _outcome(saved), reply),
            reading.problems,
            reports=saved.rows[Kind.NEW] + saved.rows[Kind.REVISED],
            figures=sum(len(row.report.figures) for row in reading.rows),
            claims=0,
            changes={(change.report_date, change.category): change.status for change in saved.changes},
        )

    def _store(self, dataset: Dataset, file: FileLayout, url: str, reply: Reply, reading: Reading) -> SavedFile:
        db, run_id, now = self._ledger.db, self._ledger.run_id, reply.fetched_at.replace(microsecond=0)
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
        record_fetch(db, run_id, dataset_fetch(dataset, url, _outcome(saved), reply))
        record_problems(db, reading.problems, source=dataset.name, url=file.url, run_id=run_id, now=now)
        config = AlertSender.of(self._crawler).config
        events.record(
            db, saved.changes, (), reading.problems, source=dataset.name, now=now, config=config, url=file.url
        )
        return saved


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


def dataset_fetch(
    dataset: Dataset, url: str, outcome: Outcome, reply: Reply | None, *, note: str | None = None
) -> Fetch:
    """How a file ended in the run."""
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
