"""Pure: the one date grammar, on python-dateutil with a parserinfo per language built from the vocabulary.

Days are days in Kyiv. A mention may lack its year; `resolve` gives it one from what is known of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

from dateutil.parser import ParserError, parser, parserinfo

from pipelines import vocabulary
from pipelines.text import Words
from pipelines.vocabulary.lexicon import Term
from pipelines.vocabulary.terms import date_lexicon

KYIV = ZoneInfo("Europe/Kyiv")
WAR_BEGAN = date(2022, 2, 24)

# How a page names the day: the list's own morning, the end of its range, its beginning, the day whose losses it tells,
# or without a word of its own.
Role = Literal["until", "as_of", "past_day", "war_day", "today", "since", "plain"]

_NUMERIC = re.compile(
    r"""
    (?=[\d(])(?<![\d./-])(?:
        (?P<y1>20\d\d)[-./](?P<m1>\d{1,2})[-./](?P<d1>\d{1,2})
      | (?P<d2>\d{1,2})(?P<sep>[./])(?P<m2>\d{1,2})(?:(?P=sep)(?P<y2>20\d\d|\d\d))?
      | (?:(?P<y3>20\d\d)\s?[년年]\s?)?(?P<m3>\d{1,2})\s?[월月]\s?(?P<d3>\d{1,2})\s?[일日]
      | \((?P<d4>\d{1,2})\)
      | (?P<d5>\d{1,2})[일日]
    )(?![\d%]|[./]\d)
    """,
    re.VERBOSE,
)
_MAYBE_NUMERIC = re.compile(r"[0-9(](?<![0-9./-][0-9(])(?=[0-9]{0,3}\s?[-./년年월月일日]|(?<=\()\d{1,2}\))")
_DAY_BEFORE = re.compile(r"(?<![\d.,:])(\d{1,2})(?:\.|-?[^\W\d_]{1,4}|º|ª)?[ \x00]+(?:[^\W\d_]{1,3}[ \x00]+|ב)?$")
_DAY_AFTER = re.compile(
    r"\.?[ \x00]{1,2}(?:[^\W\d_]{1,3}[ \x00])?(\d{1,2})(?![\d:]|[.,]\d)(?:(?:st|nd|rd|th)\b|-[^\W\d_]{1,5})?"
)
_YEAR_AFTER = re.compile(r",?[ \x00]{1,2}(?:[^\W\d_]{1,3}[ \x00])?(20\d\d)(?!\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)(20\d\d)(?:[ \x00]?[^\W\d_]{1,2}\.?)?[ \x00]{1,2}$")
_WAR_DAY_AFTER = re.compile(r"[ \x00]?(?:number |no\. ?|№ ?)?(\d{1,3}(?:[,. ]\d{3})?|\d{4})(?!\d|[.,:]\d)")
_WAR_DAY_BEFORE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[. ]\d{3})?|\d{4})(?:-[^\W\d_]{1,3}|\.|(?:st|nd|rd|th|e|eme|o|a))?[ \x00]$"
)
_SCALE_AFTER = re.compile(r"[ \x00]([^\W\d_]+)")
_FIRST_WAR_DAY, _LAST_WAR_DAY = 20, 4000
_ON = re.compile(r",?[ \x00][^\W\d_]{1,3}[ \x00]")
_GAP = re.compile(r"[ \x00,:(\-]{0,4}")


class DateMention(NamedTuple):
    """A day as a text names it, `text[start:end]`; `year`, `month` or all three are None where it does not say.

    `weekday` counts from Monday = 0; `ambiguous` is True where day and month may be the other way round.
    """

    start: int
    end: int
    role: Role
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    ambiguous: bool = False


class _Names(parserinfo):
    """python-dateutil's names, in the words of one or more languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        known = [vocabulary.language(code).dates for code in languages]
        months = [tuple(form for one in known for form in one.months[place]) for place in range(12)]
        weekdays = [tuple(form for one in known for form in one.weekdays[place]) for place in range(7)]
        self.MONTHS = cast("list[Any]", months)
        self.WEEKDAYS = cast("list[Any]", weekdays)
        super().__init__(dayfirst=not known or known[0].day_first)


@cache
def _parser(languages: tuple[str, ...]) -> tuple[parser, _Names]:
    names = _Names(languages)
    return parser(names), names


def day_of_war(number: int) -> date:
    """The day of the war, 24 February 2022 being the first."""
    return WAR_BEGAN + timedelta(days=number - 1)


def find_dates(folded: str, found: Words, languages: tuple[str, ...]) -> list[DateMention]:
    """The days a folded text names, in order, each with the role its neighbouring words give it."""
    phrases = date_lexicon(languages).find(folded, found)
    roles = [phrase for phrase in phrases if phrase.kind in _ROLES]
    terms = [phrase for phrase in phrases if phrase.kind not in _ROLES]
    weekday_ends = {term.end for term in terms if term.kind in {"weekday", "today"}}
    told_by = {role.end + 1 for role in roles}
    mentions = [*_named(folded, terms, languages), *_numeric(folded, languages, weekday_ends, told_by)]
    mentions += [mention for term in terms if term.kind == "war_day" for mention in _war_days(folded, term)]
    mentions += [_weekday(term) for term in terms if term.kind == "weekday"]
    mentions += _months_of_years(folded, terms)
    mentions += [_relative(term) for term in terms if term.kind in {"today", "yesterday"}]
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    starts = [role.start for role in roles]
    return _joined(folded, [_with_role(folded, mention, roles, starts) for mention in _apart(mentions)])


def _named(folded: str, terms: Sequence[Term], languages: tuple[str, ...]) -> list[DateMention]:
    found = (_around_month(folded, term, languages) for term in terms if term.kind == "month")
    return [mention for mention in found if mention is not None]


def _around_month(folded: str, month: Term, languages: tuple[str, ...]) -> DateMention | None:
    before = _DAY_BEFORE.search(folded, max(0, month.start - 16), month.start)
    direct = before is not None and not any(map(str.isalpha, folded[before.end(1) + 1 : month.start]))
    after = None if direct else _DAY_AFTER.match(folded, month.end)  # "from February 24 to May 4"
    day = after or before
    if day is None:
        return None
    start, end = min(day.start(), month.start), max(day.end(), month.end)
    year_after = _YEAR_AFTER.match(folded, end)
    year_before = None if year_after else _YEAR_BEFORE.search(folded, max(0, start - 12), start)
    year = year_after or year_before
    if year_after:
        end = year_after.end()
    known_year = int(year.group(1)) if year else None
    read = _read(languages, day.group(1), folded[month.start : month.end], int(month.value), known_year)
    return DateMention(start, end, "plain", read.day, read.month, known_year) if read else None


@lru_cache(4096)
def _read(languages: tuple[str, ...], day: str, month: str, number: int, year: int | None) -> date | None:
    """A day with its month in words, the month of a `number`, which tells a name that has a particle before it or more
    words than one. 2024 is a leap year: any day that exists can be read without its year."""
    reader, names = _parser(languages)
    if " " in month or names.month(month) is None:
        return _date(year or 2024, number, int(day))
    try:
        read = reader.parse(f"{day} {month} {year or 2024}")
    except (ParserError, OverflowError):
        return None
    return read.date() if read.month == names.month(month) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(folded: str, languages: tuple[str, ...], weekday_ends: set[int], told_by: set[int]) -> list[DateMention]:
    """The days in figures; a slash parts day and month of one without its year only in `told_by`, after words that tell
    a day."""
    day_first = not languages or vocabulary.language(languages[0]).dates.day_first
    found = []
    for match in _numeric_matches(folded):
        part = {name: int(value) for name, value in match.groupdict().items() if value and value.isdigit()}
        year = part.get("y1") or part.get("y2") or part.get("y3")
        month = part.get("m1") or part.get("m2") or part.get("m3")
        day = next(part[name] for name in ("d1", "d2", "d3", "d4", "d5") if name in part)
        slashed = match["sep"] == "/"
        if "d4" in part and not _after_today(folded, match.start(), weekday_ends):
            continue
        if (slashed and year is None and match.start() not in told_by) or (
            match["sep"] == "." and year is None and len(match["m2"]) < 2
        ):
            continue
        if slashed and month and ((not day_first and day <= 12) or month > 12):
            day, month = month, day
        if not 1 <= day <= 31 or not 1 <= (month or 1) <= 12 or (year is None and _is_scaled(folded, match, languages)):
            continue
        full_year = year + 2000 if year is not None and year < 100 else year
        ambiguous = slashed and month is not None and day <= 12
        found.append(DateMention(match.start(), match.end(), "plain", day, month, full_year, None, ambiguous))
    return found


def _numeric_matches(folded: str) -> Iterator[re.Match[str]]:
    """What looks like a day in figures, sought from the few places where one may begin."""
    end = 0
    for place in _MAYBE_NUMERIC.finditer(folded):
        match = _NUMERIC.match(folded, place.start()) if place.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def _is_scaled(folded: str, match: re.Match[str], languages: tuple[str, ...]) -> bool:
    """Whether a scale follows what looks like a day and a month: "1.09 million"."""
    after = _SCALE_AFTER.match(folded, match.end())
    return after is not None and any(after.group(1) in vocabulary.language(code).numbers.scales for code in languages)


def _months_of_years(folded: str, terms: Sequence[Term]) -> list[DateMention]:
    """ "September 2022", "2022 року": no day, but figures that count nothing."""
    found = []
    for term in terms:
        if term.kind == "month" and (year := _YEAR_AFTER.match(folded, term.end)):
            found.append(DateMention(term.start, year.end(), "plain", None, int(term.value), int(year.group(1))))
        elif term.kind == "year" and (year := _YEAR_BEFORE.search(folded, max(0, term.start - 12), term.start)):
            found.append(DateMention(year.start(1), year.end(1), "plain", None, None, int(year.group(1))))
    return found


def _after_today(folded: str, start: int, weekday_ends: set[int]) -> bool:
    """A bare number in brackets is a day only after a weekday or "today": "segunda-feira (28)", "今(26)日"."""
    return start in weekday_ends or start - 1 in weekday_ends or folded[start - 1 : start] in {"今", "본"}


def _war_days(folded: str, term: Term) -> list[DateMention]:
    """ "day 1,128 of the war", "438-ма доба": the day itself, counted from the first."""
    match = _WAR_DAY_AFTER.match(folded, term.end) or _WAR_DAY_BEFORE.search(
        folded, max(0, term.start - 14), term.start
    )
    number = int(re.sub(r"\D", "", match.group(1))) if match else 0
    if not _FIRST_WAR_DAY <= number <= _LAST_WAR_DAY:
        return []
    assert match is not None
    day = day_of_war(number)
    start, end = min(match.start(1), term.start), max(match.end(1), term.end)
    return [DateMention(start, end, "war_day", day.day, day.month, day.year)]


def _weekday(term: Term) -> DateMention:
    return DateMention(term.start, term.end, "plain", weekday=int(term.value))


def _relative(term: Term) -> DateMention:
    return DateMention(term.start, term.end, "today" if term.kind == "today" else "past_day")


def _apart(mentions: Sequence[DateMention]) -> list[DateMention]:
    """The mentions without those that stand inside an earlier one."""
    found: list[DateMention] = []
    for mention in mentions:
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _joined(folded: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """A weekday and the date beside it are one mention: "on the morning of Monday, February 19"."""
    found: list[DateMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if (
            last
            and last.weekday is not None
            and last.day is None
            and mention.day
            and _beside(folded, last.end, mention.start)
        ):
            role = last.role if mention.role == "plain" else mention.role
            found[-1] = mention._replace(start=last.start, role=role, weekday=last.weekday)
        else:
            found.append(mention)
    return found


_ROLES: dict[str, Role] = {"as_of": "as_of", "until": "until", "since": "since", "past_day": "past_day"}


def _with_role(folded: str, mention: DateMention, roles: Sequence[Term], starts: Sequence[int]) -> DateMention:
    """A mention with the role of the phrase beside it; `roles` are those of the text, `starts` their places."""
    if mention.role != "plain" or not roles:
        return mention
    at = bisect_left(starts, mention.end)
    after = roles[at] if at < len(roles) else None
    past_day = after is not None and after.kind == "past_day" and " " in folded[after.start : after.end]
    if past_day and after is not None and _beside(folded, mention.end, after.start):
        return mention._replace(role="past_day")
    before = next((role for role in reversed(roles[max(0, at - 2) : at]) if role.end <= mention.start), None)
    beside = before is not None and (
        _beside(folded, before.end, mention.start) or (before.kind == "past_day" and _on(folded, before, mention))
    )
    return mention._replace(role=_ROLES[before.kind]) if before is not None and beside else mention


def _on(folded: str, phrase: Term, mention: DateMention) -> bool:
    """Whether no more than a preposition parts a phrase from a day: "in the past 24 hours, on December 22"."""
    return mention.start - phrase.end <= 6 and _ON.fullmatch(folded, phrase.end, mention.start) is not None


def _beside(folded: str, start: int, end: int) -> bool:
    return end - start <= 4 and _GAP.fullmatch(folded, start, end) is not None
