"""Pages that arrive in a database, and what is derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.losses import Figure, LossReport
from pipelines.store import articles, figures, transaction
from pipelines.store.figures import Change
from pipelines.store.rebuilding import rebuild
from tests.pipelines.lists import Said

NOW = datetime(2024, 4, 24, 9, 0, tzinfo=UTC)


class Source:
    """What a run knows of an outlet."""

    def __init__(self, name: str, publisher: str, kind: str = "outlet") -> None:
        self.name, self.publisher, self.kind = name, publisher, kind
        self.title, self.homepage = name.title(), f"https://{name}.example/"


def arrive(
    db: Database, source: str, said: Mapping[date, Mapping[str, Said]], *, page: str = "1", minutes: int = 0
) -> list[Change]:
    """Fetch one page of a source that gives one or more lists."""
    fetched = NOW + timedelta(minutes=minutes)
    with transaction(db):
        url = f"https://{source}.example/{page}"
        saved = articles.save(db, articles.Revision(url, source, "", repr(said), fetched))
        if saved.kind is articles.Kind.UNCHANGED:
            return []
        return figures.record(db, saved.article_id, [_report(at, listed) for at, listed in said.items()], now=fetched)


def _report(at: date, listed: Mapping[str, Said]) -> LossReport:
    return LossReport(at, "text", tuple(_figure(category, said) for category, said in listed.items()))


def _figure(category: str, said: Said) -> Figure:
    total, delta = said if isinstance(said, tuple) else (said, None)
    quote = f"{category}: {total} ({delta})"
    return Figure(category, total, delta, False, quote, 0, len(quote))


def losses(db: Database) -> list[dict[str, Any]]:
    return list(db.query("SELECT * FROM losses ORDER BY report_date, category"))


def derived(db: Database) -> list[list[dict[str, Any]]]:
    """All that is derived from statements."""
    return [losses(db), list(db.query("SELECT * FROM corrections ORDER BY id"))]


def assert_rebuilt_alike(db: Database) -> None:
    before = derived(db)
    with transaction(db):
        assert rebuild(db) == 0
    assert derived(db) == before
