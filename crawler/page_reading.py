"""Pure: a reply and its source -> all that is read from the page, by the steps of a crawl but without storing."""

from __future__ import annotations

from typing import Any

from crawler.items import Article
from crawler.received import Reply, read_reply
from crawler.sources import Source
from pipelines.extraction import Extraction, as_json, extract_page
from pipelines.problems import Problem
from pipelines.reading import Page, read_page


def read_whole(reply: Reply, source: Source, url: str) -> Extraction | Problem:
    """Decode, lay out and read a page; or the problem that keeps it from being read at all."""
    article = read_reply(reply, source, url=url)
    if isinstance(article, Problem):
        return article
    page = _page(article, source)
    return extract_page(page, url=url, timezone=source.timezone) if page.text else page.problems[0]


def as_case(reply: Reply, source: Source, url: str) -> dict[str, Any]:
    """What a test case of a page expects: its title, time, lists, claims and the kinds of its problems, as JSON."""
    found = read_whole(reply, source, url)
    if isinstance(found, Problem):
        return {"problems": [found.kind]}
    return {
        "title": found.page.title,
        "published": found.page.published.isoformat() if found.page.published else None,
        "lists": {
            report.report_date.isoformat() if report.report_date else "undated": {
                figure.category: [figure.total, figure.delta] for figure in report.figures
            }
            for report in found.reports
        },
        "claims": as_json(url, found)["claims"],
        "problems": [problem.kind for problem in found.problems],
    }


def _page(article: Article, source: Source) -> Page:
    return read_page(
        article.html,
        url=article.url,
        layouts=source.layouts,
        timezone=source.timezone,
        languages=source.languages,
    )
