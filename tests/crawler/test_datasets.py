"""The datasets' files, and where the setting DATASETS finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.datasets import FOLDER, Place, load_datasets, place_of, unknown_keys
from crawler.sources import SourceError
from pipelines.datasets import FileLayout, read_dataset
from tests.newsroom.figures import published_file

DATASETS = load_datasets()
FILES = [(dataset, file) for dataset in DATASETS.values() for file in dataset.files]
ORC = DATASETS["orc_losses"].files[0]


def place(setting: str, file: FileLayout = ORC) -> Place:
    return place_of(file, DATASETS["orc_losses"], setting)


@pytest.mark.parametrize(("dataset", "file"), FILES, ids=lambda each: getattr(each, "key", ""))
def test_every_value_of_the_published_files_is_read_or_ignored_by_name(dataset: object, file: FileLayout) -> None:
    reading = read_dataset(published_file(f"{file.key}.json"), file)
    assert reading.problems == ()
    assert len(reading.rows) > 20


def test_a_file_is_read_at_its_published_address() -> None:
    assert place("") == Place(ORC.url, ("raw.githubusercontent.com",))


def test_a_folder_holds_files_under_their_keys_or_their_published_names(tmp_path: Path) -> None:
    assert place(str(tmp_path)).path == tmp_path / "orc-losses.json"
    (tmp_path / "russian-losses.json").touch()
    assert place(str(tmp_path)).path == tmp_path / "russian-losses.json"
    (tmp_path / "orc-losses.json").touch()
    assert place(str(tmp_path)).path == tmp_path / "orc-losses.json"


def test_another_address_names_its_own_host() -> None:
    assert place("https://mirror.example:8443/data/") == Place(
        "https://mirror.example:8443/data/russian-losses.json", ("mirror.example:8443",)
    )


def test_single_files_can_be_elsewhere() -> None:
    setting = "orc-losses=https://mirror.example/orc.json?a=b, petroivaniuk-personnel=/data/personnel.json"
    assert place(setting) == Place("https://mirror.example/orc.json?a=b", ("mirror.example",))
    personnel, petroivaniuk = DATASETS["petroivaniuk"].files[1], DATASETS["petroivaniuk"]
    assert place_of(personnel, petroivaniuk, setting).path == Path("/data/personnel.json")
    assert place_of(petroivaniuk.files[0], petroivaniuk, setting).url == petroivaniuk.files[0].url
    assert unknown_keys(DATASETS, setting) == []
    assert unknown_keys(DATASETS, "ork-losses=/data/x.json") == ["ork-losses"]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('"tanks" = ["tanks"]', '"tanks" = ["panzers"]', "panzers"),
        ("raw.githubusercontent.com/lod-db", "elsewhere.example/lod-db", "must be on one of `hosts`"),
        ('says = "totals"', 'says = "sums"', "must be one of totals, corrections"),
        ('licence = "MIT"', "", "licence: is missing"),
        ('title = "', 'colour = "red"\ntitle = "', "colour: is unknown"),
        ("[[files]]", "[[files", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    text = (FOLDER / "orc_losses.toml").read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "wrong.toml").write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=r"^wrong\.toml: ") as error:
        load_datasets(tmp_path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
