"""Redirects as Scrapy follows them, but one to nowhere is refused, not a crash.

There is no Referer: it is off, and Scrapy would warn about that in every run.

"scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None
"crawler.middlewares.redirect.RefererlessRedirectMiddleware": 600   # Scrapy's own place
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from crawler.outcomes import Outcome
from crawler.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RefererlessRedirectMiddleware(RedirectMiddleware):
    """Follows REDIRECT_MAX_TIMES redirects; where each leads is judged by the middlewares before this one."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow the redirect, or refuse one that leads to no address."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise Refused(Outcome.REFUSED, f"a redirect to no address: {error}") from error

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """Send none."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Nothing to look up, nothing to warn of."""
