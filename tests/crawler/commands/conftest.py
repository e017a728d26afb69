"""A database and its evidence, as two real crawls left them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.newsroom import Answer, Faults, Misprint, Newsroom
from tests.scrapy_command import scrapy

DAY = date(2026, 8, 22)
SPANS = ((date(2026, 8, 18), DAY),)
SOURCES = "sources=mod_gov_ua,minfin,pravda_en,censor_net"
RETRACTED = "https://www.pravda.com.ua/eng/news/2026/08/20/7398480/"
MISPRINT = Misprint("censor.net", date(2026, 8, 21), "tanks", 1229, until=DAY)
FAULTS = Faults(misprints=(MISPRINT,), answers={RETRACTED: (None, Answer(410))})


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database that two crawls filled, the second of which met a correction and a retraction."""
    folder = tmp_path_factory.mktemp("crawled")
    with Newsroom(day=date(2026, 8, 21), spans=SPANS, faults=FAULTS) as newsroom:
        for day in (date(2026, 8, 21), DAY):
            newsroom.day = day
            done = scrapy(
                *("crawl", "losses", "-a", SOURCES, "-a", "since=2026-08-18", "-a", f"until={day}"),
                NEWSROOM=newsroom.address,
                DATABASE=folder / "losses.db",
                DOWNLOAD_DELAY=0,
                RECHECK_DAYS=4000,
            )
            assert done.returncode in (ExitCode.OK, ExitCode.DEGRADED), done.stderr
    return folder
