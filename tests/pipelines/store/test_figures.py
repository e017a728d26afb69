"""Statements are kept, figures follow from them, and a replay gives the same rows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipelines.losses import Figure, LossReport
from pipelines.series import Point
from pipelines.store import articles, figures, open_store, transaction
from pipelines.store.figures import Change
from pipelines.store.rebuilding import rebuild
from pipelines.store.sources import register
from tests.pipelines.lists import DAY, Said, day

NOW = datetime(2024, 4, 24, 9, 0, tzinfo=UTC)


class Source:
    """What a run knows of an outlet."""

    def __init__(self, name: str, publisher: str, kind: str = "outlet") -> None:
        self.name, self.publisher, self.kind = name, publisher, kind
        self.title, self.homepage = name.title(), f"https://{name}.example/"


def arrive(
    db: Database, source: str, said: Mapping[date, Mapping[str, Said]], *, page: str = "1", minutes: int = 0
) -> list[Change]:
    """Fetch one page of a source that gives one or more lists."""
    fetched = NOW + timedelta(minutes=minutes)
    with transaction(db):
        url = f"https://{source}.example/{page}"
        saved = articles.save(db, articles.Revision(url, source, "", repr(said), fetched))
        if saved.kind is articles.Kind.UNCHANGED:
            return []
        return figures.record(db, saved.article_id, [_report(at, listed) for at, listed in said.items()], now=fetched)


def _report(at: date, listed: Mapping[str, Said]) -> LossReport:
    return LossReport(at, "text", tuple(_figure(category, said) for category, said in listed.items()))


def _figure(category: str, said: Said) -> Figure:
    total, delta = said if isinstance(said, tuple) else (said, None)
    quote = f"{category}: {total} ({delta})"
    return Figure(category, total, delta, False, quote, 0, len(quote))


def losses(db: Database) -> list[dict[str, Any]]:
    return list(db.query("SELECT * FROM losses ORDER BY report_date, category"))


def derived(db: Database) -> list[list[dict[str, Any]]]:
    """All that is derived from statements."""
    return [losses(db), list(db.query("SELECT * FROM corrections ORDER BY id"))]


def assert_rebuilt_alike(db: Database) -> None:
    before = derived(db)
    with transaction(db):
        assert rebuild(db) == 0
    assert derived(db) == before


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


@pytest.mark.parametrize("table", ["losses", "corrections"])
def test_a_rebuild_mends_what_was_tampered_with(db: Database, table: str) -> None:
    arrive(db, "a", {DAY: {"tanks": (7294, 7)}})
    arrive(db, "a", {DAY: {"tanks": (7249, 7)}}, minutes=5)
    before = derived(db)
    db.execute(f"DELETE FROM {table}")
    with transaction(db):
        assert rebuild(db) == 1
    assert derived(db) == before


def arrivals(dice: random.Random) -> Iterable[tuple[str, str, dict[date, dict[str, Said]]]]:
    """Pages of three outlets in any order: right, misprinted, corrected later, of several days, taken back."""
    pages = []
    for number in range(30):
        for outlet in "abc":
            tanks, uavs = 7000 + 10 * number - 60 * (number > 20), 500 + 40 * number
            slip = dice.choice((0, 0, 0, 0, 100, -100))
            listed: dict[date, dict[str, Said]] = {
                day(number): {"tanks": (tanks + slip, 10), "uavs": (uavs, 40), "personnel": 1000 * (number + 1)}
            }
            pages.append((outlet, str(number), listed))
            if dice.random() < 0.2:
                pages.append((outlet, str(number), {day(number): {"tanks": (tanks, 10)}} if slip else {}))
    order = sorted(pages, key=lambda page: (int(page[1]) + dice.randrange(8), page[0]))
    return dice.sample(order, k=dice.randrange(5, len(order)))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_arrival_by_arrival_is_the_same_as_a_replay(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    db = open_store(Path(tmp_path_factory.mktemp("replay")) / "losses.db")
    for minutes, (source, page, said) in enumerate(arrivals(random.Random(seed))):
        arrive(db, source, said, page=page, minutes=minutes)
    assert_rebuilt_alike(db)
    db.conn.close()
