"""What a person types for a crawl, checked before anything is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

T = TypeVar("T")


class ArgumentsError(ValueError):
    """An argument or setting cannot be used; the message is one line that says which and why."""


def read_day(name: str, text: str | None) -> date | None:
    """A day as YYYY-MM-DD. Raises ArgumentsError naming the argument."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentsError(f"{name}={text!r} is no date: write it as YYYY-MM-DD, for example 2024-04-24") from None


def read_period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Both ends of a backfill. Raises ArgumentsError where they are no dates or stand in the wrong order."""
    first, last = read_day("since", since), read_day("until", until)
    if first and last and first > last:
        raise ArgumentsError(f"since={since} is after until={until}")
    return first, last


def choose(wanted: str | None, known: Mapping[str, T]) -> dict[str, T]:
    """The named entries of a comma-separated list, or all. Raises ArgumentsError for a name that is not known."""
    if wanted is None:
        return dict(known)
    names = [name for name in (part.strip() for part in wanted.split(",")) if name]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise ArgumentsError(f"unknown source {', '.join(unknown) or repr(wanted)}; known: {', '.join(sorted(known))}")
    return {name: known[name] for name in names}
