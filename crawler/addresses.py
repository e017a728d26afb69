"""Pure: what an article's address tells of its days, by the rules its source declares."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

from crawler.sources import Address


def published_day(url: str, address: Address) -> date | None:
    """The day of publication that stands in an address, or None."""
    return _day(address.published.search(unquote(url)), address) if address.published else None


def report_day(url: str, address: Address) -> date | None:
    """The morning whose list the article is by its address; None where the address does not tell it surely."""
    for pattern in address.report:
        day = _day(pattern.search(unquote(url)), address)
        if day and day >= address.since:
            return day
    return None


def _day(found: re.Match[str] | None, address: Address) -> date | None:
    if found is None:
        return None
    month = found["month"]
    try:
        return date(int(found["year"]), int(month) if month.isdecimal() else _month(month, address), int(found["day"]))
    except ValueError:
        return None


def _month(name: str, address: Address) -> int:
    """1 to 12, or 0 where no month is called so; each of `months` holds the spellings of one month."""
    return next((number for number, names in enumerate(address.months, 1) if name in names.split()), 0)
