"""A progress bar on long crawls, for a person at a terminal; silent everywhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from scrapy import Request, signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Progress:
    """Counts the addresses found and those that are done."""

    def __init__(self) -> None:
        self.bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("asking the outlets", total=0)
        self.found = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty():
            raise NotConfigured
        progress = cls()
        crawler.signals.connect(progress.bar.start, signals.spider_opened)
        crawler.signals.connect(progress.find, signals.request_scheduled)
        crawler.signals.connect(progress.finish, signals.response_received)
        crawler.signals.connect(progress.finish, signals.request_dropped)
        crawler.signals.connect(progress.bar.stop, signals.spider_closed)
        return progress

    def find(self, request: Request) -> None:
        self.found += 1
        self.bar.update(self.task, total=self.found, description=f"asking {request.url[:60]}")

    def finish(self) -> None:
        self.bar.advance(self.task)
