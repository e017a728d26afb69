"""`scrapy export`: the database as files for other people's projects."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.publishing import PUBLISHED, layouts
from crawler.sources.tables import SourceError
from pipelines.datasets import DatasetError
from pipelines.publish.bundle import BusyError
from pipelines.publish.compare import compare, guess_layout
from pipelines.publish.export import export
from pipelines.store import StoreError


class Command(ScrapyCommand):
    """Writes a folder that is replaced as a whole or not at all, or compares the database with a dataset's file."""

    requires_project = True

    def syntax(self) -> str:
        return "[--to DIR] [--fewer] | --compare FILE"

    def short_desc(self) -> str:
        return "Publish the database as CSV, JSON, Parquet, SQLite, a feed and the layouts of other datasets"

    def long_desc(self) -> str:
        return (
            "Everything is built aside and takes the old folder's place at once; the same database gives the same "
            "bytes. --compare lists, as CSV on stdout, each cell in which a dataset's file differs, with the reason."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--to", type=Path, default=PUBLISHED, metavar="DIR", help=f"default: {PUBLISHED}")
        parser.add_argument(
            "--fewer", action="store_true", help="also where many figures fewer are left than published"
        )
        parser.add_argument("--compare", type=Path, metavar="FILE", help="a dataset's file as its authors publish it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            self._stop(ExitCode.USAGE, f"unexpected: {' '.join(args)}")
            return
        database = Path(self.settings["DATABASE"])
        try:
            if opts.compare:
                self._compare(database, opts.compare)
            else:
                self._export(database, opts.to, fewer=opts.fewer)
        except (SourceError, DatasetError) as error:
            self._stop(ExitCode.USAGE, str(error))
        except BusyError as error:
            self._stop(ExitCode.LOCKED, str(error))
        except (StoreError, OSError) as error:
            self._stop(ExitCode.FAILED, str(error))

    def _export(self, database: Path, target: Path, *, fewer: bool) -> None:
        done = export(database, target, layouts(), fewer=fewer)
        for line in done.left_out:
            sys.stderr.write(f"left out: {line}\n")
        rows = ", ".join(f"{count:,} rows in {name}" for name, count in done.rows.items())
        sys.stderr.write(f"{target}: {len(done.files) + 1} files, {sum(done.files.values()) / 2**20:.1f} MiB; {rows}\n")

    def _compare(self, database: Path, file: Path) -> None:
        try:
            body = file.read_bytes()
        except OSError as error:
            self._stop(ExitCode.USAGE, f"cannot read the file to compare with: {error}")
            return
        comparison = compare(database, body, guess_layout(body, list(layouts().values())))
        sys.stdout.write(comparison.as_csv())
        sys.stderr.write(comparison.summary())

    def _stop(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy export: {message}\n")
        self.exitcode = int(code)
