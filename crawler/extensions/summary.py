"""What a run brought, in words on stderr, when it has ended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from scrapy import signals

from crawler.extensions.ledger import RunLedger
from crawler.run_summary import summary_lines

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Summary:
    """Says what was read, what is new and what is wrong."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        summary = cls(crawler)
        crawler.signals.connect(summary.write, signals.spider_closed)
        return summary

    def write(self) -> None:
        ledger = RunLedger.of(self.crawler)
        for line in summary_lines(ledger.tallies, ledger.changes, ledger.crashes):
            sys.stderr.write(f"{line}\n")
