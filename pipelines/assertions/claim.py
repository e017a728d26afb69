"""The shape of a claim: one assertion that a text attributes to an agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Qualifier = Literal["exact", "about", "more_than", "less_than", "up_to", "at_least"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion. `quote` is `text[start:end]`, the sentence it stands in; `period` is an ISO date, month, year or
    `start/end` interval; `value` is None for a record that is claimed without a figure."""

    agency: str
    relays: str | None
    topic: str
    subject: str
    value: int | float | None
    value_high: int | float | None
    unit: str
    qualifier: Qualifier
    period: str | None
    place: str | None
    record: bool
    quote: str
    start: int
    end: int
