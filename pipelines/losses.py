"""Pure: blocks of text -> LossReport, the General Staff's list with the words each figure was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.problems import Problem

DateBasis = Literal["text", "published", "layout"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What one page says of one category.

    `total` is the sum since 2022-02-24 and `delta` the daily change, both in units; None where the page prints none.
    `quote` is `text[start:end]`, the words the figure was read from; where the change stands elsewhere,
    `delta_quote` is `text[delta_start:delta_end]`.
    """

    category: str
    total: int | None
    delta: int | None
    approximate: bool
    quote: str
    start: int
    end: int
    delta_quote: str | None = None
    delta_start: int | None = None
    delta_end: int | None = None

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The stretches of text this figure was read from."""
        if self.delta_start is None or self.delta_end is None:
            return ((self.start, self.end),)
        return (self.start, self.end), (self.delta_start, self.delta_end)


@dataclass(frozen=True, slots=True)
class LossReport:
    """One list: the morning it stands for (None where no date could be read surely) and its figures."""

    report_date: date | None
    date_basis: DateBasis | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class LossReading:
    """All that was found in a text: the list or none, and what was left out and why."""

    report: LossReport | None
    problems: tuple[Problem, ...] = ()


def read_losses(
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    language: str | None = None,
    url: str | None = None,
) -> LossReading:
    """Read the General Staff's list from the text of one article.

    `text` keeps its line breaks; `published` is the page's day in Kyiv; `language` is a hint. Offsets are into `text`.
    """
    raise NotImplementedError
