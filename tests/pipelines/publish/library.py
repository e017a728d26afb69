"""A database filled from the published datasets, as `scrapy crawl datasets` fills it, with records and some claims."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlite_utils import Database

from crawler.datasets import load_datasets
from pipelines.alerts.config import AlertConfig
from pipelines.claims import read_claims
from pipelines.datasets import read_dataset
from pipelines.losses import Figure, LossReport
from pipelines.store import articles, claims, figures, ledger, open_store, sources, transaction
from pipelines.store.announcements import occasion
from pipelines.store.dataset_rows import DatasetFile, save_file
from pipelines.store.records import settle
from tests.newsroom.figures import published_file

SETTLED = ("personnel", "ground_robots")
FETCHED = datetime(2026, 8, 22, 9, 30, tzinfo=UTC)
THREE_DAYS = {date(2026, 8, 20): 12283, date(2026, 8, 21): 12286, date(2026, 8, 22): 12292}
NEWS = (
    (
        "https://example.org/news/1",
        "en",
        "UK Defence Intelligence said that Russia had lost over 1,200 troops a day in June 2026, a record for the war.",
    ),
    (
        "https://example.org/news/2",
        "uk",
        "За оцінкою британської розвідки, від початку вторгнення вбито й поранено близько 1 300 000 російських "
        "військових.",
    ),
)


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
        for address, language, text in NEWS:
            add_claims(db, address, text, language=language)
        run = ledger.start_run(db, "crawl losses", FETCHED)
        ledger.finish_run(db, run, now=FETCHED, exit_code=0, counts={})
        for category in SETTLED:
            settle(db, category, occasion(db, FETCHED, AlertConfig()))
    return db


def fill_with_three_days(path: Path) -> None:
    """A new database with three days of tanks."""
    db = open_store(path)
    with transaction(db):
        for day, total in THREE_DAYS.items():
            text = f"Танки ‒ {total}"
            page = articles.Revision(f"https://mod.gov.ua/{day}", "mod_gov_ua", "Втрати", text, FETCHED)
            figure = Figure("tanks", total, None, False, text, 0, len(text))
            figures.record(db, articles.save(db, page).article_id, [LossReport(day, "text", (figure,))], now=FETCHED)
    db.conn.close()


def add_claims(db: Database, address: str, text: str, *, language: str, source: str = "example") -> None:
    """Store a page of one text with the claims that are read from it."""
    revision = articles.Revision(address, source, text[:40], text, FETCHED, language=language, published_at=FETCHED)
    saved = articles.save(db, revision)
    found = read_claims(text, published=FETCHED.date(), language=language)
    claims.record(db, saved.article_id, found, published_at=FETCHED, now=FETCHED)
