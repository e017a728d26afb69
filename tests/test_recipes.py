"""Recipes and pages of documentation name commands, settings and files that exist; the example of a source is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from crawler.sources import load_outlet

ROOT = Path(__file__).parents[1]
TEXTS = [
    path
    for folder in ("deploy", "docs")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file() and path.suffix != ".png"
]
SCRAPYS_OWN = {"crawl"}
COMMANDS = {path.stem for path in (ROOT / "crawler/commands").glob("*.py")} | SCRAPYS_OWN


def settings() -> Settings:
    return get_project_settings()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_settings_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"bin/scrapy ([a-z]+)|(?:run: |`)scrapy ([a-z]+)", text))
    assert {first or second for first, second in named} <= COMMANDS
    assert {name for name in re.findall(r"-s ([A-Z_]+)=", text) if name not in settings()} == set()


@pytest.mark.parametrize("path", [path for path in TEXTS if path.suffix == ".md"], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_example_of_a_source_is_one(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/adding-an-outlet.md").read_text("utf-8"), re.DOTALL)
    file = tmp_path / "example.toml"
    file.write_text(example, encoding="utf-8")
    [source] = load_outlet(file)
    assert source.keep.titles


def test_the_workflow_commits_only_what_has_changed() -> None:
    workflow = yaml.safe_load((ROOT / "deploy/github-actions/losswatch.yml").read_text("utf-8"))
    steps = {step.get("name"): step.get("run", "") for step in workflow["jobs"]["crawl"]["steps"]}
    assert "git diff --cached --quiet" in steps["commit what has changed"]
    assert workflow["concurrency"]["cancel-in-progress"] is False
    assert "git push" not in steps["status"]
