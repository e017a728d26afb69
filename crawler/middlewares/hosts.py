"""Only the source's own hosts are visited, by links and by redirects alike.

A request carries its source's hosts in `meta["hosts"]` (`host`, or `host:port` where the port is not the scheme's own);
redirects and retries inherit it. A request without it goes nowhere.

    "crawler.middlewares.hosts.HostsMiddleware": 50   # before anything is asked of a host
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.origins import host_of
from crawler.outcomes import Outcome
from crawler.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request

HOSTS = "hosts"


class HostsMiddleware:
    """Lets a request through to its source's hosts. Raises Refused."""

    def process_request(self, request: Request) -> None:
        """Refuse other schemes, URLs with credentials and foreign hosts."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"}:
            raise Refused(Outcome.REFUSED, f"only http and https are fetched, not {parts.scheme}")
        if parts.username is not None:
            raise Refused(Outcome.REFUSED, "the address carries credentials")
        try:
            host = host_of(request.url)
        except ValueError as error:
            raise Refused(Outcome.REFUSED, str(error)) from error
        if host not in request.meta.get(HOSTS, ()):
            raise Refused(Outcome.REFUSED, f"{host} is not one of the source's hosts")
