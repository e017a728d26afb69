"""The thresholds of vocabulary/records.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import pipelines
from pipelines.figures.record_rules import rules_by_category, rules_of

VOCABULARY = Path(pipelines.__file__).parent / "vocabulary"
CATEGORIES = tomllib.loads((VOCABULARY / "categories.toml").read_text("utf-8"))


def test_every_table_is_of_a_category() -> None:
    assert set(rules_by_category()) - {"default"} <= set(CATEGORIES)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_rules_and_its_own_come_first(category: str) -> None:
    rules, own = rules_of(category), rules_by_category().get(category, {})
    assert rules.notable_days >= 90
    assert {name: getattr(rules, name) for name in own} == own


def test_an_unknown_key_names_the_file_and_the_table(tmp_path: Path) -> None:
    path = tmp_path / "records.toml"
    path.write_text("[tanks]\nround_totals = 100\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"records\.toml: \[tanks\] has unknown keys: round_totals"):
        rules_by_category(path)
