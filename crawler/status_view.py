"""How things stand, as a person wants to read it, as data, and as an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlite_utils import Database

from crawler.exit_codes import ExitCode
from crawler.sources import Source
from crawler.standing_view import describe_doubts, describe_gaps, doubt_lines
from pipelines.store import standing
from pipelines.store.standing import Doubt, SourceStanding, Unread

MORNING = time(6, 0)
"""When the list of a day appears in Kyiv: a list's age is counted from then."""
KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Freshness:
    """One source's newest list against what it promises; `age_hours` is None where it never gave a list."""

    standing: SourceStanding
    age_hours: int | None
    max_age_hours: int

    @property
    def stale(self) -> bool:
        """Whether the source has been silent for longer than it promises, or ever since it is asked."""
        return self.max_age_hours > 0 and (self.age_hours is None or self.age_hours > self.max_age_hours)


@dataclass(frozen=True, slots=True)
class Status:
    """All that `scrapy status` tells."""

    first_day: date | None
    newest_day: date | None
    days: int
    gaps: list[date]
    sources: list[Freshness]
    doubts: list[Doubt]
    unread: list[Unread]


def read_status(db: Database, sources: Mapping[str, Source], now: datetime) -> Status:
    """How things stand at `now`, by what the declared sources promise."""
    return Status(
        first_day=standing.first_day(db),
        newest_day=standing.newest_day(db),
        days=standing.days(db),
        gaps=standing.gaps(db),
        sources=[_freshness(each, sources.get(each.name), now) for each in standing.sources(db)],
        doubts=standing.doubts(db),
        unread=standing.unread(db),
    )


def exit_code(status: Status) -> ExitCode:
    """Stale before degraded: silence is what nobody notices."""
    if any(each.stale for each in status.sources):
        return ExitCode.STALE
    if status.doubts or any(each.standing.failing for each in status.sources):
        return ExitCode.DEGRADED
    return ExitCode.OK


def show(console: Console, status: Status) -> None:
    """Print the sources, then gaps, doubts and unknown labels."""
    span = f"from {status.first_day} to {status.newest_day}, {describe_gaps(status.gaps)}"
    console.print(f"[bold]{status.days} days[/] {span}" if status.days else "nothing is stored yet", soft_wrap=True)
    if status.sources:
        console.print(_sources_table(status.sources))
    console.print(describe_doubts(status.doubts))
    for line in doubt_lines(status.doubts):
        console.print(f"  {escape(line)}", soft_wrap=True)
    if status.unread:
        console.print("labels nobody knows:")
    for each in status.unread:
        times = "once" if each.times == 1 else f"{each.times} times"
        console.print(f"  {escape(each.detail)} ({each.source}, {times}; {escape(each.url or '')})", soft_wrap=True)


def as_data(status: Status) -> dict[str, Any]:
    """The same as plain values for JSON; days and times as ISO 8601."""
    return {
        "first_day": _iso(status.first_day),
        "newest_day": _iso(status.newest_day),
        "days": status.days,
        "gaps": [day.isoformat() for day in status.gaps],
        "sources": [_source_data(each) for each in status.sources],
        "doubts": [{**asdict(doubt), "report_date": doubt.report_date.isoformat()} for doubt in status.doubts],
        "unknown_labels": [asdict(each) for each in status.unread],
        "exit_code": int(exit_code(status)),
    }


def _freshness(each: SourceStanding, source: Source | None, now: datetime) -> Freshness:
    age = None
    if each.newest is not None:
        age = int((now - datetime.combine(each.newest, MORNING, KYIV)).total_seconds() // 3600)
    promised = source.expects.max_age_hours if source and "losses" in source.yields else 0
    return Freshness(each, age, promised)


def _source_data(each: Freshness) -> dict[str, Any]:
    answered = each.standing.answered_at
    return {
        "name": each.standing.name,
        "newest": _iso(each.standing.newest),
        "answered_at": answered.isoformat() if answered else None,
        "age_hours": each.age_hours,
        "max_age_hours": each.max_age_hours,
        "stale": each.stale,
        "failing": each.standing.failing,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sources_table(sources: list[Freshness]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("source", "newest list", "age", "last answer (UTC)", ""):
        table.add_column(heading, no_wrap=True)
    for each in sources:
        answered = each.standing.answered_at
        table.add_row(
            each.standing.name,
            str(each.standing.newest or "none"),
            _age(each),
            answered.strftime("%Y-%m-%d %H:%M") if answered else "never",
            _state(each),
        )
    return table


def _age(each: Freshness) -> str:
    if each.age_hours is None:
        return ""
    promised = f" of {each.max_age_hours} h" if each.max_age_hours else " h"
    return f"{max(each.age_hours, 0)}{promised}"


def _state(each: Freshness) -> str:
    states = []
    if each.stale:
        states.append("[red]stale[/]")
    if each.standing.failing:
        states.append("[red]failing[/]")
    return ", ".join(states)
