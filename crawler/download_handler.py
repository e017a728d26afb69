"""How bytes are fetched: Scrapy's HTTP/1.1 handler with the bounds it lacks.

    DOWNLOAD_HANDLERS = {
        "http": "crawler.download_handler.BoundedDownloadHandler",
        "https": "crawler.download_handler.BoundedDownloadHandler",
        "file": None, "data": None, "ftp": None, "s3": None,
    }

DOWNLOAD_MAXSIZE bounds the body, DOWNLOAD_TIMEOUT the whole exchange from name look-up to last byte; the header block
is bounded here, the address by crawler.address_guard, without which nothing is dialled.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError
from scrapy.utils.httpobj import urlparse_cached
from twisted.web._newclient import ResponseFailed
from twisted.web.client import HTTPConnectionPool

from crawler.address_guard import GuardedResolver, is_address
from crawler.middlewares.retry_after import RetryAfterMiddleware
from crawler.newsroom import NewsroomPool, parse_newsroom
from crawler.origins import host_of
from crawler.outcomes import Outcome
from crawler.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

MAX_HEADER_BYTES = 64 * 1024


class HeadersTooLargeError(Exception):
    """The header block, interim responses included, is longer than MAX_HEADER_BYTES."""


class _BoundedParser(_LenientHTTPClientParser):
    """Counts the header block; DOWNLOAD_MAXSIZE starts to count only after it."""

    _header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self._header_bytes += len(line) + 1
        if self._header_bytes > MAX_HEADER_BYTES:
            raise HeadersTooLargeError(f"more than {MAX_HEADER_BYTES} bytes of headers")
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[Any]:
        answer = super().request(request)
        self._parser.__class__ = _BoundedParser  # Twisted hard-codes the class; Scrapy's own protocol swaps it so too
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: ARG002, N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Fetches http and https. Raises Refused where an address, the header block or the deadline is out of bounds."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        newsroom = crawler.settings.get("NEWSROOM")
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

        self._resolver = getattr(reactor, "nameResolver", None)
        self._newsroom = parse_newsroom(newsroom) if newsroom else None
        pool: Any = HTTPConnectionPool
        self._pool = NewsroomPool(reactor, self._newsroom) if self._newsroom else pool(reactor)
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._pool._factory = _BoundedFactory
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def download_request(self, request: Request) -> Response:
        """One response, or Refused, or one of Scrapy's download errors."""
        self._check_guard(request)
        patience = self._crawler.get_downloader_middleware(RetryAfterMiddleware)
        # one at a time per host, as the downloader lets a second request slip through where the delay is 0
        async with self._turns[host_of(request.url)]:
            if patience is None:
                return await self._download(request)
            await patience.sit_out(request)
            response = await self._download(request)
            patience.heed(response, request)
            return response

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadTimeoutError as error:
            raise Refused(Outcome.TIMED_OUT, str(error)) from error
        except CannotResolveHostError as error:
            self._explain_unresolved(request, error)
            raise
        except DownloadFailedError as error:
            if _failed_by(error, HeadersTooLargeError):
                raise Refused(Outcome.TOO_LARGE, f"more than {MAX_HEADER_BYTES} bytes of headers") from error
            raise

    def _check_guard(self, request: Request) -> None:
        """Nothing is dialled unguarded; the newsroom's one address needs no guard."""
        host = urlparse_cached(request).hostname or ""
        if isinstance(self._resolver, GuardedResolver) or (self._newsroom and not is_address(host)):
            return
        raise Refused(Outcome.REFUSED, "the address guard is not installed: see TWISTED_DNS_RESOLVER")

    def _explain_unresolved(self, request: Request, error: CannotResolveHostError) -> None:
        host = urlparse_cached(request).hostname or ""
        away = self._resolver.turned_away.get(host) if isinstance(self._resolver, GuardedResolver) else None
        if away is not None:
            raise Refused(Outcome.REFUSED, f"{host} leads to {away}, which is not a public address") from error


def _failed_by(error: DownloadFailedError, kind: type[Exception]) -> bool:
    cause = error.__cause__
    return isinstance(cause, ResponseFailed) and any(reason.check(kind) for reason in cause.reasons)
