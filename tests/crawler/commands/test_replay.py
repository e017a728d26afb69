"""A database rebuilt from evidence alone is the database of the crawl."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.evidence import evidence_files
from crawler.exit_codes import ExitCode
from pipelines.store import open_readonly
from tests.crawler.commands.conftest import RETRACTED
from tests.scrapy_command import scrapy

WHAT_IS_KNOWN = (
    "SELECT url, revision, source, title, published_at, fetched_at, content_hash, evidence_file, evidence_offset"
    " FROM articles ORDER BY url, revision",
    "SELECT a.url, a.revision, s.report_date, s.category, s.total, s.delta, s.quote, s.quote_start, s.quote_end"
    " FROM statements s JOIN articles a ON a.id = s.article_id ORDER BY 1, 2, 3, 4",
    "SELECT report_date, category, total, delta, approximate, status, rule, witnesses FROM losses ORDER BY 1, 2",
    "SELECT report_date, category, before_total, after_total, before_status, after_status, why FROM corrections"
    " ORDER BY corrected_at, id",
    "SELECT agency, topic, subject, value, unit, period FROM claims ORDER BY 1, 2, 3, 4, 5, 6",
)


def known(database: Path) -> list[list[tuple[object, ...]]]:
    db = open_readonly(database)
    rows = [db.execute(question).fetchall() for question in WHAT_IS_KNOWN]
    db.conn.close()
    return rows


def test_the_replay_knows_what_the_crawl_knew(crawled: Path, tmp_path: Path) -> None:
    assert len(evidence_files(crawled / "evidence")) == 2
    done = scrapy("replay", crawled / "evidence", DATABASE=tmp_path / "again.db")
    assert done.returncode in (ExitCode.OK, ExitCode.DEGRADED), done.stderr
    before, after = known(crawled / "losses.db"), known(tmp_path / "again.db")
    assert after == before
    articles, statements, losses, *_ = before
    assert (len(articles) > 10, len(statements) > 200, len(losses)) == (True, True, 70)
    later = {url: title for url, revision, _, title, *_ in articles if revision == 2}
    assert later.pop(RETRACTED) == "", "the page that was taken down is a revision without words"
    assert later, "the correction is a revision"
    assert not (tmp_path / "evidence").exists(), "a replay fetches nothing"


def test_damaged_evidence_is_named_and_fails(crawled: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    shutil.copytree(crawled / "evidence", evidence)
    first = evidence_files(evidence)[0]
    whole = bytearray((evidence / first).read_bytes())
    whole[len(whole) // 2] ^= 1
    (evidence / first).write_bytes(whole)
    done = scrapy("replay", evidence, DATABASE=tmp_path / "again.db")
    assert done.returncode == ExitCode.FAILED
    assert first in done.stderr
    assert "at offset" in done.stderr


def test_a_run_that_was_killed_is_replayed_up_to_there(crawled: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    shutil.copytree(crawled / "evidence", evidence)
    last = evidence / evidence_files(evidence)[-1]
    last.write_bytes(last.read_bytes()[:-40])
    done = scrapy("replay", evidence, DATABASE=tmp_path / "again.db")
    assert done.returncode in (ExitCode.OK, ExitCode.DEGRADED), done.stderr
    assert "was never finished" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [((), "name the evidence"), (("nowhere",), "no such file"), (("tests",), "no evidence below it")],
)
def test_mistakes_are_one_line(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    done = scrapy("replay", *arguments, DATABASE=tmp_path / "again.db")
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("scrapy replay: ")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_exists_is_left_alone(crawled: Path) -> None:
    before = (crawled / "losses.db").read_bytes()
    done = scrapy("replay", crawled / "evidence", DATABASE=crawled / "losses.db")
    assert done.returncode == ExitCode.USAGE
    assert (crawled / "losses.db").read_bytes() == before
