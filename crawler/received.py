"""Pure: a response -> an Article. The crawl and the replay of its evidence make articles here and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from crawler.charset import decode
from crawler.items import Article, Evidence, Received
from crawler.sources import Source
from pipelines.problems import Problem
from pipelines.vocabulary import language

GONE = 410
TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml")


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer after its content coding was undone; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    evidence: Evidence | None = None

    @property
    def received(self) -> Received:
        """What the ledger keeps of it."""
        return Received(
            status=self.status,
            size=len(self.body),
            body_hash=hashlib.sha256(self.body).hexdigest(),
            etag=self.headers.get("etag"),
            last_modified=self.headers.get("last-modified"),
        )


def read_reply(reply: Reply, source: Source, *, url: str, listed_at: datetime | None = None) -> Article | Problem:
    """The Article in a reply, or the problem that keeps it from being one."""
    problems: tuple[Problem, ...] = ()
    html = ""
    if reply.status != GONE:
        content_type = reply.headers.get("content-type", "")
        if content_type and not content_type.strip().lower().startswith(TEXT_TYPES):
            return Problem("not_html", f"the address answers with {content_type[:80]}, not with a page", "error")
        decoded = decode(reply.body, content_type=content_type, known_words=known_words(source.languages))
        if isinstance(decoded, Problem):
            return decoded
        html, problems = decoded.text, decoded.problems
    return Article(
        source=source.name,
        url=url,
        html=html,
        fetched_at=reply.fetched_at.replace(microsecond=0),
        received=reply.received,
        listed_at=listed_at,
        evidence=reply.evidence,
        gone=reply.status == GONE,
        problems=problems,
    )


def conditional_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that let a server answer 304."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


@cache
def known_words(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Words by which a page in these languages is told to be decoded rightly: the labels of the list."""
    phrases = (phrase for code in languages for each in language(code).labels.values() for phrase in each)
    return tuple(sorted({word.strip("*") for phrase in phrases for word in phrase.split() if word.strip("*")}))
