"""Pure: a page's own time, as a machine or a person writes it -> a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.parser import ParserError, isoparse

from pipelines.dates import find_dates
from pipelines.text import fold, words

LONGEST = 80
"""Characters of a printed time; anything longer is no time and must not reach a parser."""
CLOCK = re.compile(r"(?<![0-9:.])([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?(?![0-9:])(?: ?([ap])\.?m\b)?")


def read_timestamp(
    text: str, *, timezone: str, languages: tuple[str, ...] = (), strptime_format: str = ""
) -> datetime | None:
    """A printed time in UTC, or None where it cannot be read surely.

    ISO 8601, `strptime_format`, or words in one of `languages` ("24 April 2024, 08:11"). Without an offset it stands in
    `timezone`; a day without a clock time is its start there.
    """
    text = " ".join(text.split())[:LONGEST]
    moment = _formatted(text, strptime_format) or _worded(text, languages)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)


def start_of_day(day: date, timezone: str) -> datetime:
    """The first moment of a day in a time zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)


def _formatted(text: str, strptime_format: str) -> datetime | None:
    try:
        return datetime.strptime(text, strptime_format) if strptime_format else isoparse(text)  # noqa: DTZ007
    except (ParserError, ValueError, OverflowError):
        return None


def _worded(text: str, languages: tuple[str, ...]) -> datetime | None:
    """The one full date of a text with the one clock time beside it."""
    folded = fold(text)
    named = [each for each in find_dates(folded, words(folded), languages) if each.year and each.month and each.day]
    clocks = list(CLOCK.finditer(folded))
    if len(named) != 1 or named[0].ambiguous or len(clocks) > 1:
        return None
    try:
        day = date(named[0].year or 0, named[0].month or 0, named[0].day or 0)
        return datetime.combine(day, _clock_time(clocks[0]) if clocks else time.min)
    except ValueError:
        return None


def _clock_time(found: re.Match[str]) -> time:
    hour, half = int(found[1]), found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2]))
