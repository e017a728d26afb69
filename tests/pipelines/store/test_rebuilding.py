"""A replay of all arrivals gives the rows the arrivals gave."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipelines.store import open_store, transaction
from pipelines.store.rebuilding import rebuild
from tests.pipelines.lists import DAY, Said, day
from tests.pipelines.store.arrivals import arrive, assert_rebuilt_alike, derived


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
