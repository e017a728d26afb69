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
    """Where the response's bytes lie: a WARC file below output/evidence and the offset of its record."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Article:
    """One fetched page. `html` is the decoded body, `fetched_at` ours in UTC, `listed_at` the listing's date in UTC.

    The spider fills the first block; ReadArticle adds `page`, ExtractLosses `reports`, ExtractClaims `claims`;
    every stage may add `problems`.
    """

    source: str
    url: str
    html: str
    fetched_at: datetime
    listed_at: datetime | None = None
    evidence: Evidence | None = None

    page: Page | None = None
    reports: tuple[LossReport, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
