"""`scrapy extract` as a person and as a program use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.newsroom import Newsroom
from tests.scrapy_command import ROOT, scrapy

LIST = """Losses of the Russian army as of April 24, 2024:
  • personnel — about 461,940 (+880) people,
  • tanks — 7,242 (+1) units,
  • artillery systems -— 11,808 (+43) units,
  • MLRS − 1,048 (+2) units,
  • hover tractors — 12 (+3) units.
"""


def figures(line: str) -> dict[str, tuple[int | None, int | None]]:
    report = json.loads(line)["report"]
    return {name: (figure["total"], figure["delta"]) for name, figure in report["figures"].items()}


def test_text_is_data_on_stdout_and_words_on_stderr(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LIST, encoding="utf-8")
    run = scrapy("extract", page)
    assert json.loads(run.stdout)["report"]["as_of"] == "2024-04-24"
    assert figures(run.stdout)["personnel"] == (461940, 880)
    assert figures(run.stdout)["mlrs"] == (1048, 2)
    assert json.loads(run.stdout)["report"]["figures"]["personnel"]["approx"] is True
    assert "tanks — 7,242 (+1)" in run.stderr
    assert "hover tractors" in run.stderr


def test_html_is_read_like_text_and_in_its_own_charset(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = "<html><body><article><p>Загальні бойові втрати противника з 24.02.22 по 24.04.24 орієнтовно склали:</p>" + (
        "<p>танків ‒ 7242 (+1) од</p><p>артилерійських систем – 11808 (+43) од</p><p>РСЗВ – 1048 (+2) од</p></article>"
    )
    page.write_bytes(f"<!DOCTYPE html><meta charset=windows-1251>{body}".encode("cp1251", "xmlcharrefreplace"))
    run = scrapy("extract", page)
    assert figures(run.stdout) == {"tanks": (7242, 1), "artillery_systems": (11808, 43), "mlrs": (1048, 2)}


def test_json_lines_keep_their_ids_and_order_and_a_bad_line_is_named(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        "\n".join([json.dumps({"id": "a", "text": LIST}), "{broken", json.dumps({"id": "b", "text": "Nothing here."})]),
        encoding="utf-8",
    )
    run = scrapy("extract", "--jsonl", cases)
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == ["a", "b"]
    assert json.loads(run.stdout.splitlines()[1]) == {"id": "b", "report": None, "claims": []}
    assert (run.returncode, "line 2" in run.stderr) == (ExitCode.FAILED, True)


def test_standard_input_is_a_file_called_dash() -> None:
    command = [sys.executable, "-m", "scrapy", "extract", "-"]
    run = subprocess.run(command, input=LIST.encode(), capture_output=True, check=False, cwd=ROOT)
    assert figures(run.stdout.decode())["tanks"] == (7242, 1)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(("missing.txt",), "cannot read missing.txt"), ((), "name one file"), (("a", "b"), "name one file")],
)
def test_mistakes_are_one_line(arguments: tuple[str, ...], complaint: str) -> None:
    run = scrapy("extract", *arguments)
    assert run.returncode == ExitCode.USAGE
    assert complaint in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_an_address_is_read_through_the_source_that_owns_it() -> None:
    with Newsroom() as newsroom:
        url = newsroom.articles("mod.gov.ua")[0]
        run = scrapy("extract", url, NEWSROOM=newsroom.address)
    assert len(figures(run.stdout)) >= 14


def test_the_claims_of_a_page_are_told_with_who_asserts_and_who_is_relayed() -> None:
    with Newsroom() as newsroom:
        (url,) = (each for each in newsroom.articles("news.online.ua") if "uk-intelligence" in each)
        run = scrapy("extract", url, NEWSROOM=newsroom.address)
    claims = json.loads(run.stdout)["claims"]
    said = {(claim["topic"], claim["value"], claim["relays"], claim["record"]) for claim in claims}
    assert {claim["agency"] for claim in claims} == {"UK MoD"}
    assert said == {
        ("desertion", None, None, True),
        ("desertion", 64, "Mediazona", True),
        ("desertion", 7400, "Mediazona", False),
        ("desertion", 496, "Mediazona", False),
        ("asylum", None, None, True),
    }


def test_a_private_address_is_refused_in_one_line() -> None:
    run = scrapy("extract", "http://127.0.0.1:9/page")
    assert (run.returncode, len(run.stderr.splitlines())) == (ExitCode.FAILED, 1)
    assert "not a public address" in run.stderr
