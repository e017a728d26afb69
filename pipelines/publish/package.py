"""Pure: the Data Package (v2) that describes a folder of published files: schemas, hashes, sizes, numbers of rows.

Its resources are the tables. What is no table in CSV stands under `files`, a property of our own, with hash and size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.publish.columns import Table, table_schema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSES = [{"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}]
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "db": "application/vnd.sqlite3",
    "atom": "application/atom+xml",
}


@dataclass(frozen=True, slots=True)
class Published:
    """One file of the folder: `path` is relative to it; a table has a Table and a number of rows."""

    path: str
    title: str
    content: bytes
    table: Table | None = None
    rows: int | None = None


def data_package(
    files: Sequence[Published], *, sources: Iterable[Mapping[str, str]], created: str | None
) -> dict[str, Any]:
    """The descriptor. `sources` have title and path; `created` is when the newest page was fetched, never now."""
    return {
        "$schema": PROFILE,
        "name": "losswatch",
        "title": "Published figures of Russian losses in Ukraine, and claims of intelligence agencies",
        "description": (
            "What Ukraine's General Staff publishes every day and what agencies assert, read from news outlets and "
            "reconciled. Figures are what the sources claim."
        ),
        **({"created": created} if created else {}),
        "licenses": LICENSES,
        "sources": list(sources),
        "resources": [_resource(file, file.table) for file in files if file.table is not None],
        "files": [_described(file) for file in files if file.table is None],
    }


def _resource(file: Published, table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        **_described(file),
        "encoding": "utf-8",
        "rows": file.rows,
        "schema": table_schema(table),
    }


def _described(file: Published) -> dict[str, Any]:
    suffix = file.path.rpartition(".")[2]
    return {
        "path": file.path,
        "title": file.title,
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "bytes": len(file.content),
        "hash": f"sha256:{hashlib.sha256(file.content).hexdigest()}",
    }
