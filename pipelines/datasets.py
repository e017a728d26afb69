"""Pure: a published dataset's bytes, by its layout -> one list a day, each figure with the JSON it was read from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pipelines.losses import Figure, LossReport
from pipelines.problems import Problem
from pipelines.vocabulary import categories

HIGHEST = 999_999_999
SPACE = re.compile(r"[ \t\r\n]*")
QUOTED = 300
"""Characters of a row that are shown in a problem."""


class DatasetError(ValueError):
    """The file is no dataset of this layout; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class FileLayout:
    """How one file says what: an array of objects, one a day.

    `columns` are names of members with the categories they may be: the one that the list carried on the row's day.
    A member that is neither named, ignored nor marks approximate figures is a problem.
    """

    key: str
    url: str
    says: Literal["totals", "corrections"]
    day: str
    columns: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...] = ()
    approximate: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Members whose value is one of these words, which mark the row's figures as approximate."""


@dataclass(frozen=True, slots=True)
class Row:
    """One day: `text` is the row as it stands in the file, the report's places count the file's characters."""

    day: date
    text: str
    report: LossReport


@dataclass(frozen=True, slots=True)
class Member:
    """One name and value of a row; `text` is both as they stand in the file from `start` to `end`."""

    name: str
    value: Any
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file, in its order, and what was left out of them and why."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_dataset(body: bytes, layout: FileLayout) -> Reading:
    """Read a file. Raises DatasetError where it is not an array of objects in UTF-8 JSON, or none of them is a day."""
    try:
        text = body.decode("utf-8-sig")
        spans = list(_objects(text))
    except UnicodeDecodeError as error:
        raise DatasetError(f"{layout.key} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{layout.key} is not an array of JSON objects: {error}") from error
    rows: dict[date, Row] = {}
    problems = _Problems()
    for start, end, members in spans:
        row = _row(text[start:end], start, members, layout, problems)
        if row is not None and row.day in rows:
            problems.add("repeated_day", f"{layout.key} has a second row for {row.day}: it is held", row.text, start)
        elif row is not None:
            rows[row.day] = row
    if not rows:
        raise DatasetError(f"{layout.key} has no row with a day and a figure")
    return Reading(tuple(rows.values()), tuple(problems.found.values()))


class _Problems:
    """Each kind of problem once for each thing it is about, with its first place."""

    def __init__(self) -> None:
        self.found: dict[str, Problem] = {}

    def add(self, kind: str, detail: str, quote: str, start: int) -> None:
        self.found.setdefault(detail, Problem(kind, detail, "error", quote[:QUOTED], start))


def _objects(text: str) -> Iterator[tuple[int, int, list[Member]]]:
    """The objects of a JSON array: where each starts and ends, and what it holds. Raises ValueError."""
    at = _expect(text, _skip(text, 0), "[")
    while text[at : at + 1] != "]":
        start = at
        members, at = _members(text, at)
        yield start, at, members
        at = _skip(text, at)
        if text[at : at + 1] != "]":
            at = _expect(text, at, ",")
    if _skip(text, at + 1) != len(text):
        raise ValueError(f"more after the array at character {at + 1}")


def _members(text: str, at: int) -> tuple[list[Member], int]:
    decoder = json.JSONDecoder()
    members: list[Member] = []
    at = _expect(text, at, "{")
    while text[at : at + 1] != "}":
        start = at
        name, at = decoder.raw_decode(text, at)
        if not isinstance(name, str):
            raise ValueError(f"a member's name expected at character {start}")
        at = _expect(text, _skip(text, at), ":")
        value, end = decoder.raw_decode(text, at)
        members.append(Member(name, value, text[start:end], start, end))
        at = _skip(text, end)
        if text[at : at + 1] != "}":
            at = _expect(text, at, ",")
    return members, at + 1


def _skip(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise ValueError(f"{mark} expected at character {at}")
    return _skip(text, at + 1)


def _row(text: str, start: int, members: list[Member], layout: FileLayout, problems: _Problems) -> Row | None:
    day = _day(members, layout)
    if day is None:
        problems.add("undated_report", f"a row of {layout.key} has no day in {layout.day!r}", text, start)
        return None
    approximate = _is_approximate(members, layout, problems)
    figures: dict[str, Figure] = {}
    for member in members:
        figure = _figure(member, day, layout, problems)
        if figure is not None and figure.category in figures:
            problems.add(
                "corrupt_figure", f"{layout.key}, {day}: {member.name!r} stands twice", member.text, member.start
            )
        elif figure is not None:
            figures[figure.category] = replace(figure, approximate=approximate)
    return Row(day, text, LossReport(day, "layout", tuple(figures.values()))) if figures else None


def _is_approximate(members: list[Member], layout: FileLayout, problems: _Problems) -> bool:
    marks = [member for member in members if member.name in layout.approximate]
    for mark in marks:
        if mark.value not in layout.approximate[mark.name]:
            detail = f"{layout.key} has an unknown word in {mark.name!r}: {mark.value!r}"
            problems.add("unknown_label", detail, mark.text, mark.start)
    return bool(marks)


def _day(members: list[Member], layout: FileLayout) -> date | None:
    found = [member.value for member in members if member.name == layout.day]
    try:
        return date.fromisoformat(found[0]) if len(found) == 1 and isinstance(found[0], str) else None
    except ValueError:
        return None


def _figure(member: Member, day: date, layout: FileLayout, problems: _Problems) -> Figure | None:
    columns = layout.columns.get(member.name)
    if columns is None:
        known = member.name in (layout.day, *layout.ignored, *layout.approximate)
        if not known:
            problems.add(
                "unknown_label", f"{layout.key} has an unknown member {member.name!r}", member.text, member.start
            )
        return None
    corrects = layout.says == "corrections"
    if member.value is None or (corrects and member.value == 0):
        return None
    if type(member.value) is not int or not (-HIGHEST if corrects else 0) <= member.value <= HIGHEST:
        problems.add("corrupt_figure", f"{layout.key}, {day}: {member.name!r} is no count", member.text, member.start)
        return None
    category = next((each for each in columns if is_listed(each, day)), None)
    if category is None:
        detail = f"{layout.key}, {day}: {member.name!r} was not on the list that day"
        problems.add("unlisted_category", detail, member.text, member.start)
        return None
    return Figure(
        category=category,
        total=None if corrects else member.value,
        delta=None,
        approximate=False,
        quote=member.text,
        start=member.start,
        end=member.end,
        correction=member.value if corrects else None,
    )


def is_listed(category: str, day: date) -> bool:
    """Whether the General Staff's list carries a category on a day."""
    listed = categories()[category]
    return listed.since <= day and (listed.until is None or day <= listed.until)
