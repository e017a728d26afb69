"""What travels through the item pipelines: one frozen Article, to which each stage adds its part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipelines.claims import Claim
from pipelines.losses import LossReport
from pipelines.problems import Problem
from pipelines.reading import Page


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the response's bytes lie: a WARC file below the evidence folder and the offset of its record."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Received:
    """What the server said about the page it sent: the status, the size in bytes, and its validators."""

    status: int
    size: int
    body_hash: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One fetched page. `html` is the decoded body, `fetched_at` ours in UTC, `listed_at` the listing's date in UTC.

    The spider fills the first block; ReadArticle adds `page`, ExtractLosses `reports`, ExtractClaims `claims`; every
    stage may add `problems`. A page its outlet took down for good is an Article with `gone` set and no text.
    """

    source: str
    url: str
    html: str = field(repr=False)
    fetched_at: datetime
    received: Received
    listed_at: datetime | None = None
    evidence: Evidence | None = None
    gone: bool = False

    page: Page | None = field(default=None, repr=False)
    reports: tuple[LossReport, ...] = field(default=(), repr=False)
    claims: tuple[Claim, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = field(default=())
