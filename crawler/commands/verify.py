"""`scrapy verify`: is the evidence whole, and does every article's record hold its bytes?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from crawler.evidence import EvidenceError, UnfinishedError, evidence_files, evidence_folder, read_evidence
from crawler.exit_codes import ExitCode
from pipelines.store import StoreError, open_readonly
from pipelines.store.provenance import Pointer, pointers

Records = dict[tuple[str, int], set[str]]
"""Of each record the addresses it answers for: the one that came and the one that was asked for; none for a dataset's
file, which may be had from a mirror."""


class Command(ScrapyCommand):
    """Reads every record, checks its digests, and holds the database's pointers against them."""

    requires_project = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Check all evidence, and that every article points to its own"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        assert self.settings is not None
        folder = evidence_folder(self.settings)
        try:
            db = open_readonly(Path(self.settings["DATABASE"]))
            with closing(db.conn):
                told = list(pointers(db))
        except StoreError as error:
            sys.stderr.write(f"scrapy verify: {error}\n")
            self.exitcode = int(ExitCode.USAGE)
            return
        records: Records = {}
        complaints = [*_read(folder, records), *_unmatched(told, records)]
        for complaint in complaints:
            sys.stdout.write(f"{complaint}\n")
        sys.stderr.write(f"{len(records)} responses, {len(told)} articles, {len(complaints)} complaints\n")
        self.exitcode = int(ExitCode.FAILED if complaints else ExitCode.OK)


def _read(folder: Path, records: Records) -> Iterator[str]:
    for name in evidence_files(folder):
        try:
            for stored in read_evidence(folder, name):
                pages = {stored.url, stored.context.get("url", stored.url)}
                is_dataset = stored.context.get("purpose") == "dataset"
                records[name, stored.evidence.offset] = set() if is_dataset else pages
        except UnfinishedError as error:
            sys.stderr.write(f"{error}: its run was killed, nothing had read it\n")
        except EvidenceError as error:
            yield str(error)


def _unmatched(told: Iterable[Pointer], records: Records) -> Iterator[str]:
    for pointer in told:
        urls = records.get((pointer.file, pointer.offset))
        if urls is None:
            yield f"{pointer.url} (revision {pointer.revision}): no record at {pointer.file} {pointer.offset}"
        elif urls and pointer.url not in urls:
            yield f"{pointer.url} (revision {pointer.revision}): {pointer.file} {pointer.offset} is of another page"
