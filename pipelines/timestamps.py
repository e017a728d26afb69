"""Pure: a page's own time, as a machine or a person writes it -> a moment in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.parser import ParserError, isoparse

LONGEST = 80
"""Characters of a printed time; anything longer is no time and must not reach a parser."""


def read_timestamp(
    text: str, *, timezone: str, languages: tuple[str, ...] = (), strptime_format: str = ""
) -> datetime | None:
    """A printed time in UTC, or None where it cannot be read surely; without an offset it stands in `timezone`."""
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return None
    try:
        moment = datetime.strptime(text, strptime_format) if strptime_format else isoparse(text)  # noqa: DTZ007
    except (ParserError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)
