"""What is declared of an outlet. The fields' order is the order of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipelines.reading import Layout

Kind = Literal["official", "outlet", "agency", "tracker"]
ListingKind = Literal["feed", "sitemap", "news_sitemap", "index", "dated", "search"]
Yield = Literal["losses", "claims"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One place where an outlet lists its articles.

    An address with {year}, {month}, {month_name} or {day} is asked once per day (or month) of the wanted window, within
    `since` and `until`. A `dated` listing is not fetched: its addresses are the articles themselves.
    """

    kind: ListingKind
    url: str
    months: tuple[str, ...] = ()
    """The twelve names that {month_name} stands for."""
    fallbacks: tuple[str, ...] = ()
    """dated: addresses to try, in order, where `url` is missing."""
    exceptions: dict[date, str] = field(default_factory=dict)
    """dated: the days whose article is known to stand elsewhere."""
    items: str = "a"
    """index: CSS selector of the links."""
    next: str = ""
    """index: CSS selector of the link to the older page."""
    pages: int = 1
    """At most so many pages (index, search) or children (sitemap index) are read."""
    query: str = ""
    """search: the JSON that is posted; `from` and `size` are added."""
    link: str = ""
    """search: an article's address, its placeholders being fields of a hit."""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """Which links are worth a request: regular expressions, searched in the decoded address and in the headline.

    A link is kept where `include` (if any) finds its address, `exclude` does not, and `titles` (if any) find its
    headline; a link without a headline is judged by its address alone.
    """

    include: tuple[re.Pattern[str], ...] = ()
    exclude: tuple[re.Pattern[str], ...] = ()
    titles: tuple[re.Pattern[str], ...] = ()
    headlines: bool = False
    """Take `titles` from headlines.toml, by the source's languages and by what it yields."""

    def matches(self, url: str, title: str = "") -> bool:
        """Whether the link is worth a request."""
        address = unquote(url)
        if self.include and not any(pattern.search(address) for pattern in self.include):
            return False
        if any(pattern.search(address) for pattern in self.exclude):
            return False
        return not (title and self.titles) or any(pattern.search(title) for pattern in self.titles)


@dataclass(frozen=True, slots=True)
class Address:
    """What an outlet's addresses tell, by named groups year, month (a number or one of `months`) and day.

    `published` is the day of publication; `report` the morning the list stands for, believed from `since` on.
    """

    published: re.Pattern[str] | None = None
    report: tuple[re.Pattern[str], ...] = ()
    months: tuple[str, ...] = ()
    since: date = date(2022, 2, 24)


@dataclass(frozen=True, slots=True)
class Expects:
    """What the source promises, so that its silence is noticed.

    `window` is when it publishes, in its time zone; `max_age_hours` how old its newest report may be (0: no promise);
    `figures` how many figures a whole list has, fewest and most; `list_daily` whether it prints a whole list every day.
    """

    window: tuple[time, time] = (time(6, 0), time(12, 0))
    max_age_hours: int = 0
    figures: tuple[int, int] = (10, 18)
    list_daily: bool = False

    @property
    def fewest_figures(self) -> int:
        """A list with fewer figures is not whole."""
        return self.figures[0]


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of one outlet. `name` is its file's name.

    `publisher` is who typed its figures: an outlet's editions and an agency's reprints share it and are one witness.
    """

    name: str
    title: str
    publisher: str
    homepage: str
    kind: Kind
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    yields: tuple[Yield, ...]
    listings: tuple[Listing, ...]
    timezone: str = "Europe/Kyiv"
    confirmed: bool = False
    """Whether someone has seen it work against the live outlet."""
    why: str = ""
    """What is odd about it, and what nobody has confirmed."""
    keep: Keep = field(default_factory=Keep)
    layouts: tuple[Layout, ...] = ()
    address: Address = field(default_factory=Address)
    expects: Expects = field(default_factory=Expects)

    def owns(self, url: str) -> bool:
        """Whether an address is http(s) and on one of the source's hosts."""
        try:
            parts = urlsplit(url)
            return parts.scheme in ("http", "https") and parts.hostname in self.hosts and parts.username is None
        except ValueError:
            return False
