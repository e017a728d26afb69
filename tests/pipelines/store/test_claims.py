from dataclasses import replace
from datetime import UTC, datetime

from sqlite_utils import Database

from pipelines.claims import Claim
from pipelines.store import transaction
from pipelines.store.articles import Revision, save
from pipelines.store.claims import ClaimChange, record
from tests.pipelines.assertions.test_claim_identity import CLAIM

DAY = datetime(2024, 4, 24, 8, 0, tzinfo=UTC)


def carry(db: Database, url: str, *claims: Claim, text: str = "text") -> list[ClaimChange]:
    with transaction(db):
        saved = save(db, Revision(url=url, source="outlet", title="", text=text, fetched_at=DAY))
        return record(db, saved.article_id, claims, published_at=DAY, now=DAY)


def kinds(changes: list[ClaimChange]) -> list[str]:
    return [change.kind for change in changes]


def test_one_assertion_in_three_articles_is_one_claim_with_three_sightings(db: Database) -> None:
    assert kinds(carry(db, "a", CLAIM)) == ["new"]
    assert kinds(carry(db, "b", replace(CLAIM, quote="684 people were convicted"))) == ["sighted"]
    assert kinds(carry(db, "c", CLAIM)) == ["sighted"]
    assert (db["claims"].count, db["claim_sightings"].count) == (1, 3)
    assert {row["quote"] for row in db["claim_sightings"].rows} == {CLAIM.quote, "684 people were convicted"}


def test_two_outlets_with_two_figures_dispute_it_and_both_quotes_stay(db: Database) -> None:
    carry(db, "a", CLAIM)
    changes = carry(db, "b", replace(CLAIM, value=64, quote="64 people"))
    assert kinds(changes) == ["new", "disputed"]
    assert list(db["claim_disputes"].rows) == [{"claim_id": 1, "other_id": 2}]
    assert {row["quote"] for row in db["claim_sightings"].rows} == {CLAIM.quote, "64 people"}


def test_an_article_does_not_dispute_itself_nor_its_own_correction(db: Database) -> None:
    carry(db, "a", CLAIM, replace(CLAIM, value=64))
    carry(db, "a", replace(CLAIM, value=65), text="corrected")
    assert db["claim_disputes"].count == 0


def test_the_same_sentence_read_twice_is_one_sighting(db: Database) -> None:
    assert kinds(carry(db, "a", CLAIM, CLAIM)) == ["new"]
    assert db["claim_sightings"].count == 1


def test_a_corrected_article_replaces_what_it_said_and_the_contradiction_ends(db: Database) -> None:
    carry(db, "a", CLAIM)
    carry(db, "b", replace(CLAIM, value=64, quote="64 people"))
    assert kinds(carry(db, "b", CLAIM, text="corrected")) == ["sighted"]
    assert [(row["value"], row["record"]) for row in db["claims"].rows] == [(684.0, 1)]
    assert (db["claim_sightings"].count, db["claim_disputes"].count) == (2, 0)


def test_a_claim_that_a_revision_repeats_stays_the_same_row_with_one_sighting(db: Database) -> None:
    carry(db, "a", CLAIM)
    carry(db, "a", CLAIM, text="a word changed")
    assert [row["id"] for row in db["claims"].rows] == [1]
    assert [row["article_id"] for row in db["claim_sightings"].rows] == [2]
