"""What is told of a day is what was decided, with every witness that counts for it."""

from __future__ import annotations

import random

from sqlite_utils import Database

from pipelines.store import testimony
from tests.pipelines.lists import Said, day
from tests.pipelines.store.arrivals import arrive, losses

MOVING = {"personnel": 1100, "tanks": 11, "uavs": 70, "vehicles_fuel_tanks": 90}


def true_list(number: int) -> dict[str, Said]:
    return {category: 10_000 + (number + 50) * step for category, step in MOVING.items()}


def test_an_explanation_ends_in_the_row_that_is_stored(db: Database) -> None:
    dice = random.Random(1)
    for number in range(25):
        for outlet in "abc":
            slipped: Said = 10_000 + 11 * (number + 50) + dice.choice((0, 0, 0, 200))
            arrive(db, outlet, {day(number): {**true_list(number), "tanks": slipped}}, page=str(number))
    for row in losses(db):
        told = testimony.explanations(db, day(0).fromisoformat(row["report_date"]))[row["category"]].decision
        assert (told.total, told.status, told.rule, told.statement_id, told.corrected) == (
            row["total"],
            row["status"],
            row["rule"],
            row["statement_id"],
            bool(row["corrected"]),
        )


def test_a_list_that_says_another_day_testifies_on_its_own(db: Database) -> None:
    for number in range(3):
        arrive(db, "report", {day(number): true_list(number)}, page=str(number))
        arrive(db, "losses", {day(number - 1): true_list(number)}, page=str(number))
    told = testimony.explanations(db, day(1))["tanks"]
    said = testimony.testimonies(db, day(1), [one.id for one in told.statements])
    assert told.decision.witnesses == 2
    assert [(each.source, each.said_of) for each in said] == [("report", day(1)), ("losses", day(0))]


def test_superseded_words_are_told_as_such(db: Database) -> None:
    arrive(db, "a", {day(0): {"tanks": 7294}})
    arrive(db, "a", {day(0): {"tanks": 7249}}, minutes=5)
    told = testimony.explanations(db, day(0))["tanks"]
    said = testimony.testimonies(db, day(0), [one.id for one in told.statements])
    assert [(each.total, each.revision, each.superseded) for each in said] == [(7294, 1, True), (7249, 2, False)]
    (correction,) = testimony.corrections(db, day(0))
    assert (correction.before, correction.after, correction.corrected_at) == (7294, 7249, "2024-04-24T09:05:00Z")
