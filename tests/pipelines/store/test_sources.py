"""Who answers for a source decides how its witnesses are counted."""

from __future__ import annotations

from sqlite_utils import Database

from pipelines.store import transaction
from pipelines.store.sources import register
from tests.pipelines.lists import DAY
from tests.pipelines.store.arrivals import Source, arrive, assert_rebuilt_alike, losses


def test_one_publisher_is_one_witness_whatever_its_editions(db: Database) -> None:
    with transaction(db):
        register(db, [Source("uk", "Daily"), Source("en", "Daily"), Source("ministry", "Ministry", "official")])
    arrive(db, "uk", {DAY: {"tanks": 7249}})
    arrive(db, "en", {DAY: {"tanks": 7249}})
    assert losses(db)[0]["witnesses"] == 1
    arrive(db, "ministry", {DAY: {"tanks": 7250}})
    assert (losses(db)[0]["total"], losses(db)[0]["rule"]) == (7250, "official")


def test_a_source_whose_publisher_turns_out_another_is_counted_anew(db: Database) -> None:
    arrive(db, "uk", {DAY: {"tanks": 7249}})
    arrive(db, "en", {DAY: {"tanks": 7249}})
    assert losses(db)[0]["status"] == "confirmed"
    with transaction(db):
        register(db, [Source("uk", "Daily"), Source("en", "Daily")])
    assert losses(db)[0]["status"] == "single"
    assert_rebuilt_alike(db)
