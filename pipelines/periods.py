"""Pure: the stretches of time that a sentence names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.claim_vocabulary import ClaimVocabulary
from pipelines.sentences import Prose, Sentence


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time named at `text[start:end]`, as ISO 8601: a day, month, year or `start/end`."""

    start: int
    end: int
    iso: str


def find_periods(prose: Prose, sentence: Sentence, known: ClaimVocabulary, published: date | None) -> list[Period]:
    return []


def period_of(periods: Sequence[Period], start: int, end: int) -> str | None:
    return None
