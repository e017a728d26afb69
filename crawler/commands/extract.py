"""`scrapy extract FILE|URL|-`: what is read from an article, from which words, and what was left out and why."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.extraction_view import show
from pipelines.extraction import CaseError, as_json, extract_case, extract_source
from pipelines.reading import looks_like_html


class Command(ScrapyCommand):
    """Data goes to stdout as JSON lines; the words for a person go to stderr."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE|- [--jsonl]"

    def short_desc(self) -> str:
        return "Read one article, or a file of articles, and print what it says"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--jsonl", action="store_true", help="FILE holds one JSON object a line")
        parser.add_argument("--url", default="", help="the page's address, where it matters for its date")
        parser.add_argument("--published", help="the day the page was published, YYYY-MM-DD")
        parser.add_argument("--title", help="the headline, where FILE is plain text without one")
        parser.add_argument("--lang", help="the page's language, for example uk")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            self._stop("name one file, or - for standard input", ExitCode.USAGE)
            return
        try:
            body = sys.stdin.buffer.read() if args[0] == "-" else Path(args[0]).read_bytes()
            text = body.decode("utf-8-sig")
            if opts.jsonl:
                self._extract_lines(text.split("\n"))
            else:
                self._extract_one(args[0], text, opts)
        except OSError as error:
            self._stop(f"cannot read {args[0]}: {error.strerror}", ExitCode.USAGE)
        except UnicodeDecodeError:
            self._stop(f"cannot read {args[0]}: it is not UTF-8 text", ExitCode.USAGE)
        except CaseError as error:
            self._stop(f"{args[0]}: {error}", ExitCode.USAGE)

    def _extract_one(self, name: str, text: str, opts: argparse.Namespace) -> None:
        hints = {"title": opts.title, "published": opts.published, "lang": opts.lang, "url": opts.url}
        if any(hints.values()):
            kind = "html" if looks_like_html(text) else "text"
            extraction = extract_case({kind: text, **hints})
        else:
            extraction = extract_source(text)
        show(Console(stderr=True, highlight=False), extraction)
        if not sys.stdout.isatty():
            sys.stdout.write(json.dumps(as_json(name, extraction), ensure_ascii=False) + "\n")
        if any(problem.severity == "error" for problem in extraction.problems):
            self.exitcode = int(ExitCode.DEGRADED)

    def _extract_lines(self, lines: list[str]) -> None:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
                if not isinstance(case, dict):
                    raise CaseError("it is no JSON object")
                result = as_json(case.get("id"), extract_case(case))
            except (json.JSONDecodeError, CaseError) as error:
                self._stop(f"line {number} was skipped: {error}", ExitCode.FAILED)
                continue
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")

    def _stop(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy extract: {message}\n")
        self.exitcode = int(code)
