"""Pure: what a robots.txt means, by RFC 9309."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from protego import Protego

MAX_ROBOTS_BYTES = 512 * 1024
FRESH = timedelta(hours=12)
"""How long an answer is used without asking again."""
USABLE = timedelta(hours=24)
"""How long it is used while its host cannot be asked (RFC 9309 section 2.4)."""

AGENT = re.compile(r"^([ \t]*user-?agent[ \t]*:)[ \t]*([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)
TOKEN = re.compile(r"\*|[a-z_-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin allows us: by its rules, or everything, or nothing. `why` says which, for a person."""

    why: str
    otherwise: bool
    parsed: Protego | None = None
    agent: str = "*"

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self.otherwise if self.parsed is None else bool(self.parsed.can_fetch(url, self.agent))

    def crawl_delay(self) -> float | None:
        """The seconds between requests that were asked for, or None."""
        delay = None if self.parsed is None else self.parsed.crawl_delay(self.agent)
        return None if delay is None else float(delay)


def read_robots(status: int, body: bytes, agent: str) -> Rules | None:
    """The rules an answer settles for the product token `agent`, or None where it settles nothing.

    Where nothing is settled the host counts as unreachable. 2xx is parsed, up to MAX_ROBOTS_BYTES. 4xx means there are
    no rules, but 429 is a server in trouble like any 5xx; a redirect that led nowhere is no answer either.
    """
    if 200 <= status < 300:
        return Rules("its rules", otherwise=True, parsed=Protego.parse(_ours(_text(body), agent)), agent=agent)
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


def _ours(text: str, agent: str) -> str:
    """The file with its groups for others under a name that is not ours.

    A group is ours where its product token is, whatever version follows it; the parser would take `agent`'s first
    letters for it too.
    """

    def renamed(line: re.Match[str]) -> str:
        token = TOKEN.match(line[2])
        named = token[0].lower() if token else ""
        return f"{line[1]} {named if named in {agent, '*'} else '-'}"

    return AGENT.sub(renamed, text)
