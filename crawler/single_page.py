"""One page, fetched as politely and safely as a crawl would, for commands that look at a single address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.origins import host_of
from crawler.received import Reply
from crawler.replies import reply_of

SETTINGS: dict[str, Any] = {
    "DATABASE": ":memory:",
    "EXTENSIONS": {"crawler.extensions.ledger.RunLedger": 100},
    "ITEM_PIPELINES": {},
    "RETRY_TIMES": 0,
}
"""A look leaves nothing behind: no database, no evidence, no item."""


@dataclass
class Answer:
    """What came of the request: the reply, or why there is none."""

    reply: Reply | None = None
    trouble: str = ""
    redirects: list[str] = field(default_factory=list)


class SinglePageSpider(Spider):
    """Fetches `url` and leaves the reply in `answer`."""

    name = "single_page"
    custom_settings = SETTINGS

    def __init__(self, url: str, answer: Answer, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url, self.answer = url, answer

    async def start(self) -> AsyncIterator[Request]:
        """The one request, to the address's own host only."""
        yield Request(self.url, self.parse, errback=self.failed, meta={"hosts": (host_of(self.url),)})

    def parse(self, response: Response) -> None:
        """Keep the reply."""
        self.answer.reply = reply_of(response)
        self.answer.redirects = response.meta.get("redirect_urls", [])

    def failed(self, failure: Failure) -> None:
        """Keep the reason."""
        self.answer.trouble = " ".join(str(failure.value).split())[:300] or type(failure.value).__name__
