"""`scrapy explain DATE [CATEGORY]`: every witness with its words, the arithmetic, and which rule decided."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.arguments import ArgumentsError, read_day
from crawler.exit_codes import ExitCode
from crawler.explanation_view import Case, as_data, show
from pipelines.store import StoreError, open_readonly, testimony
from pipelines.vocabulary import categories


class Command(ScrapyCommand):
    """A person reads tables; a pipe gets one JSON object a category."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "DATE [CATEGORY]"

    def short_desc(self) -> str:
        return "Say why the figures of a day stand as they do: witnesses, sums, the rule that decided"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a category instead of tables")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            cases = list(self._cases(args))
        except ArgumentsError as error:
            self._stop(error, ExitCode.USAGE)
            return
        except StoreError as error:
            self._stop(error, ExitCode.FAILED)
            return
        if not cases:
            self._stop(f"nothing is said of {' '.join(args)}", ExitCode.OK)
        for case in cases:
            if opts.json:
                sys.stdout.write(json.dumps(as_data(case), ensure_ascii=False) + "\n")
            else:
                show(Console(highlight=False), case)

    def _cases(self, args: list[str]) -> Iterator[Case]:
        if len(args) not in (1, 2):
            raise ArgumentsError("name a day, and a category if one is enough: scrapy explain 2024-04-24 tanks")
        day = read_day("DATE", args[0])
        wanted = args[1] if len(args) == 2 else None
        if wanted is not None and wanted not in categories():
            raise ArgumentsError(f"there is no category {wanted!r}; there are {', '.join(categories())}")
        assert day is not None
        assert self.settings is not None
        db = open_readonly(Path(self.settings["DATABASE"]))
        found = testimony.explanations(db, day)
        said = testimony.testimonies(db, day, [one.id for each in found.values() for one in each.statements])
        corrected = testimony.corrections(db, day)
        for category in categories():
            if category in found and wanted in (None, category):
                yield Case(
                    found[category],
                    tuple(each for each in said if each.category == category),
                    tuple(each for each in corrected if each.category == category),
                )
        db.conn.close()

    def _stop(self, message: Any, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy explain: {message}\n")
        self.exitcode = int(code)
