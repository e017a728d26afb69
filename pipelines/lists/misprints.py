"""Pure: labels of a list that are known but for one letter, and which of them a list may be read with."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pipelines import vocabulary
from pipelines.lists import levels
from pipelines.lists.passages import Passage, Reading
from pipelines.problems import Problem
from pipelines.text import Words
from pipelines.vocabulary.languages import script_of
from pipelines.vocabulary.lexicon import Term
from pipelines.vocabulary.spelling import SHORTEST_PRINTED, Spelling, is_changed_letter, spelling
from pipelines.vocabulary.terms import list_lexicon

if TYPE_CHECKING:
    from pipelines.losses import Figure

_LIST = 4  # categories that make a list in which an unknown word is one more label
_MOST = 30  # misprinted labels of a page; one with more is printed in another language, or not to be read
_AROUND = 2  # lines beside those of a list that may be more of it
_REACH = 8  # words on either side that may belong to one label
_SAME_LABEL = re.compile(r"[ \x00'\"/-]{0,3}")  # what may stand between a label and a word beside it that tells more
_NO_NOUN = 3  # letters of a word that names nothing: "of", "та"
_SURE = 9  # letters of a word that one changed letter makes no other word
_CONSONANTS = frozenset({"Arabic", "Hebrew"})  # scripts whose words are short, each letter away from another word
_OF_LEVEL = 0.25  # by which a total that tells its category may miss what that had on the day
_LOW, _HIGH = 0.4, 2.5  # of what a category had on the day, a total that is surely its own
_LABELS = frozenset({*vocabulary.categories(), *vocabulary.UNDECIDED_LABELS}) - {"ignored", "anaphora"}


class Misprint(NamedTuple):
    """A label that one letter keeps from being known: `quote` is `text[start:end]`, and the word at `word` is printed
    for `meant`. `sure` is False where the words may as well name another thing; `category` is empty where they come as
    near to the labels of two."""

    start: int
    end: int
    word: int
    meant: str
    category: str
    sure: bool
    quote: str


def misprints(reading: Reading, figures: Sequence[Figure]) -> list[Misprint]:
    """The labels in and beside the lines of a list that the vocabulary knows but for one letter of one word, each of a
    category that no other label of the list names."""
    if len(figures) < _LIST:
        return []
    known = spelling(reading.languages)
    found = [one for passage in _listing(reading, figures) for one in _misprinted(reading, passage, known)]
    if len(found) > _MOST:
        return []
    listed = {figure.category for figure in undoubted(found, figures)}
    return [one for one in found if one.category not in listed]


def doubtful(found: Sequence[Misprint], figures: Sequence[Figure]) -> list[Misprint]:
    """The misprints that come near the labels of two categories and that figures were read with all the same."""
    return [one for one in found if not one.category and any(_touches(figure, one) for figure in figures)]


def undoubted(found: Sequence[Misprint], figures: Sequence[Figure]) -> list[Figure]:
    """The figures that stand with none of these misprints."""
    return [figure for figure in figures if not any(_touches(figure, one) for one in found)]


def corrections(found: Sequence[Misprint]) -> dict[int, str]:
    """What the words at some places of the text are to be read as."""
    return {one.word: one.meant for one in found}


def confirmed(
    found: Sequence[Misprint], before: Sequence[Figure], after: Sequence[Figure], day: date | None
) -> list[Misprint]:
    """The misprints that a list was rightly read with: each gives a figure that fits its category, and no figure of
    other labels is lost or changed. `before` are the figures without the corrections, `after` those with them."""
    told = {figure.category: figure for figure in after}
    if not all(_still_says(told.get(figure.category), figure) for figure in undoubted(found, before)):
        return []
    already = {_said(figure) for figure in before}
    new = [figure for figure in after if _said(figure) not in already]
    day = day or _day_of(before)
    return [one for one in found if any(_touches(figure, one) and _fits(figure, one, day) for figure in new)]


def with_notes(
    problems: Sequence[Problem], figures: Sequence[Figure], found: Sequence[Misprint], sure: Sequence[Misprint]
) -> tuple[Problem, ...]:
    """The problems of a list, and what a reader is told of the labels that it was read with although they are
    misprinted (`sure`), and of the others of those found, where no figure was read from them."""
    told = [(one.start, one.start + len(one.quote)) for one in problems if one.start is not None]
    read = [place for figure in figures for place in figure.places]
    unread = [one for one in found if not any(at < one.end and end > one.start for at, end in (*told, *read))]
    notes = [_misprint(one, figure) for one in sure for figure in figures if _touches(figure, one)]
    return (*problems, *notes, *map(unknown_label, unread))


def _misprint(one: Misprint, figure: Figure) -> Problem:
    return Problem("misprint", f"{one.quote!r} was read as {figure.category}", "note", one.quote, one.start)


def unknown_label(one: Misprint) -> Problem:
    return Problem("unknown_label", f"no category is sure for {one.quote!r}", "warning", one.quote, one.start)


def _listing(reading: Reading, figures: Sequence[Figure]) -> Iterator[Passage]:
    """The passages of the lines that the figures stand in, and of those beside them."""
    passages = reading.passages
    places = {place for figure in figures for place, _ in figure.places}
    own = {passages[bisect_right(passages, place, key=attrgetter("start")) - 1].line for place in places}
    lines = {line + shift for line in own for shift in range(-_AROUND, _AROUND + 1)}
    return (passage for passage in passages if passage.line in lines)


def _misprinted(reading: Reading, passage: Passage, known: Spelling) -> Iterator[Misprint]:
    starts, keys = reading.words.starts, reading.words.keys
    for at in range(bisect_left(starts, passage.start), bisect_left(starts, passage.end)):
        if len(keys[at]) >= SHORTEST_PRINTED and known.meant(keys[at]):
            yield from _read_as(reading, at, known)


def _read_as(reading: Reading, at: int, known: Spelling) -> Iterator[Misprint]:
    """The category that a label with the word at `at` names if the word is read as one that it comes near."""
    start, _, key = reading.words[at]
    near = reading.words[max(at - _REACH, 0) : at + _REACH + 1]
    terms: dict[str, Term] = {}
    for meant in known.meant(key):
        tried = list_lexicon(reading.languages).find(reading.folded, near.read_as({start: meant}))
        over = [term for term in tried if term.start <= start < term.end]
        if over:
            terms[meant] = over[0]
    labels = {meant: term for meant, term in terms.items() if term.kind == "label" and term.value in _LABELS}
    if not labels:
        return
    meant, term = max(labels.items(), key=lambda pair: pair[1].end - pair[1].start)
    if len({(each.kind, each.value) for each in terms.values()}) != 1:
        yield Misprint(term.start, term.end, start, meant, "", False, reading.text[term.start : term.end])
    else:
        sure = _is_no_other_word(key, meant, term) and _is_whole(reading.folded, reading.words, term, known)
        yield Misprint(term.start, term.end, start, meant, term.value, sure, reading.text[term.start : term.end])


def _is_no_other_word(key: str, meant: str, label: Term) -> bool:
    """Whether a word is surely a misprint: a word of vowels, and of a longer label, or that one changed letter makes no
    other word."""
    if script_of(key) in _CONSONANTS:
        return False
    return label.end - label.start > len(key) or len(meant) >= _SURE or not is_changed_letter(key, meant)


def _is_whole(folded: str, found: Words, label: Term, known: Spelling) -> bool:
    """Whether no word beside the label is one that nobody knows, which may make it the name of another thing."""
    first, after = bisect_left(found.starts, label.start), bisect_left(found.starts, label.end)
    if first and not _is_harmless(folded, found.keys[first - 1], found.ends[first - 1], label.start, known):
        return False
    return after >= len(found) or _is_harmless(folded, found.keys[after], label.end, found.starts[after], known)


def _is_harmless(folded: str, key: str, start: int, end: int, known: Spelling) -> bool:
    apart = _SAME_LABEL.fullmatch(folded, start, end) is None
    return apart or len(key) <= _NO_NOUN or key.isdigit() or known.knows(key) or bool(known.meant(key))


def _touches(figure: Figure, misprint: Misprint) -> bool:
    return any(start < misprint.end and end > misprint.start for start, end in figure.places)


def _said(figure: Figure) -> tuple[str, int | None, int | None, bool]:
    return figure.category, figure.total, figure.delta, figure.approximate


def _still_says(after: Figure | None, before: Figure) -> bool:
    """Whether a figure stands, if perhaps without a change that was read from elsewhere."""
    return after is not None and after.total == before.total and after.delta in {before.delta, None}


def _day_of(figures: Sequence[Figure]) -> date | None:
    """About when the totals stood, by the people counted."""
    people = next((figure.total for figure in figures if figure.category == "personnel"), None)
    return levels.day_of("personnel", people) if people is not None else None


def _fits(figure: Figure, misprint: Misprint, day: date | None) -> bool:
    """Whether a figure is about what its category had on that day; where that cannot be told, whether the label is
    surely the category's."""
    level = levels.expected(figure.category, day) if day is not None else None
    if figure.total is None or level is None:
        return misprint.sure
    if misprint.sure:
        return _LOW * level <= figure.total <= _HIGH * level
    return abs(figure.total - level) <= _OF_LEVEL * level
