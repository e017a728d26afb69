"""Pure: sentences -> Claim, what an agency other than the General Staff's list is said to assert."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.attribution import Voice, attribute
from pipelines.claim_vocabulary import ClaimVocabulary, claim_vocabulary, topics
from pipelines.lexicon import Term
from pipelines.quantities import Qualifier, Quantity, read_quantities
from pipelines.sentences import Prose, Sentence, read_prose
from pipelines.text import fold


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
    prose = read_prose(text, language)
    known = claim_vocabulary(prose.languages)
    headline = read_prose(title, language) if title else None
    claims: list[Claim] = []
    last: Quantity | None = None
    voices = attribute(prose, headline, known)
    for sentence, attribution in zip(prose.sentences, voices, strict=True):
        quantities = read_quantities(prose, sentence, known, last)
        last = quantities[-1] if quantities else None
        for quantity in quantities:
            voice = attribution.at(quantity.start)
            if voice is None or voice.agency is None or _is_taken(quantity, taken):
                continue
            claims.append(_claim(prose, sentence, quantity, voice, known))
    return tuple(claims)


def _is_taken(quantity: Quantity, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < quantity.end and quantity.start < end for start, end in taken)


def _claim(prose: Prose, sentence: Sentence, quantity: Quantity, voice: Voice, known: ClaimVocabulary) -> Claim:
    return Claim(
        agency=voice.agency or "",
        relays=voice.relays,
        topic="other",
        subject="",
        value=quantity.value,
        value_high=quantity.high,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        period=None,
        place=None,
        record=False,
        quote=prose.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
    )
