"""The examples of docs/using-the-data.md run, and its list of files is what is written."""

import contextlib
import importlib.util
import io
import re
import sqlite3
from pathlib import Path

import pytest

from crawler.publishing import publish

PAGE = (Path(__file__).parents[3] / "docs" / "using-the-data.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SQL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def site(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with output/published in it."""
    folder = tmp_path_factory.mktemp("site")
    report = publish(library, folder / "output" / "published")
    assert report.name == "report.html"
    return folder


@pytest.mark.parametrize("code", PYTHON, ids=[code.split()[1] for code in PYTHON])
def test_the_python_runs(code: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = code.split()[1]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed here")
    monkeypatch.chdir(site)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "using-the-data.md", "exec"), {})
    assert said.getvalue() or (site / "tanks.html").exists()


@pytest.mark.parametrize("query", SQL)
def test_the_sql_runs(query: str, site: Path) -> None:
    with sqlite3.connect(site / "output" / "published" / "losswatch.db") as db:
        assert len(db.execute(query).description) >= 3


def test_every_file_is_listed(site: Path) -> None:
    listed = re.findall(r"`([\w.\-/]+)`", PAGE.partition("## Files")[2].partition("## Statuses")[0])
    written = {path.name + "/" * path.is_dir() for path in (site / "output" / "published").iterdir()}
    assert {name for name in written if name not in listed and ".uk." not in name} == set()
    assert {name for name in listed if "/" not in name.rstrip("/")} - written <= {"statistics.json"}
