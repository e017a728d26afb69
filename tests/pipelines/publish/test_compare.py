import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from crawler.publishing import layouts
from pipelines.datasets import DatasetError
from pipelines.publish.compare import BECAUSE, compare, guess_layout
from pipelines.reconcile import Rule
from tests.newsroom.figures import published_file

KEYS = ["petroivaniuk-equipment", "petroivaniuk-personnel", "petroivaniuk-equipment-correction", "orc-losses"]


@pytest.mark.parametrize("key", KEYS)
def test_a_file_is_known_by_its_members(key: str) -> None:
    assert guess_layout(published_file(f"{key}.json"), list(layouts().values())).key == key


def test_a_file_in_no_known_layout_is_refused() -> None:
    with pytest.raises(DatasetError, match="none of the layouts"):
        guess_layout(b'{"losses": 1}', list(layouts().values()))


@pytest.mark.parametrize("key", KEYS)
def test_every_difference_has_a_reason_and_every_cell_is_counted(
    key: str, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = layouts()[key]
    comparison = compare(library, published_file(f"{key}.json"), layout)
    with capsys.disabled():
        print(f"\n{comparison.summary()}", end="")
    assert all(row["reason"] for row in comparison.differences)
    lines = comparison.as_csv().splitlines()
    assert len(lines) == len(comparison.differences) + 1
    rows = json.loads(published_file(f"{key}.json"))
    known = [
        value
        for row in rows
        for name, value in row.items()
        if name in layout.columns and value is not None and (value or layout.says == "totals")
    ]
    assert comparison.equal + sum(row["theirs"] is not None for row in comparison.differences) == len(known)


def test_a_changed_figure_is_told_with_our_witness(library: Path) -> None:
    rows = json.loads(published_file("orc-losses.json"))
    day = next(row for row in rows if row["date"] == "2026-08-01")
    day["tanks"] += 1
    comparison = compare(library, json.dumps(rows).encode(), layouts()["orc-losses"])
    (told,) = [
        row for row in comparison.differences if row["report_date"] == "2026-08-01" and row["category"] == "tanks"
    ]
    assert (told["theirs"], told["ours"]) == (day["tanks"], day["tanks"] - 1)
    assert str(told["reason"]).startswith("differ: ")
    assert str(told["url"]).startswith("https://")


def test_a_day_the_file_lacks_is_told(library: Path) -> None:
    rows = [row for row in json.loads(published_file("petroivaniuk-personnel.json")) if row["date"] != "2025-01-05"]
    comparison = compare(library, json.dumps(rows).encode(), layouts()["petroivaniuk-personnel"])
    (told,) = [row for row in comparison.differences if row["report_date"] == date(2025, 1, 5).isoformat()]
    assert told["reason"] == "only here: the file lacks the day"


def test_every_rule_has_its_reason() -> None:
    assert set(BECAUSE) == set(get_args(Rule))
