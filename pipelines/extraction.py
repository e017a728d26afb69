"""Pure: one article in, what it says out, in the shape that `scrapy extract` prints and the corpus is scored by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.parser import isoparse

from pipelines.claims import Claim, read_claims
from pipelines.losses import LossReport
from pipelines.problems import Problem
from pipelines.reading import Layout, Page, looks_like_html, plain_page, read_page
from pipelines.reports import published_day, read_reports

CLAIM_FIELDS = (
    *("agency", "relays", "topic", "subject", "value", "value_high", "unit"),
    *("qualifier", "period", "place", "record", "quote"),
)


class CaseError(ValueError):
    """A case cannot be read; the message says which field is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one article."""

    page: Page
    reports: tuple[LossReport, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def extract_page(page: Page, *, url: str | None = None, timezone: str = "Europe/Kyiv") -> Extraction:
    """Read the lists and the claims of a page."""
    found = read_reports(page, url=url, timezone=timezone)
    taken = sorted(place for report in found.reports for figure in report.figures for place in figure.places)
    claims = read_claims(
        page.text,
        title=page.title,
        published=published_day(page.published, timezone),
        language=page.language,
        taken=tuple(taken),
    )
    return Extraction(page, found.reports, claims, (*page.problems, *found.problems))


def extract_source(text: str, *, url: str = "", layouts: tuple[Layout, ...] = ()) -> Extraction:
    """Read HTML or plain text, whichever it is."""
    page = read_page(text, url=url, layouts=layouts) if looks_like_html(text) else plain_page(text)
    return extract_page(page, url=url or None)


def extract_case(case: Mapping[str, Any]) -> Extraction:
    """Read one object {"id", "text" or "html", "title", "published", "url", "lang"?}. Raises CaseError."""
    published = _published(case.get("published"))
    if isinstance(case.get("html"), str):
        page = read_page(case["html"], url=case.get("url") or "")
        page = Page(
            title=case.get("title") or page.title,
            text=page.text,
            published=published or page.published,
            language=case.get("lang") or page.language,
            canonical=page.canonical,
            parts=page.parts,
            problems=page.problems,
        )
    elif isinstance(case.get("text"), str):
        page = plain_page(case["text"], title=case.get("title") or "", published=published, language=case.get("lang"))
    else:
        raise CaseError('it has neither "text" nor "html"')
    return extract_page(page, url=case.get("url"))


def as_json(case_id: object, extraction: Extraction) -> dict[str, Any]:
    """The JSON object of one article; of several lists the newest is the report."""
    dated = sorted(extraction.reports, key=lambda report: report.report_date or date.min)
    return {
        "id": case_id,
        "report": _report_json(dated[-1]) if dated else None,
        "claims": [
            {name: value for name, value in asdict(claim).items() if name in CLAIM_FIELDS}
            for claim in extraction.claims
        ],
    }


def _report_json(report: LossReport) -> dict[str, Any]:
    return {
        "as_of": report.report_date.isoformat() if report.report_date else None,
        "figures": {
            figure.category: {"total": figure.total, "delta": figure.delta, "approx": figure.approximate}
            for figure in report.figures
        },
    }


def _published(text: object) -> datetime | None:
    if text is None or text == "":
        return None
    try:
        moment = isoparse(str(text))
    except ValueError:
        raise CaseError(f'"published" is no ISO date: {text!r}') from None
    if moment.tzinfo is None:
        noon = moment if moment.time() != time.min else datetime.combine(moment.date(), time(12))
        moment = noon.replace(tzinfo=ZoneInfo("Europe/Kyiv"))
    return moment.astimezone(UTC)
