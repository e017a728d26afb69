"""`scrapy status`: the newest list of each source, gaps, disputes, held figures, labels nobody knows."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.registry import known_sources
from crawler.sources import SourceError
from crawler.status_view import Status, as_data, exit_code, read_status, show
from pipelines.store import StoreError, open_readonly


class Command(ScrapyCommand):
    """Exits 3 where a source is stale, else 4 where one fails or figures are in doubt, else 0."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Say how things stand: newest lists, gaps, disputes, held figures, unknown labels"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            self._stop("it takes no arguments", ExitCode.USAGE)
            return
        try:
            status = self._status()
        except SourceError as error:
            self._stop(error, ExitCode.USAGE)
            return
        except StoreError as error:
            self._stop(error, ExitCode.FAILED)
            return
        if opts.json:
            sys.stdout.write(json.dumps(as_data(status), ensure_ascii=False) + "\n")
        else:
            show(Console(highlight=False), status)
        self.exitcode = int(exit_code(status))

    def _status(self) -> Status:
        assert self.settings is not None
        db = open_readonly(Path(self.settings["DATABASE"]))
        status = read_status(db, known_sources(self.settings), datetime.now(UTC))
        db.conn.close()
        return status

    def _stop(self, message: object, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy status: {message}\n")
        self.exitcode = int(code)
