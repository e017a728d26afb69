"""Pure: what the witnesses say, made comparable: lists under their right day, silence about a change read as none.

Nothing is decided here. A list that another outlet dates a day apart is joined to it (rule 2 of docs/reconciliation.md)
and a list that leaves out the changes that are zero is recognised (rule 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

SAME_SHARE = 0.8
"""Of the totals two lists share, so many must be equal for them to be one list: a misprint or two is forgiven."""
FEWEST_SHARED = 3
FEWEST_TELLING = 2
"""Equal totals tell something only in categories that moved."""
ZERO_SHARE = 0.75
"""Of the figures printed without a change, so many must equal yesterday's for the silence to mean zero."""
FEWEST_SILENT = 2
PRINTING_SHARE = 0.3
"""A list that prints fewer changes than this share of its figures does not print them as a rule."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of `statements` with its witness.

    `origin` is who answers for the figure: all outlets of one publisher are one origin, and so are the reprints of one
    text. `correction` is a note of the publisher that so much of the day's change puts earlier totals right. `quiet` is
    set where the list prints changes, but none here, because there was none.
    """

    id: int
    article_id: int
    origin: str
    official: bool
    report_date: date
    category: str
    total: int | None
    delta: int | None
    approximate: bool = False
    correction: int | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list as one article gives it."""

    article_id: int
    origin: str
    official: bool
    report_date: date
    totals: Mapping[str, int]
    deltas: Mapping[str, int]


Sheets = Mapping[date, Sequence[Sheet]]


def made_comparable(statements: Iterable[Statement]) -> list[Statement]:
    """The same statements, each under the day its list belongs to and with silent zeros marked."""
    statements = list(statements)
    sheets = _sheets(statements)
    days = {**_settled_days(sheets), **_settled_notes(statements, sheets)}
    settled = [
        replace(said, report_date=day) if (day := days.get((said.article_id, said.report_date))) else said
        for said in statements
    ]
    quiet = _quiet_articles(_sheets(settled))
    return [
        replace(said, quiet=True)
        if said.delta is None and said.total is not None and (said.article_id, said.report_date) in quiet
        else said
        for said in settled
    ]


def _sheets(statements: Iterable[Statement]) -> dict[date, list[Sheet]]:
    totals: dict[tuple[date, int], dict[str, int]] = defaultdict(dict)
    deltas: dict[tuple[date, int], dict[str, int]] = defaultdict(dict)
    origins: dict[int, tuple[str, bool]] = {}
    for said in statements:
        key = said.report_date, said.article_id
        origins[said.article_id] = said.origin, said.official
        if said.total is not None:
            totals[key][said.category] = said.total
        if said.delta is not None:
            deltas[key][said.category] = said.delta
    sheets: dict[date, list[Sheet]] = defaultdict(list)
    for key in sorted(totals):
        day, article_id = key
        sheets[day].append(Sheet(article_id, *origins[article_id], day, totals[key], deltas.get(key, {})))
    return sheets


def _settled_days(sheets: Sheets) -> dict[tuple[int, date], date]:
    """Which lists belong to another day than they say: (article, day it says) -> its day."""
    moves: dict[tuple[int, date], date] = {}
    for day, later in sheets.items():
        for sheet in later:
            early = _same(sheets, sheet, day - ONE_DAY)
            if not early:
                continue
            late = _same(sheets, sheet, day)
            movers, target = (early, day) if _later_day_stands(sheets, day, early, late) else (late, day - ONE_DAY)
            moves.update({(mover.article_id, mover.report_date): target for mover in movers})
    return moves


def _settled_notes(statements: Iterable[Statement], sheets: Sheets) -> dict[tuple[int, date], date]:
    """Which lists of corrections belong to the day after the one they say.

    What a correction leaves of the day's change was printed, and no printed change is negative.
    """
    notes: dict[tuple[int, date], list[Statement]] = defaultdict(list)
    for said in statements:
        if said.correction is not None:
            notes[said.article_id, said.report_date].append(said)
    return {
        (article_id, day): day + ONE_DAY
        for (article_id, day), noted in notes.items()
        if _is_negative(sheets, noted, day) and _is_negative(sheets, noted, day + ONE_DAY) is False
    }


def _is_negative(sheets: Sheets, noted: Iterable[Statement], day: date) -> bool | None:
    """Whether a day's changes without their corrections would be negative; None where no change is known."""
    known = False
    for said in noted:
        before = {s.totals[said.category] for s in sheets.get(day - ONE_DAY, ()) if said.category in s.totals}
        after = {s.totals[said.category] for s in sheets.get(day, ()) if said.category in s.totals}
        if before and after and said.correction is not None:
            known = True
            if max(after) - min(before) < said.correction:
                return True
    return False if known else None


def _same(sheets: Sheets, sheet: Sheet, day: date) -> list[Sheet]:
    """The lists of a day that are this list, the list itself among them on its own day."""
    return [other for other in sheets.get(day, ()) if other is sheet or _is_same(sheets, other, sheet)]


def _is_same(sheets: Sheets, one: Sheet, other: Sheet) -> bool:
    """Whether two sheets are one list: nearly all totals equal, and enough of them in categories that moved."""
    shared = one.totals.keys() & other.totals.keys()
    if len(shared) < FEWEST_SHARED:
        return False
    equal = [category for category in shared if one.totals[category] == other.totals[category]]
    if len(equal) < SAME_SHARE * len(shared):
        return False
    if one.report_date == other.report_date:
        return True
    later = max(one, other, key=lambda sheet: sheet.report_date)
    around = (*sheets.get(one.report_date, ()), *sheets.get(other.report_date, ()))
    telling = [
        category
        for category in equal
        if later.deltas.get(category)
        or any(near.totals.get(category, one.totals[category]) != one.totals[category] for near in around)
    ]
    return len(telling) >= FEWEST_TELLING


def _later_day_stands(sheets: Sheets, day: date, early: Sequence[Sheet], late: Sequence[Sheet]) -> bool:
    """Day of the losses or day of the report: the later is right, unless the later list is a belated repeat.

    The official page knows the day. Without one it is a repeat where more origins give the earlier day, where its
    outlet otherwise dates as the others do, or where the earlier outlet has another list for the later day that nobody
    else dates later still.
    """
    early_official, late_official = (any(sheet.official for sheet in sheets_of_day) for sheets_of_day in (early, late))
    if early_official != late_official:
        return late_official
    early_origins = {sheet.origin for sheet in early}
    late_origins = {sheet.origin for sheet in late} - early_origins
    if len(early_origins) != len(late_origins):
        return len(late_origins) > len(early_origins)
    for sheet in sheets.get(day - 2 * ONE_DAY, ()):
        if sheet.origin in late_origins and early_origins & {
            same.origin for same in _same(sheets, sheet, sheet.report_date)
        }:
            return False
    return all(_same(sheets, own, day + ONE_DAY) for own in sheets.get(day, ()) if own.origin in early_origins)


def _quiet_articles(sheets: Sheets) -> set[tuple[int, date]]:
    """The lists that print a change only where there is one."""
    quiet = set()
    for day, lists in sheets.items():
        before: dict[str, set[int]] = defaultdict(set)
        for sheet in sheets.get(day - ONE_DAY, ()):
            for category, total in sheet.totals.items():
                before[category].add(total)
        for sheet in lists:
            silent = [category for category in sheet.totals if category not in sheet.deltas and category in before]
            still = sum(sheet.totals[category] in before[category] for category in silent)
            prints = len(sheet.deltas) >= PRINTING_SHARE * len(sheet.totals)
            if prints and len(silent) >= FEWEST_SILENT and still >= ZERO_SHARE * len(silent):
                quiet.add((sheet.article_id, day))
    return quiet
