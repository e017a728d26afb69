import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.publish.tables import Row, csv_text, defused, json_text

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\xa0=cmd",
    "＝1",
    "ok\n=1",
    "\r=1",
    "a\r\n@b",
    "\u200b=1",
    "\ufeff\u2028=1",
    "a\r=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_line_of_a_cell_starts_a_formula(text: str) -> None:
    for line in defused(text).splitlines():
        assert not line.strip("\ufeff\u200b \t\xa0").startswith(("=", "+", "-", "@", "＝"))
    assert "'" in defused(text)


def test_ordinary_text_and_numbers_are_left_alone() -> None:
    row: Row = {
        "name": "tanks — 7,242",
        "total": 7242,
        "delta": -3,
        "ratio": 2.5,
        "whole": 3.0,
        "ok": True,
        "none": None,
    }
    rows = [row]
    assert csv_text(list(row), rows) == 'name,total,delta,ratio,whole,ok,none\n"tanks — 7,242",7242,-3,2.5,3,true,\n'


@given(st.lists(st.text(st.characters(exclude_characters="\r\x00"), max_size=20), min_size=1, max_size=5))
def test_a_csv_reads_back_as_the_defused_cells(texts: list[str]) -> None:
    written = csv_text(["text"], [{"text": text} for text in texts])
    assert [row[0] if row else "" for row in list(csv.reader(io.StringIO(written, newline="")))[1:]] == [
        defused(text) for text in texts
    ]


def test_json_keeps_letters_and_never_writes_what_is_no_json() -> None:
    assert json.loads(json_text({"б": [1, None]})) == {"б": [1, None]}
    assert "б" in json_text({"б": 1})
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))
