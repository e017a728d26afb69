"""`scrapy crawl`, with an exit code that tells the truth and one run at a time per database."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.alerting import alerts_of, check_addresses
from crawler.arguments import ArgumentsError
from crawler.exit_codes import ExitCode
from crawler.extensions.ledger import EXIT_CODE
from crawler.lock import LockedError, database_lock
from pipelines.alerts.config import AlertConfigError
from pipelines.store import StoreError, open_store
from pipelines.store.ledger import has_runs


class Command(ScrapyCrawl):
    """Checks what can be checked before the engine starts, runs the spider, and exits with the run's own code."""

    crawler: Crawler | None = None

    def _create_crawler(self, name: type[Spider] | str) -> Crawler:
        self.crawler = super()._create_crawler(name)
        return self.crawler

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        database = Path(self.settings["DATABASE"])
        if len(args) != 1:
            raise UsageError("name one spider: losses or datasets")
        try:
            self._check_arguments(args[0], opts.spargs)
            check_addresses(alerts_of(self.settings, os.environ))
            if not database.parent.is_dir():
                raise ArgumentsError(f"the database's folder does not exist: {database.parent}")
            with database_lock(database):
                self._open_once(database)
                super().run(args, opts)
            self.exitcode = self.exitcode or self._run_code()
        except (ArgumentsError, AlertConfigError) as error:
            self._stop(ExitCode.USAGE, error)
        except LockedError as error:
            self._stop(ExitCode.LOCKED, error)
        except (StoreError, OSError) as error:
            self._stop(ExitCode.FAILED, error)

    def _check_arguments(self, spider: str, spider_arguments: dict[str, Any]) -> None:
        assert self.crawler_process is not None
        loader = self.crawler_process.spider_loader
        if spider not in loader.list():
            raise ArgumentsError(f"there is no spider {spider!r}; there are {', '.join(sorted(loader.list()))}")
        check = getattr(loader.load(spider), "check_arguments", None)
        if check is not None:
            check(self.settings, **spider_arguments)

    def _open_once(self, database: Path) -> None:
        """Make or migrate the database before the engine starts, and keep live and played figures apart."""
        assert self.settings is not None
        db = open_store(database)
        try:
            played = bool(self.settings.get("NEWSROOM"))
            if has_runs(db, played=not played):
                held, wanted = ("live", "the newsroom's") if played else ("the newsroom's", "live")
                raise ArgumentsError(
                    f"{database} holds {held} figures; keep {wanted} ones apart: -s DATABASE=output/another.db"
                )
        finally:
            db.conn.close()

    def _run_code(self) -> int:
        stats = self.crawler.stats if self.crawler else None
        return int(stats.get_value(EXIT_CODE, ExitCode.FAILED)) if stats else int(ExitCode.FAILED)

    def _stop(self, code: ExitCode, error: Exception) -> None:
        sys.stderr.write(f"scrapy crawl: {error}\n")
        self.exitcode = int(code)
