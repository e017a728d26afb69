"""Pure: which names of a sentence are only whom another one cites, and who counts by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.assertions.sentences import Prose
from pipelines.assertions.speech_signs import OUTLETS, Signs
from pipelines.vocabulary.lexicon import Term

REACH_BEFORE = 40  # characters between a verb or an introduction and the name: "said the U.K. Defense Ministry"
REACH_CITED = 75
REACH_WITH = 4
REACH_INTRODUCED = 8
REACH_WEAK = 20
MARK = re.compile(r"[,;:.]")
CLAUSE_END = re.compile(r"[;:]")


def is_cited(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a name is whom another one draws on: "citing X", "based on data of X", "X, cited by the ministry"."""
    after = any(
        0 <= term.start - name.end <= REACH_BEFORE and not _is_by_outlet(term, signs) for term in signs.cited_after
    )
    return (
        after
        or _is_analysed(prose, name, signs)
        or any(
            0 <= name.start - term.end <= REACH_CITED
            and not between(term.end, name.start, signs.verbs)
            and not CLAUSE_END.search(prose.folded, term.end, name.start)
            and not _is_past_citation(prose, term, name, signs)
            for term in signs.citations
        )
    )


def _is_by_outlet(citing: Term, signs: Signs) -> bool:
    """Whether it is only an outlet that quotes: "an official, cited by the BBC, said"."""
    return any(name.kind in OUTLETS and 0 <= name.start - citing.end <= REACH_BEFORE for name in signs.names)


def _is_analysed(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a name tells whose data another counts with: "an analysis by Agence France-Presse of data from the
    institute", "AFP finds from ISW data"."""
    introduced = any(0 <= name.start - term.end <= REACH_INTRODUCED for term in signs.introductions)
    counting = [other for other in signs.names if other.kind == "courier" and counts_itself(other, signs)]
    data = tells_data(prose, name, signs) or _is_data_of(prose, name, signs)
    return bool(counting) and name.kind != "courier" and (introduced or data)


def _is_data_of(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a word for figures stands right before a name: "in data that the air force publishes"."""
    before = (noun for noun in signs.data_nouns if 0 < name.start - noun.end <= REACH_WEAK)
    return any(not MARK.search(prose.folded, noun.end, name.start) for noun in before)


def _is_past_citation(prose: Prose, citation: Term, name: Term, signs: Signs) -> bool:
    """Whether a name stands after the cited one's comma: "citing Ukraine's figures, the British MOD gave"."""
    return any(
        citation.end <= other.start and other.end < name.start and "," in prose.folded[other.end : name.start]
        for other in signs.names
    )


def tells_data(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a word for figures stands right behind a name."""
    following = (noun for noun in signs.data_nouns if 0 < noun.start - name.end <= REACH_WEAK)
    return any(not MARK.search(prose.folded, name.end, noun.start) for noun in following)


def counts_itself(name: Term, signs: Signs) -> bool:
    """Whether a word for a count of its own stands near a name: "a tally by AFP", "AFP calculated"."""
    return any(0 <= name.start - term.end <= 8 or 0 <= term.start - name.end <= REACH_BEFORE for term in signs.counts)


def has_counted(name: Term, signs: Signs) -> bool:
    """Whether a word for counting stands right beside a name: "data … which AFP analysed"."""
    return any(term.kind in {"own_count", "tallies"} and 0 <= apart(term, name) <= REACH_WITH for term in signs.counts)


def apart(one: Term, other: Term) -> int:
    """Characters between two terms; negative where they overlap."""
    return max(other.start - one.end, one.start - other.end)


def between(start: int, end: int, terms: Iterable[Term]) -> bool:
    """Whether one of some terms stands within `start..end`."""
    return any(start <= term.start and term.end <= end for term in terms)
