from collections import Counter

import pytest

from crawler.exit_codes import ExitCode
from crawler.outcomes import Outcome, SourceTally, exit_code

FINE = SourceTally(listings=Counter([Outcome.LISTED]), pages=Counter([Outcome.NEW]))
QUIET = SourceTally(listings=Counter([Outcome.NOT_MODIFIED]))
DOWN = SourceTally(listings=Counter([Outcome.UNREACHABLE]))
UNREAD = SourceTally(listings=Counter([Outcome.LISTED]), pages=Counter([Outcome.UNREADABLE]))
EARLY = SourceTally(pages=Counter([Outcome.MISSING]))
HALF = SourceTally(listings=Counter([Outcome.LISTED]), pages=Counter([Outcome.NEW]), problems=Counter(["error"]))


@pytest.mark.parametrize(
    ("tallies", "expected"),
    [
        ({"a": FINE}, ExitCode.OK),
        ({"a": QUIET}, ExitCode.OK),
        ({"a": FINE, "b": DOWN}, ExitCode.DEGRADED),
        ({"a": DOWN}, ExitCode.FAILED),
        ({"a": DOWN, "b": DOWN}, ExitCode.FAILED),
        ({"a": DOWN, "archive": SourceTally()}, ExitCode.FAILED),
        ({"a": FINE, "b": UNREAD}, ExitCode.DEGRADED),
        ({"a": UNREAD}, ExitCode.FAILED),
        ({"a": HALF}, ExitCode.DEGRADED),
        ({"a": EARLY}, ExitCode.OK),
        ({}, ExitCode.FAILED),
    ],
)
def test_a_run_exits_with_what_its_sources_gave(tallies: dict[str, SourceTally], expected: ExitCode) -> None:
    assert exit_code(tallies, crashed=False, finished=True, doubtful=0) is expected


def test_our_own_failure_and_an_interrupted_run_are_failures_whatever_was_read() -> None:
    assert exit_code({"a": FINE}, crashed=True, finished=True, doubtful=0) is ExitCode.FAILED
    assert exit_code({"a": FINE}, crashed=False, finished=False, doubtful=0) is ExitCode.FAILED


def test_a_held_figure_degrades_a_run() -> None:
    assert exit_code({"a": FINE}, crashed=False, finished=True, doubtful=1) is ExitCode.DEGRADED
