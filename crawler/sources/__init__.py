"""The outlets: one TOML file each, checked as it is read."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import available_timezones

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawler.sources.shapes import Address, Expects, Keep, Listing, Source
from crawler.sources.tables import SourceError, WrongValueError, build
from pipelines.reading import Layout

__all__ = ["Address", "Expects", "Keep", "Listing", "Source", "SourceError", "load_outlet", "load_sources"]

FOLDER = Path(__file__).parent
HEADLINES = FOLDER.parent / "headlines.toml"
PLACEHOLDERS = frozenset({"year", "month", "month_name", "day"})


@dataclass(frozen=True, slots=True)
class Headlines:
    """What a headline worth a request says in one language."""

    losses: tuple[re.Pattern[str], ...]
    claims: tuple[re.Pattern[str], ...]


def load_sources(folder: Path = FOLDER) -> dict[str, Source]:
    """Every source of a folder by its name, in order. Raises SourceError with file, key and reason."""
    return {source.name: source for path in sorted(folder.glob("*.toml")) for source in load_outlet(path)}


def load_outlet(path: Path) -> list[Source]:
    """The sources of one file: itself or, where it has editions, one for each, called `<file>_<edition>`.

    What an edition declares stands in place of the outlet's own. Raises SourceError with file, key and reason.
    """
    outlet = _toml(path)
    editions = outlet.pop("editions", {})
    try:
        if not isinstance(editions, dict):
            raise WrongValueError("editions", "must be a table of editions")
        if not editions:
            return [_source(path.stem, outlet)]
        return [_edition(path.stem, outlet, name, table) for name, table in editions.items()]
    except WrongValueError as error:
        raise SourceError(f"{path.name}: {error}") from error


def _edition(stem: str, outlet: dict[str, object], name: str, table: object) -> Source:
    try:
        if not isinstance(table, dict):
            raise WrongValueError("", "must be a table")
        return _source(f"{stem}_{name}", outlet | table)
    except WrongValueError as error:
        raise WrongValueError(f"editions.{name}", str(error)) from error


def _source(name: str, table: dict[str, object]) -> Source:
    if "name" in table:
        raise WrongValueError("name", "is the file's and cannot be declared")
    source = build(Source, {"name": name, **table})
    for complaint in _complaints(source):
        raise complaint
    return replace(source, keep=_with_headlines(source)) if source.keep.headlines else source


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read: {error}") from error


def _with_headlines(source: Source) -> Keep:
    known = {language: build(Headlines, table, language) for language, table in _toml(HEADLINES).items()}
    spoken = [known[language] for language in source.languages]
    taken = (pattern for words in spoken for kind in source.yields for pattern in getattr(words, kind))
    return replace(source.keep, titles=(*source.keep.titles, *taken))


def _complaints(source: Source) -> Iterator[WrongValueError]:
    """What no single value shows: keys that contradict each other, or that nothing could work with."""
    if not source.confirmed and not source.why:
        yield WrongValueError("why", "is needed while the source is not confirmed: say what nobody has seen")
    if source.timezone not in available_timezones():
        yield WrongValueError("timezone", f"is unknown: {source.timezone!r}")
    for key in ("hosts", "languages", "yields", "listings"):
        if not getattr(source, key):
            yield WrongValueError(key, "must not be empty")
    if not source.owns(source.homepage):
        yield WrongValueError("homepage", "must be an http(s) address on one of `hosts`")
    if source.keep.headlines and (unknown := set(source.languages) - set(_toml(HEADLINES))):
        yield WrongValueError("keep.headlines", f"has no words for {', '.join(sorted(unknown))} in {HEADLINES.name}")
    for place, listing in enumerate(source.listings):
        yield from _listing_complaints(source, listing, f"listings[{place}]")
    for place, layout in enumerate(source.layouts):
        yield from _layout_complaints(layout, f"layouts[{place}]")
    yield from _address_complaints(source.address)


def _listing_complaints(source: Source, listing: Listing, key: str) -> Iterator[WrongValueError]:
    for name, template in (("url", listing.url), *(("fallbacks", each) for each in listing.fallbacks)):
        fields = _fields(template)
        if fields is None or fields - PLACEHOLDERS:
            yield WrongValueError(f"{key}.{name}", f"may hold only {{{'}, {'.join(sorted(PLACEHOLDERS))}}}")
        elif "month_name" in fields and len(listing.months) != 12:
            yield WrongValueError(f"{key}.months", "must have twelve names")
        if not source.owns(template):
            yield WrongValueError(f"{key}.{name}", "must be on one of `hosts`")
    if listing.kind == "dated" and "year" not in (_fields(listing.url) or ()):
        yield WrongValueError(f"{key}.url", "must hold {year} in a dated listing")
    if (listing.kind == "search") != bool(listing.query and listing.link):
        yield WrongValueError(f"{key}.query", "and `link` belong to a search, and a search needs both")
    if listing.pages < 1:
        yield WrongValueError(f"{key}.pages", "must be 1 or more")
    for name in ("items", "next"):
        yield from _selector_complaints(getattr(listing, name), f"{key}.{name}")


def _layout_complaints(layout: Layout, key: str) -> Iterator[WrongValueError]:
    for name in ("article", "title", "part", "part_date"):
        yield from _selector_complaints(getattr(layout, name), f"{key}.{name}")
    yield from _selector_complaints(layout.published.partition("::attr(")[0], f"{key}.published")
    for selector in layout.drop:
        yield from _selector_complaints(selector, f"{key}.drop")
    if bool(layout.part) != bool(layout.part_date):
        yield WrongValueError(f"{key}.part", "and `part_date` need each other")


def _selector_complaints(selector: str, key: str) -> Iterator[WrongValueError]:
    try:
        if selector:
            CSSSelector(selector, translator="html")
    except SelectorError as error:
        yield WrongValueError(key, f"is no CSS selector: {error}")


def _address_complaints(address: Address) -> Iterator[WrongValueError]:
    needed = {"year", "month", "day"}
    for pattern in filter(None, (address.published, *address.report)):
        if missing := needed - set(pattern.groupindex):
            yield WrongValueError("address", f"lacks the named group {', '.join(sorted(missing))}: {pattern.pattern}")


def _fields(template: str) -> set[str] | None:
    """The names of a template's placeholders, or None where its braces are wrong."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return None
