"""A crawl of three weeks of the newsroom, and the same crawl again when nothing has changed."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

from tests.newsroom import Newsroom
from tests.newsroom.crawling import crawl, played_sources

SPAN = (date(2024, 4, 8), date(2024, 4, 28))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Newsroom(spans=(SPAN,), day=SPAN[1]) as newsroom:
        database = Path(folder) / "losses.db"
        first = _timed(newsroom, database, "first crawl")
        again = _timed(newsroom, database, "again, unchanged")
        print(f"again / first: {again[0] / first[0]:.3f} of the time, {again[1] / first[1]:.4f} of the bytes")


def _timed(newsroom: Newsroom, database: Path, name: str) -> tuple[float, int]:
    newsroom.forget_hits()
    arguments = {"sources": ",".join(played_sources(newsroom)), "since": str(SPAN[0]), "until": str(SPAN[1])}
    started = time.perf_counter()
    ended = crawl(newsroom, database, arguments=arguments)
    seconds = time.perf_counter() - started
    hits, size = newsroom.hits, sum(hit.size for hit in newsroom.hits)
    whole = sum(1 for hit in hits if hit.status == 200)
    print(
        f"{name}: exit {ended.returncode}, {seconds:.1f} s, {len(hits)} requests ({whole} answered in full), "
        f"{size / 1024:.0f} KiB, {len(hits) / seconds:.0f} requests/s"
    )
    return seconds, size
