"""The layouts of other datasets, cell by cell against the files their authors published."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crawler.publishing import layouts
from pipelines.publish.dropin import (
    Standing,
    corrections_of,
    orc_rows,
    petroivaniuk_correction_rows,
    petroivaniuk_rows,
    russianwarship_records,
    war_day,
)
from tests.newsroom.figures import CORRECTION, EQUIPMENT, ORC, ORC_NAMES, PERSONNEL, PETROIVANIUK_NAMES, published_file

Cells = dict[tuple[str, str], int]

COUNT = {"type": ["integer", "null"]}
ORC_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "date": {"type": "string", "format": "date"},
            "sourceUri": {"type": "string"},
            "personnel": {"type": "integer"},
            **{name: COUNT for name in ORC_NAMES if name != "personnel"},
        },
        "required": ["date", "sourceUri", *ORC_NAMES],
        "additionalProperties": False,
    },
}
"""The facts of the schema its authors validate it with."""


def cells(rows: list[dict[str, Any]], names: dict[str, str]) -> Cells:
    """(day, category) -> figure, with the categories as they are called here."""
    return {
        (row["date"], category): row[name]
        for row in rows
        for name, category in names.items()
        if row.get(name) is not None
    }


def combined(found: Cells) -> Cells:
    """Where one dataset has vehicles without and the other with fuel tanks, there is nothing to compare."""
    return {cell: value for cell, value in found.items() if cell[0] > "2022-04-30" or cell[1] != "vehicles_fuel_tanks"}


def published(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(published_file(name))
    return rows


def written(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / name).read_text("utf-8"))
    return rows


@pytest.fixture(scope="module")
def theirs() -> tuple[Cells, Cells]:
    petroivaniuk = {
        **cells(published(EQUIPMENT), PETROIVANIUK_NAMES),
        **cells(published(PERSONNEL), PETROIVANIUK_NAMES),
    }
    return combined(petroivaniuk), combined(cells(published(ORC), ORC_NAMES))


@pytest.fixture(scope="module")
def ours(folder: Path) -> tuple[Cells, Cells]:
    petroivaniuk = {
        **cells(written(folder, "petroivaniuk/russia_losses_equipment.json"), PETROIVANIUK_NAMES),
        **cells(written(folder, "petroivaniuk/russia_losses_personnel.json"), PETROIVANIUK_NAMES),
    }
    return combined(petroivaniuk), combined(cells(written(folder, "orc-losses.json"), ORC_NAMES))


def test_where_both_datasets_agree_ours_are_equal(
    theirs: tuple[Cells, Cells], ours: tuple[Cells, Cells], capsys: pytest.CaptureFixture[str]
) -> None:
    petroivaniuk, orc = theirs
    shared = petroivaniuk.keys() & orc.keys()
    agreed = {cell for cell in shared if petroivaniuk[cell] == orc[cell]}
    unequal = [cell for cell in agreed if any(side.get(cell, orc[cell]) != orc[cell] for side in ours)]
    missing = {cell for cell in agreed if any(cell not in side for side in ours)}
    with capsys.disabled():
        print(
            f"\n{len(shared):,} cells in both datasets, {len(agreed):,} agree: {len(unequal):,} of these differ here, "
            f"{len(missing):,} are missing"
        )
    assert len(agreed) > 17_000
    assert unequal == []
    undecided = {day for day, category in shared - ours[0].keys() if category == "personnel"}
    assert {day for day, _ in missing} <= undecided, "only days that orc-losses cannot show without their personnel"
    assert missing <= ours[0].keys()


def test_where_one_dataset_is_the_only_witness_ours_is_its_figure_or_none(
    theirs: tuple[Cells, Cells], ours: tuple[Cells, Cells]
) -> None:
    petroivaniuk, orc = theirs
    alone = {cell: value for cell, value in petroivaniuk.items() if cell not in orc}
    assert len(alone) > 1_000
    assert {cell for cell, value in alone.items() if ours[0].get(cell, value) != value} == set()


def test_orc_losses_is_valid_newest_first_and_links_to_pages(folder: Path) -> None:
    rows = written(folder, "orc-losses.json")
    jsonschema.Draft202012Validator(ORC_SCHEMA, format_checker=jsonschema.FormatChecker()).validate(rows)
    assert list(rows[0]) == list(published(ORC)[0])
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)
    assert all(row["sourceUri"].startswith("https://") for row in rows)
    assert not (folder / "orc-losses.json").read_bytes().endswith(b"\n")


def test_petroivaniuk_has_its_members_and_counts_the_days_of_the_war(folder: Path) -> None:
    ours = {row["date"]: row for row in written(folder, "petroivaniuk/russia_losses_equipment.json")}
    for row in published(EQUIPMENT):
        mine = ours[row["date"]]
        assert mine["day"] == row["day"]
        assert mine.keys() <= row.keys() | {"submarines"}
    assert ours["2026-08-08"].keys() == published(EQUIPMENT)[-1].keys()
    people = written(folder, "petroivaniuk/russia_losses_personnel.json")
    assert people[-1] == {"date": "2026-08-22", "day": 1641, "personnel": 1475270, "personnel*": "about"}


@pytest.mark.parametrize("stem", ["equipment", "personnel", "equipment_correction"])
def test_the_csv_twin_says_the_same(stem: str, folder: Path) -> None:
    rows = written(folder, f"petroivaniuk/russia_losses_{stem}.json")
    text = (folder / f"petroivaniuk/russia_losses_{stem}.csv").read_text("utf-8")
    twin = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [{name: value for name, value in row.items() if value} for row in twin] == [
        {name: str(value) for name, value in row.items()} for row in rows
    ]


def test_corrections_are_what_totals_moved_beyond_the_day(folder: Path) -> None:
    ours = cells(written(folder, "petroivaniuk/russia_losses_equipment_correction.json"), PETROIVANIUK_NAMES)
    theirs = cells(published(CORRECTION), PETROIVANIUK_NAMES)
    differing = {cell for cell in ours.keys() | theirs.keys() if ours.get(cell, 0) != theirs.get(cell, 0)}
    a_day_late = {cell for cell in differing if cell[0] in ("2023-05-27", "2023-05-28")}
    assert differing - a_day_late == {("2024-10-09", "aircraft"), ("2025-10-03", "special_equipment")}
    assert {category: ours["2023-05-28", category] for day, category in a_day_late} == {
        category: theirs["2023-05-27", category] for day, category in a_day_late
    }


def test_russianwarship_answers_have_integers_only(folder: Path) -> None:
    latest = json.loads((folder / "russianwarship/statistics/latest.json").read_text("utf-8"))
    listing = json.loads((folder / "russianwarship/statistics.json").read_text("utf-8"))["data"]
    record = latest["data"]
    assert record == listing["records"][0]
    assert record["date"] == "2026-08-22"
    assert record["day"] == 1641
    assert record["stats"]["personnel_units"] == 1475270
    assert record["increase"]["tanks"] == 6
    assert record["stats"]["atgm_srbm_systems"] == 4
    for each in listing["records"]:
        assert each["stats"].keys() == each["increase"].keys()
        assert {type(value) for value in (*each["stats"].values(), *each["increase"].values())} == {int}
    assert listing["paging"]["total"] == len(listing["records"])


DAY, NEXT = date(2024, 3, 1), date(2024, 3, 2)
PAGE = "https://mod.gov.ua/1"


def test_what_does_not_stand_is_left_out_the_way_each_dataset_does() -> None:
    days = {DAY: {"personnel": Standing(413760, 1160, PAGE)}, NEXT: {"tanks": Standing(6600, 5, PAGE)}}
    equipment, orc = layouts()["petroivaniuk-equipment"], layouts()["orc-losses"]
    assert petroivaniuk_rows(days, equipment) == [{"date": "2024-03-02", "day": 738, "tank": 6600}]
    (row,) = orc_rows(days, orc)
    assert row["date"] == "2024-03-01"
    assert row["tanks"] is None
    assert russianwarship_records(days) == []


def test_a_correction_is_the_difference_less_the_days_own_change() -> None:
    days = {
        DAY: {"tanks": Standing(100, 4, PAGE)},
        NEXT: {"tanks": Standing(98, 3, PAGE), "ships": Standing(2, 0, PAGE)},
    }
    assert corrections_of(days, NEXT) == {"tanks": -5}
    (row,) = petroivaniuk_correction_rows(days, layouts()["petroivaniuk-equipment-correction"])
    assert row["tank"] == -5
    assert row["naval ship"] == 0


def test_the_war_began_on_its_first_day() -> None:
    assert war_day(date(2022, 2, 24)) == 1
