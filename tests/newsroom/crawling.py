"""Running `scrapy crawl` against the newsroom as a person would, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from crawler.sources import load_sources
from tests.newsroom.outlets import OUTLETS
from tests.newsroom.server import Newsroom

ROOT = Path(__file__).parents[2]


def played_sources(newsroom: Newsroom) -> list[str]:
    """The declared sources whose outlet has articles in the newsroom today."""
    hosts = [host for host in OUTLETS if newsroom.articles(host)]
    return [name for name, source in load_sources().items() if any(host in source.hosts for host in hosts)]


def crawl(
    newsroom: Newsroom,
    database: Path,
    *,
    spider: str = "losses",
    arguments: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl` as it runs live, but for the address dialled and the delays; the evidence lies by the database."""
    given = {
        "NEWSROOM": newsroom.address,
        "DATABASE": str(database),
        "EVIDENCE_DIR": str(database.parent / "evidence"),
        "DOWNLOAD_DELAY": "0",
        "DOWNLOAD_DELAY_JITTER": "0",
        **(settings or {}),
    }
    command = [
        *(sys.executable, "-m", "scrapy", "crawl", spider),
        *_options("-s", given),
        *_options("-a", arguments or {}),
    ]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )


def _options(flag: str, values: Mapping[str, str]) -> Sequence[str]:
    return [part for name, value in values.items() for part in (flag, f"{name}={value}")]
