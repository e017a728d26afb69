"""Statements and what follows from them: `statements` is appended to, `losses` and `corrections` are derived.

What arrives together (one page, or all rows of one dataset file at one time) is one arrival. A decision depends on the
present statements around its day alone, so an arrival decides anew only the days around those it speaks of, and
replaying all arrivals gives the same rows as the crawl did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from pipelines.losses import LossReport
from pipelines.reconcile import Decision, neighbourhood, reconcile
from pipelines.series import Point
from pipelines.store.articles import timestamp
from pipelines.witnesses import Statement

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
        _append(db, article_id, reports)
    touched = _touched(db, [article_id for article_id, _ in articles])
    if not touched:
        return []
    first, last = neighbourhood(touched.keys())
    widest_first, widest_last = neighbourhood((first, last))
    decisions = reconcile(present_statements(db, widest_first, widest_last), since=first, until=last)
    before = _losses(db, first, last)
    changes = _changes({cell: loss.decision for cell, loss in before.items()}, decisions)
    for change in changes:
        _write(db, change, before.get((change.report_date, change.category)))
        if change.corrects:
            _note_correction(db, change, _cause(touched, change.report_date), timestamp(now))
    return changes


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
                _note_correction(db, change, _cause(touched, change.report_date), arrival[0].fetched_at)
    rows = (_row(loss) for day in sorted(history.losses) for loss in history.losses[day].values())
    db.conn.executemany(INSERT_LOSS, rows)
    return len(before ^ _derived(db))


def _derived(db: Database) -> set[tuple[Any, ...]]:
    return {
        (table, *row)
        for table in ("losses", "corrections")
        for row in db.execute(f"SELECT * FROM {table}")  # noqa: S608
    }


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


# Statements

INSERT_STATEMENT = """
    INSERT INTO statements (article_id, report_date, category, total, delta, approximate, quote, quote_start, quote_end,
                            delta_quote, delta_start, delta_end, correction)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

STATEMENTS = """
    SELECT statements.id, article_id, coalesce(publisher, source), coalesce(kind = 'official', 0), report_date,
           category, total, delta, approximate, correction
    FROM statements
    JOIN articles ON articles.id = article_id
    LEFT JOIN sources ON sources.name = source
"""

PRESENT = """
    NOT EXISTS (
        SELECT 1 FROM articles AS later WHERE later.url = articles.url AND later.revision > articles.revision
    )
"""
"""Only the latest revision of a page is its present word."""


def _append(db: Database, article_id: int, reports: Sequence[LossReport]) -> None:
    rows = [
        (
            article_id,
            report.report_date.isoformat(),
            figure.category,
            figure.total,
            figure.delta,
            int(figure.approximate),
            figure.quote,
            figure.start,
            figure.end,
            figure.delta_quote,
            figure.delta_start,
            figure.delta_end,
            figure.correction,
        )
        for report in reports
        if report.report_date is not None
        for figure in report.figures
    ]
    db.conn.executemany(INSERT_STATEMENT, rows)


def _touched(db: Database, article_ids: Sequence[int]) -> dict[date, int]:
    """The days that articles or their earlier revisions speak of, each with one article that is the reason."""
    touched: dict[date, int] = {}
    for article_id in article_ids:
        own = db.execute("SELECT DISTINCT report_date FROM statements WHERE article_id = ?", [article_id]).fetchall()
        earlier = db.execute(
            """
            SELECT DISTINCT report_date FROM statements WHERE article_id IN (
                SELECT earlier.id FROM articles AS earlier
                JOIN articles ON articles.url = earlier.url AND earlier.revision = articles.revision - 1
                WHERE articles.id = ?
            )
            """,
            [article_id],
        ).fetchall()
        for (day,) in earlier:
            touched.setdefault(date.fromisoformat(day), article_id)
        for (day,) in own:
            touched[date.fromisoformat(day)] = article_id
    return touched


def present_statements(db: Database, first: date, last: date) -> list[Statement]:
    """What the latest revision of every page and row says of the days from `first` to `last`."""
    rows = db.execute(
        f"{STATEMENTS} WHERE report_date BETWEEN ? AND ? AND {PRESENT}",
        [first.isoformat(), last.isoformat()],
    )
    return [_statement(row) for row in rows]


def _statement(row: Sequence[Any]) -> Statement:
    said_id, article_id, origin, official, day, category, total, delta, approximate, correction = row
    return Statement(
        id=said_id,
        article_id=article_id,
        origin=origin,
        official=bool(official),
        report_date=date.fromisoformat(day),
        category=category,
        total=total,
        delta=delta,
        approximate=bool(approximate),
        correction=correction,
    )


# Arrivals


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
        statement = _statement(row)
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
        changes = _changes(before, decisions)
        for change in changes:
            day = self.losses[change.report_date]
            previous = day.pop(change.category, None)
            if change.after is not None:
                day[change.category] = _next(change, previous)
        return changes


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


# Figures

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


def _row(loss: Loss) -> tuple[Any, ...]:
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


def _changes(before: Mapping[Cell, Decision], after: Mapping[Cell, Decision]) -> list[Change]:
    """The cells whose rows differ, in the order of days and categories."""
    return [
        Change(*cell, before.get(cell), after.get(cell))
        for cell in sorted(before.keys() | after.keys())
        if before.get(cell) != after.get(cell)
    ]


def _next(change: Change, before: Loss | None) -> Loss:
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
        db.execute(INSERT_LOSS, _row(_next(change, before)))


def _cause(touched: Mapping[date, int], day: date) -> int:
    """The article that speaks of the day, or of the day nearest to it."""
    return touched[min(touched, key=lambda other: (abs((other - day).days), other))]


def _note_correction(db: Database, change: Change, article_id: int, corrected_at: str) -> None:
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
