"""What each published table holds: one declaration, from which its CSV header and both kinds of schema are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.publish.tables import Cell, Row

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]

JSON_TYPES: Mapping[Type, dict[str, str]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `about` is for a reader of the data; a column that is not `required` may be empty."""

    name: str
    type: Type
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: rows are sorted by `key`, which is unique."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def row(self, stored: Mapping[str, Any]) -> Row:
        """A stored row with this table's columns and their types: SQLite keeps truth as 0 and 1."""
        return {column.name: _typed(stored[column.name], column.type) for column in self.columns}


STATUSES = ("confirmed", "single", "disputed", "corrected", "held")

LONG = Table(
    "losses-long",
    "Reconciled figures, one row per day and category, with status and evidence",
    (
        Column("report_date", "date", "the morning the list stands for, in Kyiv", required=True),
        Column("category", "string", "what is counted", required=True),
        Column("total", "integer", "the sum since 2022-02-24, in units"),
        Column("delta", "integer", "what that one day added; empty where it is not known"),
        Column("approximate", "boolean", "whether the page hedges the figure", required=True),
        Column("status", "string", "how far the figure may be trusted", required=True, choices=STATUSES),
        Column("rule", "string", "the rule of docs/reconciliation.md that decided", required=True),
        Column("witnesses", "integer", "how many independent witnesses speak for it", required=True),
        Column("checksum", "boolean", "whether yesterday's total and the printed change add up to the total"),
        Column("corrected", "boolean", "whether the day puts earlier totals right", required=True),
        Column("revision", "integer", "how often it changed, from 1", required=True),
        Column("source", "string", "the source of the chosen statement"),
        Column("url", "string", "the page of the chosen statement"),
    ),
    ("report_date", "category"),
)

CLAIMS = Table(
    "claims",
    "What agencies are said to assert, one row per assertion",
    (
        Column("id", "integer", "stable number of the assertion", required=True),
        Column("agency", "string", "who asserts it", required=True),
        Column("relays", "string", "whom the agency cites"),
        Column("topic", "string", "slug of the topic", required=True),
        Column("subject", "string", "what is counted, in a few English words", required=True),
        Column("value", "number", "the figure; empty for a record claimed without one"),
        Column("value_high", "number", "the upper end of a range"),
        Column("unit", "string", "what the figure counts", required=True),
        Column("qualifier", "string", "how the words hedge it", required=True),
        Column("period", "string", "ISO date, month, year or interval"),
        Column("place", "string", "where"),
        Column("record", "boolean", "whether the text calls it a record", required=True),
        Column("disputed", "boolean", "whether another outlet gives another figure for it", required=True),
        Column("sightings", "integer", "how many articles carry it", required=True),
        Column("first_published_at", "datetime", "when the first of them was published, UTC"),
        Column("quote", "string", "the sentence in the first article that carries it", required=True),
        Column("source", "string", "that article's source", required=True),
        Column("url", "string", "that article's address", required=True),
    ),
    ("id",),
)

RECORDS = Table(
    "records",
    "Record events of the reconciled series",
    (
        Column("report_date", "date", "the day of the record", required=True),
        Column("category", "string", "what is counted", required=True),
        Column("kind", "string", "what kind of record", required=True),
        Column("value", "number", "the record", required=True),
        Column("previous_value", "number", "what it broke"),
        Column("previous_date", "date", "when that stood"),
        Column("since", "date", "since when there was nothing higher"),
        Column("withdrawn_at", "datetime", "when a correction took it back, UTC"),
    ),
    ("report_date", "category", "kind"),
)

CORRECTIONS = Table(
    "corrections",
    "Reconciled figures that changed after they were first known",
    (
        Column("id", "integer", "running number", required=True),
        Column("report_date", "date", "the day of the figure", required=True),
        Column("category", "string", "what is counted", required=True),
        Column("before_total", "integer", "the total until then"),
        Column("after_total", "integer", "the total since"),
        Column("before_delta", "integer", "the daily change until then"),
        Column("after_delta", "integer", "the daily change since"),
        Column("before_status", "string", "the status until then", required=True),
        Column("after_status", "string", "the status since", required=True),
        Column("why", "string", "what changed it", required=True),
        Column("corrected_at", "datetime", "when, UTC", required=True),
        Column("source", "string", "the source of the page that brought it"),
        Column("url", "string", "that page's address"),
    ),
    ("id",),
)


STANDING = ("confirmed", "single", "corrected")
"""The statuses of figures that may be used."""


def wide_rows(figures: Iterable[Row], table: Table) -> list[Row]:
    """The figures that stand, one row per day of which any does; what does not stand is left empty."""
    days: dict[Cell, dict[str, Cell]] = {}
    for figure in figures:
        if figure["status"] in STANDING and figure["category"] in table.header:
            day = days.setdefault(figure["report_date"], {})
            day[str(figure["category"])] = figure["total"]
            day[f"{figure['category']}_delta"] = figure["delta"]
    empty: dict[str, Cell] = dict.fromkeys(table.header)
    return [{**empty, "report_date": day, **days[day]} for day in days]


def nested_rows(figures: Iterable[Row]) -> list[dict[str, Any]]:
    """All figures, one object per day: category -> what is known of it."""
    days: dict[Cell, dict[str, Row]] = {}
    for figure in figures:
        known = {name: value for name, value in figure.items() if name not in ("report_date", "category")}
        days.setdefault(figure["report_date"], {})[str(figure["category"])] = known
    return [{"report_date": day, "figures": known} for day, known in days.items()]


def nested_schema(table: Table, categories: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of losses.json: an array of days, each with its figures by category."""
    columns = [column for column in table.columns if column.name not in ("report_date", "category")]
    figure = _object({column.name: _property(column) for column in columns})
    reference = {"$ref": "#/$defs/figure"}
    figures = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(categories, reference)}
    return {
        "$schema": DIALECT,
        "title": table.title,
        "type": "array",
        "items": _object({"report_date": _property(table.columns[0]), "figures": figures}),
        "$defs": {"figure": figure},
    }


def wide_table(categories: Mapping[str, str]) -> Table:
    """One row per day: for each category (key -> display name) its total and its daily change."""
    columns = [Column("report_date", "date", "the morning the list stands for, in Kyiv", required=True)]
    for key, name in categories.items():
        columns.append(Column(key, "integer", f"{name}: the sum since 2022-02-24"))
        columns.append(Column(f"{key}_delta", "integer", f"{name}: what that one day added"))
    return Table("losses", "Standing figures, one row per day", tuple(columns), ("report_date",))


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a resource in the data package."""
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def json_schema(table: Table) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file that holds an array of the table's rows."""
    return {
        "$schema": DIALECT,
        "title": table.title,
        "type": "array",
        "items": _object({column.name: _property(column) for column in table.columns}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _typed(value: Cell, kind: Type) -> Cell:
    if kind == "boolean" and value is not None:
        return bool(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.about}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {**field, "constraints": constraints} if constraints else field


def _property(column: Column) -> dict[str, Any]:
    kind: dict[str, Any] = dict(JSON_TYPES[column.type])
    if not column.required:
        kind["type"] = [kind["type"], "null"]
    if column.choices:
        kind["enum"] = list(column.choices)
    return {**kind, "description": column.about}
