"""The outlets the newsroom plays, one module each, by the host they answer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tests.newsroom.faults import Misprint
from tests.newsroom.figures import Count, counts, series
from tests.newsroom.outlets import censor, datasets, mil_gov_ua, minfin, mod_gov_ua, online_ua, pravda
from tests.newsroom.press import Document, Edition, Outlet, Site, morning
from tests.newsroom.stories import STORIES

Spans = tuple[tuple[date, date], ...]

OUTLETS: dict[str, Outlet] = {
    outlet.host: outlet
    for outlet in (
        mod_gov_ua.OUTLET,
        mil_gov_ua.OUTLET,
        minfin.OUTLET,
        online_ua.OUTLET,
        pravda.OUTLET,
        censor.OUTLET,
        datasets.OUTLET,
    )
}


def build_site(host: str, spans: Spans, today: date, misprints: Iterable[Misprint]) -> Site:
    """Everything that stands on a host on the evening of `today`; empty for a host nobody plays."""
    outlet = OUTLETS.get(host)
    if outlet is None:
        return {}
    slips = [misprint for misprint in misprints if misprint.host == host]
    editions = [_edition(day, today, slips) for day in _days(spans, outlet, today)]
    days = {edition.day for edition in editions}
    stories = [story for story in STORIES if story.host == host and story.day in days]
    return {"/robots.txt": robots(host), **outlet.build(editions, stories)}


def robots(host: str) -> Document:
    text = f"User-agent: *\nDisallow: /search\nDisallow: /login\n\nSitemap: https://{host}/sitemap.xml\n"
    return Document(text.encode(), morning(date(2022, 2, 24), 9, 0), "text/plain; charset=utf-8")


def _days(spans: Spans, outlet: Outlet, today: date) -> list[date]:
    return [
        day
        for day in series()
        if any(first <= day <= last for first, last in spans) and outlet.since <= day <= min(outlet.until, today)
    ]


def _edition(day: date, today: date, slips: list[Misprint]) -> Edition:
    edition = Edition(day, counts(day))
    for slip in slips:
        if slip.day == day:
            edition = _misprinted(edition, slip) if _stands(slip, today) else _corrected(edition, slip)
    return edition


def _stands(slip: Misprint, today: date) -> bool:
    return slip.until is None or today < slip.until


def _misprinted(edition: Edition, slip: Misprint) -> Edition:
    printed = dict(edition.counts)
    if slip.total is None:
        printed.pop(slip.category, None)
    else:
        printed[slip.category] = Count(slip.total, slip.delta)
    return replace(edition, counts=printed)


def _corrected(edition: Edition, slip: Misprint) -> Edition:
    at = morning(slip.until or edition.day + timedelta(days=1), 12, 0)
    return replace(edition, corrected=max(at, edition.corrected or at))
