"""One language of the report: its words, and how it writes numbers and days."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.alerts.messages import words_in

WORDS = Path(__file__).with_name("words")
LANGUAGES = tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


@dataclass(frozen=True)
class Language:
    """One language's words, and how it writes numbers and days."""

    code: str

    @cached_property
    def words(self) -> dict[str, Any]:
        """The words of the page."""
        return tomllib.loads((WORDS / f"{self.code}.toml").read_text(encoding="utf-8"))

    @cached_property
    def common(self) -> dict[str, Any]:
        """What it shares with the alerts: months, number marks, names of categories."""
        return words_in(self.code)

    def category(self, key: str) -> str:
        """A category's display name."""
        return str(self.common["categories"].get(key, key))

    def number(self, value: float | None, *, sign: bool = False) -> str:
        """A number with its thousands apart, or a dash where it is not known."""
        if value is None:
            return "–"
        text = f"{value:{'+' if sign and value else ''},.10g}"
        marks = {",": self.common["thousands"], ".": self.common["decimal"], "-": "−"}
        return "".join(marks.get(char, char) for char in text)

    def day(self, value: str | date | None) -> str:
        """A day in words."""
        if not value:
            return str(self.words["unknown"])
        day = value if isinstance(value, date) else date.fromisoformat(value[:10])
        month = self.common["months_of_day"][day.month - 1]
        return str(self.common["day"]).format(day=day.day, month=month, year=day.year)

    def moment(self, value: str | None) -> str:
        """A moment in words, in UTC."""
        if not value:
            return str(self.words["unknown"])
        return f"{self.day(value)}, {datetime.fromisoformat(value):%H:%M}"
