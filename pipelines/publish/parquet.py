"""A table as Parquet, for which the extra [parquet] is needed: duckdb is imported only here and only when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.publish.columns import Table, Type
from pipelines.publish.tables import Row, json_rows

PARQUET_TYPES: Mapping[Type, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
}


class ParquetMissingError(Exception):
    """duckdb is not installed; the message is one line for a person."""


def write_parquet(table: Table, rows: Iterable[Row], target: Path) -> None:
    """Write typed rows in their order, compressed with zstd. Raises ParquetMissingError without the extra."""
    try:
        import duckdb  # noqa: PLC0415
    except ImportError as error:
        raise ParquetMissingError("no Parquet without its extra: pip install '.[parquet]'") from error
    plain = target.with_name(f".{target.name}.json")
    plain.write_text(json_rows(rows), encoding="utf-8")
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
        columns = {column.name: PARQUET_TYPES[column.type] for column in table.columns}
        relation = connection.read_json(str(plain), columns=columns, format="array")
        relation.write_parquet(str(target), compression="zstd")
    plain.unlink()
