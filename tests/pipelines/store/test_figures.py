"""Statements are kept, figures follow from them, and a replay gives the same rows."""

from __future__ import annotations

from sqlite_utils import Database

from pipelines.figures.series import Point
from pipelines.store import figures
from tests.pipelines.lists import DAY, day
from tests.pipelines.store.arrivals import arrive, assert_rebuilt_alike, losses


def test_a_list_becomes_statements_and_figures(db: Database) -> None:
    changes = arrive(db, "a", {DAY: {"tanks": (7249, 7), "mlrs": 1050}})
    assert [(change.category, change.status, change.before) for change in changes] == [
        ("mlrs", "single", None),
        ("tanks", "single", None),
    ]
    assert [(row["category"], row["total"], row["delta"], row["revision"]) for row in losses(db)] == [
        ("mlrs", 1050, None, 1),
        ("tanks", 7249, 7, 1),
    ]
    quotes = db.query("SELECT quote FROM statements JOIN losses ON losses.statement_id = statements.id ORDER BY 1")
    assert [row["quote"] for row in quotes] == ["mlrs: 1050 (None)", "tanks: 7249 (7)"]


def test_a_second_witness_changes_the_status_and_corrects_nothing(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249}})
    (change,) = arrive(db, "b", {DAY: {"tanks": (7249, 7)}})
    assert (change.status, change.why, change.corrects) == ("confirmed", "agreement", False)
    assert db["corrections"].count == 0


def test_a_corrected_page_is_a_new_revision_and_its_figure_a_correction(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": (7294, 7)}})
    (change,) = arrive(db, "a", {DAY: {"tanks": (7249, 7)}}, minutes=30)
    assert change.corrects
    assert [(row["total"], row["revision"]) for row in losses(db)] == [(7249, 2)]
    (correction,) = db.query("SELECT * FROM corrections")
    assert (correction["before_total"], correction["after_total"]) == (7294, 7249)
    assert correction["corrected_at"] == "2024-04-24T09:30:00Z"
    assert db["statements"].count == 2


def test_a_page_that_takes_its_list_back_takes_its_figures_along(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249}})
    (change,) = arrive(db, "a", {}, minutes=30)
    assert (change.status, change.after) == ("withdrawn", None)
    assert losses(db) == []
    assert_rebuilt_alike(db)


def test_a_page_may_change_the_day_it_speaks_of(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249}})
    arrive(db, "a", {day(1): {"tanks": 7249}}, minutes=30)
    assert [row["report_date"] for row in losses(db)] == [day(1).isoformat()]
    assert_rebuilt_alike(db)


def test_a_held_total_is_kept_and_released_by_the_next_day(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249}}, page="1")
    (held,) = arrive(db, "a", {day(1): {"tanks": (7255, 12)}}, page="2")
    assert (held.status, held.after and held.after.total) == ("held", 7255)
    changes = arrive(db, "a", {day(2): {"tanks": (7265, 10)}}, page="3")
    assert {change.report_date: change.status for change in changes} == {day(1): "single", day(2): "single"}


def test_only_days_around_are_written(db: Database) -> None:
    arrive(db, "a", {day(number): {"tanks": (7000 + 10 * number, 10)} for number in range(200)})
    changes = arrive(db, "b", {day(100): {"tanks": (8000, 10)}}, page="late")
    assert {change.report_date for change in changes} <= {day(number) for number in range(75, 126)}


def test_the_series_gives_what_is_known_of_each_day(db: Database) -> None:
    for source in ("a", "b"):
        arrive(db, source, {DAY: {"tanks": 7249}, day(1): {"tanks": (7255, 6)}, day(2): {"tanks": 7250}})
    assert figures.points_of(db, "tanks") == [
        Point(DAY, "tanks", 7249, None, "confirmed", None, corrected=False),
        Point(day(1), "tanks", 7255, 6, "confirmed", True, corrected=False),
        Point(day(2), "tanks", 7250, None, "corrected", None, corrected=True),
    ]
    assert figures.points_of(db) == figures.points_of(db, "tanks")
    assert figures.points_of(db, "mlrs") == []


def test_an_unverified_change_is_no_days_change(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249}, day(1): {"tanks": (7255, 60)}, day(2): {"tanks": (7265, 10)}})
    assert [(point.delta, point.checksum) for point in figures.points_of(db, "tanks")] == [
        (None, None),
        (None, False),
        (10, True),
    ]
    assert losses(db)[1]["delta"] == 60


def test_views(db: Database) -> None:
    arrive(db, "a", {DAY: {"tanks": 7249, "mlrs": 1050}, day(3): {"tanks": 7280, "mlrs": 1051}})
    arrive(db, "b", {day(3): {"tanks": 7281}})
    wide = {row["report_date"]: (row["tanks"], row["mlrs"]) for row in db.query("SELECT * FROM losses_wide")}
    assert wide == {DAY.isoformat(): (7249, 1050), day(3).isoformat(): (None, 1051)}
    assert [row["report_date"] for row in db.query("SELECT * FROM gaps")] == [day(1).isoformat(), day(2).isoformat()]
    assert [(row["category"], row["status"]) for row in db.query("SELECT * FROM disputed")] == [("tanks", "disputed")]
    assert {row["category"] for row in db.query("SELECT * FROM latest")} == {"tanks", "mlrs"}


def test_views_of_an_empty_database_are_empty(db: Database) -> None:
    assert [list(db.query(f"SELECT * FROM {view}")) for view in ("losses_wide", "gaps", "disputed", "latest")] == [
        []
    ] * 4
