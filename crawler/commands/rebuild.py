"""`scrapy rebuild`: derive all figures and corrections again from the statements, and say whether anything differs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.lock import LockedError, database_lock
from pipelines.store import StoreError, open_readonly, open_store, transaction
from pipelines.store.rebuilding import rebuild


class Command(ScrapyCommand):
    """Exits 0 where every row is as it was, 4 where some were not and have been renewed."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Derive all figures and corrections again from what the witnesses said"

    def run(self, args: list[str], _opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            self._say("it takes no arguments", ExitCode.USAGE)
            return
        path = Path(self.settings["DATABASE"])
        try:
            open_readonly(path).conn.close()
            with database_lock(path):
                db = open_store(path)
                with transaction(db):
                    renewed = rebuild(db)
                db.conn.close()
        except LockedError as error:
            self._say(error, ExitCode.LOCKED)
        except StoreError as error:
            self._say(error, ExitCode.FAILED)
        else:
            told = f"{renewed} rows differed and were renewed" if renewed else "every row is as it was"
            self._say(told, ExitCode.DEGRADED if renewed else ExitCode.OK)

    def _say(self, message: object, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy rebuild: {message}\n")
        self.exitcode = int(code)
