from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.losses import Figure, LossReport
from pipelines.store import StoreError, articles, figures, ledger, published, transaction
from tests.pipelines.publish.library import add_claims

EARLIER, LATER = datetime(2026, 8, 22, 6, 0, tzinfo=UTC), datetime(2026, 8, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 8, 22)


def store(db: Database, url: str, total: int, now: datetime, *, source: str = "mod_gov_ua") -> None:
    text = f"Танки ‒ {total}"
    with transaction(db):
        saved = articles.save(db, articles.Revision(url, source, "Втрати", text, now))
        figure = Figure("tanks", total, 6, False, text, 0, len(text))
        figures.record(db, saved.article_id, [LossReport(DAY, "text", (figure,))], now=now)


def test_a_figure_comes_with_its_page(db: Database) -> None:
    store(db, "https://mod.gov.ua/1", 12292, EARLIER)
    (row,) = published.figures(db)
    assert (row["report_date"], row["category"], row["total"]) == ("2026-08-22", "tanks", 12292)
    assert (row["source"], row["url"]) == ("mod_gov_ua", "https://mod.gov.ua/1")


def test_a_change_that_nothing_bears_out_is_not_published(db: Database) -> None:
    store(db, "https://mod.gov.ua/1", 12292, EARLIER)
    assert [row["delta_basis"] for row in db.query("SELECT delta_basis FROM losses")] == ["unverified"]
    assert [row["delta"] for row in published.figures(db)] == [None]


def test_a_correction_comes_with_the_page_that_brought_it(db: Database) -> None:
    store(db, "https://mod.gov.ua/1", 12229, EARLIER)
    store(db, "https://mod.gov.ua/1", 12292, LATER)
    (row,) = published.corrections(db)
    assert (row["before_total"], row["after_total"]) == (12229, 12292)
    assert row["url"] == "https://mod.gov.ua/1"
    assert [found["revision"] for found in published.figures(db)] == [2]


def test_a_claim_comes_with_the_article_that_carried_it_first(db: Database) -> None:
    text = "UK Defence Intelligence said that Russia had lost 1,200 troops a day in June 2026."
    with transaction(db):
        add_claims(db, "https://a.example/1", text, language="en", source="first")
        add_claims(db, "https://b.example/2", f"News. {text}", language="en", source="second")
    (row,) = published.claims(db)
    assert (row["sightings"], row["url"], row["source"]) == (2, "https://a.example/1", "first")
    assert row["quote"] == text


def test_freshness_tells_the_newest_list_and_the_last_good_answer(db: Database) -> None:
    store(db, "https://mod.gov.ua/1", 12292, EARLIER)
    with transaction(db):
        run = ledger.start_run(db, "crawl losses", LATER)
        for outcome, purpose in (("unchanged", "article"), ("http_error", "listing"), ("listed", "robots")):
            moment = LATER if outcome == "unchanged" else LATER.replace(hour=12)
            fetch = ledger.Fetch(f"https://mod.gov.ua/{outcome}", "mod_gov_ua", purpose, outcome, moment)
            ledger.record_fetch(db, run, fetch)
    (row,) = published.freshness(db)
    assert (row["source"], row["pages"], row["newest_list"]) == ("mod_gov_ua", 1, "2026-08-22")
    assert row["last_success"] == "2026-08-22T09:00:00Z"
    assert published.newest_moment(db) == "2026-08-22T06:00:00Z"


def test_a_snapshot_is_of_one_moment_and_goes_with_its_block(db: Database, tmp_path: Path) -> None:
    store(db, "https://mod.gov.ua/1", 12292, EARLIER)
    with published.snapshot(tmp_path / "losses.db", tmp_path / "copy.db") as copy:
        store(db, "https://pravda.com.ua/1", 12293, LATER, source="pravda_uk")
        assert len(list(copy.query("SELECT 1 FROM articles"))) == 1
    assert not (tmp_path / "copy.db").exists()
    assert len(published.figures_of(tmp_path / "losses.db")) == 1


def test_no_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database"), published.snapshot(tmp_path / "x.db", tmp_path / "y.db"):
        pass
    with pytest.raises(StoreError, match="no database"):
        published.figures_of(tmp_path / "x.db")
