"""Every end of a request is one Outcome."""

from __future__ import annotations

import pytest
from scrapy import exceptions
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost

from crawler.outcomes import Outcome
from crawler.refusals import Refused, outcome_of

URL = "https://outlet.test/"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Refused(Outcome.POSTPONED, "later"), Outcome.POSTPONED),
        (exceptions.IgnoreRequest("max redirections reached"), Outcome.REFUSED),
        (exceptions.NotSupported("no handler for ftp"), Outcome.REFUSED),
        (exceptions.DownloadTimeoutError(), Outcome.TIMED_OUT),
        (exceptions.ResponseDataLossError(), Outcome.INCOMPLETE),
        (exceptions.DownloadCancelledError(), Outcome.TOO_LARGE),
        (exceptions.CannotResolveHostError(), Outcome.UNREACHABLE),
        (exceptions.DownloadConnectionRefusedError(), Outcome.UNREACHABLE),
        (exceptions.DownloadFailedError(), Outcome.UNREACHABLE),
        (ConnectionLost(), Outcome.UNREACHABLE),
        (ConnectionResetError(), Outcome.UNREACHABLE),
        (KeyError("our own bug"), Outcome.FAILED),
    ],
)
def test_the_outcome_of_an_error(error: Exception, outcome: Outcome) -> None:
    assert outcome_of(error) is outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (302, Outcome.REFUSED),
        (401, Outcome.HTTP_ERROR),
        (404, Outcome.MISSING),
        (410, Outcome.MISSING),
        (429, Outcome.HTTP_ERROR),
        (500, Outcome.HTTP_ERROR),
    ],
)
def test_the_outcome_of_a_status(status: int, outcome: Outcome) -> None:
    response = Response(URL, status=status, request=Request(URL))
    assert outcome_of(HttpError(response)) is outcome
