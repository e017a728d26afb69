import csv
import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import frictionless
import jsonschema
import pytest

from crawler.publishing import layouts
from pipelines.publish import parquet
from pipelines.publish.columns import LONG
from pipelines.publish.export import export
from pipelines.store import StoreError, open_store
from tests.pipelines.publish.library import fill_with_three_days
from tests.scrapy_command import ROOT

STANDING = {"confirmed", "single", "corrected"}
EXPORTER = """
import sys
from pathlib import Path
from pipelines.publish.export import export
from crawler.publishing import layouts
export(Path(sys.argv[1]), Path(sys.argv[2]), layouts())
"""


def described(package: dict[str, Any]) -> list[dict[str, Any]]:
    return [*package["resources"], *package["files"]]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_whole(folder: Path) -> None:
    """Every file the package names is there, byte for byte."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for file in described(package):
        content = (folder / file["path"]).read_bytes()
        assert len(content) == file["bytes"]
        assert f"sha256:{hashlib.sha256(content).hexdigest()}" == file["hash"]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_the_package_names_every_file_and_is_valid(folder: Path, package: dict[str, Any]) -> None:
    assert_whole(folder)
    assert {file["path"] for file in described(package)} | {"datapackage.json"} == set(digests(folder))
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])
    assert {task.name for task in report.tasks} == {"losses", "losses-long", "claims", "records", "corrections"}


@pytest.mark.parametrize("broken", ["hash", "bytes", "rows"])
def test_a_package_that_tells_untruths_is_not_valid(broken: str, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    package = json.loads((copy / "datapackage.json").read_text("utf-8"))
    wrong = package["resources"][0]
    wrong[broken] = "sha256:" + "0" * 64 if broken == "hash" else wrong[broken] + 1
    (copy / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert not frictionless.Package(str(copy / "datapackage.json")).validate().valid


@pytest.mark.parametrize(("file", "schema"), [("losses.json", "losses-json"), ("claims.json", "claims")])
def test_json_files_keep_their_schema(file: str, schema: str, folder: Path) -> None:
    validator = jsonschema.Draft202012Validator(
        json.loads((folder / "schemas" / f"{schema}.schema.json").read_text("utf-8")),
        format_checker=jsonschema.FormatChecker(),
    )
    content = json.loads((folder / file).read_text("utf-8"))
    assert content
    validator.validate(content)
    content[0]["surprise"] = 1
    assert not validator.is_valid(content)


def test_long_holds_every_figure_and_wide_those_that_stand(folder: Path, library: Path) -> None:
    with sqlite3.connect(library) as db:
        stored = {
            (day, category): (total, status)
            for day, category, total, status in db.execute("SELECT report_date, category, total, status FROM losses")
        }
    long = {(row["report_date"], row["category"]): row for row in rows_of(folder / "losses-long.csv")}
    assert long.keys() == stored.keys()
    assert {row["status"] for row in long.values()} >= {"confirmed", "disputed"}
    wide = {row["report_date"]: row for row in rows_of(folder / "losses.csv")}
    for (day, category), (total, status) in stored.items():
        shown = wide.get(day, {}).get(category, "")
        assert shown == (str(total) if status in STANDING and total is not None else ""), (day, category)
    nested = {day["report_date"]: day["figures"] for day in json.loads((folder / "losses.json").read_text("utf-8"))}
    assert sum(map(len, nested.values())) == len(stored)
    assert nested["2026-08-07"]["tanks"]["status"] == long["2026-08-07", "tanks"]["status"]


def test_tables_are_sorted_by_unique_keys(folder: Path, package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        keys = [
            tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows_of(folder / resource["path"])
        ]
        ordered = sorted(keys, key=lambda key: tuple(int(part) if part.isdigit() else part for part in key))
        assert keys == ordered
        assert len(set(keys)) == len(keys)
        assert b"\r" not in (folder / resource["path"]).read_bytes()


def test_parquet_holds_the_same_rows_with_types(folder: Path) -> None:
    rows = duckdb.read_parquet(str(folder / "losses.parquet"))
    assert len(rows) == len(rows_of(folder / "losses-long.csv"))
    assert dict(zip(rows.columns, map(str, rows.types), strict=True))["report_date"] == "DATE"


def test_two_exports_are_the_same_bytes(library: Path, folder: Path, tmp_path: Path) -> None:
    export(library, tmp_path / "again", layouts())
    assert digests(tmp_path / "again") == digests(folder)


def test_the_feed_is_atom(folder: Path) -> None:
    assert ET.fromstring((folder / "feed.atom").read_bytes()).tag == "{http://www.w3.org/2005/Atom}feed"


def test_a_database_without_a_figure_never_replaces_a_good_folder(folder: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db").conn.close()
    target = shutil.copytree(folder, tmp_path / "published")
    before = digests(target)
    with pytest.raises(StoreError, match="no figure yet"):
        export(tmp_path / "empty.db", target, layouts())
    assert digests(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db", "published"]


def test_a_damaged_database_never_replaces_a_good_folder(folder: Path, library: Path, tmp_path: Path) -> None:
    content = bytearray(library.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 60_000] = bytes(60_000)
    (tmp_path / "damaged.db").write_bytes(content)
    target = shutil.copytree(folder, tmp_path / "published")
    before = digests(target)
    with pytest.raises(StoreError, match="cannot"):
        export(tmp_path / "damaged.db", target, layouts())
    assert digests(target) == before


def test_many_figures_fewer_than_before_are_not_published_unasked(folder: Path, tmp_path: Path) -> None:
    fill_with_three_days(tmp_path / "small.db")
    target = shutil.copytree(folder, tmp_path / "published")
    before = digests(target)
    with pytest.raises(StoreError, match="3 figures where more than 21"):
        export(tmp_path / "small.db", target, layouts())
    assert digests(target) == before
    export(tmp_path / "small.db", target, layouts(), fewer=True)
    assert len(rows_of(target / "losses-long.csv")) == 3
    export(tmp_path / "small.db", target, layouts())


@pytest.mark.parametrize("package", [None, "", "{}", '{"resources": [{"name": "losses-long", "rows": "many"}]}'])
def test_an_old_folder_that_cannot_be_read_is_replaced(package: str | None, tmp_path: Path) -> None:
    fill_with_three_days(tmp_path / "small.db")
    target = tmp_path / "published"
    target.mkdir()
    if package is not None:
        (target / "datapackage.json").write_text(package)
    export(tmp_path / "small.db", target, layouts())
    assert_whole(target)


def test_what_the_report_wrote_stays(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    target.mkdir()
    for name in ("report.html", "report.uk.html", "chart.png", "old.csv"):
        (target / name).write_text(name)
    export(library, target, layouts())
    assert (target / "report.uk.html").read_text() == "report.uk.html"
    assert {"report.html", "chart.png"} <= set(digests(target))
    assert not (target / "old.csv").exists()


def test_without_duckdb_everything_else_is_written(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(parquet.ParquetMissingError, match=r"\[parquet\]"):
        parquet.write_parquet(LONG, [], tmp_path / "losses.parquet")
    done = export(library, tmp_path / "published", layouts())
    assert len(done.left_out) == 1
    assert "losses.parquet" not in digests(tmp_path / "published")
    assert_whole(tmp_path / "published")


@pytest.mark.parametrize("kilobytes", [200, 2_000, 9_000])
def test_a_full_disk_leaves_the_old_files_whole(kilobytes: int, library: Path, folder: Path, tmp_path: Path) -> None:
    target = shutil.copytree(folder, tmp_path / "published")
    before = digests(target)
    limited = f'ulimit -f {2 * kilobytes}; exec "$@"'
    command = ["sh", "-c", limited, "sh", sys.executable, "-m", "scrapy", "export", "--to", str(target), "-s"]
    done = subprocess.run([*command, f"DATABASE={library}"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("scrapy export: ")
    assert done.stderr.count("\n") == 1
    assert digests(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


@pytest.mark.parametrize("reached", ["losses.csv", "losses-long.csv", "orc-losses.json", "losswatch.db"])
def test_a_killed_export_leaves_the_old_files_whole(reached: str, library: Path, folder: Path, tmp_path: Path) -> None:
    target = shutil.copytree(folder, tmp_path / "published")
    (target / "mark").write_text("old")
    before = digests(target)
    with subprocess.Popen([sys.executable, "-c", EXPORTER, str(library), str(target)]) as exporter:
        while not (tmp_path / ".published.building" / reached).exists() and exporter.poll() is None:
            time.sleep(0.001)
        os.kill(exporter.pid, signal.SIGKILL)
        assert exporter.wait() == -signal.SIGKILL
    assert digests(target) == before
    export(library, target, layouts())
    assert_whole(target)
    assert [path.name for path in tmp_path.iterdir()] == ["published"]
