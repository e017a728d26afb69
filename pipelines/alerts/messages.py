"""Pure: events -> the words of a message, as text and HTML in a target's language, and the webhook's payload."""

from __future__ import annotations

import html
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words")
CATEGORIES = Path(__file__).parents[1] / "vocabulary" / "categories.toml"

DETAILED = 6
"""Up to so many events are told in full; more are told by their titles."""
LONGEST_TITLE = 200
LONGEST_WORDS = 280
"""Characters of foreign text (a quote, a label) that go into a message."""
PAYLOAD_VERSION = 1

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What a person gets; `html` is escaped, `text` one line a thing."""

    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    link: str | None = None


def compose(events: Sequence[Document], *, language: str, report_url: str = "") -> Message:
    """One message of one or more events; each is a flat document as the outbox gives it."""
    words = words_in(language)
    told = [_told(event, words, report_url) for event in events]
    if len(told) == 1:
        title, lines = told[0]
        return Message(_cut(title, LONGEST_TITLE), _as_text(lines), _as_html(title, lines))
    if len(told) > DETAILED:
        told = [(heading, []) for heading, _ in told]
    return Message(
        title=_cut(words["digest"].format(count=len(told), first=told[0][0]), LONGEST_TITLE),
        text="\n\n".join("\n".join(filter(None, [heading, _as_text(lines)])) for heading, lines in told),
        html="".join(_as_html(heading, lines) for heading, lines in told),
    )


def webhook_payload(key: str, events: Sequence[Document], message: Message) -> dict[str, Any]:
    """What a webhook gets; payload.schema.json describes it."""
    return {
        "version": PAYLOAD_VERSION,
        "key": key,
        "title": message.title,
        "text": message.text,
        "events": [dict(event) for event in events],
    }


def clean(text: str) -> str:
    """Foreign text as one line: no control, format or private characters, and not longer than a message can bear."""
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text[: 4 * LONGEST_WORDS])
    return _cut(" ".join(kept.split()), LONGEST_WORDS)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@cache
def words_in(language: str) -> dict[str, Any]:
    """The words of one language: category names, months, number marks and the templates of messages."""
    words: dict[str, Any] = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    names = {name: table["name"] for name, table in tomllib.loads(CATEGORIES.read_text(encoding="utf-8")).items()}
    return {**words, "categories": {**names, **words["categories"]}}


@cache
def _layout() -> string.Template:
    return string.Template((WORDS / "event.html").read_text(encoding="utf-8"))


def _told(event: Document, words: dict[str, Any], report_url: str) -> tuple[str, list[_Line]]:
    """One event's title and the lines below it."""
    kind, fields = event["kind"], _fields(event, words, report_url)
    return next(_filled(words["kinds"][kind]["title"], fields), kind), list(_lines(kind, fields, words))


def _lines(kind: str, fields: Mapping[str, str], words: dict[str, Any]) -> Iterator[_Line]:
    for line in _filled(words["kinds"][kind]["lines"], fields):
        yield _Line(line)
    facts = " · ".join(_filled(words["facts"], fields))
    if facts:
        yield _Line(facts)
    for line in _filled([words["link"]], fields):
        yield _Line(line, fields.get("url"))
    for line in _filled([words["explain"], words["report"]], fields):
        yield _Line(line)


def _filled(templates: Sequence[str], fields: Mapping[str, str]) -> Iterator[str]:
    """The templates whose fields are all known, filled."""
    for template in templates:
        needed = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        if needed <= fields.keys():
            yield template.format_map(fields)


def _fields(event: Document, words: dict[str, Any], report_url: str) -> dict[str, str]:
    """Everything that is known of an event, as words; what is not known is absent."""
    found = {name: _written(name, value, words) for name, value in event.items() if value not in (None, "")}
    subject = str(event["subject"])
    found["subject"] = words["categories"].get(subject, clean(subject))
    if event.get("status") and event.get("witnesses") is not None:
        found["status_words"] = words["status"][event["status"]].format(witnesses=event["witnesses"])
    found |= {
        name: words[table][event[fact]]
        for name, table, fact in (("rule_words", "rules", "rule"), ("doubt", "doubts", "status"))
        if event.get(fact) in words[table]
    }
    for name, source in (("month", "report_date"), ("previous_month", "previous_date")):
        if event.get(source):
            found[name] = _month_before(date.fromisoformat(event[source]), words)
    for name, value, high in (("value_words", "value", "value_high"), ("previous_words", "previous_value", "-")):
        if event.get(value) is not None:
            numbers = [number for number in (event[value], event.get(high)) if number is not None]
            figure = "–".join(_number(number, words) for number in numbers)
            hedge = words["qualifiers"].get(event.get("qualifier"), "") if name == "value_words" else ""
            unit = clean(str(event.get("unit") or "")).replace("_", " ")
            found[name] = " ".join(filter(None, (hedge, figure, unit)))
    if event.get("topic"):
        topic = clean(str(event["topic"]))
        found["topic"] = words["topics"].get(topic, topic.replace("_", " "))
    if report_url:
        found["report_url"] = report_url
    return found


def _written(name: str, value: object, words: dict[str, Any]) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, words)
    if name in ("report_date", "previous_date", "since"):
        return _day(date.fromisoformat(str(value)), words)
    return clean(str(value))


def _number(number: float, words: dict[str, Any]) -> str:
    text = f"{number:,.0f}" if number == int(number) or abs(number) >= 1000 else f"{number:,.1f}"
    return text.translate({ord(","): words["thousands"], ord("."): words["decimal"]})


def _day(day: date, words: dict[str, Any]) -> str:
    return str(words["day"]).format(day=day.day, month=words["months_of_day"][day.month - 1], year=day.year)


def _month_before(day: date, words: dict[str, Any]) -> str:
    """The month that a report of its next month's first day completes."""
    last = day - timedelta(days=1)
    return str(words["month"]).format(month=words["months"][last.month - 1], year=last.year)


def _as_text(lines: Sequence[_Line]) -> str:
    return "\n".join(f"{line.words} {line.link}" if line.link else line.words for line in lines)


def _as_html(heading: str, lines: Sequence[_Line]) -> str:
    return _layout().substitute(
        title=html.escape(heading), lines="\n".join(f"<p>{_linked(line)}</p>" for line in lines)
    )


def _linked(line: _Line) -> str:
    words = html.escape(line.words)
    if line.link and re.match(r"https?://", line.link):
        return f'<a href="{html.escape(line.link)}">{words}</a>'
    return words
