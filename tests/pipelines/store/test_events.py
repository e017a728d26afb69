"""What is news of an article, and what becomes of it, in real databases that hold the real history."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig
from pipelines.claims import Claim
from pipelines.problems import Problem
from pipelines.store import events, open_store, outbox, transaction
from pipelines.store.ledger import start_run
from tests.pipelines.store.history import (
    CONFIG,
    EVE,
    FIRST,
    MORNING,
    Cells,
    fill,
    morning_of,
    publish,
    take_in,
    true_cells,
)

RECORD = "daily_high:personnel:2024-11-29"
NOW = morning_of(MORNING)


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("eve") / "losses.db"
    fill(path)
    return path


@pytest.fixture
def db(eve: Path, tmp_path: Path) -> Iterator[Database]:
    store = open_store(Path(shutil.copy(eve, tmp_path / "losses.db")))
    yield store
    store.conn.close()


def told(db: Database) -> list[str]:
    return [row["key"] for row in db.query("SELECT key FROM events ORDER BY id")]


def owed_to(db: Database, target: str) -> list[str]:
    rows = db.query(f"SELECT key FROM outbox WHERE target = ? AND {outbox.OWED} ORDER BY id", [target])
    return [row["key"] for row in rows]


def send(db: Database, now: datetime = NOW) -> None:
    for target in CONFIG.targets:
        with transaction(db):
            batch = outbox.take(db, target, now)
            if batch:
                outbox.delivered(db, batch, now)


def with_personnel(total: int, delta: int | None) -> Cells:
    return {**true_cells(MORNING), "personnel": (total, delta)}


def test_the_first_run_fills_the_books_and_tells_nobody(db: Database) -> None:
    assert next(db.query("SELECT count(*) AS n FROM records"))["n"] > 50
    assert told(db) == []


def test_a_record_is_told_with_all_a_person_wants_to_know(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING))
    (event,) = db.query("SELECT * FROM events")
    document = outbox.as_document(event)
    assert document | {"quote": None, "explain": None} == {
        "key": RECORD,
        "kind": "daily_high",
        "subject": "personnel",
        "severity": "high",
        "report_date": "2024-11-29",
        "happened_at": "2024-11-29T06:00:00Z",
        "value": 2030,
        "previous_value": 1950,
        "previous_date": "2024-11-12",
        "since": None,
        "total": 738_660,
        "change": 2030,
        "mean_7d": 1480.0,
        "status": "single",
        "witnesses": 1,
        "source": "one",
        "url": "https://one.example/2024-11-29",
        "quote": None,
        "explain": None,
    }
    assert (owed_to(db, "desk"), owed_to(db, "bot")) == ([RECORD], [RECORD])


def test_more_witnesses_and_the_same_page_again_tell_nothing_more(db: Database) -> None:
    for outlet in ("one", "two", "three", "one", "one"):
        publish(db, outlet, MORNING, true_cells(MORNING))
    assert told(db) == [RECORD]
    assert owed_to(db, "desk") == [RECORD]


def test_an_old_list_is_no_news_and_its_records_are_worked_out_at_the_end_of_the_run(db: Database) -> None:
    late = NOW + timedelta(days=10)
    publish(db, "one", MORNING, true_cells(MORNING), now=late)
    rows = "SELECT count(*) AS n FROM records WHERE key = ?"
    assert next(db.query(rows, [RECORD]))["n"] == 0
    with transaction(db):
        events.settle_run(db, now=late, config=CONFIG)
    assert next(db.query(rows, [RECORD]))["n"] == 1
    assert told(db) == []


def test_nothing_is_told_before_a_run_ended_well(db: Database) -> None:
    with transaction(db):
        db.execute("UPDATE runs SET exit_code = 1")
    publish(db, "one", MORNING, true_cells(MORNING))
    assert told(db) == []


@pytest.mark.parametrize("cell", ["total", "delta"])
def test_no_misprint_of_one_digit_in_the_first_outlet_is_told_as_a_record(db: Database, cell: str) -> None:
    total, delta = 738_660, 2030
    for number, misprint in enumerate(misprints(total if cell == "total" else delta)):
        cells = with_personnel(misprint, delta) if cell == "total" else with_personnel(total, misprint)
        publish(db, "one", MORNING, cells, words=f"print {number}")
        values = [outbox.as_document(row) for row in db.query("SELECT * FROM events WHERE kind = 'daily_high'")]
        assert [event["value"] for event in values] in ([], [delta])


def misprints(figure: int) -> list[int]:
    """Every figure that one slip makes of this one: a digit changed, dropped, doubled, or two swapped."""
    digits = str(figure)
    found = set()
    for at in range(len(digits)):
        found |= {digits[:at] + other + digits[at + 1 :] for other in "0123456789"}
        found |= {digits[:at] + digits[at + 1 :], digits[: at + 1] + digits[at:]}
        found.add(digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :])
    return sorted(int(slip) for slip in found - {digits} if slip)


def test_a_correction_withdraws_what_was_told_from_those_who_heard_it(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING))
    send(db)
    publish(db, "one", MORNING, with_personnel(737_660, 1030))
    assert told(db)[-1] == f"{RECORD}:withdrawn:1"
    assert (owed_to(db, "desk"), owed_to(db, "bot")) == ([told(db)[-1]], [told(db)[-1]])
    document = outbox.as_document(next(db.query("SELECT * FROM events ORDER BY id DESC LIMIT 1")))
    assert (document["amends"], document["told_value"], document["change"]) == (RECORD, 2030, 1030)


def test_a_correction_before_the_alert_left_sends_nothing_at_all(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING))
    publish(db, "one", MORNING, with_personnel(737_660, 1030))
    assert (owed_to(db, "desk"), owed_to(db, "bot")) == ([], [])


def test_a_record_that_stands_again_before_the_alert_left_is_sent_once(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING))
    publish(db, "one", MORNING, with_personnel(737_660, 1030))
    publish(db, "one", MORNING, true_cells(MORNING), words="as it was")
    assert owed_to(db, "desk") == [RECORD]


def test_a_record_that_flaps_is_told_of_each_time_by_its_own_key(db: Database) -> None:
    for number in range(2):
        publish(db, "one", MORNING, true_cells(MORNING), words=f"up {number}")
        send(db)
        publish(db, "one", MORNING, with_personnel(737_660, 1030), words=f"down {number}")
        send(db)
    assert told(db) == [RECORD, f"{RECORD}:withdrawn:1", f"{RECORD}:restored:2", f"{RECORD}:withdrawn:3"]


def test_a_record_that_is_corrected_and_still_one_is_told_as_a_correction(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING))
    send(db)
    publish(db, "one", MORNING, with_personnel(738_690, 2060))
    assert told(db) == [RECORD, f"{RECORD}:corrected:1"]
    document = outbox.as_document(next(db.query("SELECT * FROM events ORDER BY id DESC LIMIT 1")))
    assert (document["told_value"], document["value"], document["total"]) == (2030, 2060, 738_690)


def test_more_history_may_make_a_record_greater_and_takes_nothing_back(tmp_path: Path) -> None:
    begins = date(2023, 9, 1)
    fill(tmp_path / "late.db", first=begins)
    db = open_store(tmp_path / "late.db")
    publish(db, "one", MORNING, true_cells(MORNING))
    send(db)
    assert [row["kind"] for row in db.query("SELECT kind FROM events")] == ["daily_high_since"]
    take_in(db, FIRST, begins - timedelta(days=1), now=NOW)
    assert [row["kind"] for row in db.query("SELECT kind FROM records WHERE key = ?", [RECORD])] == ["daily_high"]
    assert told(db) == [RECORD]
    db.conn.close()


def test_a_held_figure_is_told_once(db: Database) -> None:
    for words in ("first", "second"):
        publish(db, "one", MORNING, with_personnel(973_866, 2030), words=words)
    kinds = [row["kind"] for row in db.query("SELECT kind FROM events")]
    assert kinds == ["doubtful_figure"]


def test_an_unknown_label_is_told_once_a_source(db: Database) -> None:
    label = Problem("unknown_label", "a line is not understood", quote="Space lasers – 3 (+1)")
    for outlet in ("one", "one", "two"):
        publish(db, outlet, EVE, true_cells(EVE), words=f"again {outlet} {len(told(db))}", problems=(label,), now=NOW)
    assert told(db) == ["unknown_label:one:space-lasers-3-1", "unknown_label:two:space-lasers-3-1"]


def test_a_note_is_no_alarm_and_a_problem_that_costs_figures_is(db: Database) -> None:
    problems = (Problem("other_list", "weekly sums", "note"), Problem("undated_report", "no date", "error"))
    publish(db, "one", EVE, true_cells(EVE), words="again", problems=problems, now=NOW)
    assert [row["kind"] for row in db.query("SELECT kind FROM events")] == ["page_problem"]


def test_a_failing_source_is_told_once_and_once_more_when_it_recovers(db: Database) -> None:
    states: tuple[Any, ...] = ("good", "failing", "failing", "good", "good", "stale", "good")
    for hour, state in enumerate(states):
        with transaction(db):
            events.source_state(db, "one", state, "why", now=NOW + timedelta(hours=hour), config=CONFIG)
    kinds = [row["kind"] for row in db.query("SELECT kind FROM events ORDER BY id")]
    assert kinds == ["source_failing", "source_recovered", "source_stale", "source_recovered"]


def test_a_crawl_that_fails_is_told_once_and_once_more_when_it_works(db: Database) -> None:
    for run, failed in enumerate((False, True, True, False, False, True)):
        with transaction(db):
            events.crawl_state(db, run, failed=failed, detail="why", now=NOW, config=CONFIG)
    assert told(db) == ["crawl_failed:1", "crawl_recovered:3", "crawl_failed:5"]


def test_a_run_that_was_cut_off_is_told_by_the_next_one(db: Database) -> None:
    with transaction(db):
        cut_off, present = start_run(db, "losses", NOW), start_run(db, "losses", NOW)
        for run in (cut_off, present):
            events.killed_run(db, run, now=NOW, config=CONFIG)
        events.crawl_state(db, present, failed=False, detail="", now=NOW, config=CONFIG)
    assert told(db) == [f"crawl_failed:{cut_off}", f"crawl_recovered:{present}"]


def test_events_are_kept_for_the_feed_where_nobody_is_to_be_told(db: Database) -> None:
    publish(db, "one", MORNING, true_cells(MORNING), config=AlertConfig())
    assert told(db) == [RECORD]
    assert outbox.waiting_targets(db) == []


def test_a_surge_is_told_once_a_week(db: Database) -> None:
    total, told_on = 738_660 - 2030, []
    for number in range(9):
        day = MORNING + timedelta(days=number)
        total += 3000 + 10 * number
        publish(db, "one", day, {"personnel": (total, 3000 + 10 * number)})
        told_on += [number] * any(key == f"week_high:personnel:{day}" for key in told(db))
    highest = [row["report_date"] for row in db.query("SELECT report_date FROM records WHERE kind = 'week_high'")]
    assert len(told_on) == 2
    assert told_on[1] - told_on[0] == 7
    assert len([day for day in highest if day >= MORNING.isoformat()]) > 2


class PowerCutError(Exception):
    """The transaction ends before its commit."""


def test_figures_and_what_they_are_news_of_are_one_commit(db: Database) -> None:
    def cut() -> Iterator[Problem]:
        raise PowerCutError
        yield

    with pytest.raises(PowerCutError):
        publish(db, "one", MORNING, true_cells(MORNING), problems=cut())
    assert (told(db), owed_to(db, "desk")) == ([], [])
    assert not list(db.query("SELECT 1 FROM losses WHERE report_date = ?", [MORNING.isoformat()]))


def a_claim(value: float | None, *, record: bool = False, period: str | None = "2024-03") -> Claim:
    return Claim(
        agency="UK MoD",
        relays="Mediazona",
        topic="desertion",
        subject="convictions",
        value=value,
        value_high=None,
        unit="people",
        qualifier="exact",
        period=period,
        place=None,
        record=record,
        quote=f"{value} people were convicted",
        start=0,
        end=9,
    )


def claims_told(db: Database) -> list[dict[str, Any]]:
    rows = db.query("SELECT * FROM events WHERE kind LIKE 'claim%' ORDER BY id")
    return [outbox.as_document(row) for row in rows]


def test_a_claimed_record_is_told_once_however_many_carry_it(db: Database) -> None:
    for outlet in ("one", "two"):
        publish(db, outlet, MORNING, {}, said=[a_claim(64, record=True)])
    (event,) = claims_told(db)
    assert (event["kind"], event["subject"], event["value"]) == ("claim_record", "UK MoD", 64)
    assert event["url"] == "https://one.example/2024-11-29"


def test_a_new_figure_for_a_known_claim_tells_the_one_before(db: Database) -> None:
    publish(db, "one", MORNING, {}, said=[a_claim(64)])
    publish(db, "two", MORNING, {}, said=[a_claim(71, period="2024-04")])
    (event,) = claims_told(db)
    assert (event["kind"], event["value"], event["previous_value"]) == ("claim_figure", 71, 64)


def test_outlets_that_differ_are_told_with_both_quotes(db: Database) -> None:
    publish(db, "one", MORNING, {}, said=[a_claim(64)])
    publish(db, "two", MORNING, {}, said=[a_claim(684)])
    event = next(event for event in claims_told(db) if event["kind"] == "claim_disputed")
    assert (event["quote"], event["previous_quote"]) == ("684 people were convicted", "64 people were convicted")


def test_misprints_of_one_outlet_tell_nothing_that_is_not_true(db: Database, tmp_path: Path) -> None:
    """A fortnight that one outlet, always the first, mistypes, beside the same fortnight printed right."""
    clean = open_store(Path(shutil.copy(next(iter(db.query("PRAGMA database_list")))["file"], tmp_path / "clean.db")))
    slips = random.Random(7)
    for day in (MORNING + timedelta(days=number) for number in range(14)):
        true = true_cells(day)
        wrong = {category: mistyped(cell, slips) for category, cell in true.items()}
        for outlet in ("one", "two", "three"):
            publish(clean, outlet, day, true)
            publish(db, outlet, day, wrong if outlet == "one" else true)
    assert records_told(clean)
    assert records_told(db) <= records_told(clean)
    clean.conn.close()


def mistyped(cell: tuple[int | None, int | None], slips: random.Random) -> tuple[int | None, int | None]:
    """Two cells in three with one slip, in the total or in the change."""
    total, delta = cell
    slip = slips.choice(("none", "total", "delta"))
    if slip == "total" and total:
        return slips.choice([figure for figure in misprints(total) if figure < 10**9]), delta
    if slip == "delta" and delta:
        return total, slips.choice(misprints(delta))
    return cell


def records_told(db: Database) -> set[tuple[str, float]]:
    rows = db.query("SELECT * FROM events WHERE kind NOT LIKE 'record%' AND kind != 'doubtful_figure'")
    return {(event["key"], event["value"]) for event in map(outbox.as_document, rows)}
