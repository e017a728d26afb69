"""The Atom feed of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from pipelines.publish.feed import atom_feed

ATOM = "{http://www.w3.org/2005/Atom}"


def event(key: str, kind: str = "round_total", **facts: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "subject": "tanks",
        "severity": "normal",
        "report_date": "2026-08-01",
        "happened_at": "2026-08-01T06:00:00Z",
        "value": 12_000,
        **facts,
    }


def parse(feed: bytes) -> Any:
    return etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))


def entries(feed: bytes) -> list[Any]:
    return list(parse(feed).iter(f"{ATOM}entry"))


def text(element: Any, name: str) -> str:
    return str(element.findtext(f"{ATOM}{name}"))


def test_events_are_entries_newest_first() -> None:
    feed = atom_feed([event("a"), event("b", happened_at="2026-08-02T06:00:00Z", url="https://mod.gov.ua/x?a=1&b=2")])
    newest, oldest = entries(feed)
    assert text(newest, "id").endswith(":b")
    assert newest.find(f"{ATOM}link").get("href") == "https://mod.gov.ua/x?a=1&b=2"
    assert text(newest, "title") == text(oldest, "title") == "Tanks: the total passed 12,000 on 1 Aug 2026"
    assert text(parse(feed), "updated") == "2026-08-02T06:00:00+00:00"


@pytest.mark.parametrize("name", ["title", "id", "updated"])
def test_what_atom_requires_is_there(name: str) -> None:
    for feed in (atom_feed([]), atom_feed([event("a")])):
        root = parse(feed)
        assert text(root, name)
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        assert all(text(entry, name) for entry in root.iter(f"{ATOM}entry"))


def test_a_withdrawn_record_keeps_its_entry_with_a_later_time() -> None:
    withdrawn = event(
        "a:withdrawn:1",
        "record_withdrawn",
        amends="a",
        told_value=12_000,
        happened_at="2026-08-03T06:00:00Z",
    )
    (entry,) = entries(atom_feed([event("a"), withdrawn]))
    assert text(entry, "id").endswith(":a")
    assert text(entry, "title").startswith("Withdrawn: Tanks")
    assert datetime.fromisoformat(text(entry, "updated")) > datetime.fromisoformat(text(entry, "published"))
    assert "the total passed 12,000" in text(entry, "summary")


def test_the_same_events_give_the_same_bytes() -> None:
    events = [event("b"), event("a"), event("c", happened_at="2026-08-02T06:00:00Z")]
    assert atom_feed(events) == atom_feed(list(reversed(events)))
    assert atom_feed([]) == atom_feed([])


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "]]>", "&xxe;", "\x00\x1b\ufffe\ud800", "javascript:alert(1)"]
)
def test_foreign_text_stays_text(payload: str) -> None:
    hostile = event("k", "unknown_label", subject=payload, quote=payload, detail=payload, source=payload, url=payload)
    (entry,) = entries(atom_feed([hostile]))
    assert "<script" not in text(entry, "summary")
    assert entry.find(f"{ATOM}link").get("href").startswith("https://")
