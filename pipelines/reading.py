"""Pure: HTML + Layout -> Page, the title, text, day and language of one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.problems import Problem


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of an outlet's page stand, as CSS selectors; valid for pages published from `since` to `until`.

    `article` must match; `drop` is removed from it. A page of many days (`part` with `part_date`) is read part by part.
    `published` selects text or an attribute (`::attr(content)`); `published_format` is a strptime format when needed.
    """

    article: str
    title: str = "h1"
    published: str = ""
    published_format: str = ""
    drop: tuple[str, ...] = ()
    part: str = ""
    part_date: str = ""
    part_date_format: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch `page.text[start:end]` that is read by itself; `report_date` where the layout tells it."""

    start: int
    end: int
    report_date: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An article as text: one block a line. `published` is in UTC; `canonical` the page's own address or None."""

    title: str
    text: str
    published: datetime | None
    language: str | None
    canonical: str | None
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_page(html: str, *, url: str, layouts: tuple[Layout, ...] = (), timezone: str = "Europe/Kyiv") -> Page:
    """Read one page by the first layout that matches it, or by its general shape where none is given."""
    raise NotImplementedError
