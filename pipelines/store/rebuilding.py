"""All figures again from the statements, arrival by arrival: what the crawl did, without the crawl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from pipelines.figures.witnesses import Statement
from pipelines.reconcile import neighbourhood, reconcile
from pipelines.store.figures import INSERT_LOSS, Change, Loss, cause, changes_between, note_correction, renewed, row_of
from pipelines.store.statements import STATEMENTS, statement_of


def rebuild(db: Database) -> int:
    """Derive `losses` and `corrections` again from the statements, arrival by arrival. Needs a transaction.

    Returns how many rows are not as they were: 0 unless somebody changed them by hand or the rules changed.
    """
    before = _derived(db)
    db.execute("DELETE FROM corrections")
    db.execute("DELETE FROM losses")
    history = _History()
    for arrival in _arrivals(db):
        touched = history.take(arrival)
        if not touched:
            continue
        for change in history.decide(touched):
            if change.corrects:
                note_correction(db, change, cause(touched, change.report_date), arrival[0].fetched_at)
    rows = (row_of(loss) for day in sorted(history.losses) for loss in history.losses[day].values())
    db.conn.executemany(INSERT_LOSS, rows)
    return len(before ^ _derived(db))


def _derived(db: Database) -> set[tuple[Any, ...]]:
    return {
        (table, *row)
        for table in ("losses", "corrections")
        for row in db.execute(f"SELECT * FROM {table}")  # noqa: S608
    }


@dataclass(frozen=True, slots=True)
class _Article:
    id: int
    url: str
    fetched_at: str
    statements: list[Statement]

    @property
    def document(self) -> tuple[str, str]:
        """What was fetched, and when: the rows of a dataset are parts of one file."""
        return self.url.partition("#")[0], self.fetched_at


def _arrivals(db: Database) -> Iterator[list[_Article]]:
    said: dict[int, list[Statement]] = defaultdict(list)
    for row in db.execute(f"{STATEMENTS} ORDER BY statements.id"):
        statement = statement_of(row)
        said[statement.article_id].append(statement)
    rows = db.execute("SELECT id, url, fetched_at FROM articles ORDER BY id")
    articles = (_Article(key, url, fetched_at, said[key]) for key, url, fetched_at in rows)
    for _, together in groupby(articles, key=lambda article: article.document):
        yield list(together)


class _History:
    """The statements and figures as they were after each arrival."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Statement]] = {}
        self.present: dict[date, dict[int, Statement]] = defaultdict(dict)
        self.losses: dict[date, dict[str, Loss]] = defaultdict(dict)

    def take(self, arrival: Sequence[_Article]) -> dict[date, int]:
        """Replace what earlier revisions said. Returns the days touched, each with one article that is the reason."""
        touched: dict[date, int] = {}
        for article in arrival:
            for said in self.pages.get(article.url, ()):
                touched.setdefault(said.report_date, article.id)
                del self.present[said.report_date][said.id]
            for said in article.statements:
                touched[said.report_date] = article.id
                self.present[said.report_date][said.id] = said
            self.pages[article.url] = article.statements
        return touched

    def decide(self, touched: Iterable[date]) -> list[Change]:
        """Decide the days around those touched."""
        first, last = neighbourhood(touched)
        around = _days(*neighbourhood((first, last)))
        decisions = reconcile(
            (said for day in around if day in self.present for said in self.present[day].values()),
            since=first,
            until=last,
        )
        before = {
            (day, category): loss.decision
            for day in _days(first, last)
            if day in self.losses
            for category, loss in self.losses[day].items()
        }
        changes = changes_between(before, decisions)
        for change in changes:
            day = self.losses[change.report_date]
            previous = day.pop(change.category, None)
            if change.after is not None:
                day[change.category] = renewed(change, previous)
        return changes


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
