"""`scrapy report`: the database as one page for people."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.publishing import PUBLISHED
from pipelines.publish.bundle import BusyError
from pipelines.publish.report.language import LANGUAGES
from pipelines.store import StoreError


class Command(ScrapyCommand):
    """Writes one HTML page that needs no network, and its main chart as a picture."""

    requires_project = True

    def syntax(self) -> str:
        return "[--lang en|uk] [--to DIR]"

    def short_desc(self) -> str:
        return "Write the report: one HTML page that opens offline, and a picture"

    def long_desc(self) -> str:
        return "The page stands beside the files of `scrapy export`, whose links it carries. Prints the page's path."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
        parser.add_argument("--to", type=Path, default=PUBLISHED, metavar="DIR", help=f"default: {PUBLISHED}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            self._stop(ExitCode.USAGE, f"unexpected: {' '.join(args)}")
            return
        try:
            from pipelines.publish.report.write import write_report  # noqa: PLC0415
        except ImportError as error:
            self._stop(ExitCode.USAGE, f"no report without its extra ({error.name}): pip install '.[report]'")
            return
        try:
            path = write_report(Path(self.settings["DATABASE"]), opts.to, opts.lang)
        except BusyError as error:
            self._stop(ExitCode.LOCKED, str(error))
        except (StoreError, OSError) as error:
            self._stop(ExitCode.FAILED, str(error))
        else:
            sys.stdout.write(f"{path}\n")

    def _stop(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy report: {message}\n")
        self.exitcode = int(code)
