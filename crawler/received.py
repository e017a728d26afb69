"""A response as the stages want it: decoded text, validators, and where its bytes are kept."""

from __future__ import annotations

import hashlib

from scrapy.http import Response

from crawler.items import Received


def received_from(response: Response) -> Received:
    """What the server said about the page it sent."""
    return Received(
        status=response.status,
        size=len(response.body),
        body_hash=hashlib.sha256(response.body).hexdigest(),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def conditional_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that let a server answer 304."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
