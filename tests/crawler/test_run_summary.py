from collections import Counter

from crawler.outcomes import Note, Outcome, SourceTally
from crawler.run_summary import summary_lines


def test_each_source_is_one_line_and_trouble_is_told_with_what_to_do() -> None:
    good = SourceTally(Counter([Outcome.LISTED]), Counter([Outcome.NEW, Outcome.NEW]), reports=2, figures=28, claims=1)
    down = SourceTally(Counter([Outcome.UNREACHABLE]), notes=[Note("https://b/feed", "connection refused")])
    lines = list(summary_lines({"b": down, "a": good}, Counter({"confirmed": 28}), []))
    assert lines[0] == "a: 1 of 1 listings, pages: 2 new; 2 lists, 28 figures, 1 claims"
    assert lines[1].startswith("b: 0 of 1 listings")
    assert "connection refused" in lines[2]
    assert "scrapy sources check b" in lines[3]
    assert lines[-1] == "figures: 28 confirmed"


def test_one_trouble_of_many_addresses_is_one_line() -> None:
    tally = SourceTally(notes=[Note(f"https://b/{number}", "HTTP 500") for number in range(40)])
    lines = list(summary_lines({"b": tally}, Counter(), []))
    assert "  ! https://b/0 and 39 more: HTTP 500" in lines


def test_a_flood_of_troubles_is_cut_and_counted() -> None:
    tally = SourceTally(notes=[Note("https://b/", f"trouble {number}") for number in range(40)])
    lines = list(summary_lines({"a": tally}, Counter(), ["the disk is full"]))
    assert sum("trouble" in line for line in lines) == 6
    assert any("35 other troubles" in line for line in lines)
    assert lines[-2:] == ["nothing new", "failed: the disk is full"]
