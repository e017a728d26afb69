"""One folder of files from one database: tables, layouts of other datasets, a feed, a public copy, a description."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.datasets import FileLayout
from pipelines.publish import dropin
from pipelines.publish.bundle import replaced_folder
from pipelines.publish.columns import (
    CLAIMS,
    CORRECTIONS,
    LONG,
    RECORDS,
    Table,
    json_schema,
    nested_rows,
    nested_schema,
    wide_rows,
    wide_table,
)
from pipelines.publish.feed import atom_feed
from pipelines.publish.package import Published, data_package
from pipelines.publish.parquet import ParquetMissingError, write_parquet
from pipelines.publish.tables import Row, csv_text, json_rows, json_text
from pipelines.store import StoreError, published
from pipelines.store.announcements import told_events
from pipelines.store.public_copy import datasette_metadata, write_public_copy
from pipelines.vocabulary import categories

if TYPE_CHECKING:
    from sqlite_utils import Database

SNAPSHOT = ".snapshot.db"
PUBLIC_COPY = "losswatch.db"
NEWEST_EVENTS = 100
LEAST_KEPT = 0.95
"""An export with less than this share of the figures already published is taken for a mistake."""
REPORT_FILES = ("report.html", "report.*.html", "chart.png", "chart.*.png")
"""What `scrapy report` writes into the same folder: an export leaves it there."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: every file with its size in bytes, rows by table, and what had to be left out and why."""

    files: Mapping[str, int]
    rows: Mapping[str, int]
    left_out: tuple[str, ...]


@dataclass
class Folder:
    """The folder as it fills up."""

    path: Path
    files: list[Published] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def write(
        self, name: str, title: str, content: str | bytes, table: Table | None = None, rows: int | None = None
    ) -> None:
        """Write one file and keep what the package says of it."""
        raw = content if isinstance(content, bytes) else content.encode()
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
        self.files.append(Published(name, title, raw, table, rows))

    def table(self, table: Table, rows: list[Row]) -> None:
        """Write a table as CSV with its JSON Schema beside it."""
        self.write(f"{table.name}.csv", table.title, csv_text(table.header, rows), table, len(rows))
        self.write(f"schemas/{table.name}.schema.json", f"JSON Schema: {table.title}", json_text(json_schema(table)))


def export(database: Path, target: Path, layouts: Mapping[str, FileLayout], *, fewer: bool = False) -> Exported:
    """Replace the folder `target` with what the database holds now; it stays as it was where anything fails.

    `layouts` are those of the datasets whose layouts are written, by key. Raises StoreError where the database cannot
    be read, holds no figure or, unless `fewer` is allowed, so few that half a database must be feared; OSError where
    the disk refuses.
    """
    known = 0 if fewer else _published_figures(target)
    with replaced_folder(target, keeping=REPORT_FILES) as path, published.snapshot(database, path / SNAPSHOT) as db:
        folder = Folder(path)
        write_files(db, folder, layouts, at_least=int(known * LEAST_KEPT))
    return Exported(
        {file.path: len(file.content) for file in folder.files},
        {file.path: file.rows for file in folder.files if file.rows is not None},
        tuple(folder.left_out),
    )


def write_files(db: Database, folder: Folder, layouts: Mapping[str, FileLayout], *, at_least: int = 0) -> None:
    """Write every file. Raises StoreError where there is no figure, or not as many as `at_least`."""
    figures = [LONG.row(row) for row in published.figures(db)]
    if not figures:
        raise StoreError("the database holds no figure yet, so there is nothing to publish")
    if len(figures) < at_least:
        raise StoreError(
            f"the database holds {len(figures):,} figures where more than {at_least:,} are published; is it the right "
            "one? --fewer publishes them all the same"
        )
    _write_figures(folder, figures)
    _write_others(db, folder)
    _write_dropins(folder, figures, layouts)
    folder.write("feed.atom", "Records and other events as a feed", atom_feed(told_events(db, limit=NEWEST_EVENTS)))
    write_public_copy(db, folder.path / PUBLIC_COPY)
    folder.write(PUBLIC_COPY, "The database without the crawl's own books", (folder.path / PUBLIC_COPY).read_bytes())
    folder.write("datasette-metadata.json", "What Datasette shows of it", json_text(datasette_metadata()))
    package = data_package(folder.files, sources=list(_sources(db)), created=published.newest_moment(db))
    (folder.path / "datapackage.json").write_text(json_text(package), encoding="utf-8")


def _published_figures(target: Path) -> int:
    """How many figures the folder's package says it has; 0 where there is none that can be read."""
    try:
        package = json.loads((target / "datapackage.json").read_bytes())
        counts = [resource["rows"] for resource in package["resources"] if resource["name"] == LONG.name]
    except (OSError, ValueError, LookupError, TypeError):
        return 0
    return next((count for count in counts if isinstance(count, int)), 0)


def _write_figures(folder: Folder, figures: list[Row]) -> None:
    names = {key: category.name for key, category in categories().items()}
    wide = wide_table(names)
    folder.table(wide, wide_rows(figures, wide))
    folder.table(LONG, figures)
    folder.write("losses.json", LONG.title, json_rows(nested_rows(figures)))
    folder.write("schemas/losses-json.schema.json", "JSON Schema of losses.json", json_text(nested_schema(LONG, names)))
    try:
        write_parquet(LONG, figures, folder.path / "losses.parquet")
    except ParquetMissingError as error:
        folder.left_out.append(f"losses.parquet: {error}")
    else:
        folder.write("losses.parquet", LONG.title, (folder.path / "losses.parquet").read_bytes())


def _write_others(db: Database, folder: Folder) -> None:
    claims = [CLAIMS.row(row) for row in published.claims(db)]
    folder.table(CLAIMS, claims)
    folder.write("claims.json", CLAIMS.title, json_rows(claims))
    folder.table(RECORDS, [RECORDS.row(row) for row in published.records(db)])
    folder.table(CORRECTIONS, [CORRECTIONS.row(row) for row in published.corrections(db)])


def _write_dropins(folder: Folder, figures: list[Row], layouts: Mapping[str, FileLayout]) -> None:
    days = dropin.standing_days(figures)
    for key, write in DROP_INS.items():
        for name, content in write(days, layouts[key]):
            folder.write(name, f"The standing figures in the layout of {key}", content)
    records = dropin.russianwarship_records(days)
    listing = dropin.russianwarship_answer(dropin.russianwarship_listing(records))
    folder.write("russianwarship/statistics.json", "The listing of russianwarship.rip's API", listing)
    if records:
        latest = dropin.russianwarship_answer(records[0])
        folder.write("russianwarship/statistics/latest.json", "Its newest record", latest)


def _petroivaniuk(days: dropin.Days, layout: FileLayout) -> Iterator[tuple[str, str]]:
    write = dropin.petroivaniuk_rows if layout.says == "totals" else dropin.petroivaniuk_correction_rows
    rows = write(days, layout)
    stem = layout.url.rpartition("/")[2].removesuffix(".json")
    yield f"petroivaniuk/{stem}.json", dropin.petroivaniuk_json(rows)
    columns = dropin.petroivaniuk_columns(rows) or [layout.day, "day", *layout.columns]
    yield f"petroivaniuk/{stem}.csv", csv_text(columns, ({**dict.fromkeys(columns), **row} for row in rows))


def _orc_losses(days: dropin.Days, layout: FileLayout) -> Iterator[tuple[str, str]]:
    yield "orc-losses.json", dropin.orc_json(dropin.orc_rows(days, layout))


DROP_INS = {
    "petroivaniuk-equipment": _petroivaniuk,
    "petroivaniuk-personnel": _petroivaniuk,
    "petroivaniuk-equipment-correction": _petroivaniuk,
    "orc-losses": _orc_losses,
}


def _sources(db: Database) -> Iterable[dict[str, Any]]:
    for row in published.freshness(db):
        yield {"title": row["title"], **({"path": row["url"]} if row["url"] else {})}
