"""How a URL's journey ends, and what a run's ends mean for its exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crawler.exit_codes import ExitCode


class Outcome(StrEnum):
    """The one terminal state of a URL in a run."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    LISTED = "listed"
    FORBIDDEN = "robots_denied"
    POSTPONED = "retry_later"
    MISSING = "missing"
    HTTP_ERROR = "http_error"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    FAILED = "failed"


GOOD = frozenset({Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED, Outcome.LISTED})


class Note(NamedTuple):
    """Why one address gave nothing, or less than it should."""

    url: str
    why: str

    def __str__(self) -> str:
        return f"{self.url}: {self.why}"


@dataclass
class SourceTally:
    """What one source gave in one run."""

    listings: Counter[Outcome] = field(default_factory=Counter)
    pages: Counter[Outcome] = field(default_factory=Counter)
    reports: int = 0
    figures: int = 0
    claims: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        """True where anything was asked of the source: an archive has nothing to give to a crawl of recent days."""
        return bool(self.listings or self.pages)

    @property
    def failing(self) -> bool:
        """True where no listing could be read, or pages came and none could be; one not there yet is none."""
        listed = any(outcome in GOOD for outcome in self.listings)
        came = self.pages - Counter({Outcome.MISSING: self.pages[Outcome.MISSING]})
        broken = bool(came) and not any(outcome in GOOD for outcome in came)
        return (bool(self.listings) and not listed) or broken

    @property
    def degraded(self) -> bool:
        """True where something needs a look: a failed fetch, or a problem that cost figures."""
        lost = any(outcome not in GOOD and outcome is not Outcome.MISSING for outcome in self.pages + self.listings)
        return lost or self.problems["error"] > 0


def exit_code(tallies: dict[str, SourceTally], *, crashed: bool, finished: bool, doubtful: int) -> ExitCode:
    """The exit code of a crawl.

    `crashed`: our own code raised; `finished`: the run ended by itself; `doubtful`: how many figures it left held or
    disputed.
    """
    if crashed or not finished or not tallies:
        return ExitCode.FAILED
    asked = [tally for tally in tallies.values() if tally.asked]
    if asked and all(tally.failing for tally in asked):
        return ExitCode.FAILED
    if doubtful or any(tally.failing or tally.degraded for tally in tallies.values()):
        return ExitCode.DEGRADED
    return ExitCode.OK
