"""Which of an article's claims are news: records, new figures of a known kind, contradictions."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from pipelines.events import ClaimFigure, Event, claim_event
from pipelines.store.claims import ClaimChange


def event_of(db: Database, change: ClaimChange, *, source: str, url: str | None) -> Event | None:
    """The event a claim is, or None: a further sighting is none, nor is the first figure of its kind."""
    if change.kind == "sighted":
        return None
    present = _figure(db, change.claim_id)
    if present is None:
        return None
    if change.kind == "disputed":
        other = _figure(db, change.other_id)
        return claim_event("claim_disputed", present, other, source=source, url=url) if other else None
    if present.record:
        return claim_event("claim_record", present, None, source=source, url=url)
    before = _figure_before(db, change.claim_id)
    if before is None or present.value is None:
        return None
    return claim_event("claim_figure", present, before, source=source, url=url)


FIGURE = """
    SELECT agency, topic, subject, value, value_high, unit, qualifier, period, record, first_published_at AS published,
           (SELECT quote FROM claim_sightings WHERE claim_id = claims.id ORDER BY id LIMIT 1) AS quote
    FROM claims
"""


def _figure(db: Database, claim_id: int | None) -> ClaimFigure | None:
    return _as_figure(next(db.query(f"{FIGURE} WHERE id = ?", [claim_id]), None))


def _figure_before(db: Database, claim_id: int) -> ClaimFigure | None:
    """The latest earlier figure of the same agency for the same thing."""
    rows = db.query(
        f"""
        {FIGURE} WHERE id < :id AND value IS NOT NULL AND (agency, topic, subject, unit, coalesce(place, '')) = (
            SELECT agency, topic, subject, unit, coalesce(place, '') FROM claims WHERE id = :id
        ) ORDER BY first_published_at DESC, id DESC LIMIT 1
        """,  # noqa: S608
        {"id": claim_id},
    )
    return _as_figure(next(rows, None))


def _as_figure(row: dict[str, Any] | None) -> ClaimFigure | None:
    return None if row is None else ClaimFigure(**{**row, "record": bool(row["record"]), "quote": row["quote"] or ""})
