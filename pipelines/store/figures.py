"""What follows from the statements: `losses`, one figure a day and category, and `corrections`, what became of them.

What arrives together (one page, or all rows of one dataset file at one time) is one arrival. A decision depends on the
present statements around its day alone, so an arrival decides anew only the days around those it speaks of, and
replaying all arrivals gives the same rows as the crawl did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from pipelines.figures.series import Point
from pipelines.losses import LossReport
from pipelines.reconcile import Decision, neighbourhood, reconcile
from pipelines.store.articles import timestamp
from pipelines.store.statements import append, present_statements, touched_days

Cell = tuple[date, str]
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of `losses` that an arrival added (`before` is None), changed, or removed (`after` is None)."""

    report_date: date
    category: str
    before: Decision | None
    after: Decision | None

    @property
    def status(self) -> str:
        """The status it has now."""
        return self.after.status if self.after else WITHDRAWN

    @property
    def why(self) -> str:
        """The rule that decided, as a word of pipelines.reconcile.Rule."""
        return self.after.rule if self.after else WITHDRAWN

    @property
    def corrects(self) -> bool:
        """Whether a figure that had been given is another now; what is merely added or derived corrects nothing."""
        if self.before is None or self.after is None:
            return self.before is not None
        other_total = self.before.total not in (None, self.after.total)
        printed = self.before.delta_basis == self.after.delta_basis == "printed"
        return other_total or (printed and self.before.delta != self.after.delta)


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of `losses`: the decision, and how often the figure was another before."""

    decision: Decision
    revision: int


def record(db: Database, article_id: int, reports: Sequence[LossReport], *, now: datetime) -> list[Change]:
    """Append one article's statements and decide the days they touch. Runs inside the caller's transaction.

    The article is already saved; a revision replaces what its earlier ones said. `now` is its time of fetching, UTC.
    """
    return record_arrival(db, [(article_id, reports)], now=now)


def record_arrival(
    db: Database, articles: Sequence[tuple[int, Sequence[LossReport]]], *, now: datetime
) -> list[Change]:
    """Append what arrived together and decide the days it touches once. Runs inside the caller's transaction."""
    for article_id, reports in articles:
        append(db, article_id, reports)
    touched = touched_days(db, [article_id for article_id, _ in articles])
    if not touched:
        return []
    first, last = neighbourhood(touched.keys())
    widest_first, widest_last = neighbourhood((first, last))
    decisions = reconcile(present_statements(db, widest_first, widest_last), since=first, until=last)
    before = _losses(db, first, last)
    changes = changes_between({cell: loss.decision for cell, loss in before.items()}, decisions)
    for change in changes:
        _write(db, change, before.get((change.report_date, change.category)))
        if change.corrects:
            note_correction(db, change, cause(touched, change.report_date), timestamp(now))
    return changes


def points_of(db: Database, category: str | None = None) -> list[Point]:
    """The reconciled series of one category, or of all one after the other, in the order of the days."""
    of_one = "WHERE category = ?" if category else ""
    rows = db.execute(
        f"""
        SELECT report_date, category, total, CASE delta_basis WHEN 'unverified' THEN NULL ELSE delta END, status,
               checksum, corrected
        FROM losses {of_one} ORDER BY category, report_date
        """,  # noqa: S608
        [category] if category else [],
    )
    return [
        Point(date.fromisoformat(day), key, total, delta, status, _flag(checksum), bool(corrected))
        for day, key, total, delta, status, checksum, corrected in rows
    ]


COLUMNS = (
    "report_date", "category", "total", "delta", "delta_basis", "approximate", "status", "rule", "witnesses",
    "statement_id", "checksum", "corrected", "revision",
)  # fmt: skip
INSERT_LOSS = f"INSERT OR REPLACE INTO losses ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


def _losses(db: Database, first: date, last: date) -> dict[Cell, Loss]:
    rows = db.execute(
        f"SELECT {', '.join(COLUMNS)} FROM losses WHERE report_date BETWEEN ? AND ?",  # noqa: S608
        [first.isoformat(), last.isoformat()],
    )
    found = (_loss(row) for row in rows)
    return {(loss.decision.report_date, loss.decision.category): loss for loss in found}


def _loss(row: Sequence[Any]) -> Loss:
    values = dict(zip(COLUMNS, row, strict=True))
    revision = values.pop("revision")
    values["report_date"] = date.fromisoformat(values["report_date"])
    values |= {name: bool(values[name]) for name in ("approximate", "corrected")}
    values["checksum"] = _flag(values["checksum"])
    return Loss(Decision(**values), revision)


def row_of(loss: Loss) -> tuple[Any, ...]:
    """What INSERT_LOSS takes."""
    decision = loss.decision
    return (
        decision.report_date.isoformat(),
        decision.category,
        decision.total,
        decision.delta,
        decision.delta_basis,
        int(decision.approximate),
        decision.status,
        decision.rule,
        decision.witnesses,
        decision.statement_id,
        None if decision.checksum is None else int(decision.checksum),
        int(decision.corrected),
        loss.revision,
    )


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def changes_between(before: Mapping[Cell, Decision], after: Mapping[Cell, Decision]) -> list[Change]:
    """The cells whose rows differ, in the order of days and categories."""
    return [
        Change(*cell, before.get(cell), after.get(cell))
        for cell in sorted(before.keys() | after.keys())
        if before.get(cell) != after.get(cell)
    ]


def renewed(change: Change, before: Loss | None) -> Loss:
    """The row after a change; its revision counts corrections."""
    assert change.after is not None
    revision = 1 if before is None else before.revision + change.corrects
    return Loss(change.after, revision)


def _write(db: Database, change: Change, before: Loss | None) -> None:
    if change.after is None:
        db.execute(
            "DELETE FROM losses WHERE report_date = ? AND category = ?",
            [change.report_date.isoformat(), change.category],
        )
    else:
        db.execute(INSERT_LOSS, row_of(renewed(change, before)))


def cause(touched: Mapping[date, int], day: date) -> int:
    """The article that speaks of the day, or of the day nearest to it."""
    return touched[min(touched, key=lambda other: (abs((other - day).days), other))]


def note_correction(db: Database, change: Change, article_id: int, corrected_at: str) -> None:
    """Keep that a figure became another, and the article that is the reason."""
    before, after = change.before, change.after
    db.execute(
        """
        INSERT INTO corrections (report_date, category, before_total, after_total, before_delta, after_delta,
                                 before_status, after_status, why, article_id, corrected_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            change.report_date.isoformat(),
            change.category,
            before.total if before else None,
            after.total if after else None,
            before.delta if before else None,
            after.delta if after else None,
            before.status if before else None,
            change.status,
            change.why,
            article_id,
            corrected_at,
        ],
    )
