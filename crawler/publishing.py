"""What the commands that publish share: where to, and in which datasets' layouts."""

from __future__ import annotations

from pathlib import Path

from crawler.datasets import load_datasets
from pipelines.datasets import FileLayout
from pipelines.publish.export import export
from pipelines.publish.report.language import LANGUAGES

PUBLISHED = Path("output/published")


def layouts() -> dict[str, FileLayout]:
    """The layouts of the datasets' files by key. Raises SourceError where a dataset's TOML is faulty."""
    return {layout.key: layout for dataset in load_datasets().values() for layout in dataset.files}


def publish(database: Path, folder: Path) -> Path:
    """Export a database and write its report in every language into one folder; returns the English report's path.

    Raises StoreError where there is nothing to publish, OSError where the disk refuses, ImportError without [report].
    """
    from pipelines.publish.report.write import write_report  # noqa: PLC0415

    export(database, folder, layouts(), fewer=True)
    english, *_ = [write_report(database, folder, language) for language in LANGUAGES]
    return english
