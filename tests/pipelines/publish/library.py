"""A database filled from the published datasets, as `scrapy crawl datasets` fills it, and what else is published."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from crawler.datasets import load_datasets
from pipelines.datasets import read_dataset
from pipelines.store import open_store, sources, transaction
from pipelines.store.dataset_rows import DatasetFile, save_file
from tests.newsroom.figures import published_file

FETCHED = datetime(2026, 8, 22, 9, 30, tzinfo=UTC)


def fill_with_datasets(path: Path) -> Database:
    """A new database in which the two published datasets are the witnesses."""
    db = open_store(path)
    datasets = load_datasets()
    with transaction(db):
        sources.register(db, datasets.values())
        for dataset in datasets.values():
            for layout in dataset.files:
                reading = read_dataset(published_file(f"{layout.key}.json"), layout)
                save_file(db, DatasetFile(dataset.name, layout.url, dataset.title, FETCHED, reading.rows))
    return db
