"""`make demo`: play the outlets, crawl them through the ordinary source files, and show a person what came of it."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.exit_codes import ExitCode
from crawler.publishing import publish
from crawler.sources import load_sources
from pipelines.store import StoreError, open_readonly
from tests.newsroom.crawling import ROOT, played_sources
from tests.newsroom.crawling import crawl as run_crawl
from tests.newsroom.server import Newsroom
from tests.newsroom.sink import local_sink, write_alerts

DATABASE = ROOT / "output" / "losses.db"
CATEGORIES = tomllib.loads((ROOT / "pipelines" / "vocabulary" / "categories.toml").read_text("utf-8"))

FACTS = ("articles", "statements", "losses", "corrections", "claims", "claim_sightings", "records")
"""The tables in which a second run over unchanged pages may change nothing."""

STATUS_STYLE = {"confirmed": "green", "single": "cyan", "corrected": "yellow", "disputed": "red", "held": "red"}
SHOWN = 8
NEWS_DAYS = 14
"""How many of the newsroom's last days are news: a real crawl tells of three."""
ADDED, SUMMED = ("pages", "listings", "problems"), ("reports", "figures", "claims")

Fingerprint = Mapping[str, tuple[int, str]]
"""Table -> its number of rows and a digest of them."""


@dataclass
class Demo:
    """What the steps share; `before` is None where there was no database yet."""

    newsroom: Newsroom
    database: Path
    console: Console
    before: Fingerprint | None = None
    last_run: int = 0
    codes: list[int] = field(default_factory=list)
    delivered: list[dict[str, Any]] = field(default_factory=list)
    report: Path | None = None

    def rows(self, table: str, where: str | None = None, order_by: str | None = None) -> list[dict[str, Any]]:
        db = open_readonly(self.database)
        source = db.view(table) if table in db.view_names() else db.table(table)
        rows = list(source.rows_where(where, order_by=order_by))
        db.conn.close()
        return rows

    def runs(self) -> list[dict[str, Any]]:
        """The finished runs of this demo, with their counts."""
        rows = self.rows("runs", f"id > {self.last_run} and finished_at is not null")
        return [{**row, "counts": json.loads(row["counts"])} for row in rows]

    def fingerprint(self) -> Fingerprint:
        return {table: _digest(self.rows(table)) for table in FACTS}

    def heading(self, text: str) -> None:
        self.console.print(f"\n[bold]{text}[/bold]")


Step = Callable[[Demo], None]


def remember(demo: Demo) -> None:
    """Note what stands in the database before this demo."""
    if demo.database.exists():
        demo.before = demo.fingerprint()
        demo.last_run = max((row["id"] for row in demo.rows("runs")), default=0)


def import_datasets(demo: Demo) -> None:
    """The history since February 2022, from the published datasets: what every later day is compared with."""
    demo.console.print(
        f"The newsroom answers at {demo.newsroom.address}, on this machine only. Its day is {demo.newsroom.day}.\n"
        "The figures are real, the words are ours.\n",
        highlight=False,
    )
    _timed(demo, "scrapy crawl datasets", "datasets", {})


def crawl(demo: Demo) -> None:
    """The newest days first, then a spring before, each an ordinary `scrapy crawl losses`, one edition an outlet."""
    sources = load_sources()
    editions = {sources[name].hosts: name for name in sorted(played_sources(demo.newsroom), reverse=True)}
    with TemporaryDirectory() as folder, local_sink() as sink:
        alerts = write_alerts(Path(folder), day=demo.newsroom.day, days=NEWS_DAYS)
        for first, last in reversed(demo.newsroom.spans):
            window = {"since": first.isoformat(), "until": last.isoformat()}
            _timed(
                demo,
                f"scrapy crawl losses, {first} to {last}",
                "losses",
                {"sources": ",".join(sorted(editions.values())), **window},
                settings={"ALERTS_FILE": str(alerts)},
                environment={"SINK": sink.url},
            )
        demo.delivered = [received.payload for received in sink.received]


def show_alerts(demo: Demo) -> None:
    """What a webhook was really sent while the crawl ran."""
    if demo.delivered:
        demo.heading("Alerts, as a webhook on this machine received them")
    for message in demo.delivered[:SHOWN]:
        demo.console.print(f"  {message['title']}", style="bold", highlight=False, markup=False)
        for line in message["text"].splitlines():
            demo.console.print(f"    {line}", highlight=False, markup=False)
    if len(demo.delivered) > SHOWN:
        demo.console.print(f"  and {len(demo.delivered) - SHOWN} more")


def show_sources(demo: Demo) -> None:
    """What was read from where."""
    demo.heading("What was read from where")
    table = _table("source", "listings", "pages", "unchanged", "lists", "figures", "claims", "problems")
    for name, counts in sorted(_by_source(demo.runs()).items()):
        pages: Counter[str] = counts["pages"]
        listings: Counter[str] = counts["listings"]
        problems: Counter[str] = counts["problems"]
        wrong = problems["error"] + problems["warning"]
        table.add_row(
            name,
            str(listings["listed"]),
            str(pages["new"] + pages["revised"]),
            str(pages["unchanged"] + pages["not_modified"] + listings["not_modified"]),
            str(counts["reports"]),
            str(counts["figures"]),
            str(counts["claims"]),
            Text(str(wrong), style="yellow" if wrong else ""),
        )
    demo.console.print(table)


def show_newest(demo: Demo) -> None:
    """The newest list, with the daily change."""
    latest = {row["category"]: row for row in demo.rows("latest")}
    if not latest:
        demo.console.print("There is no list in the database yet.")
        return
    day = next(iter(latest.values()))["report_date"]
    demo.heading(f"Russian losses as of {day}, after Ukraine's General Staff")
    table = _table("category", "total", "in a day", "status", "witnesses")
    for category in (category for category in CATEGORIES if category in latest):
        row = latest[category]
        table.add_row(
            CATEGORIES[category]["name"],
            _amount(row["total"], approximate=bool(row["approximate"])),
            "" if row["delta"] is None else f"{row['delta']:+,}",
            Text(row["status"], style=STATUS_STYLE[row["status"]]),
            str(row["witnesses"]),
        )
    demo.console.print(table)


def show_claims(demo: Demo) -> None:
    """Some of what agencies assert."""
    claims = demo.rows("claims", order_by="first_published_at desc, id")
    if not claims:
        return
    demo.heading(f"What agencies assert (newest {min(SHOWN, len(claims))} of {len(claims)})")
    table = _table("agency", "subject", "value", "record", left=2)
    for row in claims[:SHOWN]:
        value = "no figure" if row["value"] is None else f"{row['value']:,.10g} {row['unit']}"
        table.add_row(row["agency"], row["subject"], value, "record" if row["record"] else "")
    demo.console.print(table)


def show_news(demo: Demo) -> None:
    """What changed in the database since the demo began."""
    demo.heading("New since last time")
    before, after = demo.before or {}, demo.fingerprint()
    changed = {table: now for table, now in after.items() if before.get(table) != now}
    if not changed:
        total = sum(rows for rows, _ in after.values())
        demo.console.print(f"Nothing is new: the {total:,} rows of {', '.join(FACTS)} are the same, to the byte.")
        return
    for table, (rows, _) in changed.items():
        had = before.get(table, (0, ""))[0]
        note = f"{rows - had:+,} rows" if rows != had else "changed rows"
        if rows:
            demo.console.print(f"  {table.replace('_', ' '):<16} {note}, {rows:,} now")


def show_problems(demo: Demo) -> None:
    """What needs a look: problems on pages, figures that do not stand, crawls that failed."""
    demo.heading("What is wrong")
    lines = [*_failures(demo), *_page_problems(demo), *_doubtful(demo)]
    for line in lines or ["Nothing."]:
        demo.console.print(f"  {line}", highlight=False)


def publish_all(demo: Demo) -> None:
    """The files for other projects and the page for people."""
    with demo.console.status("scrapy export, scrapy report …"):
        demo.report = publish(demo.database, demo.database.parent / "published")


def show_where(demo: Demo) -> None:
    """Where things are, and what to try next."""
    database, report = _shown_path(demo.database), _shown_path(demo.report) if demo.report else "none"
    demo.heading("Where it is, and what to try next")
    demo.console.print(
        f"  report     {report}  (open it in a browser; it needs no network)\n"
        f"  database   {database}\n"
        "  again      make demo\n"
        "  a figure   .venv/bin/scrapy explain 2024-04-24 tanks\n"
        "  all of it  .venv/bin/scrapy status\n"
        f'  by SQL     sqlite3 {database} "SELECT category, total, delta, status FROM losses'
        " WHERE report_date = '2024-04-24'\"\n"
        "  a page     .venv/bin/scrapy extract page.html\n"
        "  live       .venv/bin/scrapy crawl losses -s DATABASE=output/live.db",
        highlight=False,
        soft_wrap=True,
    )


STEPS: tuple[Step, ...] = (
    remember,
    import_datasets,
    crawl,
    show_sources,
    show_newest,
    show_alerts,
    show_claims,
    show_news,
    show_problems,
    publish_all,
    show_where,
)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.newsroom.demo", description=__doc__)
    options.add_argument("--database", type=Path, default=DATABASE)
    chosen = options.parse_args()
    with Newsroom() as newsroom:
        return show(Demo(newsroom, chosen.database.resolve(), Console()))


def show(demo: Demo) -> ExitCode:
    """Take every step; FAILED where a crawl failed."""
    try:
        for step in STEPS:
            step(demo)
    except StoreError as error:
        demo.console.print(f"The demo stops: {error}", style="red", highlight=False)
        return ExitCode.FAILED
    except KeyboardInterrupt:
        demo.console.print("Interrupted. What was read is stored; the next demo goes on from there.")
        return ExitCode.FAILED
    return ExitCode.OK if set(demo.codes) <= {ExitCode.OK, ExitCode.DEGRADED} else ExitCode.FAILED


def _timed(demo: Demo, title: str, spider: str, arguments: Mapping[str, str], **options: Mapping[str, str]) -> None:
    """Run one crawl and say how it went."""
    started = time.perf_counter()
    with demo.console.status(f"{title} …"):
        ended = run_crawl(demo.newsroom, demo.database, spider=spider, arguments=arguments, **options)
    demo.codes.append(ended.returncode)
    took, meaning = time.perf_counter() - started, _meaning(ended.returncode)
    demo.console.print(f"{title}: {took:.0f} s, exit code {ended.returncode} ({meaning})")
    if ended.returncode not in (ExitCode.OK, ExitCode.DEGRADED):
        demo.console.print(ended.stderr[-2000:], style="red", markup=False, highlight=False)


def _meaning(code: int) -> str:
    return ExitCode(code).name.lower() if code in set(ExitCode) else "unknown"


def _digest(rows: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    text = json.dumps(rows, sort_keys=True, default=str)
    return len(rows), hashlib.sha256(text.encode()).hexdigest()


def _by_source(runs: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The counts of several runs added up, by source."""
    sums: dict[str, dict[str, Any]] = {}
    for run in runs:
        for name, counts in run["counts"].get("sources", {}).items():
            total = sums.setdefault(name, {**{key: Counter() for key in ADDED}, **dict.fromkeys(SUMMED, 0)})
            for key in total:
                total[key] += Counter(counts[key]) if isinstance(counts[key], dict) else counts[key]
    return sums


def _failures(demo: Demo) -> Iterator[str]:
    for run in demo.runs():
        yield from (f"failed: {crash}" for crash in run["counts"].get("crashes", []))
        for name, counts in run["counts"].get("sources", {}).items():
            if counts["failing"]:
                yield f"{name}: no listing could be read, or none of its pages"


def _page_problems(demo: Demo) -> Iterator[str]:
    found = demo.rows("problems", f"run_id > {demo.last_run} and severity != 'note'", order_by="id")
    kinds = Counter((row["source"], row["kind"]) for row in found)
    examples = {(row["source"], row["kind"]): row["detail"] for row in reversed(found)}
    for (source, kind), times in kinds.most_common(SHOWN):
        often = f" ({times} times)" if times > 1 else ""
        yield f"{source}: {kind.replace('_', ' ')}{often}: {examples[source, kind]}"
    if len(kinds) > SHOWN:
        yield f"and {len(kinds) - SHOWN} other kinds"


def _doubtful(demo: Demo) -> Iterator[str]:
    """The figures that do not stand, a category a line."""
    by_category: dict[str, list[dict[str, Any]]] = {}
    for row in demo.rows("disputed", order_by="report_date desc, category"):
        by_category.setdefault(row["category"], []).append(row)
    for category, rows in by_category.items():
        days = "1 day" if len(rows) == 1 else f"{len(rows)} days"
        newest = rows[0]
        yield (
            f"{CATEGORIES[category]['name']}: {days} disputed or held, the newest "
            f"{newest['report_date']} ({newest['rule'].replace('_', ' ')})"
        )


def _amount(total: int | None, *, approximate: bool) -> str:
    return "" if total is None else f"{'about ' if approximate else ''}{total:,}"


def _table(*columns: str, left: int = 1) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim")
    for position, column in enumerate(columns):
        words = position < left or column in ("status", "record")
        table.add_column(column, justify="left" if words else "right", no_wrap=True)
    return table


def _shown_path(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    sys.exit(main())
