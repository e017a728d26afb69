"""`scrapy sources list|check|record`: what is declared, whether it works, and a page kept as a test case."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentsError, choose, read_day
from crawler.exit_codes import ExitCode
from crawler.page_reading import as_case
from crawler.received import Reply
from crawler.registry import known_sources
from crawler.single_page import Answer, SinglePageSpider
from crawler.source_check import CheckSpider, Finding
from crawler.sources import Source, SourceError

CASES = Path("tests/pages")
UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class Command(ScrapyCommand):
    """Data goes to stdout, complaints to stderr. `check` exits 4 where something does not work."""

    requires_project = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "list | check [SOURCE…] | record SOURCE URL"

    def short_desc(self) -> str:
        return "List the declared outlets, check that they work, keep a page as a test case"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--day", help="check: the day to look at, YYYY-MM-DD, where it is not today")
        parser.add_argument("--to", type=Path, default=CASES, help=f"record: the folder of cases ({CASES})")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        verbs: dict[str, Callable[[list[str], argparse.Namespace], None]] = {
            "list": self._list,
            "check": self._check,
            "record": self._record,
        }
        if not args or args[0] not in verbs:
            raise UsageError
        try:
            verbs[args[0]](args[1:], opts)
        except (ArgumentsError, SourceError) as error:
            self._stop(str(error), ExitCode.USAGE)
        except OSError as error:
            self._stop(str(error), ExitCode.FAILED)

    def _chosen(self, names: list[str]) -> list[Source]:
        assert self.settings is not None
        return list(choose(",".join(names) or None, known_sources(self.settings)).values())

    def _list(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        for source in self._chosen(args):
            state = "confirmed" if source.confirmed else "not confirmed"
            listings = "+".join(dict.fromkeys(listing.kind for listing in source.listings))
            fields = (source.name, ",".join(source.languages), "+".join(source.yields), listings, state, source.title)
            sys.stdout.write("\t".join(fields) + "\n")

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        today = read_day("--day", opts.day) or datetime.now(UTC).date()
        findings: list[Finding] = []
        sources = self._chosen(args)
        self.crawler_process.crawl(CheckSpider, sources=sources, today=today, findings=findings)
        self.crawler_process.start()
        for name, group in groupby(sorted(findings, key=lambda finding: finding.source), lambda each: each.source):
            sys.stdout.write(f"{name}\n" + "".join(_line(finding) for finding in group))
        looked_at = {finding.source for finding in findings if finding.what.startswith("page")}
        if len(looked_at) < len(sources) or not all(finding.works for finding in findings):
            self.exitcode = int(ExitCode.DEGRADED)

    def _record(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 2:
            raise UsageError
        [source], url = self._chosen(args[:1]), args[1]
        if not source.owns(url):
            raise ArgumentsError(f"{url} is not on a host of {source.name}: {', '.join(source.hosts)}")
        assert self.crawler_process is not None
        answer = Answer()
        self.crawler_process.crawl(SinglePageSpider, url=url, answer=answer)
        self.crawler_process.start()
        if answer.reply is None:
            self._stop(f"{url}: {answer.trouble}", ExitCode.FAILED)
            return
        folder = _save(opts.to, source, url, answer.reply)
        sys.stdout.write((folder / "expected.json").read_text(encoding="utf-8"))
        sys.stderr.write(f"kept in {folder}: compare every figure with the page before you commit it\n")

    def _stop(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy sources: {message}\n")
        self.exitcode = int(code)


def _line(finding: Finding) -> str:
    edit = f"\n          edit {finding.edit}" if finding.edit else ""
    return f"  {'ok  ' if finding.works else 'FAIL'}  {finding.what}\n          {finding.detail}{edit}\n"


def _save(cases: Path, source: Source, url: str, reply: Reply) -> Path:
    """Write page, address and what is read from it today; a case that exists is written anew."""
    slug = UNSAFE.sub("-", unquote(urlsplit(url).path)).strip("-")[-60:] or "front"
    folder = cases / source.name / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(reply.body)
    about = {
        "url": url,
        "content_type": reply.headers.get("content-type", ""),
        "fetched_at": reply.fetched_at.isoformat(timespec="seconds"),
    }
    _write_json(folder / "page.json", about)
    _write_json(folder / "expected.json", as_case(reply, source, url))
    return folder


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
