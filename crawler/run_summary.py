"""Pure: a run's tallies -> the lines a person reads at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from crawler.outcomes import GOOD, Outcome, SourceTally

MOST_NOTES = 5


def summary_lines(tallies: Mapping[str, SourceTally], changes: Counter[str], crashes: list[str]) -> Iterator[str]:
    """What was read, what is new, what is wrong: one line a source, then what needs a look."""
    for name, tally in sorted(tallies.items()):
        yield f"{name}: {_pages(tally)}; {tally.reports} lists, {tally.figures} figures, {tally.claims} claims"
        yield from _notes(tally)
        errors, warnings = tally.problems["error"], tally.problems["warning"]
        if errors or warnings:
            yield f"  {errors} errors and {warnings} warnings on its pages: scrapy status tells them"
        if tally.failing:
            yield f"  ! {name} gave nothing: scrapy sources check {name}"
    yield _changes(changes)
    for crash in crashes[:MOST_NOTES]:
        yield f"failed: {crash}"


def _notes(tally: SourceTally) -> Iterator[str]:
    """What went wrong, one line a reason."""
    addresses: dict[str, list[str]] = {}
    for note in tally.notes:
        addresses.setdefault(note.why, []).append(note.url)
    for why, urls in list(addresses.items())[:MOST_NOTES]:
        yield f"  ! {urls[0]}{f' and {len(urls) - 1} more' if len(urls) > 1 else ''}: {why}"
    if len(addresses) > MOST_NOTES:
        yield f"  ! and {len(addresses) - MOST_NOTES} other troubles"


def _pages(tally: SourceTally) -> str:
    parts = [f"{tally.pages[kind]} {kind.replace('_', ' ')}" for kind in Outcome if tally.pages[kind]]
    listings = sum(tally.listings[kind] for kind in GOOD)
    return f"{listings} of {tally.listings.total()} listings, pages: {', '.join(parts) or 'none'}"


def _changes(changes: Counter[str]) -> str:
    if not changes.total():
        return "nothing new"
    return "figures: " + ", ".join(f"{count} {kind}" for kind, count in sorted(changes.items()))
