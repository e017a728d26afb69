from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.store import open_store


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = open_store(tmp_path / "losses.db")
    yield store
    store.conn.close()
