"""What it costs to keep every byte: beside writing the bodies alone, and beside inflating without checking."""

from __future__ import annotations

import gzip
import os
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from crawler.evidence import EvidenceWriter, Exchange, evidence_files, read_evidence

PAGES = 400
PAGE_BYTES = 60_000
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def bodies() -> list[bytes]:
    """Pages of words, each compressed as an outlet would send it."""
    source = random.Random(24)
    words = [f"w{number}" for number in range(4_000)]
    pages = (" ".join(source.choices(words, k=PAGE_BYTES // 6)).encode() for _ in range(PAGES))
    return [gzip.compress(page) for page in pages]


def main() -> None:
    """Print the ratios."""
    sent = bodies()
    size = sum(map(len, sent))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plain, kept = _plain(folder, sent), _kept(folder, sent)
        [name] = evidence_files(folder)
        path = folder / name
        started = time.perf_counter()
        with gzip.open(path) as file:
            file.read()
        inflated = time.perf_counter() - started
        started = time.perf_counter()
        count = sum(1 for _ in read_evidence(folder, name))
        checked = time.perf_counter() - started
        stored = path.stat().st_size
    print(f"{count} pages of {size / count / 1000:.0f} kB as sent")
    print(f"kept as WARC, each on disk before it is read: {kept / PAGES * 1000:.2f} ms a page")
    print(f"  {kept / plain:.1f} times the bodies alone, written and synced one by one")
    print(f"  {stored / size:.2f} times their bytes")
    print(
        f"read back and checked: {count / checked:.0f} pages a second, {checked / inflated:.1f} times inflating alone"
    )


def _plain(folder: Path, sent: list[bytes]) -> float:
    started = time.perf_counter()
    with (folder / "plain").open("wb") as file:
        for body in sent:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    return time.perf_counter() - started


def _kept(folder: Path, sent: list[bytes]) -> float:
    writer = EvidenceWriter(folder, "bench", NOW, {})
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    started = time.perf_counter()
    for number, body in enumerate(sent):
        writer.write(Exchange(f"https://example.org/{number}", NOW, 200, "OK", headers, body))
    writer.close()
    return time.perf_counter() - started
