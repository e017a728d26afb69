"""Kept pages (`scrapy sources record`): each is read as its case expects, by its source's own file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from crawler.page_reading import as_case
from crawler.received import Reply
from crawler.sources import load_sources

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/*/page.json"))
SOURCES = load_sources()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name[-30:]}")
def test_page(case: Path) -> None:
    about = json.loads((case / "page.json").read_text(encoding="utf-8"))
    reply = Reply(
        status=200,
        headers={"content-type": about["content_type"]},
        body=(case / "page.html").read_bytes(),
        fetched_at=datetime.fromisoformat(about["fetched_at"]),
    )
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    read = json.loads(json.dumps(as_case(reply, SOURCES[case.parent.name], about["url"])))
    assert read == expected
