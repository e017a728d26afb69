"""What it costs to work out all records of one morning, against reading the same series from the database."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipelines.figures.record_rules import rules_of
from pipelines.records import find_records
from pipelines.store import open_store
from pipelines.store.figures import points_of
from tests.pipelines.store.history import CATEGORIES, FIRST, fill

ROUNDS = 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "losses.db"
        fill(path)
        db = open_store(path)
        series = {category: points_of(db, category) for category in CATEGORIES}
        reading = _seconds(lambda: [points_of(db, category) for category in CATEGORIES])
        finding = _seconds(
            lambda: [
                find_records(points, rules_of(category), category_since=FIRST, list_since=FIRST)
                for category, points in series.items()
            ]
        )
        db.conn.close()
    days = len(series[CATEGORIES[0]])
    each = finding / len(CATEGORIES) * 1000
    print(f"records of a category over {days} days: {each:.1f} ms, {finding / reading:.1f} times reading its series")


def _seconds(work: Callable[[], object]) -> float:
    """The fastest of several rounds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
