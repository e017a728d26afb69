"""Claims: one row per assertion, one sighting per article that carries it, and the contradictions between articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlite_utils import Database

from pipelines.assertions.claim_identity import KnownClaim, contradicts, same_assertion
from pipelines.claims import Claim
from pipelines.store.articles import timestamp

ChangeKind = Literal["new", "sighted", "disputed"]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What one article did to the assertions: `other_id` is the claim it contradicts, where `kind` is disputed."""

    kind: ChangeKind
    claim_id: int
    claim: Claim
    other_id: int | None = None


def record(
    db: Database, article_id: int, claims: Iterable[Claim], *, published_at: datetime | None, now: datetime
) -> list[ClaimChange]:
    """Write one article's claims. Runs inside the caller's transaction; `published_at` and `now` in UTC.

    A claim already known gets another sighting; one that gives another figure for a known assertion of another article
    is kept beside it, and the two are linked. A revision replaces what the article's earlier ones were seen to say.
    """
    moment = published_at or now
    changes: list[ClaimChange] = []
    for claim in claims:
        known = _known(db, claim)
        same = next((each for each in known if same_assertion(each, claim, moment.date())), None)
        if same is not None:
            if _sight(db, same.id, article_id, claim):
                changes.append(ClaimChange("sighted", same.id, claim))
            continue
        claim_id = _insert(db, claim, moment)
        _sight(db, claim_id, article_id, claim)
        changes.append(ClaimChange("new", claim_id, claim))
        for other in known:
            if contradicts(other, claim, moment.date()) and not _seen_in(db, other.id, article_id):
                db.execute("INSERT OR IGNORE INTO claim_disputes VALUES (?, ?)", sorted((other.id, claim_id)))
                changes.append(ClaimChange("disputed", claim_id, claim, other.id))
    _forget_earlier(db, article_id)
    return changes


def _forget_earlier(db: Database, article_id: int) -> None:
    """Drop the sightings of the article's earlier revisions, and the claims that no article carries any more."""
    earlier = """
        SELECT claim_sightings.id FROM claim_sightings JOIN articles ON articles.id = claim_sightings.article_id
        WHERE url = (SELECT url FROM articles WHERE id = :id)
        AND revision < (SELECT revision FROM articles WHERE id = :id)
    """
    if not db.execute(f"DELETE FROM claim_sightings WHERE id IN ({earlier})", {"id": article_id}).rowcount:  # noqa: S608
        return
    unseen = "SELECT id FROM claims WHERE id NOT IN (SELECT claim_id FROM claim_sightings)"
    db.execute(f"DELETE FROM claim_disputes WHERE claim_id IN ({unseen}) OR other_id IN ({unseen})")  # noqa: S608
    db.execute(f"DELETE FROM claims WHERE id IN ({unseen})")  # noqa: S608


def _known(db: Database, claim: Claim) -> list[KnownClaim]:
    rows = db.execute(
        """
        SELECT id, subject, value, value_high, period, place, record, first_published_at FROM claims
        WHERE agency = ? AND topic = ? AND unit = ? ORDER BY id
        """,
        [claim.agency, claim.topic, claim.unit],
    )
    return [
        KnownClaim(
            id=key,
            subject=subject,
            value=value,
            value_high=high,
            period=period,
            place=place,
            record=bool(record),
            published=date.fromisoformat(first[:10]) if first else None,
        )
        for key, subject, value, high, period, place, record, first in rows
    ]


def _insert(db: Database, claim: Claim, moment: datetime) -> int:
    cursor = db.execute(
        """
        INSERT INTO claims (agency, topic, subject, value, value_high, unit, qualifier, period, place, record,
                            first_published_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            claim.agency,
            claim.topic,
            claim.subject,
            claim.value,
            claim.value_high,
            claim.unit,
            claim.qualifier,
            claim.period,
            claim.place,
            int(claim.record),
            timestamp(moment),
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _sight(db: Database, claim_id: int, article_id: int, claim: Claim) -> bool:
    """Note that the article carries the claim; False where that is known already."""
    cursor = db.execute(
        """
        INSERT OR IGNORE INTO claim_sightings (claim_id, article_id, relays, quote, quote_start, quote_end)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [claim_id, article_id, claim.relays, claim.quote, claim.start, claim.end],
    )
    return cursor.rowcount > 0


def _seen_in(db: Database, claim_id: int, article_id: int) -> bool:
    """Whether the article, in any of its revisions, carries the claim itself: an article does not dispute itself."""
    row = db.execute(
        """
        SELECT count(*) FROM claim_sightings JOIN articles ON articles.id = claim_sightings.article_id
        WHERE claim_id = ? AND url = (SELECT url FROM articles WHERE id = ?)
        """,
        [claim_id, article_id],
    ).fetchone()
    return bool(row[0])
