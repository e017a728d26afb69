"""A published dataset's file against our standing figures, cell by cell, each difference with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.datasets import DatasetError, FileLayout, Reading, is_listed, read_dataset
from pipelines.publish.columns import LONG, STANDING
from pipelines.publish.dropin import corrections_of, standing_days
from pipelines.publish.tables import Row, csv_text
from pipelines.store import published

COLUMNS = ("report_date", "category", "theirs", "ours", "status", "rule", "witnesses", "reason", "source", "url")

BECAUSE: Mapping[str, str] = {
    "agreement": "more witnesses give our figure than any other",
    "sums": "our figure is the one with which totals and printed changes add up",
    "order": "our figure is the one that keeps the totals of the days around in order",
    "pace": "our figure is the one that keeps the pace of the days around",
    "official": "our figure is the General Staff's or the ministry's own",
    "sole": "the only witness whose word counts gives our figure",
    "next_day": "the next day's list builds on our figure",
    "note": "the publisher noted our figure as a correction",
    "change_only": "only a daily change is known to us, no total",
    "undecided": "witnesses differ and nothing decides between them",
    "broken_sums": "totals and printed changes do not add up",
    "out_of_order": "the only figure known to us stands out from the days around",
    "wild_jump": "the only figure known to us leaps as none did before",
}
"""Why a figure is what it is here, by the rule of docs/reconciliation.md that decided."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a file's cells compare with ours: how many are equal, each difference, and what only one side has."""

    layout: FileLayout
    equal: int
    differences: tuple[Row, ...]
    problems: tuple[str, ...]

    def as_csv(self) -> str:
        """The differences, one a line."""
        return csv_text(COLUMNS, self.differences)

    def summary(self) -> str:
        """Counts for a person, one reason a line."""
        both = [row for row in self.differences if row["ours"] is not None and row["theirs"] is not None]
        compared = self.equal + len(both)
        lines = [f"{self.layout.key}: {compared:,} cells known to both, {self.equal:,} equal, {len(both):,} differ"]
        reasons = Counter(str(row["reason"]) for row in self.differences)
        lines += [f"{count:>7,}  {reason}" for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one))]
        lines += [f"not compared: {problem}" for problem in self.problems]
        return "\n".join(lines) + "\n"


def guess_layout(body: bytes, layouts: Sequence[FileLayout]) -> FileLayout:
    """The layout that leaves the least of a file unread. Raises DatasetError where none reads it."""
    fits: list[tuple[int, int, FileLayout]] = []
    for place, layout in enumerate(layouts):
        try:
            reading = read_dataset(body, layout)
        except DatasetError:
            continue
        unread = sum(problem.kind == "unknown_label" for problem in reading.problems)
        missing = len(layout.columns.keys() - _members(reading))
        fits.append((10 * unread + missing, place, layout))
    if not fits:
        raise DatasetError("the file is in none of the layouts known: " + ", ".join(each.key for each in layouts))
    return min(fits)[2]


def compare(database: Path, body: bytes, layout: FileLayout) -> Comparison:
    """Compare a dataset's file with the figures of a database, over the days of the file.

    Raises DatasetError where the file cannot be read, StoreError where there is no database.
    """
    reading = read_dataset(body, layout)
    figures = [LONG.row(row) for row in published.figures_of(database)]
    rows = {(date.fromisoformat(str(row["report_date"])), str(row["category"])): row for row in figures}
    corrects = layout.says == "corrections"
    ours = _noted(figures, rows) if corrects else rows
    theirs = {
        (row.day, figure.category): figure.correction if corrects else figure.total
        for row in reading.rows
        for figure in row.report.figures
    }
    days = {row.day for row in reading.rows}
    first, last = min(days), max(days)
    columns = {category for options in layout.columns.values() for category in options}
    cells = theirs.keys() | {
        (day, category)
        for day, category in ours
        if category in columns and first <= day <= last and is_listed(category, day)
    }
    differences = []
    equal = 0
    for cell in sorted(cells):
        difference = _difference(cell, theirs.get(cell), ours.get(cell), _silence(corrects, cell[0] in days))
        equal += difference is None and cell in theirs
        differences += [difference] if difference else []
    return Comparison(layout, equal, tuple(differences), tuple(problem.detail for problem in reading.problems))


def _members(reading: Reading) -> set[str]:
    return {figure.quote.split('"')[1] for row in reading.rows for figure in row.report.figures}


def _noted(figures: Sequence[Row], rows: Mapping[tuple[date, str], Row]) -> dict[tuple[date, str], Row]:
    """The corrections our figures show, as rows whose total is the correction."""
    days = standing_days(figures)
    return {
        (day, category): {**rows[day, category], "total": beyond}
        for day in days
        for category, beyond in corrections_of(days, day).items()
    }


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means where one side gives no value."""

    ours: str
    theirs: str


def _silence(corrects: bool, has_day: bool) -> Silence:
    if corrects:
        return Silence("our totals show no correction that day", "the file notes no correction that day")
    return Silence("no witness of ours gives it", f"the file {'has no such member on' if has_day else 'lacks'} the day")


def _difference(cell: tuple[date, str], theirs: int | None, ours: Row | None, silence: Silence) -> Row | None:
    """One line of the comparison; None where there is nothing to say."""
    stands = ours is not None and ours["status"] in STANDING and ours["total"] is not None
    known = ours["total"] if ours is not None and stands else None
    if theirs == known:
        return None
    return {
        "report_date": cell[0].isoformat(),
        "category": cell[1],
        "theirs": theirs,
        "ours": known,
        **{name: ours[name] if ours else None for name in ("status", "rule", "witnesses", "source", "url")},
        "reason": _reason(theirs, ours, stands, silence),
    }


def _reason(theirs: int | None, ours: Row | None, stands: bool, silence: Silence) -> str:
    if ours is None:
        return f"only there: {silence.ours}"
    because = BECAUSE[str(ours["rule"])]
    if not stands:
        return f"only there: ours is {ours['status']}, {because}"
    if theirs is None:
        return f"only here: {silence.theirs}"
    return f"differ: {because}"
