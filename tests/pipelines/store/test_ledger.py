from datetime import UTC, date, datetime, timedelta

from sqlite_utils import Database

from pipelines.store.ledger import (
    Fetch,
    ListingRead,
    add_links,
    finish_listing,
    finish_run,
    pages_to_ask,
    record_fetch,
    see_page,
    seen_page,
    start_run,
)

NOW = datetime(2024, 4, 24, 6, 0, tzinfo=UTC)
URL = "https://outlet.example/1"


def read(db: Database, url: str, now: datetime = NOW) -> None:
    see_page(db, url, source="outlet", now=now, etag='"v1"', last_modified=None, listed_at=None, body_hash="hash")


def asked(db: Database, now: datetime) -> list[str]:
    return [page.url for page in pages_to_ask(db, "outlet", now=now, recheck_days=5, pending_days=14)]


def test_a_link_is_owed_a_request_until_it_is_read(db: Database) -> None:
    add_links(db, [(URL, None)], source="outlet", now=NOW)
    later = NOW + timedelta(days=10)
    assert asked(db, later) == [URL]
    read(db, URL, later)
    assert asked(db, later) == []


def test_a_page_read_before_is_not_forgotten_when_it_is_listed_again(db: Database) -> None:
    read(db, URL)
    add_links(db, [(URL, NOW)], source="outlet", now=NOW)
    known = seen_page(db, URL)
    assert known is not None
    assert (known.etag, known.is_pending) == ('"v1"', False)


def test_young_pages_are_asked_again_for_corrections_and_old_ones_are_not(db: Database) -> None:
    read(db, URL)
    assert asked(db, NOW + timedelta(days=4)) == [URL]
    assert asked(db, NOW + timedelta(days=6)) == []


def test_a_link_that_never_works_is_given_up_in_the_end(db: Database) -> None:
    add_links(db, [(URL, None)], source="outlet", now=NOW)
    assert asked(db, NOW + timedelta(days=15)) == []


def test_a_listing_keeps_its_validators_for_the_days_it_was_followed_and_is_no_page_to_ask(db: Database) -> None:
    window = (date(2024, 4, 10), date(2024, 4, 20))
    finish_listing(db, [ListingRead(URL, '"v1"', None)], source="outlet", now=NOW, window=window)
    known = seen_page(db, URL)
    assert known is not None
    assert known.etag == '"v1"'
    assert known.covers((date(2024, 4, 11), date(2024, 4, 20)), NOW)
    assert not known.covers((date(2024, 4, 9), date(2024, 4, 20)), NOW)
    assert not known.covers((date(2024, 4, 10), date.max), NOW)
    assert not known.covers(window, NOW + timedelta(days=8))
    assert asked(db, NOW) == []


def test_a_run_and_its_fetches_are_on_record(db: Database) -> None:
    run = start_run(db, "losses", NOW)
    for outcome in ("timed_out", "new"):
        record_fetch(db, run, Fetch(URL, "outlet", "article", outcome, NOW, http_status=200))
    assert [row["outcome"] for row in db["fetches"].rows] == ["new"]
    finish_run(db, run, now=NOW, exit_code=4, counts={"b": 1, "a": 2})
    assert next(iter(db["runs"].rows))["counts"] == '{"a": 2, "b": 1}'
