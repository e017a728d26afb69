"""How well many witnesses become one truth, on the real history; every figure is printed with what it is out of."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from crawler.datasets import load_datasets
from pipelines.datasets import read_dataset
from pipelines.figures.record_rules import rules_of
from pipelines.figures.series import Point
from pipelines.figures.witnesses import Statement
from pipelines.losses import Figure, LossReport
from pipelines.reconcile import Decision, reconcile
from pipelines.records import find_records
from pipelines.store import articles, figures, open_store, transaction
from pipelines.store.dataset_rows import DatasetFile, save_file
from pipelines.store.rebuilding import rebuild
from pipelines.store.sources import register
from tests.newsroom.figures import published_file, series

Totals = Mapping[date, Mapping[str, int]]
Cell = tuple[date, str]
Figures = Sequence[tuple[str, int | None, int | None]]
"""Category, total, change."""

SINCE = date(2022, 5, 1)
ONE_DAY = timedelta(days=1)
ONE_IN = 50
SEEDS = (1, 2)


def main() -> None:
    disagreements()
    misprints()
    decreases()
    speed()


def datasets() -> dict[str, dict[date, dict[str, int]]]:
    """The totals of each dataset, by publisher."""
    totals: dict[str, dict[date, dict[str, int]]] = {}
    for dataset in load_datasets().values():
        days = totals.setdefault(dataset.publisher, {})
        for file in dataset.files:
            if file.says == "totals":
                for row in read_dataset(published_file(f"{file.key}.json"), file).rows:
                    days.setdefault(row.day, {}).update(
                        {figure.category: figure.total for figure in row.report.figures if figure.total is not None}
                    )
    return totals


class Witnesses:
    """Statements as they are collected from outlets and datasets."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._article = 0

    def tell(self, origin: str, day: date, figures: Iterable[tuple[str, int | None, int | None]]) -> None:
        """One list of one outlet: category, total, change."""
        self._article += 1
        for category, total, delta in figures:
            number = len(self.statements) + 1
            said = Statement(number, self._article, origin, False, day, category, total, delta)
            self.statements.append(said)

    def tell_all(self, origin: str, totals: Totals) -> None:
        """Totals without changes, as a dataset has them."""
        for day, values in totals.items():
            self.tell(origin, day, ((category, total, None) for category, total in values.items()))

    def decide(self) -> dict[Cell, Decision]:
        return reconcile(self.statements)


def printed(totals: Totals, day: date) -> Iterator[tuple[str, int, int | None]]:
    """A day's list with its changes; a change of zero, and that of a total put right downwards, is not printed."""
    for category, total in totals[day].items():
        before = totals.get(day - ONE_DAY, {}).get(category)
        yield category, total, total - before if before is not None and total > before else None


def disagreements() -> None:
    """Cells in which the two datasets differ: alone, and with an outlet that prints what one of them has."""
    told = datasets()
    first, second = told.values()
    differ = [
        (day, category)
        for day in first
        for category, total in first[day].items()
        if day >= SINCE and second.get(day, {}).get(category, total) != total
    ]
    alone = Witnesses()
    for publisher, totals in told.items():
        alone.tell_all(publisher, totals)
    decisions = alone.decide()
    decided = {cell: decisions[cell] for cell in differ if cell in decisions and decisions[cell].stands}
    likely = series()
    otherwise = [cell for cell, decision in decided.items() if decision.total != likely[cell[0]][cell[1]]]
    print(
        f"datasets alone: {len(differ)} cells differ; {len(differ) - len(decided)} left in doubt, "
        f"{len(decided)} decided, {len(otherwise)} of those not for the total nearer to the days around"
    )
    for name, truth in (
        ("the likelier totals", likely),
        ("PetroIvaniuk's totals", {**likely, **told["Petro Ivaniuk"]}),
    ):
        witnesses = Witnesses()
        for publisher, totals in told.items():
            witnesses.tell_all(publisher, totals)
        for day in truth:
            witnesses.tell("an outlet", day, printed(truth, day))
        found = witnesses.decide()
        right = sum(found[cell].stands and found[cell].total == truth[cell[0]][cell[1]] for cell in differ)
        print(f"  with daily pages that print {name} and their changes: {right} of {len(differ)} right")


def misprint(value: int, dice: random.Random) -> int:
    """A digit dropped, doubled, swapped with the next, or changed."""
    digits = str(value)
    while True:
        at = dice.randrange(len(digits))
        wrong = dice.choice(
            (
                digits[:at] + digits[at + 1 :],
                digits[: at + 1] + digits[at:],
                digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :],
                digits[:at] + dice.choice("0123456789") + digits[at + 1 :],
            )
        )
        if wrong and int(wrong) != value:
            return int(wrong)


def misprints() -> None:
    """One figure in fifty of one outlet misprinted, total or change, among one, two or three outlets."""
    truth = series()
    for outlets, changes in ((3, True), (3, False), (2, True), (2, False), (1, True), (1, False)):
        told = {day: _said(truth, day, changes=changes) for day in truth if day >= SINCE}
        known = _records(_told_by(told, outlets).decide())
        tally: Counter[str] = Counter()
        for seed in SEEDS:
            tally += _misprinted(truth, told, outlets, random.Random(seed), known)
        wrong, true = tally["misprints"], tally["true"]
        print(
            f"{outlets} outlets, {'totals and changes' if changes else 'totals alone'}: {wrong} misprints, "
            f"{1 - tally['passed'] / wrong:.2%} held or outvoted, {tally['records']} became records; "
            f"{tally['held']} of {true} true figures held or in doubt ({tally['held'] / true:.3%})"
        )


def _said(truth: Totals, day: date, *, changes: bool) -> Figures:
    return [(category, total, delta if changes else None) for category, total, delta in printed(truth, day)]


def _told_by(told: Mapping[date, Figures], outlets: int) -> Witnesses:
    witnesses = Witnesses()
    for day, figures_of_day in told.items():
        for outlet in range(outlets):
            witnesses.tell(f"outlet {outlet}", day, figures_of_day)
    return witnesses


def _misprinted(
    truth: Totals, told: Mapping[date, Figures], outlets: int, dice: random.Random, known: set[Cell]
) -> Counter[str]:
    slipped: set[Cell] = set()
    witnesses = _told_by(told, outlets - 1)
    for day, right in told.items():
        witnesses.tell("the misprinting outlet", day, [_slip(day, each, dice, slipped) for each in right])
    found = witnesses.decide()
    passed = [cell for cell in slipped if found[cell].stands and not _is_true(found[cell], truth)]
    held = [cell for cell in found if cell not in slipped and not found[cell].stands]
    false = (_records(found) - known) & slipped
    return Counter(
        misprints=len(slipped), passed=len(passed), held=len(held), true=len(found) - len(slipped), records=len(false)
    )


def _slip(
    day: date, said: tuple[str, int | None, int | None], dice: random.Random, slipped: set[Cell]
) -> tuple[str, int | None, int | None]:
    category, total, delta = said
    assert total is not None
    if dice.randrange(ONE_IN):
        return said
    slipped.add((day, category))
    if delta is not None and dice.random() < 0.5:
        return category, total, misprint(delta, dice)
    return category, misprint(total, dice), delta


def _is_true(decision: Decision, truth: Totals) -> bool:
    day, category = decision.report_date, decision.category
    before = truth.get(day - ONE_DAY, {}).get(category)
    own = decision.delta if decision.delta_basis in ("printed", "derived") else None
    return decision.total == truth[day][category] and (own is None or before is None or own == decision.total - before)


def _records(decisions: Mapping[Cell, Decision]) -> set[Cell]:
    """The cells that are records."""
    points: dict[str, list[Point]] = {}
    for decision in sorted(decisions.values(), key=lambda each: each.report_date):
        own = None if decision.delta_basis == "unverified" else decision.delta
        points.setdefault(decision.category, []).append(
            Point(
                decision.report_date,
                decision.category,
                decision.total,
                own,
                decision.status,
                decision.checksum,
                decision.corrected,
            )
        )
    return {
        (record.report_date, category)
        for category, known in points.items()
        for record in find_records(known, rules_of(category), category_since=SINCE, list_since=SINCE)
        if record.kind in ("daily_high", "daily_high_since", "round_total")
    }


def decreases() -> None:
    """The falls of PetroIvaniuk's totals, when one outlet prints those totals and their changes day by day."""
    truth = datasets()["Petro Ivaniuk"]
    falls = [
        (day, category)
        for day in truth
        for category, total in truth[day].items()
        if total < truth.get(day - ONE_DAY, {}).get(category, 0)
    ]
    witnesses = Witnesses()
    for day in sorted(truth):
        witnesses.tell("an outlet", day, printed(truth, day))
    found = witnesses.decide()
    accepted = sum(found[cell].status == "corrected" and found[cell].total == truth[cell[0]][cell[1]] for cell in falls)
    print(f"decreases: {accepted} of {len(falls)} accepted as corrections")


def speed() -> None:
    """The whole history into a database, one more article, and all of it again from the statements."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_store(Path(folder) / "losses.db")
        started = time.perf_counter()
        with transaction(db):
            register(db, load_datasets().values())
        for number, (dataset, file) in enumerate((one, file) for one in load_datasets().values() for file in one.files):
            reading = read_dataset(published_file(f"{file.key}.json"), file)
            fetched = datetime(2026, 9, 1, number, tzinfo=UTC)
            with transaction(db):
                save_file(db, DatasetFile(dataset.name, file.url, dataset.title, fetched, reading.rows))
        imported = time.perf_counter() - started
        cells = db.execute("SELECT count(*) FROM losses").fetchone()[0]
        print(f"import of both datasets: {cells} cells in {imported:.1f} s")
        started = time.perf_counter()
        article(db, date(2024, 4, 24))
        print(f"one more article, with its transaction: {(time.perf_counter() - started) * 1000:.0f} ms")
        before = _tables(db)
        started = time.perf_counter()
        with transaction(db):
            rebuild(db)
        same = "identical" if _tables(db) == before else "NOT identical"
        print(f"rebuild from statements: {time.perf_counter() - started:.1f} s, {same}")


def article(db: Database, day: date) -> None:
    """One page that prints the list of one day."""
    said = tuple(
        Figure(category, total, delta, False, str(total), 0, len(str(total)))
        for category, total, delta in printed(series(), day)
    )
    now = datetime(2026, 9, 2, tzinfo=UTC)
    with transaction(db):
        page = articles.Revision("https://outlet.example/list", "outlet", "", "the list", now)
        saved = articles.save(db, page)
        figures.record(db, saved.article_id, [LossReport(day, "text", said)], now=now)


def _tables(db: Database) -> list[list[tuple[object, ...]]]:
    return [
        db.execute("SELECT * FROM losses ORDER BY report_date, category").fetchall(),
        db.execute("SELECT * FROM corrections ORDER BY id").fetchall(),
    ]
