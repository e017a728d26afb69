"""Lists for the tests of reconciliation: a few categories, a few days, any number of outlets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipelines.figures.witnesses import Statement
from pipelines.reconcile import Decision, reconcile

DAY = date(2024, 4, 24)
TANKS = "tanks"

Said = int | tuple[int | None, int | None] | None
"""A total, or a total and its printed change, or nothing that day."""


def day(number: int) -> date:
    """The day so many days after DAY, or before it."""
    return DAY + timedelta(days=number)


class Lists:
    """Statements, numbered as they come."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._articles = 0

    def say(
        self, origin: str, at: date, figures: Mapping[str, Said], *, official: bool = False, approximate: bool = False
    ) -> Lists:
        """One article with one list."""
        self._articles += 1
        for category, said in figures.items():
            total, delta = said if isinstance(said, tuple) else (said, None)
            number = len(self.statements) + 1
            statement = Statement(
                number, self._articles, origin, official, at, category, total, delta, approximate=approximate
            )
            self.statements.append(statement)
        return self

    def note(self, origin: str, at: date, corrections: Mapping[str, int]) -> Lists:
        """One article with a publisher's corrections."""
        self._articles += 1
        for category, correction in corrections.items():
            number = len(self.statements) + 1
            self.statements.append(
                Statement(number, self._articles, origin, False, at, category, None, None, correction=correction)
            )
        return self

    def series(self, origin: str, said: Sequence[Said], *, first: int = 0, category: str = TANKS) -> Lists:
        """One article a day from day(first) on, each with one category."""
        for number, figure in enumerate(said, start=first):
            if figure is not None:
                self.say(origin, day(number), {category: figure})
        return self

    def decide(self) -> dict[tuple[date, str], Decision]:
        return reconcile(self.statements)

    def of(self, number: int, category: str = TANKS) -> Decision:
        """What is decided of one category on day(number)."""
        return self.decide()[day(number), category]
