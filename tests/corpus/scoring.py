"""Score read reports against the labelled articles: a figure is right when category, kind and value all are."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.losses import LossReport, read_losses

ARTICLES = Path(__file__).with_name("articles.jsonl")
LONG_LIST = 8

Case = Mapping[str, Any]
FigureKey = tuple[str, str, int]


@dataclass
class Tally:
    """Figures found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, want: set[FigureKey], got: set[FigureKey]) -> None:
        self.right += len(want & got)
        self.wrong += len(got - want)
        self.missed += len(want - got)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass
class Score:
    """What a reading of the whole corpus is worth; `misses` are lines for a person."""

    figures: Tally = field(default_factory=Tally)
    lists: Tally = field(default_factory=Tally)
    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def headline(self) -> dict[str, float]:
        """The figures that the floors pin."""
        spoken = [tally.f1 for tally in self.languages.values() if tally.right + tally.missed]
        return {
            "figures_f1": self.figures.f1,
            "figures_precision": self.figures.precision,
            "lists_f1": self.lists.f1,
            "dates": self.counts["dates_right"] / max(self.counts["dates"], 1),
            "report_or_not": self.counts["told_apart"] / max(self.counts["cases"], 1),
            "weakest_language_f1": min(spoken, default=0.0),
        }


def load(path: Path = ARTICLES) -> list[Case]:
    """The labelled articles."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(case: Case) -> LossReport | None:
    """Read one case as an article of its day."""
    published = date.fromisoformat(case["published"][:10]) if case["published"] else None
    reading = read_losses(
        case["text"], title=case["title"] or "", published=published, language=case["lang"], url=case["url"]
    )
    return reading.report


def score(cases: Iterable[Case]) -> Score:
    """Read and score all cases."""
    total = Score()
    for case in cases:
        _add(total, case, read(case))
    return total


def _add(total: Score, case: Case, report: LossReport | None) -> None:
    gold = case["report"]
    want, got = _labelled(gold), _found(report)
    total.figures.add(want, got)
    total.languages[case["lang"]].add(want, got)
    if gold and len(gold["figures"]) >= LONG_LIST:
        total.lists.add(want, got)
    total.counts["cases"] += 1
    total.counts["told_apart"] += bool(want) == bool(got)
    if gold and gold["as_of"]:
        day = report.report_date.isoformat() if report and report.report_date else None
        total.counts["dates"] += 1
        total.counts["dates_right"] += day == gold["as_of"]
        if day != gold["as_of"]:
            total.misses.append(f"{case['id']}: dated {day}, not {gold['as_of']}")
    total.misses += [f"{case['id']}: missed {key}" for key in sorted(want - got)]
    total.misses += [f"{case['id']}: invented {key}" for key in sorted(got - want)]


def _labelled(report: Mapping[str, Any] | None) -> set[FigureKey]:
    figures = report["figures"].items() if report else ()
    return {(key, kind, f[kind]) for key, f in figures for kind in ("total", "delta") if f[kind] is not None}


def _found(report: LossReport | None) -> set[FigureKey]:
    figures = report.figures if report else ()
    pairs = [(f.category, kind, value) for f in figures for kind, value in (("total", f.total), ("delta", f.delta))]
    return {(category, kind, value) for category, kind, value in pairs if value is not None}
