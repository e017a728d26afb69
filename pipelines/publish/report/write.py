"""The report and its picture into the published folder, beside what `scrapy export` wrote there."""

from __future__ import annotations

from pathlib import Path

from pipelines.publish.bundle import replaced_folder
from pipelines.publish.report.contents import Contents
from pipelines.publish.report.page import picture, render
from pipelines.store import StoreError, published

SNAPSHOT = ".snapshot.db"


def write_report(database: Path, folder: Path, language: str) -> Path:
    """Write report.html and chart.png, in languages other than English report.<language>.html and so on.

    Returns the report's path. Raises StoreError where the database cannot be read or holds no figure, OSError where
    the disk refuses; what was there stays then.
    """
    mark = "" if language == "en" else f".{language}"
    with replaced_folder(folder, keeping=("**/*",)) as aside:
        contents = read_contents(database, aside / SNAPSHOT)
        (aside / f"report{mark}.html").write_text(render(contents, language), encoding="utf-8")
        drawn = picture(contents, language)
        if drawn is not None:
            (aside / f"chart{mark}.png").write_bytes(drawn)
    return folder / f"report{mark}.html"


def read_contents(database: Path, snapshot: Path) -> Contents:
    """What the report tells, from one moment of the database; `snapshot` is where its copy lies meanwhile."""
    with published.snapshot(database, snapshot) as db:
        contents = Contents(
            figures=list(published.figures(db)),
            claims=list(published.claims(db)),
            records=list(published.records(db)),
            corrections=list(published.corrections(db)),
            sources=list(published.freshness(db)),
            fetched_at=published.newest_moment(db),
        )
    if not contents.figures:
        raise StoreError("the database holds no figure yet, so there is nothing to report")
    return contents
