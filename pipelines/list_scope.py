"""Pure: whose figures a place of a text tells: the General Staff's list, or another list that stays out.

A phrase of the vocabulary opens a scope ("General Staff", "losses of the enemy") or another one ("UK intelligence",
"Ukrainian losses", "a week"), and it holds until the next such phrase. A span of time other than the day holds for its
sentence and, from a heading, for the list under it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.lexicon import Term
from pipelines.passages import Passage

REPORT, UNKNOWN = "report", "unknown"
_OPENING = frozenset({"source", "openers"})
_LOCAL = "other_span"


@dataclass(frozen=True, slots=True)
class PassageScope:
    """The scopes of one passage: `inherited` at its start, then what each marker opens; `local` holds throughout."""

    inherited: str
    markers: tuple[tuple[int, str], ...]
    local: str | None

    def at(self, place: int) -> str:
        """`report`, `unknown` or the reason why a figure at this place is another list's."""
        if self.local is not None:
            return self.local
        before = bisect_right(self.markers, (place, "\uffff"))
        if before:
            return self.markers[before - 1][1]
        return self.markers[0][1] if self.markers else self.inherited


def scopes(folded: str, passages: Sequence[Passage]) -> list[PassageScope]:
    """The scopes of a text's passages, in order."""
    found = []
    state, heading = UNKNOWN, None
    for passage in passages:
        markers = tuple(_marker(term) for term in passage.terms if _is_marker(term))
        span = next((term.value for term in passage.terms if term.kind == "other_list" and term.value == _LOCAL), None)
        if markers:
            heading = None
        found.append(PassageScope(state, markers, span or heading))
        if markers:
            state = markers[-1][1]
        if span and folded[passage.start : passage.end].rstrip().endswith(":"):
            heading = span
        elif heading and not passage.numbers:
            heading = None
    return found


def _is_marker(term: Term) -> bool:
    return term.kind in _OPENING or (term.kind == "other_list" and term.value != _LOCAL)


def _marker(term: Term) -> tuple[int, str]:
    return term.start, REPORT if term.kind in _OPENING else term.value
