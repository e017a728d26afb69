"""Pure: where a sentence calls a figure or a development a record, the highest or the lowest in time.

A superlative counts only with a span of time ("highest since", "of the whole war"); a place ("highest in the region"),
a rank ("second largest") or a past one ("previous high") does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.assertions.claim_vocabulary import ClaimVocabulary
from pipelines.assertions.quantities import UNSHARED, Quantity
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.vocabulary.lexicon import Term

DENIED = 70  # characters between "no" and its comparative
OPENS = 4  # characters before the demonstrative of a sentence: "In those two months"
REACH_DEMONSTRATIVE = 90  # characters from a span that opens a sentence to its demonstrative
REACH_ROW = 30  # characters between two figures of one row
STREAK = "months"
NO_RATES: Mapping[Term, str] = {}
REACH = 160  # characters between a superlative and the span of time that it holds for


_AND = re.compile(r" [^\W\d_]{1,4} ")
_MARK = re.compile(r"\w(?:,\s|\s-\s)")
_APPOSED = 60  # characters by which a figure behind such a mark counts as farther away


def speaks_of_last(prose: Prose, sentence: Sentence, known: ClaimVocabulary, *, counts: bool) -> bool:
    """Whether a sentence calls the figure before it a record: "This is the highest since November", "not as much as in
    those two months", or, where it `counts` nothing itself, "No month was worse since then" and "Highest since then",
    which names nothing that could be counted."""
    cues = record_cues(prose, sentence, known)
    if not sentence.numbers and any(cue.kind in {"comparatives", "unmatched"} for cue in cues):
        return True
    if not counts and any(cue.kind == "superlatives" for cue in cues) and not prose.find(known.topics, sentence):
        return True
    terms = prose.find(known.records, sentence)
    return bool(cues) and any(
        term.kind == "rows" or (_points_back(term, sentence, terms) and any(term.end <= cue.start for cue in cues))
        for term in terms
    )


def speaks_of_row(prose: Prose, sentence: Sentence, known: ClaimVocabulary) -> bool:
    """Whether the record is of all figures before it: "in those two months"."""
    return any(term.kind == "rows" for term in prose.find(known.records, sentence))


def _points_back(term: Term, sentence: Sentence, terms: Sequence[Term]) -> bool:
    """Whether a demonstrative begins its sentence, or stands after the span that does: "In the whole war this is …"."""
    if term.kind == "demonstratives":
        spans = [span for span in terms if span.kind in {"spans", "within"} and span.start - sentence.start <= OPENS]
        start = min([span.end for span in spans if span.end <= term.start], default=sentence.start)
        return term.start - start <= (OPENS if start == sentence.start else REACH_DEMONSTRATIVE)
    return term.kind == "figures"


def record_cues(prose: Prose, sentence: Sentence, known: ClaimVocabulary) -> list[Term]:
    """The places of a sentence at which a record is claimed."""
    terms = prose.find(known.records, sentence)
    if not terms:
        return []
    spans = [term for term in terms if term.kind in {"spans", "within"}]
    denied = [term for term in terms if term.kind == "negations"]
    return [
        term
        for term in terms
        if term.kind in {"records", "unmatched"}
        or (_is_top(term, denied) and any(_goes_with(term, span) for span in spans))
    ]


def _is_top(term: Term, denied: Sequence[Term]) -> bool:
    """Whether a word tells a top: a superlative, or a comparative that is denied: "no gain has been smaller"."""
    near = any(0 <= term.start - other.end <= DENIED for other in denied)
    return term.kind == "superlatives" or (term.kind == "comparatives" and near)


def _goes_with(cue: Term, span: Term) -> bool:
    return -REACH <= span.start - cue.end <= REACH


def split_records(
    prose: Prose, cues: Sequence[Term], quantities: Sequence[Quantity], rates: Mapping[Term, str] = NO_RATES
) -> tuple[list[Quantity], list[Term]]:
    """The quantities that are called records, and the cues that go with none.

    A cue goes to the nearest figure of its clause that nothing else is measured against; one at another rate than the
    cue's own in `rates` is farther ("449 sq km, or 14.5 a day, its biggest monthly gain"). After a row of figures that
    go on from one another ("1,262 in May and 1,163 in June, its highest …") it goes to all of them. Months in a row
    ("for the third straight month") are a record beside the figure's.
    """
    records: list[Quantity] = []
    without = []
    for cue in cues:
        near = [each for each in quantities if _may_be_record(prose, each) and _reaches(prose, cue, each)]
        streaks = [each for each in near if each.base == STREAK]
        near = [each for each in near if each.base != STREAK]
        records += [each for each in streaks if each not in records]
        if not near:
            without.append(cue)
            continue
        rate = rates.get(cue, "")
        nearest = min(
            near, key=lambda each: _apart(prose, cue, each) + _APPOSED * (bool(rate) and each.rate not in {"", rate})
        )
        row = _row(quantities, nearest) if nearest.end <= cue.start else _pair(prose, quantities, nearest)
        records += [each for each in row if each not in records]
    return records, without


def _apart(prose: Prose, cue: Term, quantity: Quantity) -> int:
    return _gap(cue, quantity) + _APPOSED * _is_apposed(prose, cue, quantity)


def _may_be_record(prose: Prose, quantity: Quantity) -> bool:
    """Not what another is measured by, nor a multiple, nor a share in words ("slowed by half")."""
    in_words = not prose.folded[quantity.start].isdigit() and quantity.base == "%"
    return not quantity.compared and quantity.base != "times" and not in_words


def _is_apposed(prose: Prose, cue: Term, quantity: Quantity) -> bool:
    """Whether a mark ends what the cue says before a figure: "6,297 in July - the most in any month - and 4,132"."""
    return cue.end <= quantity.start and _MARK.search(prose.folded, cue.end, quantity.start) is not None


def _gap(cue: Term, quantity: Quantity) -> int:
    return cue.start - quantity.end if quantity.end <= cue.start else quantity.start - cue.end


def _reaches(prose: Prose, cue: Term, quantity: Quantity) -> bool:
    low, high = sorted((cue.end, quantity.start)) if cue.end <= quantity.start else (quantity.end, cue.start)
    return high - low <= REACH and ";" not in prose.folded[low:high]


def _row(quantities: Sequence[Quantity], last: Quantity) -> list[Quantity]:
    at = quantities.index(last)
    row = [last]
    while at and (quantities[at].continues or _is_beside(quantities[at - 1], quantities[at])):
        at -= 1
        row.append(quantities[at])
    return row


def _pair(prose: Prose, quantities: Sequence[Quantity], first: Quantity) -> list[Quantity]:
    """A figure and the one that a single word joins to it: "highs of 1,262 and 1,163 a day"."""
    following = quantities[quantities.index(first) + 1 :][:1]
    joined = [each for each in following if _AND.fullmatch(prose.folded, first.end, each.start)]
    return [first, *joined]


def _is_beside(one: Quantity, next_one: Quantity) -> bool:
    """Whether two figures of one unit stand as near as "1,262 people in May, and 1,163 in June"."""
    alike = one.unit == next_one.unit and one.base not in UNSHARED and not (one.compared or next_one.compared)
    return alike and next_one.start - one.end <= REACH_ROW
