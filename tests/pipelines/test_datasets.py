"""A dataset's file, by its layout: every figure with the JSON it was read from, every oddity with its place."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.datasets import DatasetError, FileLayout, Reading, read_dataset

LAYOUT = FileLayout(
    key="example",
    url="https://data.example/losses.json",
    says="totals",
    day="date",
    columns={"tank": ("tanks",), "lorries": ("military_vehicles", "vehicles_fuel_tanks"), "sub": ("submarines",)},
    ignored=("day",),
    approximate={"hedge": ("about",)},
)
CORRECTIONS = FileLayout("notes", "https://data.example/notes.json", "corrections", "date", {"tank": ("tanks",)})


def read(*rows: dict[str, Any], layout: FileLayout = LAYOUT) -> Reading:
    return read_dataset(json.dumps(rows, indent=2).encode(), layout)


def kinds(reading: Reading) -> list[str]:
    return [problem.kind for problem in reading.problems]


def test_a_row_is_a_list_with_the_words_it_was_read_from() -> None:
    body = '[ {"date": "2024-04-24", "day": 791,\n "tank" : 7249} ]'
    (row,) = read_dataset(body.encode(), LAYOUT).rows
    (figure,) = row.report.figures
    assert (row.day, figure.category, figure.total, figure.delta) == (date(2024, 4, 24), "tanks", 7249, None)
    assert figure.quote == body[figure.start : figure.end] == '"tank" : 7249'
    assert row.text == body[2:-2]


def test_a_column_means_what_the_list_carried_that_day() -> None:
    reading = read({"date": "2022-04-30", "lorries": 1701}, {"date": "2022-05-01", "lorries": 1796})
    assert [row.report.figures[0].category for row in reading.rows] == ["military_vehicles", "vehicles_fuel_tanks"]


def test_a_marked_row_is_approximate() -> None:
    rows = read({"date": "2024-04-24", "tank": 1, "hedge": "about"}, {"date": "2024-04-25", "tank": 1}).rows
    assert [row.report.figures[0].approximate for row in rows] == [True, False]


def test_an_unknown_word_in_a_mark_is_loud() -> None:
    assert kinds(read({"date": "2024-04-24", "tank": 1, "hedge": "nearly"})) == ["unknown_label"]


def test_an_unknown_member_is_loud_once() -> None:
    reading = read(*({"date": f"2026-05-0{number}", "tank": 1, "robot": 5} for number in (3, 4)))
    (problem,) = reading.problems
    assert (problem.kind, problem.quote) == ("unknown_label", '"robot": 5')
    assert len(reading.rows) == 2


@pytest.mark.parametrize("value", ["12", 1.5, True, -1, 10**9, [1], {"a": 1}])
def test_what_is_no_count_is_left_out_and_named(value: object) -> None:
    reading = read({"date": "2024-04-24", "tank": value, "sub": 1})
    assert [figure.category for figure in reading.rows[0].report.figures] == ["submarines"]
    assert kinds(reading) == ["corrupt_figure"]


def test_null_is_no_figure_and_no_problem() -> None:
    reading = read({"date": "2024-04-24", "tank": None, "sub": 1})
    assert (len(reading.rows[0].report.figures), reading.problems) == (1, ())


def test_a_category_before_its_time_is_named() -> None:
    assert kinds(read({"date": "2023-09-13", "tank": 1, "sub": 1})) == ["unlisted_category"]


@pytest.mark.parametrize("day", ["24.04.2024", "2024-02-30", 20240424, None])
def test_a_row_without_a_day_is_named(day: object) -> None:
    reading = read({"date": day, "tank": 1}, {"date": "2024-04-24", "tank": 1})
    assert (len(reading.rows), kinds(reading)) == (1, ["undated_report"])


def test_a_second_row_of_a_day_is_held() -> None:
    reading = read({"date": "2024-04-24", "tank": 1}, {"date": "2024-04-24", "tank": 2})
    assert [row.report.figures[0].total for row in reading.rows] == [1]
    assert kinds(reading) == ["repeated_day"]


def test_a_member_that_stands_twice_is_named() -> None:
    reading = read_dataset(b'[{"date": "2024-04-24", "tank": 1, "tank": 2}]', LAYOUT)
    assert kinds(reading) == ["corrupt_figure"]


def test_corrections_are_no_totals_and_zero_is_none() -> None:
    reading = read({"date": "2024-11-30", "tank": -5}, {"date": "2024-12-01", "tank": 0}, layout=CORRECTIONS)
    ((figure,),) = [row.report.figures for row in reading.rows]
    assert (figure.total, figure.delta, figure.correction) == (None, None, -5)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"[1]", b'[{"date": "2024-04-24"}]', b"[{]", b'[{"date": "2024-04-24", "tank": 1}', b"[{1: 2}]",
     b'[{"date": "2024-04-24", "tank": 1}] trailing', b"\xff\xfe", b"<html>", b"[" * 100_000, b'[{"a":' * 100_000],
)  # fmt: skip
def test_another_file_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(DatasetError) as error:
        read_dataset(body, LAYOUT)
    assert "\n" not in str(error.value)


@given(st.binary(max_size=300) | st.text(alphabet='[]{}":, \n12ab', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(DatasetError):
        assert read_dataset(body, LAYOUT).rows


@given(
    st.dictionaries(st.dates(date(2023, 10, 1), date(2026, 1, 1)), st.integers(0, 10**9 - 1), min_size=1),
    st.integers(0, 4),
)
def test_places_hold_whatever_the_spacing(totals: dict[date, int], indent: int) -> None:
    rows = [{"date": day.isoformat(), "tank": total} for day, total in totals.items()]
    text = json.dumps(rows, indent=indent or None)
    reading = read_dataset(text.encode(), LAYOUT)
    assert {row.day: row.report.figures[0].total for row in reading.rows} == totals
    for row in reading.rows:
        figure = row.report.figures[0]
        assert json.loads(f"{{{text[figure.start : figure.end]}}}") == {"tank": figure.total}
        assert json.loads(row.text)["date"] == row.day.isoformat()
