"""What witnesses said: `statements` is appended to and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from pipelines.figures.witnesses import Statement
from pipelines.losses import LossReport

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


def append(db: Database, article_id: int, reports: Sequence[LossReport]) -> None:
    """Keep what an article says; a list without a day says nothing of any."""
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


def touched_days(db: Database, article_ids: Sequence[int]) -> dict[date, int]:
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
    return [statement_of(row) for row in rows]


def statement_of(row: Sequence[Any]) -> Statement:
    """A row of STATEMENTS."""
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
