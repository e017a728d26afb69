"""A dataset's rows are new, unchanged, revised or withdrawn, each by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlite_utils import Database

from pipelines.datasets import FileLayout, read_dataset
from pipelines.store import figures, transaction
from pipelines.store.dataset_rows import DatasetFile, SavedFile, ShrunkenError, save_file
from pipelines.store.rebuilding import rebuild
from tests.pipelines.lists import day

URL = "https://data.example/losses.json"
LAYOUT = FileLayout("example", URL, "totals", "date", {"tank": ("tanks",)})
NOW = datetime(2024, 9, 1, tzinfo=UTC)
TOTALS = {day(number): 7000 + 10 * number for number in range(60)}


def save(db: Database, totals: Mapping[date, int], *, hours: int = 0) -> SavedFile:
    body = json.dumps([{"date": at.isoformat(), "tank": total} for at, total in totals.items()]).encode()
    rows = read_dataset(body, LAYOUT).rows
    with transaction(db):
        return save_file(db, DatasetFile("example", URL, "Example", NOW + timedelta(hours=hours), rows, "e.warc.gz", 7))


def tanks(db: Database) -> dict[date, int]:
    return {point.report_date: point.total for point in figures.points_of(db, "tanks") if point.total is not None}


def assert_rebuilt_alike(db: Database) -> None:
    before = [list(db.query("SELECT * FROM losses")), list(db.query("SELECT * FROM corrections"))]
    with transaction(db):
        rebuild(db)
    assert [list(db.query("SELECT * FROM losses")), list(db.query("SELECT * FROM corrections"))] == before


def test_every_row_is_an_article_with_its_place(db: Database) -> None:
    saved = save(db, TOTALS)
    assert (saved.rows, len(saved.changes)) == ({"new": 60}, 60)
    assert tanks(db) == TOTALS
    article = next(db.query("SELECT * FROM articles ORDER BY id"))
    assert (article["url"], article["evidence_file"], article["evidence_offset"]) == (f"{URL}#{day(0)}", "e.warc.gz", 7)


def test_the_same_file_again_brings_nothing(db: Database) -> None:
    save(db, TOTALS)
    saved = save(db, TOTALS, hours=1)
    assert (saved.rows, saved.changes) == ({"unchanged": 60}, ())


def test_rows_in_another_order_are_unchanged(db: Database) -> None:
    save(db, TOTALS)
    assert save(db, dict(reversed(TOTALS.items())), hours=1).rows == {"unchanged": 60}


def test_a_changed_row_is_a_revision_and_a_correction(db: Database) -> None:
    save(db, TOTALS)
    saved = save(db, TOTALS | {day(10): 7101}, hours=1)
    assert saved.rows == {"unchanged": 59, "revised": 1}
    assert [
        (change.report_date, change.after and change.after.total) for change in saved.changes if change.corrects
    ] == [(day(10), 7101)]
    assert_rebuilt_alike(db)


def test_a_row_that_is_gone_is_withdrawn_and_may_come_back(db: Database) -> None:
    save(db, TOTALS)
    without = {at: total for at, total in TOTALS.items() if at != day(30)}
    assert save(db, without, hours=1).rows["withdrawn"] == 1
    assert day(30) not in tanks(db)
    assert save(db, without, hours=2).rows == {"unchanged": 59}
    assert save(db, TOTALS, hours=3).rows["revised"] == 1
    assert tanks(db) == TOTALS
    assert_rebuilt_alike(db)


def test_half_a_file_is_refused_and_changes_nothing(db: Database) -> None:
    save(db, TOTALS)
    with pytest.raises(ShrunkenError, match="30 of its known rows are missing"):
        save(db, dict(list(TOTALS.items())[:30]), hours=1)
    assert tanks(db) == TOTALS
    assert db["articles"].count == 60
