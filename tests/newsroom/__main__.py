"""`python -m tests.newsroom [--port N] [--day DATE] [--announce] [--log FILE]`: run the newsroom until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from datetime import date
from pathlib import Path

from tests.newsroom.server import Newsroom


def main() -> int:
    options = argparse.ArgumentParser(
        prog="python -m tests.newsroom", description="Play every outlet on a loopback port."
    )
    options.add_argument("--port", type=int, default=8765, help="0 takes a free one")
    options.add_argument(
        "--day", type=date.fromisoformat, help="the newsroom's today; the newest it knows unless given"
    )
    options.add_argument("--announce", action="store_true", help="print the address, and nothing else, once it answers")
    options.add_argument("--log", type=Path, help="append every request to a JSON Lines file")
    chosen = options.parse_args()
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    with Newsroom(day=chosen.day, port=chosen.port, log=chosen.log) as newsroom:
        sys.stdout.write(f"{newsroom.address}\n" if chosen.announce else _greeting(newsroom))
        sys.stdout.flush()
        ended.wait()
    return 0


def _greeting(newsroom: Newsroom) -> str:
    return (
        f"The newsroom answers on {newsroom.address}, its day is {newsroom.day}. Ctrl-C ends it.\n"
        f"  scrapy crawl losses -s NEWSROOM={newsroom.address} -s DOWNLOAD_DELAY=0 -s DATABASE=output/demo.db\n"
    )


if __name__ == "__main__":
    sys.exit(main())
