"""`scrapy verify` names what of the evidence is damaged, missing or another page's."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from crawler.evidence import evidence_files
from crawler.exit_codes import ExitCode
from tests.scrapy_command import scrapy


@pytest.fixture
def copied(crawled: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copied"
    shutil.copytree(crawled, folder)
    return folder


def test_what_a_crawl_left_is_whole(crawled: Path) -> None:
    done = scrapy("verify", DATABASE=crawled / "losses.db")
    assert done.returncode == ExitCode.OK, done.stdout
    assert done.stdout == ""
    assert done.stderr.endswith("0 complaints\n")


def test_a_changed_byte_is_named(copied: Path) -> None:
    name = evidence_files(copied / "evidence")[0]
    path = copied / "evidence" / name
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3] ^= 4
    path.write_bytes(whole)
    done = scrapy("verify", DATABASE=copied / "losses.db")
    assert done.returncode == ExitCode.FAILED
    assert f"{name}: the record at offset" in done.stdout


def test_a_missing_file_is_missed_by_its_articles(copied: Path) -> None:
    name = evidence_files(copied / "evidence")[0]
    (copied / "evidence" / name).unlink()
    done = scrapy("verify", DATABASE=copied / "losses.db")
    assert done.returncode == ExitCode.FAILED
    assert f"(revision 1): no record at {name}" in done.stdout


def test_a_pointer_to_another_page_is_named(copied: Path) -> None:
    db = sqlite3.connect(copied / "losses.db")
    with db:
        [(url, offset)] = db.execute("SELECT url, evidence_offset FROM articles WHERE id = 1").fetchall()
        db.execute("UPDATE articles SET evidence_offset = ? WHERE id = 2", [offset])
        [(moved,)] = db.execute("SELECT url FROM articles WHERE id = 2").fetchall()
    db.close()
    assert moved != url
    done = scrapy("verify", DATABASE=copied / "losses.db")
    assert done.returncode == ExitCode.FAILED
    assert done.stdout.startswith(moved)
    assert done.stdout.endswith("is of another page\n")


def test_without_a_database_there_is_nothing_to_verify(tmp_path: Path) -> None:
    done = scrapy("verify", DATABASE=tmp_path / "losses.db")
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("scrapy verify: there is no database")
