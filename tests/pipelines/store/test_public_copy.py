import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlite_utils import Database

from pipelines.losses import Figure, LossReport
from pipelines.store import articles, figures, ledger, open_store, transaction
from pipelines.store.public_copy import PUBLIC, datasette_metadata, write_public_copy
from tests.pipelines.publish.library import add_claims

NOW = datetime(2026, 8, 22, 6, 0, tzinfo=UTC)
CANARY = "hunter2-canary"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small database in which every private table holds something secret."""
    path = tmp_path_factory.mktemp("store") / "losses.db"
    db = open_store(path)
    with transaction(db):
        run = ledger.start_run(db, f"crawl losses -s KEY={CANARY}", NOW)
        text = "танків ‒ 12 292 (+6), Гелікоптери ‒ 354 (+0)"
        page = articles.Revision("https://mod.gov.ua/1", "mod_gov_ua", "Втрати", text, NOW, evidence_file="a.warc.gz")
        saved = articles.save(db, page, run_id=run)
        tanks = Figure("tanks", 12292, 6, False, "танків ‒ 12 292 (+6)", 0, 20)
        figures.record(db, saved.article_id, [LossReport(NOW.date(), "text", (tanks,))], now=NOW)
        add_claims(db, "https://x.example/2", "UK Defence Intelligence said Russia lost 1,200 tanks.", language="en")
        ledger.finish_run(db, run, now=NOW, exit_code=0, counts={"note": CANARY})
        db.execute("INSERT INTO hosts VALUES (?, ?)", [CANARY, CANARY])
        db.execute("INSERT INTO robots VALUES (?, 200, ?, ?, ?, ?)", [CANARY, CANARY.encode(), CANARY, CANARY, CANARY])
        db.execute("INSERT INTO pages (url, source, first_seen, last_seen) VALUES (?, 'x', 'x', 'x')", [CANARY])
        event = [f"key-{CANARY}", "kind", "subject", "low", "{}", "2026-08-22T06:00:00Z"]
        db.execute(
            "INSERT INTO events (key, kind, subject, severity, facts, happened_at) VALUES (?, ?, ?, ?, ?, ?)", event
        )
        db.execute(
            "INSERT INTO outbox (key, target, created_at, next_try_at, last_error) VALUES (?, ?, 'x', 'x', ?)",
            [f"key-{CANARY}", CANARY, CANARY],
        )
    db.conn.close()
    return path


@pytest.fixture(scope="module")
def copy(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("public") / "losswatch.db"
    write_public_copy(Database(str(database)), path)
    return path


def test_only_what_is_named_is_public(copy: Path) -> None:
    db = Database(str(copy))
    plain = {name for name in db.table_names() if "_fts" not in name}
    assert plain == set(PUBLIC)
    for table, columns in PUBLIC.items():
        assert tuple(column.name for column in db.table(table).columns) == columns
    assert CANARY.encode() not in copy.read_bytes()


def test_rows_and_links_between_them_are_kept(database: Path, copy: Path) -> None:
    with sqlite3.connect(database) as private, sqlite3.connect(copy) as public:
        for table, columns in PUBLIC.items():
            query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2"
            assert public.execute(query).fetchall() == private.execute(query).fetchall(), table
        assert public.execute("SELECT count(*) FROM losses").fetchone() == (1,)
        assert public.execute("PRAGMA foreign_key_check").fetchall() == []
        assert public.execute("PRAGMA foreign_key_list(statements)").fetchone()[2] == "articles"


def test_a_figure_leads_to_its_words_and_its_evidence(copy: Path) -> None:
    with sqlite3.connect(copy) as db:
        row = db.execute("SELECT quote, url, evidence_file FROM evidence WHERE category = 'tanks'").fetchone()
    assert row == ("танків ‒ 12 292 (+6)", "https://mod.gov.ua/1", "a.warc.gz")


def test_the_same_rows_give_the_same_bytes(database: Path, copy: Path, tmp_path: Path) -> None:
    write_public_copy(Database(str(database)), tmp_path / "again.db")
    assert (tmp_path / "again.db").read_bytes() == copy.read_bytes()


@pytest.fixture(scope="module")
def datasette(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Datasette, really started on the copy: a function that asks it for a path and reads the JSON or the text."""
    metadata = tmp_path_factory.mktemp("metadata") / "datasette-metadata.json"
    metadata.write_text(json.dumps(datasette_metadata()), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", str(copy), "-m", str(metadata), "-h", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:

        def ask(path: str, **parameters: str) -> Any:
            query = f"?{urlencode(parameters)}" if parameters else ""
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}{query}", timeout=10) as answer:
                body = answer.read().decode()
            return json.loads(body) if path.endswith(".json") else body

        try:
            _wait(ask, server)
            yield ask
        finally:
            server.terminate()


def _wait(ask: Ask, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            ask("/-/versions.json")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("datasette ended at once")


PARAMETERS = {"category": "tanks", "report_date": "2026-08-22", "words": "танків", "agency": "UK MoD"}


@pytest.mark.parametrize("query", sorted(datasette_metadata()["databases"]["losswatch"]["queries"]))
def test_datasette_answers_every_named_query(query: str, datasette: Ask) -> None:
    answer = datasette(f"/losswatch/{query}.json", _shape="array", **PARAMETERS)
    assert isinstance(answer, list)
    assert bool(answer) is (query != "doubtful")


def test_datasette_searches_quotes_in_any_language(datasette: Ask) -> None:
    (row,) = datasette("/losswatch/quotes.json", words="Танків", _shape="array")
    assert row["url"] == "https://mod.gov.ua/1"
    assert datasette("/losswatch/evidence.json", _search="танків", _shape="array")
    assert datasette("/losswatch/quotes.json", words='"; DROP TABLE losses --', _shape="array") == []


def test_datasette_shows_facets_and_follows_links(datasette: Ask) -> None:
    answer = datasette("/losswatch/losses.json")
    assert {"status", "category", "rule"} <= set(answer["facet_results"])
    page = datasette("/losswatch/statements")
    assert "/losswatch/articles/1" in page
    assert 'href="https://mod.gov.ua/1"' in datasette("/losswatch/evidence")


@pytest.mark.parametrize("table", sorted(datasette_metadata()["databases"]["losswatch"]["tables"]))
def test_the_metadata_names_what_is_there(table: str, datasette: Ask) -> None:
    answer = datasette(f"/losswatch/{table}.json")
    assert set(datasette_metadata()["databases"]["losswatch"]["tables"][table].get("columns", {})) <= set(
        answer["columns"]
    )
