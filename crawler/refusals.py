"""Why a URL was not fetched, or not to its end, as one Outcome."""

from __future__ import annotations

from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.outcomes import Outcome

FETCH_ERRORS = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionClosed,
    OSError,
)
"""Everything a download is known to end with besides a response."""

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

OUTCOMES: tuple[tuple[tuple[type[Exception], ...], Outcome], ...] = (
    ((DownloadTimeoutError,), Outcome.TIMED_OUT),
    ((ResponseDataLossError,), Outcome.INCOMPLETE),
    ((DownloadCancelledError,), Outcome.TOO_LARGE),
    ((NotSupported, UnsupportedURLSchemeError, IgnoreRequest), Outcome.REFUSED),
    (FETCH_ERRORS, Outcome.UNREACHABLE),
)


class Refused(IgnoreRequest):
    """A request we do not make, or a response we do not take. Never retried; `outcome` is the URL's terminal state."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


def outcome_of(error: BaseException) -> Outcome:
    """The terminal state of a URL whose request ended with `error` (an errback's `failure.value`)."""
    if isinstance(error, Refused):
        return error.outcome
    if isinstance(error, HttpError):
        return _outcome_of_status(error.response.status)
    return next((outcome for kinds, outcome in OUTCOMES if isinstance(error, kinds)), Outcome.FAILED)


def _outcome_of_status(status: int) -> Outcome:
    if status in GONE:
        return Outcome.MISSING
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Outcome.REFUSED  # a redirect nobody followed: it led out of http
    return Outcome.HTTP_ERROR
