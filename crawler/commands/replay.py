"""`scrapy replay EVIDENCE…`: a database, rebuilt from the evidence alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.evidence import EvidenceError
from crawler.exit_codes import ExitCode
from crawler.extensions.ledger import EXIT_CODE
from crawler.lock import LockedError, database_lock
from crawler.replay import EvidenceFile, ReplaySpider, find_evidence
from crawler.sources import SourceError
from pipelines.store import StoreError, open_store


class Command(ScrapyCommand):
    """Reads stored responses again, in their order, through today's code into a new database; opens no socket."""

    requires_project = True

    def syntax(self) -> str:
        return "EVIDENCE… -s DATABASE=NEW.db"

    def short_desc(self) -> str:
        return "Rebuild a database from stored evidence alone"

    def long_desc(self) -> str:
        return (
            "Each EVIDENCE is an evidence folder or one of its WARC files. Every stored page goes through the same "
            "steps as when it was fetched, into the database that DATABASE names, which must not exist yet."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        assert self.settings is not None
        database = Path(self.settings["DATABASE"])
        if not args:
            self._stop(ExitCode.USAGE, "name the evidence: a folder or WARC files")
        elif database.exists():
            self._stop(ExitCode.USAGE, f"{database} exists; a replay builds a new one: -s DATABASE=PATH")
        elif not database.parent.is_dir():
            self._stop(ExitCode.USAGE, f"the database's folder does not exist: {database.parent}")
        else:
            self._replay(database, [Path(each) for each in args])

    def _replay(self, database: Path, paths: list[Path]) -> None:
        try:
            files = find_evidence(paths)
            with database_lock(database):
                open_store(database).conn.close()
                self.exitcode = self._crawl(files)
        except (EvidenceError, SourceError) as error:
            self._stop(ExitCode.USAGE, str(error))
        except LockedError as error:
            self._stop(ExitCode.LOCKED, str(error))
        except (StoreError, OSError) as error:
            self._stop(ExitCode.FAILED, str(error))

    def _crawl(self, files: list[EvidenceFile]) -> int:
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(ReplaySpider)
        self.crawler_process.crawl(crawler, files=files)
        self.crawler_process.start()
        return int(crawler.stats.get_value(EXIT_CODE, ExitCode.FAILED)) if crawler.stats else int(ExitCode.FAILED)

    def _stop(self, code: ExitCode, message: str) -> None:
        sys.stderr.write(f"scrapy replay: {message}\n")
        self.exitcode = int(code)
