"""The records that stand: worked out again whenever a category's series changed, and compared with what stood before.

A record that falls or changes after people were told of it is told of again, as a correction; one that nobody heard of
yet is dropped in silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.events import Amendment, Event, Witness, amended_record, amendment_figures, record_event
from pipelines.figures.record_rules import rules_of
from pipelines.figures.series import Point
from pipelines.records import WEEK, Record, find_records
from pipelines.store import outbox
from pipelines.store.announcements import Occasion, amendments_of, announce, retell, was_told, was_told_between
from pipelines.store.articles import timestamp
from pipelines.store.figures import points_of

CATEGORIES = Path(__file__).parents[1] / "vocabulary" / "categories.toml"
WAR_BEGAN = date(2022, 2, 25)


def settle(db: Database, category: str, at: Occasion, *, since: date = date.min) -> None:
    """Work out a category's records from the day `since` on, against its whole series, and tell what is news of it."""
    settlement = _Settlement(db, at, points_of(db, category))
    found = find_records(
        settlement.points,
        rules_of(category),
        category_since=_category_since().get(category, WAR_BEGAN),
        list_since=_list_since(db),
        since=since,
    )
    rows = db.query("SELECT * FROM records WHERE category = ? AND report_date >= ?", [category, since.isoformat()])
    stored = {row["key"]: row for row in rows}
    for record in found:
        row = stored.pop(record.key, None)
        if row is None:
            settlement.stands(record)
        elif row["withdrawn_at"] is not None or not _as_row(record).items() <= row.items():
            settlement.stands_otherwise(row, record)
    for row in stored.values():
        if row["withdrawn_at"] is None:
            settlement.fell(row)


def settle_later(db: Database, category: str) -> None:
    """Note that a category's records are to be worked out again, which no one is waiting for."""
    db.execute("INSERT OR IGNORE INTO unsettled (category) VALUES (?)", [category])


def settle_all(db: Database, at: Occasion) -> None:
    """Work out what was put off."""
    for row in list(db.query("SELECT category FROM unsettled ORDER BY category")):
        settle(db, row["category"], at)
    db.execute("DELETE FROM unsettled")


def witness_of(db: Database, record: Record) -> Witness:
    """How well the figure behind a record is witnessed, and the page it was taken from."""
    row = next(
        db.query(
            """
            SELECT losses.witnesses, coalesce(sources.title, articles.source) AS source, articles.url, statements.quote
            FROM losses
            LEFT JOIN statements ON statements.id = losses.statement_id
            LEFT JOIN articles ON articles.id = statements.article_id
            LEFT JOIN sources ON sources.name = articles.source
            WHERE losses.report_date = ? AND losses.category = ?
            """,
            [record.report_date.isoformat(), record.category],
        ),
        None,
    )
    return Witness(0) if row is None else Witness(row["witnesses"], row["source"], row["url"], row["quote"])


@dataclass(frozen=True, slots=True)
class _Settlement:
    """What is done about one category's records that are new, changed or gone."""

    db: Database
    at: Occasion
    points: Sequence[Point]

    def stands(self, record: Record) -> None:
        """A record that was not there before."""
        row = {**_as_row(record), "created_at": timestamp(self.at.now)}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO records ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608
        self._tell(record)

    def stands_otherwise(self, row: Mapping[str, Any], record: Record) -> None:
        """A record that is found again: with another value, or after it had fallen."""
        self._update(record)
        told = _from_row(row)
        if not was_told(self.db, told.key):
            self._tell(record)
            return
        fell, differs = row["withdrawn_at"] is not None, record.value != told.value
        if not (fell or differs):
            return
        outbox.owe_again(self.db, told.key)
        heard = outbox.told_targets(self.db, told.key)
        if not heard:
            retell(self.db, self._event(record))
        if heard or fell:
            self._amend("restored" if fell else "corrected", told, record)

    def fell(self, row: Mapping[str, Any]) -> None:
        """A record that no longer is one."""
        self.db.execute("UPDATE records SET withdrawn_at = ? WHERE key = ?", [timestamp(self.at.now), row["key"]])
        told = _from_row(row)
        if was_told(self.db, told.key):
            outbox.cancel_unsent(self.db, told.key, self.at.now)
            self._amend("withdrawn", told, None)

    def _tell(self, record: Record) -> None:
        is_known = record.kind == "week_high" and self._surge_was_told(record)
        if self.at.is_news(record.report_date) and not is_known:
            announce(self.db, self._event(record), self.at)

    def _surge_was_told(self, record: Record) -> bool:
        """True where a week that overlaps this one was told as the highest: a surge is news once a week."""
        reach = (record.report_date - timedelta(days=WEEK - 1), record.report_date + timedelta(days=WEEK - 1))
        return was_told_between(self.db, record.kind, record.category, *reach)

    def _event(self, record: Record) -> Event:
        return record_event(record, self.points, witness_of(self.db, record))

    def _amend(self, verb: Amendment, told: Record, now: Record | None) -> None:
        """Tell those who heard of the record; a withdrawn event that nobody heard of is in the feed alone."""
        figures = amendment_figures(now or told, self.points, witness_of(self.db, told))
        event = amended_record(verb, told, now, figures, number=amendments_of(self.db, told.key) + 1)
        announce(self.db, event, self.at, targets=outbox.told_targets(self.db, told.key))

    def _update(self, record: Record) -> None:
        row = _as_row(record)
        names = ", ".join(f"{name} = ?" for name in row)
        self.db.execute(
            f"UPDATE records SET {names}, withdrawn_at = NULL WHERE key = ?",  # noqa: S608
            [*row.values(), record.key],
        )


def _as_row(record: Record) -> dict[str, Any]:
    return {
        "key": record.key,
        "kind": record.kind,
        "category": record.category,
        "report_date": record.report_date.isoformat(),
        "value": record.value,
        "previous_value": record.previous_value,
        "previous_date": record.previous_date.isoformat() if record.previous_date else None,
        "since": record.since.isoformat() if record.since else None,
    }


def _from_row(row: Mapping[str, Any]) -> Record:
    return Record(
        kind=row["kind"],
        category=row["category"],
        report_date=date.fromisoformat(row["report_date"]),
        value=int(row["value"]),
    )


def _list_since(db: Database) -> date:
    first = next(db.query("SELECT min(report_date) AS day FROM losses"))["day"]
    return date.fromisoformat(first) if first else WAR_BEGAN


@cache
def _category_since() -> dict[str, date]:
    tables = tomllib.loads(CATEGORIES.read_text(encoding="utf-8"))
    return {name: table["since"] for name, table in tables.items()}
