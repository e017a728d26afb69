"""Pure: the morning a list stands for, from the days its page names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipelines import vocabulary
from pipelines.dates import WAR_BEGAN, DateMention
from pipelines.lists import levels
from pipelines.lists.passages import Passage, Reading, read_passages
from pipelines.lists.selection import Choice

Basis = Literal["text", "published"]
_FIRST_LIST = date(2022, 2, 25)
_OLDEST = timedelta(days=10)  # a page tells of its own days; older ones are recollections
_RANKS = {"until": 90, "as_of": 80, "past_day": 70, "plain": 50, "war_day": 40, "today": 0, "since": 0}
_NEAR, _FAR = 4, 30  # nearness from which a role counts fully; the rank of a day that is named elsewhere on the page
_FURTHER = 14  # characters between a weekday and who spoke on it
_SAID, _BESIDE = frozenset({"speaks", "source", "army"}), 6  # "said on" before a day
_OF_THE_PAGE = 0.5  # by which the page's own day goes before another one that is named as well
_TOP = 6  # lines in which a date alone may head the list
_TOLERANCE, _EARLY = 0.12, (2500, 150)
_URL_DAY = re.compile(r"/(20[2-9]\d)/(\d{1,2})/(\d{1,2})(?:/|$)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: float
    day: date


def report_date(
    reading: Reading, chosen: Mapping[str, Choice], published: date | None, title: str = ""
) -> tuple[date | None, Basis | None]:
    """The report's day and what it is known from; (None, None) where no day is sure.

    The end of the list's own range goes before "as of", before the past day named (whose report is the next morning's),
    before a day named beside the figures, before the day of publication; before none at all the only day of the title.
    Never the war's first day, never the future.
    """
    level = _Level(chosen)
    candidates = [c for m in reading.dates for c in _candidates(reading, m, chosen, published, level)]
    best = max(candidates, key=lambda one: one.rank, default=None)
    if best is not None:
        return best.day, "text"
    if published is not None:
        return published, "published"
    day = _day_of_title(read_passages(title, reading.languages[0]), level) if title and reading.languages else None
    return day, "text" if day is not None else None


def _day_of_title(title: Reading, level: _Level) -> date | None:
    """The one day a title names, where the totals can have stood on it."""
    days = {}
    for mention in title.dates:
        day = _resolve(title, mention, None, level) if mention.role != "since" and mention.day is not None else None
        if day is not None:
            days[day] = mention.role
    if len(days) != 1:
        return None
    ((day, role),) = days.items()
    if day < _FIRST_LIST or not level.fits(day):
        return None
    return day + timedelta(days=role == "past_day")


def day_of_url(url: str) -> date | None:
    """The day in a path such as /2023/03/19/, which news sites put there when they publish."""
    match = _URL_DAY.search(url)
    return _date(*map(int, match.groups())) if match else None


def _candidates(
    reading: Reading, mention: DateMention, chosen: Mapping[str, Choice], published: date | None, level: _Level
) -> Iterator[_Candidate]:
    if mention.role in {"since", "today"} or (mention.day is None and not _is_reporting_day(reading, mention)):
        return
    near = _nearness(reading, mention, chosen)
    day = _resolve(reading, mention, published, level)
    if day is None:
        return
    if mention.role == "past_day" or (
        mention.role == "plain" and _tells_a_day(reading, mention, chosen, day, published)
    ):
        day += timedelta(days=1)
    if mention.role == "war_day" and published is not None and day != published:
        return
    if day < _FIRST_LIST or (published is not None and not published - _OLDEST <= day <= published):
        return
    named = mention.year is not None and mention.role in {"until", "as_of"} and near >= _NEAR
    if published is None and not named and not level.fits(day):
        return
    if near < _NEAR and published is not None and mention.role != "war_day" and day != published:
        return
    rank = _RANKS[mention.role] if near >= _NEAR else min(_RANKS[mention.role], _FAR)
    yield _Candidate(rank + near + _OF_THE_PAGE * (day == published), day)


def _is_reporting_day(reading: Reading, mention: DateMention) -> bool:
    """Whether the one weekday of a sentence stands beside the source or a word of speaking: "on Monday the General
    Staff said"."""
    passage = _passage_of(reading.passages, mention.start) if mention.weekday is not None else None
    if passage is None or sum(date.weekday is not None for date in passage.dates) > 1:
        return False
    return any(
        term.kind in _SAID and max(term.start - mention.end, mention.start - term.end) <= _FURTHER
        for term in passage.terms
    )


def _tells_a_day(
    reading: Reading, mention: DateMention, chosen: Mapping[str, Choice], day: date, published: date | None
) -> bool:
    """Whether a day is the one before the page's, and stands with changes while totals stand elsewhere: "on 21 December
    Russia lost 1,080 soldiers", not "the General Staff said on 21 December"."""
    passage = _passage_of(reading.passages, mention.start)
    if passage is None or published is None or day + timedelta(days=1) != published:
        return False
    totals = [one.total for one in chosen.values() if one.total is not None]
    deltas = [one.delta for one in chosen.values() if one.delta is not None]
    apart = bool(totals) and not any(passage.start <= item.at < passage.end for item in totals)
    said = any(term.kind in _SAID and 0 <= mention.start - term.end <= _BESIDE for term in passage.terms)
    return apart and not said and any(passage.start <= item.at < passage.end for item in deltas)


def _nearness(reading: Reading, mention: DateMention, chosen: Mapping[str, Choice]) -> float:
    """How near a day stands to the figures: 12 where the source is named with it and nobody else for other figures,
    8 among the figures themselves, 6 in the line above them or alone in its line; later lines count a little less."""
    passage = _passage_of(reading.passages, mention.start)
    if passage is None:
        return 0
    items = [item for choice in chosen.values() for item in (choice.total, choice.delta) if item is not None]
    inside = any(passage.start <= item.start < passage.end for item in items)
    speaking = passage.kinds >= {"army", "speaks"}
    named = speaking or not passage.kinds.isdisjoint({"source", "openers"})
    named = named and (inside or "other_list" not in passage.kinds)
    above = [item for item in items if passage.start <= item.start]
    heading = any(reading.passages[item.passage].line - passage.line in {0, 1} for item in above)
    alone = (
        not reading.folded[passage.start : mention.start].strip()
        and not reading.folded[mention.end : passage.end].strip()
    )
    return 12 * named + 8 * inside + 6 * (heading or (alone and passage.line < _TOP)) - passage.line / 1000


def _passage_of(passages: Sequence[Passage], start: int) -> Passage | None:
    at = bisect_right(passages, start, key=lambda passage: passage.start) - 1
    return passages[at] if at >= 0 and start < passages[at].end else None


def _resolve(reading: Reading, mention: DateMention, published: date | None, level: _Level) -> date | None:
    if mention.day is None:
        assert mention.weekday is not None
        return published - timedelta(days=(published.weekday() - mention.weekday) % 7) if published else None
    month = mention.month or (published.month if published else None)
    if month is None:
        return None
    if mention.year is not None:
        days = [_date(mention.year, month, mention.day)]
        if mention.ambiguous:
            days.append(_date(mention.year, mention.day, month))
        known = [day for day in days if day is not None and (published is None or day <= published)]
        return min(known, key=lambda day: level.distance(day, published), default=None)
    if (month, mention.day) == (WAR_BEGAN.month, WAR_BEGAN.day) and mention.role != "until":
        return None
    if published is not None:
        near = [_date(year, month, mention.day) for year in (published.year, published.year - 1)]
        return next((day for day in near if day is not None and day <= published), None)
    return level.nearest(month, mention.day) or _after_years_named(reading, month, mention.day)


def _after_years_named(reading: Reading, month: int, day: int) -> date | None:
    """The first such day that is not before the latest day, or month, that the page names with its year."""
    named = [_date(m.year, m.month, m.day or 1) for m in reading.dates if m.year and m.month]
    latest = max((one for one in named if one is not None), default=None)
    if latest is None or latest <= WAR_BEGAN:
        return None
    years = [_date(year, month, day) for year in (latest.year, latest.year + 1)]
    return next((one for one in years if one is not None and one >= latest), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Level:
    """Places a day without a year by the totals: each total grows, so it fits one year best."""

    def __init__(self, chosen: Mapping[str, Choice]) -> None:
        kept = [key for key in chosen if key in vocabulary.categories() and levels.last_year(key)]
        self._totals = [(key, total.value) for key in kept if (total := chosen[key].total) is not None]

    def fits(self, day: date) -> bool:
        """Whether a total of this size could stand on a day; True where there is no total to tell by."""
        if not self._totals:
            return True
        category, total = self._totals[0]
        return (
            abs((levels.expected(category, day) or total) - total)
            <= _TOLERANCE * total + _EARLY[category != "personnel"]
        )

    def distance(self, day: date, published: date | None) -> float:
        """How far a day is from the day of publication or, without one, from what the totals tell."""
        if published is not None:
            return abs((published - day).days)
        if not self._totals:
            return 0
        category, total = self._totals[0]
        return abs((levels.expected(category, day) or 0) - total)

    def nearest(self, month: int, day: int) -> date | None:
        if not self._totals:
            return None
        category, total = self._totals[0]
        last = levels.last_year(category) or WAR_BEGAN.year
        days = [_date(year, month, day) for year in range(WAR_BEGAN.year, last + 1)]
        known = [one for one in days if one is not None and one >= _FIRST_LIST]
        return min(known, key=lambda one: abs((levels.expected(category, one) or 0) - total), default=None)
