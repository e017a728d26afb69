"""The words of messages: complete in both languages, pleasant to read, harmless whatever a page says."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pipelines.alerts
from pipelines.alerts.messages import clean, compose, webhook_payload, words_in
from pipelines.events import SEVERITY_OF

SCHEMA = json.loads((Path(pipelines.alerts.__file__).parent / "payload.schema.json").read_text("utf-8"))

RECORD: dict[str, Any] = {
    "key": "daily_high:personnel:2024-11-29",
    "kind": "daily_high",
    "subject": "personnel",
    "severity": "high",
    "report_date": "2024-11-29",
    "happened_at": "2024-11-29T06:00:00Z",
    "value": 2030,
    "previous_value": 1950,
    "previous_date": "2024-11-12",
    "since": None,
    "total": 738_660,
    "change": 2030,
    "mean_7d": 1480.4,
    "status": "confirmed",
    "witnesses": 3,
    "source": "Ministry of Defence",
    "url": "https://mod.gov.ua/x?a=1&b=2",
    "quote": "738 660 (+2 030)",
    "explain": "scrapy explain 2024-11-29 personnel",
}


def test_a_record_reads_well_in_english() -> None:
    message = compose([RECORD], language="en")
    assert message.title == "Personnel: 2,030 in one day on 29 Nov 2024, the most since the war began"
    assert message.text.split("\n") == [
        "Before: 1,950 on 12 Nov 2024.",
        "total 738,660 · 7-day mean 1,480 · confirmed, witnesses: 3",
        "Source: Ministry of Defence https://mod.gov.ua/x?a=1&b=2",
        "Look closer: scrapy explain 2024-11-29 personnel",
    ]


def test_a_record_reads_well_in_ukrainian() -> None:
    message = compose([RECORD], language="uk", report_url="https://example.org/")
    assert message.title == "Особовий склад: 2\u00a0030 за добу, 29 листопада 2024: найбільше від початку війни"
    assert "Попередній рекорд: 1\u00a0950, 12 листопада 2024." in message.text
    assert message.text.endswith("Звіт: https://example.org/")


def test_a_month_is_the_one_that_the_report_completes() -> None:
    month = {**RECORD, "kind": "month_high", "report_date": "2025-01-01", "value": 48_670, "previous_value": 45_720}
    message = compose([{**month, "previous_date": "2024-12-01"}], language="en")
    assert message.title == "Personnel: 48,670 in December 2024, the most in any month of the war"
    assert "Before: 45,720 in November 2024." in message.text


def test_what_is_not_known_is_left_out() -> None:
    bare = {
        name: RECORD[name] for name in ("key", "kind", "subject", "severity", "report_date", "happened_at", "value")
    }
    message = compose([bare], language="en")
    assert message.title.startswith("Personnel: 2,030")
    assert message.text == ""
    assert "None" not in message.html


def test_a_claim_says_who_and_how_surely() -> None:
    claim = {
        **dict.fromkeys(("report_date", "url"), None),
        "key": "k",
        "kind": "claim_record",
        "subject": "UK MoD",
        "severity": "normal",
        "happened_at": "2024-04-24T06:00:00Z",
        "topic": "desertion",
        "value": 64.0,
        "value_high": None,
        "unit": "convictions",
        "qualifier": "more_than",
        "period": "2024-03",
        "quote": "More than 64 were convicted.",
    }
    message = compose([claim], language="en")
    assert message.title == "UK MoD: desertion at a record: more than 64 convictions (2024-03)"
    assert message.text == "“More than 64 were convicted.”"
    assert compose([{**claim, "value": None, "period": None}], language="uk").title == "UK MoD: дезертирство, рекорд"


def test_several_events_are_one_message_and_many_are_a_list_of_titles() -> None:
    few, many = compose([RECORD] * 3, language="en"), compose([RECORD] * 12, language="en")
    assert few.title == "3 events: Personnel: 2,030 in one day on 29 Nov 2024, the most since the war began"
    assert few.text.count("Before:") == 3
    assert many.title.startswith("12 events")
    assert many.text.count("Personnel: 2,030") == 12
    assert "Before:" not in many.text


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("kind", SEVERITY_OF)
def test_every_kind_has_its_words(language: str, kind: str) -> None:
    facts = {
        "detail": "why",
        "told_value": 1,
        "topic": "killed",
        "unit": "people",
        "status": "held",
        "rule": "wild_jump",
        "since": "2024-01-01",
    }
    message = compose([{**RECORD, **facts, "kind": kind}], language=language)
    assert message.title != kind
    assert not re.search(r"[{}]", message.title + message.text + message.html)


def test_both_languages_have_the_same_words() -> None:
    def shape(words: object) -> object:
        return {key: shape(value) for key, value in words.items()} if isinstance(words, dict) else type(words)

    english, ukrainian = words_in("en"), words_in("uk")
    for name in ("kinds", "status", "rules", "doubts", "qualifiers"):
        assert shape(english[name]) == shape(ukrainian[name])
    assert english["categories"].keys() == ukrainian["categories"].keys()


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "a\r\nBcc: everyone@example.org",
    "\u202eevil\u2066\u200b",
    "\x1b[31mred\x00",
    "{value} {0} %s $title ${lines}",
    "line\u2028separator",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", ["unknown_label", "claim_disputed", "crawl_failed", "daily_high"])
def test_foreign_text_stays_text(payload: str, kind: str) -> None:
    names = ("subject", "quote", "detail", "source", "url", "topic", "unit", "period", "previous_quote", "explain")
    message = compose([{**RECORD, "kind": kind, **dict.fromkeys(names, payload)}], language="en")
    page = _Tags()
    page.feed(message.html)
    assert page.tags <= {"div", "p", "b", "a"}
    assert page.links == []
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2028\u202e\u2066\u200b]", message.text + message.title)
    assert "\n" not in message.title


def test_long_foreign_text_is_cut() -> None:
    assert len(clean("x" * 10**6)) <= 280
    assert len(compose([{**RECORD, "kind": "crawl_failed", "detail": "y" * 10**6}], language="en").title) <= 300


@pytest.mark.parametrize("kind", SEVERITY_OF)
def test_the_payload_of_every_kind_fits_its_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    events = [{**RECORD, "kind": kind, "severity": SEVERITY_OF[kind]}]
    payload = webhook_payload("key", events, compose(events, language="en"))
    jsonschema.validate(json.loads(json.dumps(payload)), SCHEMA)


def test_the_schema_knows_every_kind() -> None:
    assert set(SCHEMA["$defs"]["event"]["properties"]["kind"]["enum"]) == set(SEVERITY_OF)
