"""Pure: HTML + Layout -> Page, the title, text, day and language of one article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import cast
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import lxml.html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError, XPath
from lxml.html import HtmlElement as Element

from pipelines.problems import Problem
from pipelines.timestamps import read_timestamp

BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
CELLS = frozenset({"td", "th"})
UNSEEN = frozenset(
    "script style noscript template svg math iframe object select option textarea button head canvas".split()
)
FURNITURE = frozenset("nav aside footer header form".split())
MAX_DEPTH = 250
"""The parser silently drops text nested deeper than 255 elements."""

TOO_DEEP = XPath("boolean(/" + "/".join("*" * MAX_DEPTH) + ")")
HIDDEN = XPath(".//*[@hidden]")
SPACE = re.compile(r"[ \t\r\n\f]+")
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
MARKUP = re.compile(r"\s*(<!doctype|<html|<\?xml|<!--|<[a-z][a-z0-9]*[ >/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of an outlet's page stand, as CSS selectors; valid for pages published from `since` to `until`.

    `article` must match; `drop` is removed from it. A page of many days is read part by part: each `part_date`, read
    with the strptime format `part_date_format`, dates the first `part` after it. `published` selects an element's text
    or, with `::attr(name)`, an attribute; `published_format` is a strptime format where the text needs one.
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


def read_page(
    html: str,
    *,
    url: str,
    layouts: tuple[Layout, ...] = (),
    timezone: str = "Europe/Kyiv",
    languages: tuple[str, ...] = (),
) -> Page:
    """Read one page by the first layout that matches it, or by its general shape where none is given.

    Never raises on bad HTML: an empty page, a page that is no HTML or one nested too deeply comes back without text and
    with the problem that says so.
    """
    tree = _parse(html)
    if tree is None:
        return _unread("not_html", "the page is empty or not HTML")
    if TOO_DEEP(tree.getroottree()):
        return _unread("parse_limit", f"the page nests {MAX_DEPTH} elements or more: nothing on it was read")
    clock = _Clock(timezone, languages or _listed(_language(tree)))
    published = _published_by_metadata(tree, clock)
    layout, article = _matching_layout(tree, layouts, published, clock) if layouts else (None, _general_article(tree))
    if article is None:
        wanted = ", ".join(each.article for each in layouts)
        return _unread("layout_changed", f"no layout of the source matches the page (looked for {wanted})")
    if layout is not None and layout.part:
        published = None  # a page of many days has no day of its own, whatever its metadata say
    elif layout is not None and layout.published:
        published = _selected_time(tree, layout, clock) or published
    title, canonical, language = _title(tree, layout), _canonical(tree, url), _language(tree)
    text, parts = _read_article(article, layout)
    problems = () if text else (Problem("empty_page", "the article on the page has no text", "error"),)
    return Page(title, text, published, language, canonical, parts, problems)


def plain_page(text: str, *, title: str = "", published: datetime | None = None, language: str | None = None) -> Page:
    """A Page of text that is no HTML: the text stands as it is."""
    return Page(title, text, published, language, None, (Part(0, len(text)),))


def looks_like_html(text: str) -> bool:
    """True where a text begins like markup."""
    return MARKUP.match(text[:2000]) is not None


@dataclass(frozen=True, slots=True)
class _Clock:
    """What is needed to read a page's own time: where it is printed and in which languages."""

    timezone: str
    languages: tuple[str, ...]

    def read(self, text: str, strptime_format: str = "") -> datetime | None:
        return read_timestamp(text, timezone=self.timezone, languages=self.languages, strptime_format=strptime_format)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.timezone)).date()


def _listed(language: str | None) -> tuple[str, ...]:
    return (language,) if language else ()


def _unread(kind: str, detail: str) -> Page:
    return Page("", "", None, None, None, (), (Problem(kind, detail, "error"),))


def _parse(html: str) -> Element | None:
    if "<" not in html:
        return None
    try:
        return lxml.html.document_fromstring(XML_DECLARATION.sub("", html.replace("\x00", " ")))
    except (LxmlError, ValueError):
        return None


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def _select(node: Element, css: str) -> list[Element]:
    return cast("list[Element]", _selector(css)(node))


def _first(node: Element, css: str) -> Element | None:
    found = _select(node, css)
    return found[0] if found else None


def _matching_layout(
    tree: Element, layouts: tuple[Layout, ...], published: datetime | None, clock: _Clock
) -> tuple[Layout | None, Element | None]:
    for layout in layouts:
        article = _first(tree, layout.article)
        if article is None:
            continue
        moment = _selected_time(tree, layout, clock) if layout.published else None
        if _valid_on(layout, moment or published, clock):
            return layout, article
    return None, None


def _valid_on(layout: Layout, published: datetime | None, clock: _Clock) -> bool:
    if published is None:
        return True
    day = clock.day(published)
    return (layout.since is None or layout.since <= day) and (layout.until is None or day <= layout.until)


def _general_article(tree: Element) -> Element:
    """The one article of a page whose layout nobody declared, or its body without the site's furniture."""
    for css in ('[itemprop="articleBody"]', "article", "main"):
        found = _select(tree, css)
        if len(found) == 1:
            return found[0]
    body: Element | None = tree.find("body")
    node = tree if body is None else body
    _drop(node.iter(*FURNITURE))
    return node


def _read_article(article: Element, layout: Layout | None) -> tuple[str, tuple[Part, ...]]:
    dropped = [node for css in (layout.drop if layout else ()) for node in _select(article, css)]
    _drop([*dropped, *article.iter(*UNSEEN), *cast("list[Element]", HIDDEN(article))])
    if layout is not None and layout.part:
        return _dated_parts(article, layout)
    text = _text(article)
    return text, (Part(0, len(text)),)


def _dated_parts(article: Element, layout: Layout) -> tuple[str, tuple[Part, ...]]:
    """Each date with the first part after it: robust where a page leaves its list items unclosed."""
    dates = set(_select(article, layout.part_date))
    wanted = set(_select(article, layout.part))
    text, parts = "", []
    day: date | None = None
    for node in article.iter():
        if node in dates:
            day = _part_day(node, layout.part_date_format)
        elif node in wanted and day is not None:
            lines = _text(node)
            parts.append(Part(len(text), len(text) + len(lines), day))
            text += lines + "\n"
            day = None
    return text.rstrip("\n"), tuple(parts)


def _part_day(node: Element, strptime_format: str) -> date | None:
    try:
        return datetime.strptime(node.text_content().strip(), strptime_format).date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None


def _drop(nodes: Iterable[Element]) -> None:
    """Take elements out; a space stays in their place, so that no two numbers grow together."""
    for node in list(nodes):
        if node.getparent() is not None:
            node.tail = f" {node.tail or ''}"
            node.drop_tree()


def _text(node: Element) -> str:
    lines = (line.strip(" \t") for line in "".join(_pieces(node)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(node: Element) -> Iterator[str]:
    """The text of a node in order, with "\n" at the borders of blocks and "\t" at those of a row's cells."""
    for event, element in lxml.etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        border = "\t" if element.tag in CELLS else "\n" if element.tag in BLOCKS else ""
        if event == "start":
            yield border
            text = element.text
        else:
            yield border
            text = element.tail if element is not node else None
        if text:
            yield SPACE.sub(" ", text)


def _title(tree: Element, layout: Layout | None) -> str:
    for css in (layout.title if layout else "", "h1", "title"):
        node = _first(tree, css) if css else None
        if node is not None and (text := SPACE.sub(" ", node.text_content()).strip()):
            return text
    return ""


def _language(tree: Element) -> str | None:
    code = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()[:2].lower()
    return {"ua": "uk"}.get(code, code) if code.isalpha() else None


def _canonical(tree: Element, url: str) -> str | None:
    """The page's own address, where it names one on the host it came from."""
    node = _first(tree, 'link[rel~="canonical"][href]')
    if node is None:
        return None
    try:
        address = urljoin(url, node.get("href").strip())
        same_host = urlsplit(address).hostname == urlsplit(url).hostname
    except ValueError:
        return None
    return address if same_host and urlsplit(address).scheme in ("http", "https") else None


def _selected_time(tree: Element, layout: Layout, clock: _Clock) -> datetime | None:
    css, _, attribute = layout.published.partition("::attr(")
    node = _first(tree, css)
    if node is None:
        return None
    text = node.get(attribute.rstrip(")")) if attribute else node.text_content()
    return clock.read(text or "", layout.published_format)


def _published_by_metadata(tree: Element, clock: _Clock) -> datetime | None:
    """The time a page gives in its metadata: Open Graph, schema.org, or its only <time>."""
    for css, attribute in (
        ('meta[property="article:published_time"]', "content"),
        ('meta[itemprop="datePublished"]', "content"),
        ('[itemprop="datePublished"][datetime]', "datetime"),
    ):
        node = _first(tree, css)
        if node is not None and (moment := clock.read(node.get(attribute) or "")):
            return moment
    for script in _select(tree, 'script[type="application/ld+json"]'):
        for text in _json_dates(script.text_content()):
            if moment := clock.read(text):
                return moment
    times = _select(tree, "time[datetime]")
    return clock.read(times[0].get("datetime") or "") if len(times) == 1 else None


def _json_dates(text: str) -> Iterator[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    objects = found if isinstance(found, list) else [found]
    for each in objects:
        graph = each.get("@graph", [each]) if isinstance(each, dict) else []
        for node in graph if isinstance(graph, list) else []:
            if isinstance(node, dict) and isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
