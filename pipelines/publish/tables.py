"""Pure: rows -> CSV and JSON, the same bytes for the same rows: UTF-8, LF, columns and rows in a fixed order."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]

FORMULA_STARTS = frozenset("=+-@＝＋－＠")


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A CSV for people: text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return file.getvalue()


def json_rows(rows: Iterable[object]) -> str:
    """A JSON array with one row a line, so that a change of one row is a change of one line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def json_text(value: object) -> str:
    """JSON with one space of sense: two columns of indent, keys as given, no escapes for letters."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def defused(text: str) -> str:
    """Text of which no line is a formula to a spreadsheet, whatever blanks or unseen characters it hides behind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    return "".join(f"'{line}" if _opens_formula(line) else line for line in lines)


def _opens_formula(line: str) -> bool:
    if line.startswith("\t"):
        return True
    seen = (char for char in line if unicodedata.category(char)[0] not in "CZ")
    return next(seen, "") in FORMULA_STARTS


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return defused(value) if isinstance(value, str) else value
