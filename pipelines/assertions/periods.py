"""Pure: the stretches of time that a sentence names, read against the day it was published.

Days come from the one date grammar; here they are joined by months, years, spans between two of them, "since …" and
phrases that only the day of publication resolves ("last month").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.assertions.claim_vocabulary import ClaimVocabulary
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.dates import WAR_BEGAN
from pipelines.vocabulary.lexicon import Term

REACH = 45  # characters from "since" to its time: "since the partial mobilisation in September 2022"
NEAR = 70  # characters from a figure to the time that follows it
_YEAR = re.compile(r"(?<![\d.,])20[1-3]\d(?![\d%]|[.,]\d|[ \x00]?%)")
_BETWEEN = re.compile(r"[ \x00,]{0,2}(?:-[ \x00]?)?")
_MARK = re.compile(r"[.,;:]|\d")
_APART = re.compile(r"[;:]|\.\s")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time named at `text[start:end]`, as ISO 8601: a day, month, year or `start/end`."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True, slots=True)
class _Point:
    """A day, month or year as printed; the parts it does not say are None."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str | None:
        if self.year is None:
            return None
        parts = [f"{self.year}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def find_periods(prose: Prose, sentence: Sentence, known: ClaimVocabulary, published: date | None) -> list[Period]:
    """The times a sentence names, in order, without those whose year cannot be known."""
    terms = prose.find(known.periods, sentence)
    points = _dated(sorted(_points(prose, sentence, terms), key=lambda point: point.start), published)
    cues = [cue for cue in prose.find(known.records, sentence) if cue.kind in {"records", "superlatives"}]
    relative = (term for term in terms if term.kind == "relative" and not _measures(cues, term.start))
    found = [
        *_spans(prose.folded, points, terms, cues, published),
        *(period for term in relative if (period := _relative(term, published)) is not None),
    ]
    return sorted(found, key=lambda period: period.start)


def period_of(periods: Sequence[Period], folded: str, start: int, end: int, ceiling: int) -> str | None:
    """The time of the figure at `start..end`: the one right after it, before the next figure at `ceiling`, or else the
    last one before it."""
    before = [period for period in periods if period.end <= start]
    for period in periods:
        near = end <= period.start < min(ceiling, end + NEAR)
        if near and not (_APART.search(folded, end, period.start) or (before and "," in folded[end : period.start])):
            return period.iso
    return before[-1].iso if before else None


def _points(prose: Prose, sentence: Sentence, terms: Sequence[Term]) -> Iterator[_Point]:
    """The days, the months without a day and the years that stand by themselves."""
    taken: list[tuple[int, int]] = []
    for mention in sentence.dates:
        if mention.day and mention.month:
            taken.append((mention.start, mention.end))
            yield _Point(mention.start, mention.end, mention.year, mention.month, mention.day)
    for term in terms:
        if term.kind == "month" and not _within(term.start, taken):
            year = _YEAR.match(prose.folded, term.end + 1) or _YEAR.match(prose.folded, term.end + 2)
            end = year.end() if year else term.end
            taken.append((term.start, end))
            yield _Point(term.start, end, int(year.group()) if year else None, int(term.value))
    for year in _YEAR.finditer(prose.folded, sentence.start, sentence.end):
        if not _within(year.start(), taken):
            yield _Point(year.start(), year.end(), int(year.group()))


def _within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _dated(points: Sequence[_Point], published: date | None) -> list[_Point]:
    """Give a year to those that lack it: of the next one in the sentence, or else the last such day that is past."""
    dated: list[_Point] = []
    following: int | None = None
    for point in reversed(points):
        year = point.year or following
        if year is None and published is not None and point.month is not None:
            later = (point.month, point.day or 1) > (published.month, published.day)
            year = published.year - later
        following = point.year or following
        dated.append(replace(point, year=year))
    return dated[::-1]


def _spans(
    folded: str,
    points: Sequence[_Point],
    terms: Sequence[Term],
    cues: Sequence[Term],
    published: date | None,
) -> Iterator[Period]:
    """The points, with two that bound a span put together and "since …" brought up to the day of publication."""
    at = 0
    while at < len(points):
        point = points[at]
        following = points[at + 1] if at + 1 < len(points) else None
        opener = _before(folded, point.start, terms, "since")
        if following is not None and _bounds(folded, point, following, terms, opened=opener is not None):
            if point.iso and following.iso:
                yield Period(point.start, following.end, f"{point.iso}/{following.iso}")
            at += 2
            continue
        at += 1
        if point.iso is None or (opener and _measures(cues, opener.start)):
            continue
        yield _since(point, published) if opener else Period(point.start, point.end, point.iso)


def _measures(cues: Sequence[Term], place: int) -> bool:
    """Whether a time is what a record is measured by: "the highest since March"."""
    return any(0 <= place - cue.end <= NEAR for cue in cues)


def _before(folded: str, place: int, terms: Sequence[Term], kind: str) -> Term | None:
    near = (term for term in terms if term.kind == kind and 0 <= place - term.end <= REACH)
    return next((term for term in near if not _MARK.search(folded, term.end, place)), None)


def _bounds(folded: str, low: _Point, high: _Point, terms: Sequence[Term], *, opened: bool) -> bool:
    """Whether two points are the ends of one span: "from May to June", "2022-2024", "between May and June"."""
    gap = folded[low.end : high.start]
    link = next((term for term in terms if term.kind == "until" and low.end <= term.start <= high.start), None)
    if link is None:
        return "-" in gap and _BETWEEN.fullmatch(gap) is not None
    return opened and len(gap) <= 20


def _since(point: _Point, published: date | None) -> Period:
    """From a point up to the day of publication, both as exact as the point is."""
    end = ""
    if published is not None:
        end = published.isoformat()[: len(point.iso or "")] if point.month else published.isoformat()[:7]
    return Period(point.start, point.end, f"{point.iso}/{end}" if end else f"{point.iso}")


def _month(day: date, months: int) -> str:
    place = day.year * 12 + day.month - 1 + months
    return f"{place // 12}-{place % 12 + 1:02}"


RELATIVE: dict[str, Callable[[date], str]] = {
    "last_month": lambda day: _month(day, -1),
    "this_month": lambda day: _month(day, 0),
    "next_month": lambda day: _month(day, 1),
    "last_year": lambda day: f"{day.year - 1}",
    "this_year": lambda day: f"{day.year}",
    "year_to_date": lambda day: f"{day.year}-01/{day.isoformat()[:7]}",
    "war_to_date": lambda day: f"{WAR_BEGAN}/{day}",
    "last_week": lambda day: f"{day - timedelta(days=7)}/{day}",
    "two_months": lambda day: f"{_month(day, -2)}/{_month(day, -1)}",
    "past_day": lambda day: f"{day}",
}


def _relative(term: Term, published: date | None) -> Period | None:
    if term.kind != "relative" or published is None:
        return None
    return Period(term.start, term.end, RELATIVE[term.value](published))
