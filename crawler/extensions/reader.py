"""Pages are read in a child process, so that a hostile one can cost its five seconds and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from scrapy import signals

from pipelines.worker import Worker

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

P = ParamSpec("P")
T = TypeVar("T")

PRELOAD = ("pipelines.reading", "pipelines.reports", "pipelines.claims")


class Reader:
    """The run's one reading process."""

    def __init__(self) -> None:
        self.worker = Worker(preload=PRELOAD)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        reader = cls()
        crawler.signals.connect(reader.worker.close, signals.spider_closed)
        return reader

    @classmethod
    def of(cls, crawler: Crawler) -> Reader:
        """The reading process of a running crawl."""
        reader = crawler.get_extension(cls)
        if reader is None:
            raise RuntimeError("the reader is not among the EXTENSIONS")
        return reader

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(*args, **kwargs)` there. Raises PageLimitError where it was stopped."""
        return self.worker.run(function, *args, **kwargs)
