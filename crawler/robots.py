"""Pure: what a robots.txt means, by RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from protego import Protego

MAX_ROBOTS_BYTES = 512 * 1024
FRESH = timedelta(hours=12)
"""How long an answer is used without asking again."""
USABLE = timedelta(hours=24)
"""How long it is used while its host cannot be asked (RFC 9309 section 2.4)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin allows: by its rules, or everything, or nothing. `why` says which, for a person."""

    why: str
    otherwise: bool
    parsed: Protego | None = None

    def allows(self, url: str, agent: str) -> bool:
        """Whether the product token `agent` may fetch `url`."""
        return self.otherwise if self.parsed is None else bool(self.parsed.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float | None:
        """The seconds between requests that were asked for, or None."""
        delay = None if self.parsed is None else self.parsed.crawl_delay(agent)
        return None if delay is None else float(delay)


def read_robots(status: int, body: bytes) -> Rules | None:
    """The rules an answer settles, or None where it settles nothing: the host counts as unreachable.

    2xx is parsed, up to MAX_ROBOTS_BYTES. 4xx means there are no rules, but 429 is a server in trouble like any 5xx; a
    redirect that led nowhere is no answer either.
    """
    if 200 <= status < 300:
        return Rules("its rules", otherwise=True, parsed=Protego.parse(_text(body)))
    if 400 <= status < 500 and status != HTTPStatus.TOO_MANY_REQUESTS:
        return Rules(f"no rules (status {status})", otherwise=True)
    return None


def unreachable(why: str) -> Rules:
    """Complete disallow, as RFC 9309 section 2.3.1.4 demands of an unreachable robots.txt."""
    return Rules(f"unreachable ({why})", otherwise=False)


def _text(body: bytes) -> str:
    whole = body[:MAX_ROBOTS_BYTES]
    if len(body) > MAX_ROBOTS_BYTES:
        whole = whole[: whole.rfind(b"\n") + 1]  # half a path would be another rule
    return whole.decode("utf-8-sig", errors="replace")
