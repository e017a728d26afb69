"""Every response is on disk before anything reads it: pages, listings, robots.txt, redirects, errors and 304 alike.

    "crawler.middlewares.evidence.EvidenceMiddleware": 950   # nearest to the wire: bytes as they came

What a spider puts into `meta["context"]` (a flat dict of strings) is kept with the record. The request's meta then has
`evidence`, where the response lies, and `fetched_at`, its time in UTC to the second.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.evidence import EvidenceWriter, Exchange, Headers, evidence_folder
from crawler.extensions.ledger import RunLedger
from crawler.outcomes import Outcome
from crawler.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Response

CONTEXT = "context"
EVIDENCE = "evidence"
FETCHED_AT = "fetched_at"


class EvidenceMiddleware:
    """Writes the run's WARC file. Raises Refused where the disk takes no more: what is not kept is not read."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["DATABASE"] == ":memory:":
            raise NotConfigured("a look that leaves no database behind leaves no evidence")
        self._crawler = crawler
        started = datetime.now(UTC)
        name = crawler.spider.name if crawler.spider else "crawl"
        about = {
            "software": str(crawler.settings["USER_AGENT"]),
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": name,
            "robots": "obeyed by RFC 9309",
        }
        run = f"{name}-{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self._writer = EvidenceWriter(evidence_folder(crawler.settings), run, started, about)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware._closed, signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange, and tell the request where."""
        now = datetime.now(UTC).replace(microsecond=0)
        try:
            request.meta[EVIDENCE] = self._writer.write(_exchange(request, response, now))
        except OSError as error:
            why = f"its evidence could not be kept: {error.strerror or error}"
            RunLedger.of(self._crawler).crashed(f"{request.url}: {why}")
            raise Refused(Outcome.FAILED, why) from error
        request.meta[FETCHED_AT] = now
        return response

    def _closed(self) -> None:
        self._writer.close()


def _exchange(request: Request, response: Response, now: datetime) -> Exchange:
    return Exchange(
        url=response.url,
        fetched_at=now,
        status=response.status,
        reason=_reason(response.status),
        headers=_headers(response.headers),
        body=response.body,
        method=request.method,
        request_headers=_headers(request.headers),
        request_body=request.body,
        address=str(response.ip_address or ""),
        context=request.meta.get(CONTEXT, {}),
    )


def _headers(headers: ScrapyHeaders) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
