"""Pure: sentences -> Claim, what an agency other than the General Staff's list is said to assert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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


def read_claims(
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    language: str | None = None,
    taken: tuple[tuple[int, int], ...] = (),
) -> tuple[Claim, ...]:
    """Read the claims of one article in the order of its sentences.

    `taken` are the places of the General Staff's figures (from `read_losses`), which are never claims.
    """
    raise NotImplementedError
