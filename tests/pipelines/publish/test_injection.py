"""Foreign text in every field of every output stays text."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from lxml import html

from crawler.publishing import layouts
from pipelines.claims import Claim
from pipelines.losses import Figure, LossReport
from pipelines.publish.export import export
from pipelines.publish.report.contents import Contents
from pipelines.publish.report.page import FILES, SHOWN, render, web_address
from pipelines.publish.report.write import read_contents
from pipelines.store import articles, claims, figures, open_store, transaction
from tests.browser import address_of, browser, find_chromium
from tests.pipelines.publish.payloads import ADDRESSES, PAYLOADS

NOW = datetime(2026, 8, 22, 6, 0, tzinfo=UTC)
DAY = date(2026, 8, 22)
CLAIM_FIELDS = ("agency", "relays", "topic", "subject", "unit", "period", "place", "quote")
XHTML = "{http://www.w3.org/2005/Atom}"


def fill(path: Path, payloads: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    """A database in which each payload stands in each field that ever holds foreign text."""
    db = open_store(path)
    with transaction(db):
        for number, payload in enumerate(payloads):
            address = addresses[number % len(addresses)]
            page = articles.Revision(
                f"{address}#{number}" if number >= len(addresses) else address,
                source=payload,
                title=payload,
                text=f"{number}",
                fetched_at=NOW,
                canonical=payload,
                language=payload,
                published_at=NOW,
                evidence_file=payload,
            )
            saved = articles.save(db, page)
            claim = Claim(
                **dict.fromkeys(CLAIM_FIELDS, payload), value=number, value_high=None, qualifier="exact",
                record=True, start=0, end=1,
            )  # fmt: skip
            claims.record(db, saved.article_id, [claim], published_at=NOW, now=NOW)
            day = date.fromordinal(DAY.toordinal() - number)
            figure = Figure("tanks", 20_000 - 5 * number, 5, False, payload, 0, 1, delta_quote=payload)
            figures.record(db, saved.article_id, [LossReport(day, "text", (figure,))], now=NOW)
            db.execute(
                "INSERT OR IGNORE INTO sources VALUES (?, ?, ?, 'outlet', ?)", [payload, payload, payload, address]
            )
            facts = json.dumps(
                {"quote": payload, "source": payload, "url": address, "value": number, "agency": payload}
            )
            db.execute(
                "INSERT INTO events (key, kind, subject, severity, report_date, facts, happened_at)"
                " VALUES (?, 'daily_high', 'tanks', 'high', ?, ?, '2026-08-22T06:00:00Z')",
                [f"daily_high:tanks:{number}", day.isoformat(), facts],
            )
        db.execute("UPDATE losses SET status = 'disputed' WHERE report_date < '2026-07-01'")
        db.execute(
            "INSERT INTO corrections"
            " (report_date, category, before_status, after_status, why, article_id, corrected_at)"
            " SELECT '2026-08-01', 'tanks', 'single', 'corrected', 'sums', id, '2026-08-22T06:00:00Z' FROM articles"
        )
    db.conn.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "losses.db"
    fill(path, PAYLOADS, ADDRESSES)
    return path


@pytest.fixture(scope="module")
def published(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "published"
    export(hostile, path, layouts())
    return path


def pages(path: Path, scratch: Path) -> Iterator[str]:
    """The report as often as it takes to show every claim, source, correction and doubtful figure."""
    contents = read_contents(path, scratch / "snapshot.db")
    for start in range(0, len(contents.claims), SHOWN):
        part = slice(start, start + SHOWN)
        yield render(_cut(contents, part), "en")


def _cut(contents: Contents, part: slice) -> Contents:
    standing = [row for row in contents.figures if row["report_date"] == str(DAY)]
    return replace(
        contents,
        figures=[*contents.figures[part], *standing],
        claims=contents.claims[part],
        corrections=contents.corrections[part],
        sources=contents.sources[part],
        records=contents.records[part],
    )


def test_the_report_shows_every_payload_as_text(hostile: Path, tmp_path: Path) -> None:
    quotes: list[str] = []
    for page in pages(hostile, tmp_path):
        root: Any = html.document_fromstring(page)
        assert_inert(root)
        quotes += [quote.text_content() for quote in root.iter("blockquote")]
    assert len(quotes) == len(PAYLOADS)
    assert sum("pwned()" in quote for quote in quotes) > 200


def assert_inert(root: Any) -> None:
    """No element, attribute or address in the page but those of its template."""
    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= TEMPLATE_TAGS
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name not in ("style", "srcdoc", "action", "formaction", "xlink:href"), (element.tag, name)
            if name in ("href", "src") and element.tag == "a":
                assert value.startswith(("#", "https://", "http://")) or value in FILES, value
    assert len(root.findall(".//script")) == 3


TEMPLATE_TAGS = frozenset(
    "html head meta title link style body a header p h1 h2 h3 small main section table caption thead tbody tr th td"
    " span svg g path text form label select option input div button figure figcaption details summary article bdi"
    " blockquote del ins footer script line rect".split()
)


def test_a_browser_runs_none_of_it(hostile: Path, tmp_path: Path) -> None:
    program = find_chromium()
    if program is None:
        pytest.skip("no chromium is installed: apt-get install chromium")
    with browser(program) as running:
        for number, page in enumerate(pages(hostile, tmp_path)):
            file = tmp_path / f"{number}.html"
            file.write_text(page, "utf-8", errors="replace")
            tab = running.tab()
            tab.open(address_of(file), ready="document.documentElement?.dataset.drawn === 'yes'")
            assert tab.run("typeof pwned") == "undefined"
            assert tab.console == []
            assert [url for url in tab.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_web_addresses_are_links(address: str) -> None:
    found = web_address(address)
    assert found is None or found.startswith(("http://", "https://"))


def test_no_csv_cell_starts_a_formula(published: Path) -> None:
    cells = 0
    for path in published.rglob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")):
            for cell in row:
                cells += 1
                for line in cell.splitlines():
                    start = line.lstrip().lstrip("\u200b\ufeff")[:1]
                    assert start not in "=+-@＝＋－＠\t\r" or start == "" or is_number(cell), (path.name, cell)
    assert cells > len(PAYLOADS) * len(CLAIM_FIELDS)


def is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def test_machine_formats_hold_the_text_untouched(hostile: Path, published: Path) -> None:
    rows = json.loads((published / "claims.json").read_text("utf-8"))
    for name in CLAIM_FIELDS:
        assert [row[name] for row in rows] == list(PAYLOADS)
    with sqlite3.connect(published / "losswatch.db") as public, sqlite3.connect(hostile) as private:
        for query in ("SELECT quote FROM statements ORDER BY id", "SELECT title, url FROM articles ORDER BY id"):
            assert public.execute(query).fetchall() == private.execute(query).fetchall()


def test_the_feed_is_xml_whose_text_is_inert(published: Path) -> None:
    feed = fromstring((published / "feed.atom").read_bytes())
    entries = feed.findall(f"{XHTML}entry")
    assert len(entries) == 100
    for entry in entries:
        for link in entry.iter(f"{XHTML}link"):
            assert link.get("href").startswith(("http://", "https://"))
        content = "".join(entry.findtext(f"{XHTML}{name}") or "" for name in ("summary", "content"))
        root: Any = html.fragment_fromstring(content, create_parent="div")
        assert {element.tag for element in root.iter()} <= {"div", "p", "a", "h2", "h3", "b", "strong", "article"}
        for element in root.iter():
            assert not any(name.startswith("on") or name == "style" for name in element.attrib)
            assert element.get("href", "https://").startswith(("http://", "https://"))
