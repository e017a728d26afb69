"""Pure: a text cut into sentences, each with the labels, phrases and counts that stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pipelines import vocabulary
from pipelines.dates import DateMention, find_dates
from pipelines.numbers import Number, numbers_in
from pipelines.text import Boundaries, Span, Words, fold, lines, sentences, words
from pipelines.vocabulary.languages import languages_of
from pipelines.vocabulary.lexicon import Term
from pipelines.vocabulary.terms import list_lexicon

_Placed = TypeVar("_Placed", Term, DateMention)
_NONE: Mapping[int, str] = MappingProxyType({})


class Passage(NamedTuple):
    """One sentence, or one line of a list: `line` counts the lines that are not empty, `kinds` are those of its terms
    and `labels` the terms that name a category."""

    start: int
    end: int
    line: int
    terms: tuple[Term, ...]
    numbers: tuple[Number, ...]
    dates: tuple[DateMention, ...]
    kinds: frozenset[str]
    labels: tuple[Term, ...]


def _passage(
    span: Span, line: int, terms: tuple[Term, ...], numbers: tuple[Number, ...], dates: tuple[DateMention, ...]
) -> Passage:
    kinds = frozenset([term.kind for term in terms])
    labels = tuple([term for term in terms if term.kind == "label"]) if "label" in kinds else ()
    return Passage(span.start, span.end, line, terms, numbers, dates, kinds, labels)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with all that the grammars found in it. `folded` has the length of `text`."""

    text: str
    folded: str
    languages: tuple[str, ...]
    passages: tuple[Passage, ...]
    dates: tuple[DateMention, ...]
    words: Words


def read_passages(text: str, language: str | None = None, corrections: Mapping[int, str] = _NONE) -> Reading:
    """Fold, split and look up one text. One that names nothing of a list has no passages, but its dates.

    `corrections` are what the words at some places are to be read as.
    """
    folded = fold(text)
    found = words(folded)
    if corrections:
        found = found.read_as(corrections)
    languages = languages_of(found, language)
    if not languages:
        return Reading(text, folded, (), (), (), found)
    terms = list_lexicon(languages).find(folded, found)
    dates = _uncounting(folded, find_dates(folded, found, languages), terms)
    if not _may_list(terms):
        return Reading(text, folded, languages, (), tuple(dates), found)
    numbers = _apart(numbers_in(folded, found, languages), terms, dates)
    cut = _cut(text, folded, languages)
    passages = _merge_cells(folded, _passages(cut, terms, numbers, dates))
    return Reading(text, folded, languages, tuple(passages), tuple(dates), found)


def _may_list(terms: Sequence[Term]) -> bool:
    """Whether anything that a list counts, or losses themselves, are named."""
    return any(term.kind == "openers" or (term.kind == "label" and term.value != "ignored") for term in terms)


def _cut(text: str, folded: str, languages: tuple[str, ...]) -> list[tuple[int, Span]]:
    boundaries = _boundaries(languages)
    return [
        (place, sentence)
        for place, line in enumerate(lines(folded))
        for sentence in sentences(text, folded, line, boundaries)
    ]


def _passages(
    cut: Sequence[tuple[int, Span]], terms: Sequence[Term], numbers: Sequence[Number], dates: Sequence[DateMention]
) -> list[Passage]:
    found = []
    term_at = number_at = date_at = 0
    for line, span in cut:
        first_term, first_number, first_date = term_at, number_at, date_at
        while term_at < len(terms) and terms[term_at].start < span.end:
            term_at += 1
        while number_at < len(numbers) and numbers[number_at].start < span.end:
            number_at += 1
        while date_at < len(dates) and dates[date_at].start < span.end:
            date_at += 1
        here = (
            tuple(terms[first_term:term_at]),
            tuple(numbers[first_number:number_at]),
            tuple(dates[first_date:date_at]),
        )
        found.append(_passage(span, line, *here))
    return found


def _merge_cells(folded: str, passages: Sequence[Passage]) -> list[Passage]:
    """Join lines that hold only a label or only figures, as the cells of a table do that lost its lines."""
    found: list[Passage] = []
    for passage in passages:
        last = found[-1] if found else None
        if last is not None and _continues(folded, last, passage):
            found[-1] = _passage(
                Span(last.start, passage.end),
                last.line,
                last.terms + passage.terms,
                last.numbers + passage.numbers,
                last.dates + passage.dates,
            )
        else:
            found.append(passage)
    return found


def _continues(folded: str, last: Passage, passage: Passage) -> bool:
    """Whether a line of figures goes with the label above it, a label with the figures above it, or a change with the
    figure above it."""
    if last.dates or passage.dates or not (last.numbers or passage.numbers):
        return False
    if _is_change(folded, passage):
        last_line = folded[last.start : last.end].rstrip().rpartition("\n")[2]
        return bool(last.numbers) and not any(map(str.isalpha, last_line))
    if bool(last.labels) == bool(passage.labels):
        return False
    figures, label = (passage, last) if last.labels else (last, passage)
    return bool(figures.numbers) and _is_figures(folded, figures) and not label.numbers and _is_short(folded, label)


def _is_figures(folded: str, passage: Passage) -> bool:
    return not any(char.isalpha() for char in folded[passage.start : passage.end]) and passage.end - passage.start < 40


def _is_change(folded: str, passage: Passage) -> bool:
    return folded[passage.start : passage.end].lstrip().startswith(("(+", "+")) and _is_figures(folded, passage)


def _is_short(folded: str, passage: Passage) -> bool:
    line = folded[passage.start : passage.end].rstrip()
    return len(line.split()) <= 6 and not line.endswith((":", "."))


def _apart(numbers: Sequence[Number], terms: Sequence[Term], dates: Sequence[DateMention]) -> list[Number]:
    """The numbers that are no part of a date or a phrase ("past 24 hours"); an article may begin one ("a million")."""
    term_starts, date_starts = [term.start for term in terms], [date.start for date in dates]
    found = []
    for number in numbers:
        term = _begun_last(terms, term_starts, number.start)
        date = _begun_last(dates, date_starts, number.start)
        in_term = term is not None and number.start < term.end and term.kind != "article"
        if not in_term and (date is None or number.start >= date.end):
            found.append(number)
    return found


def _uncounting(folded: str, dates: Sequence[DateMention], terms: Sequence[Term]) -> list[DateMention]:
    """The dates without those days of the war whose number counts a label: "in a single day 21 tanks"."""
    if not any(date.role == "war_day" for date in dates):
        return list(dates)
    labels = {term.start for term in terms if term.kind == "label"}
    return [
        date
        for date in dates
        if date.role != "war_day" or date.end + 1 not in labels or not folded[date.end - 1].isdigit()
    ]


def _begun_last(placed: Sequence[_Placed], starts: Sequence[int], place: int) -> _Placed | None:
    """Of what stands in order and begins at `starts`, the last that begins at a place or before it."""
    at = bisect_right(starts, place)
    return placed[at - 1] if at else None


@cache
def _boundaries(languages: tuple[str, ...]) -> Boundaries:
    known = [vocabulary.language(code) for code in languages]
    months = frozenset(form for one in known for forms in one.dates.months for form in forms)
    return Boundaries(frozenset().union(*(one.abbreviations for one in known)), months)
