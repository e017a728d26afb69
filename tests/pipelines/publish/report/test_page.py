import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipelines.publish.report.contents import Contents
from pipelines.publish.report.page import render, web_address
from pipelines.publish.report.write import write_report
from pipelines.store import StoreError, open_store


def parsed(page: str) -> Any:
    return html.document_fromstring(page)


def test_the_newest_list_is_that_of_the_database(contents: Contents) -> None:
    page = parsed(render(contents, "en"))
    rows = page.xpath("//table[contains(@class, 'newest')]/tbody/tr")
    shown = {row.findtext("th"): [" ".join(cell.text_content().split()) for cell in row.findall("td")] for row in rows}
    assert len(shown) == 14
    assert shown["Tanks"][0] == "12,292"
    assert shown["Tanks"][1].endswith("+6")
    assert "7-day mean from" in shown["Tanks"][3]
    assert all(row.find(".//svg") is not None for row in rows)


def test_doubtful_days_in_a_row_are_one_entry(contents: Contents) -> None:
    page = parsed(render(contents, "en"))
    entries = page.xpath("//section[@aria-labelledby='disputes']//tbody/tr")
    doubtful = [row for row in contents.figures if row["status"] in ("held", "disputed")]
    assert 0 < len(entries) < len(doubtful)
    assert any("–" in entry.findtext("th") for entry in entries)


def test_the_same_rows_give_the_same_page(contents: Contents) -> None:
    assert render(contents, "uk") == render(contents, "uk")


def test_a_page_without_claims_records_or_standing_figures_is_a_page(contents: Contents) -> None:
    held = [{**row, "status": "held"} for row in contents.figures[-5:]]
    empty = replace(contents, figures=held, claims=[], records=[], corrections=[], sources=[])
    page = parsed(render(empty, "en"))
    assert page.xpath("count(//p[@class='nothing'])") == 4
    assert page.xpath("//section[@aria-labelledby='disputes']//tbody/tr")


def test_the_page_names_no_address_it_would_fetch(reports: dict[str, Path]) -> None:
    for path in reports.values():
        page = parsed(path.read_text("utf-8"))
        assert page.xpath("//@src") == []
        assert {link.get("href") for link in page.iter("link")} == {"data:,", "feed.atom"}
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy


def test_the_picture_is_a_png_of_a_size_for_posting(reports: dict[str, Path]) -> None:
    for name in ("chart.png", "chart.uk.png"):
        content = (reports["en"].parent / name).read_bytes()
        assert content.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", content[16:24])
        assert 1100 < width < 1300
        assert 600 < height < 720


def test_a_database_without_a_figure_leaves_the_old_report(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    target.mkdir()
    (target / "report.html").write_text("old")
    open_store(tmp_path / "empty.db").conn.close()
    with pytest.raises(StoreError, match="no figure yet"):
        write_report(tmp_path / "empty.db", target, "en")
    assert (target / "report.html").read_text() == "old"


def test_the_rest_of_the_folder_stays(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    (target / "petroivaniuk").mkdir(parents=True)
    (target / "petroivaniuk" / "x.json").write_text("[]")
    write_report(library, target, "en")
    assert {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()} == {
        "petroivaniuk/x.json", "report.html", "chart.png",
    }  # fmt: skip


def test_links_go_to_the_web_only() -> None:
    assert web_address("https://mod.gov.ua/1") == "https://mod.gov.ua/1"
    assert web_address("javascript:1") is None
    assert web_address(None) is None
