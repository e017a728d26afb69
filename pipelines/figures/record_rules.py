"""Which records of a category are worth telling, as data: vocabulary/records.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

RULES_FILE = Path(__file__).parents[1] / "vocabulary" / "records.toml"


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of one category; their meaning stands at the head of records.toml."""

    round_total: int
    notable_days: int
    least_daily: int
    least_weekly: int
    quiet_after: int


@cache
def rules_by_category(path: Path = RULES_FILE) -> dict[str, dict[str, Any]]:
    """The file's tables, checked. Raises ValueError where a key is unknown."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Rules)}
    for name, table in tables.items():
        unknown = table.keys() - known
        if unknown:
            raise ValueError(f"{path.name}: [{name}] has unknown keys: {', '.join(sorted(unknown))}")
    return tables


def rules_of(category: str) -> Rules:
    """The thresholds of a category: its own over the default's."""
    tables = rules_by_category()
    return Rules(**{**tables["default"], **tables.get(category, {})})
