"""Read-only: how things stand: the newest list of each source, gaps, disputes, what was not understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source: its newest list, when it last gave anything (UTC), how its last run ended."""

    name: str
    kind: str
    newest: date | None
    answered_at: datetime | None
    failing: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """One figure that is disputed or held, and the rule that left it so."""

    report_date: date
    category: str
    total: int | None
    status: str
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Unread:
    """One thing that pages say and we do not understand, with how often and where it was met last."""

    kind: str
    detail: str
    source: str
    times: int
    url: str | None


def sources(db: Database) -> list[SourceStanding]:
    """Every source that is registered or has given a page, by name."""
    failing = _failing(db)
    rows = db.execute(
        """
        WITH names AS (SELECT name FROM sources UNION SELECT source FROM articles),
        lists AS (
            SELECT source, max(report_date) AS newest FROM statements JOIN articles ON articles.id = article_id
            WHERE correction IS NULL GROUP BY source
        ),
        answers AS (
            SELECT source, max(ended_at) AS answered FROM fetches
            WHERE outcome IN ('new', 'revised', 'unchanged', 'not_modified', 'listed') GROUP BY source
        )
        SELECT names.name, coalesce(sources.kind, ''), newest, answered
        FROM names
        LEFT JOIN sources ON sources.name = names.name
        LEFT JOIN lists ON lists.source = names.name
        LEFT JOIN answers ON answers.source = names.name
        ORDER BY names.name
        """
    )
    return [
        SourceStanding(
            name=name,
            kind=kind,
            newest=date.fromisoformat(newest) if newest else None,
            answered_at=datetime.fromisoformat(answered) if answered else None,
            failing=failing.get(name, False),
        )
        for name, kind, newest, answered in rows
    ]


def newest_day(db: Database) -> date | None:
    """The newest day of which a figure stands."""
    return _day(db, "SELECT max(report_date) FROM losses WHERE status NOT IN ('held', 'disputed')")


def first_day(db: Database) -> date | None:
    """The first day of which anything is known."""
    return _day(db, "SELECT min(report_date) FROM losses")


def days(db: Database) -> int:
    """Of how many days there are figures."""
    return int(db.execute("SELECT count(DISTINCT report_date) FROM losses").fetchone()[0])


def gaps(db: Database) -> list[date]:
    """Days between the first and the newest of which nothing is known."""
    return [date.fromisoformat(day) for (day,) in db.execute("SELECT report_date FROM gaps ORDER BY report_date")]


def doubts(db: Database) -> list[Doubt]:
    """What is disputed or held, the newest first."""
    rows = db.execute(
        """
        SELECT report_date, category, total, status, rule, source FROM disputed
        ORDER BY report_date DESC, category
        """
    )
    return [Doubt(date.fromisoformat(day), *rest) for day, *rest in rows]


def unread(db: Database) -> list[Unread]:
    """The labels that are in no vocabulary, the most frequent first."""
    rows = db.execute(
        """
        SELECT kind, detail, source, count(*), max(url) FROM problems WHERE kind = 'unknown_label'
        GROUP BY detail, source ORDER BY count(*) DESC, source, detail
        """
    )
    return [Unread(*row) for row in rows]


def _failing(db: Database) -> dict[str, bool]:
    """Which sources gave nothing in the last run that asked them."""
    failing: dict[str, bool] = {}
    for (counts,) in db.execute("SELECT counts FROM runs WHERE finished_at IS NOT NULL ORDER BY id"):
        tallies: Mapping[str, Any] = json.loads(counts).get("sources", {})
        failing.update({name: bool(tally.get("failing")) for name, tally in tallies.items()})
    return failing


def _day(db: Database, query: str) -> date | None:
    found = db.execute(query).fetchone()[0]
    return date.fromisoformat(found) if found else None
