"""Content codings as Scrapy undoes them, but a cut-off body is no body, and nobody needs more than two codings.

"scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None
"crawler.middlewares.compression.StrictCompressionMiddleware": 590   # Scrapy's own place
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.inflation import CutOffError, InflationError, TooLargeError, inflate
from crawler.outcomes import Outcome
from crawler.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

MOST_CODINGS = 2


class StrictCompressionMiddleware(HttpCompressionMiddleware):
    """Inflates bodies up to DOWNLOAD_MAXSIZE. Raises Refused for a bomb, a cut-off body or an unknown coding."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Inflate the body, or refuse the response."""
        inflated = super().process_response(request, response)
        left = inflated.headers.get("Content-Encoding") if inflated is not request else None
        if left:
            raise Refused(Outcome.UNREADABLE, f"unknown content coding {left.decode('latin-1')!r}")
        return inflated

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        codings, unknown = self._split_encodings(content_encoding)
        if len(codings) > MOST_CODINGS:
            raise Refused(Outcome.REFUSED, f"{len(codings)} content codings in one response")
        try:
            for coding in codings:
                body = inflate(body, coding.decode("ascii"), max_size)
        except TooLargeError as error:
            raise Refused(Outcome.TOO_LARGE, str(error)) from error
        except CutOffError as error:
            raise Refused(Outcome.INCOMPLETE, str(error)) from error
        except InflationError as error:
            raise Refused(Outcome.UNREADABLE, str(error)) from error
        return body, unknown
