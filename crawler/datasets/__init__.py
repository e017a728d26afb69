"""The published datasets: one TOML each, checked as it is read, and where the setting DATASETS finds their files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.sources.tables import SourceError, WrongValueError, build
from pipelines.datasets import FileLayout
from pipelines.vocabulary import categories

FOLDER = Path(__file__).parent
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published dataset: who answers for it, under which licence, and its files."""

    name: str
    title: str
    publisher: str
    homepage: str
    licence: str
    hosts: tuple[str, ...]
    files: tuple[FileLayout, ...]

    @property
    def kind(self) -> str:
        """What it is as a witness."""
        return "dataset"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is read: at an address on one of `hosts`, or on this machine."""

    url: str = ""
    hosts: tuple[str, ...] = ()
    path: Path | None = None


def load_datasets(folder: Path = FOLDER) -> dict[str, Dataset]:
    """Every dataset of a folder by its file's name. Raises SourceError with file, key and reason."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.toml"))}


def place_of(file: FileLayout, dataset: Dataset, setting: str) -> Place:
    """Where a file is to be read from.

    `setting` is empty (the published address), a folder or an http(s) address that holds the files as `<key>.json` or
    under their published names, or a list such as `orc-losses=PATH,petroivaniuk-personnel=URL` for some of them.
    """
    named = _named(setting)
    if not setting or (named and file.key not in named):
        return Place(file.url, dataset.hosts)
    if named:
        return _place(named[file.key])
    names = (f"{file.key}.json", file.url.rpartition("/")[2])
    if setting.startswith(WEB):
        return _place(f"{setting.rstrip('/')}/{names[1]}")
    found = [Path(setting) / name for name in names if (Path(setting) / name).is_file()]
    return Place(path=found[0] if found else Path(setting) / names[0])


def unknown_keys(datasets: Mapping[str, Dataset], setting: str) -> list[str]:
    """The names in a DATASETS list that no dataset's file has."""
    known = {file.key for dataset in datasets.values() for file in dataset.files}
    return sorted(set(_named(setting)) - known)


def _named(setting: str) -> dict[str, str]:
    """The places a DATASETS list gives by key; none where the setting is one place."""
    parts = (part.strip() for part in setting.split(","))
    pairs = (part.partition("=") for part in parts if "=" in part and not part.startswith(WEB))
    return {key.strip(): where.strip() for key, _, where in pairs}


def _place(where: str) -> Place:
    if where.startswith(WEB):
        return Place(where, (urlsplit(where).netloc,))
    return Place(path=Path(where))


def _load(path: Path) -> Dataset:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        dataset = build(Dataset, {"name": path.stem, **table})
        for file in dataset.files:
            _check(file, dataset)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read: {error}") from error
    except WrongValueError as error:
        raise SourceError(f"{path.name}: {error}") from error
    return dataset


def _check(file: FileLayout, dataset: Dataset) -> None:
    unknown = {each for columns in file.columns.values() for each in columns} - set(categories())
    if unknown:
        raise WrongValueError(f"files.{file.key}.columns", f"names no category: {', '.join(sorted(unknown))}")
    if urlsplit(file.url).hostname not in dataset.hosts:
        raise WrongValueError(f"files.{file.key}.url", "must be on one of `hosts`")
