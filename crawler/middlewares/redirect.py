"""Redirects as Scrapy follows them, without a Referer: it is off, and Scrapy would warn about that in every run.

"scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None
"crawler.middlewares.redirect.RefererlessRedirectMiddleware": 600   # Scrapy's own place
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RefererlessRedirectMiddleware(RedirectMiddleware):
    """Follows REDIRECT_MAX_TIMES redirects; where each leads is judged by the middlewares before this one."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """Send none."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Nothing to look up, nothing to warn of."""
