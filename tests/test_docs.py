"""The documents: their links lead somewhere, every page is listed, and every command they show exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
COMMAND = re.compile(r"\bscrapy (?!crawl\b)([a-z]+)\b(?= |`|$)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def test_every_page_of_the_documentation_is_listed() -> None:
    listed = set(LINK.findall((ROOT / "docs" / "README.md").read_text("utf-8")))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= listed


def test_the_readme_names_only_commands_there_are() -> None:
    named = set(COMMAND.findall((ROOT / "README.md").read_text("utf-8")))
    assert named
    assert named <= {path.stem for path in (ROOT / "crawler" / "commands").glob("*.py")}
