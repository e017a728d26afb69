from dataclasses import replace
from datetime import UTC, datetime

from sqlite_utils import Database

from pipelines.store.articles import Kind, Revision, save

PAGE = Revision(
    url="https://outlet.example/1",
    source="outlet",
    title="Losses",
    text="Tanks — 7,242 (+1)",
    fetched_at=datetime(2024, 4, 24, 6, 0, tzinfo=UTC),
)


def test_a_page_is_new_once_then_unchanged(db: Database) -> None:
    first = save(db, PAGE)
    again = save(db, replace(PAGE, fetched_at=datetime(2024, 4, 25, tzinfo=UTC)))
    assert (first.kind, again.kind) == (Kind.NEW, Kind.UNCHANGED)
    assert (again.article_id, db["articles"].count) == (first.article_id, 1)


def test_a_corrected_page_is_a_new_revision_and_the_old_one_stays(db: Database) -> None:
    first = save(db, PAGE)
    second = save(db, replace(PAGE, text="Tanks — 7,243 (+2)"))
    assert (second.kind, second.revision) == (Kind.REVISED, 2)
    assert [row["revision"] for row in db.query("SELECT revision FROM articles ORDER BY id")] == [1, 2]
    assert second.article_id != first.article_id


def test_a_page_that_goes_back_to_its_old_words_is_a_third_revision(db: Database) -> None:
    save(db, PAGE)
    save(db, replace(PAGE, text="other"))
    assert save(db, PAGE).revision == 3
