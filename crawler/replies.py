"""Scrapy's response -> our Reply."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.http import Response

from crawler.items import Evidence
from crawler.received import Reply


def reply_of(response: Response) -> Reply:
    """A downloaded response with the time it was fetched and the place where its bytes are kept."""
    evidence = response.meta.get("evidence")
    return Reply(
        status=response.status,
        headers=_headers(response),
        body=response.body,
        fetched_at=response.meta.get("fetched_at") or datetime.now(UTC),
        evidence=evidence if isinstance(evidence, Evidence) else None,
    )


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
