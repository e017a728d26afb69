"""The demo, whole, over a week of the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from crawler.exit_codes import ExitCode
from tests.newsroom import Newsroom
from tests.newsroom.demo import FACTS, Demo, show
from tests.newsroom.figures import counts

SPANS = ((date(2024, 4, 18), date(2024, 4, 24)), (date(2026, 8, 20), date(2026, 8, 22)))
DAY = SPANS[0][1]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(spans=SPANS) as running:
        yield running


def play(newsroom: Newsroom, database: Path) -> tuple[Demo, ExitCode, str]:
    shown = StringIO()
    demo = Demo(newsroom, database, Console(file=shown, width=160))
    code = show(demo)
    return demo, code, shown.getvalue()


def test_the_demo_shows_the_newest_list_and_a_second_one_nothing_new(newsroom: Newsroom, tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    demo, code, shown = play(newsroom, database)
    assert code == ExitCode.OK, shown
    assert "as of 2026-08-22" in shown
    stored = {
        row["category"]: (row["total"], row["delta"]) for row in demo.rows("losses", "report_date = '2024-04-24'")
    }
    assert stored == {category: (count.total, count.delta) for category, count in counts(DAY).items()}
    assert demo.report is not None
    assert demo.report.is_file()
    first = demo.fingerprint()
    assert all(first[table][0] for table in ("articles", "statements", "losses", "claims"))

    again, code, shown = play(newsroom, database)
    assert code == ExitCode.OK, shown
    assert "Nothing is new" in shown
    assert again.fingerprint() == first
    assert set(first) == set(FACTS)


def test_a_folder_that_is_missing_is_one_line(newsroom: Newsroom, tmp_path: Path) -> None:
    _, code, shown = play(newsroom, tmp_path / "nowhere" / "losses.db")
    assert code == ExitCode.FAILED
    assert "the database's folder does not exist" in shown
    assert "Traceback" not in shown
