"""Read-only: who said what of a day, when and where, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from pipelines.figures.explanation import Explanation, explain
from pipelines.reconcile import neighbourhood
from pipelines.store.statements import present_statements


@dataclass(frozen=True, slots=True)
class Testimony:
    """One statement with its witness. `superseded`: a later revision of the page says something else, or nothing."""

    statement_id: int
    category: str
    said_of: date
    total: int | None
    delta: int | None
    correction: int | None
    source: str
    publisher: str
    official: bool
    url: str
    revision: int
    superseded: bool
    published_at: str | None
    fetched_at: str
    words: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that became another: totals before and after, the rule, and when (UTC)."""

    category: str
    before: int | None
    after: int | None
    before_delta: int | None
    after_delta: int | None
    before_status: str
    after_status: str
    why: str
    corrected_at: str


def explanations(db: Database, day: date) -> dict[str, Explanation]:
    """Why each figure of a day stands as it does, by category."""
    first, last = neighbourhood([day])
    return explain(present_statements(db, first, last), day)


def testimonies(db: Database, day: date, counted: Sequence[int]) -> list[Testimony]:
    """The statements that count for a day, and those that were made of it and are superseded, in order of arrival."""
    marks = ", ".join("?" * len(counted))
    rows = db.query(
        f"""
        SELECT statements.id AS statement_id, category, report_date AS said_of, total, delta, correction, source,
               coalesce(publisher, source) AS publisher, coalesce(kind = 'official', 0) AS official, url, revision,
               EXISTS (SELECT 1 FROM articles AS later
                       WHERE later.url = articles.url AND later.revision > articles.revision) AS superseded,
               published_at, fetched_at, quote AS words, delta_quote
        FROM statements
        JOIN articles ON articles.id = article_id
        LEFT JOIN sources ON sources.name = source
        WHERE statements.id IN ({marks}) OR (report_date = ? AND superseded)
        ORDER BY statements.id
        """,  # noqa: S608
        [*counted, day.isoformat()],
    )
    return [_testimony(row) for row in rows]


def corrections(db: Database, day: date) -> list[Correction]:
    """What became of a day's figures, in order."""
    rows = db.execute(
        """
        SELECT category, before_total, after_total, before_delta, after_delta, before_status, after_status, why,
               corrected_at
        FROM corrections WHERE report_date = ? ORDER BY id
        """,
        [day.isoformat()],
    )
    return [Correction(*row) for row in rows]


def _testimony(row: Mapping[str, Any]) -> Testimony:
    values = dict(row)
    delta_quote = values.pop("delta_quote")
    values["said_of"] = date.fromisoformat(values["said_of"])
    values["official"], values["superseded"] = bool(values["official"]), bool(values["superseded"])
    values["words"] = f"{values['words']} … {delta_quote}" if delta_quote else values["words"]
    return Testimony(**values)
