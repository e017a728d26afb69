import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawler.publishing import layouts
from pipelines.publish.export import export
from tests.pipelines.publish.library import fill_with_datasets


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database filled from the published datasets, once for all processes of a run. Read only."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = shared / "library.db"
    with (shared / "library.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            fill_with_datasets(shared / "filling.db").conn.close()
            (shared / "filling.db").rename(path)
    return path


@pytest.fixture(scope="session")
def folder(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What that database is exported to. Read only."""
    path = tmp_path_factory.mktemp("export") / "published"
    export(library, path, layouts())
    return path


@pytest.fixture(scope="session")
def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found
