"""How the layouts compare with the datasets they are of, and how export and report grow with the number of figures."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from crawler.publishing import layouts
from pipelines.publish.compare import compare
from pipelines.publish.export import export
from pipelines.publish.report.write import write_report
from tests.newsroom.figures import published_file
from tests.pipelines.publish.library import fill_with_datasets

HALF = "2024-05-15"
WRITTEN = ("petroivaniuk-equipment", "petroivaniuk-personnel", "petroivaniuk-equipment-correction", "orc-losses")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        whole, half = folder / "whole.db", folder / "half.db"
        fill_with_datasets(whole).conn.close()
        for key in WRITTEN:
            print(compare(whole, published_file(f"{key}.json"), layouts()[key]).summary(), end="")
        shutil.copy(whole, half)
        growth(count(whole), drop_the_first_half(half), whole, half, folder / "published")


def growth(figures: int, fewer: int, whole: Path, half: Path, target: Path) -> None:
    """What twice the figures cost."""
    print(f"{figures / fewer:.2f} times the figures ({fewer:,} and {figures:,}) take")
    for name, run in (
        ("export", lambda database: export(database, target, layouts(), fewer=True)),
        ("report", lambda database: write_report(database, target, "en")),
    ):
        taken(run, half)
        short, long = taken(run, half), taken(run, whole)
        print(f"  {name}: {long / short:.2f} times as long ({long:.1f} s)")


def taken(run: Callable[[Path], object], database: Path) -> float:
    started = time.perf_counter()
    run(database)
    return time.perf_counter() - started


def count(database: Path) -> int:
    with sqlite3.connect(database) as db:
        (found,) = db.execute("SELECT count(*) FROM losses").fetchone()
        return int(found)


def drop_the_first_half(database: Path) -> int:
    with sqlite3.connect(database) as db:
        db.execute("DELETE FROM losses WHERE report_date < ?", [HALF])
        db.execute(
            "DELETE FROM statements WHERE report_date < ? AND id NOT IN (SELECT statement_id FROM losses)", [HALF]
        )
    return count(database)


if __name__ == "__main__":
    main()
