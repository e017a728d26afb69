"""`scrapy extract FILE|URL|-`: what is read from an article, from which words, and what was left out and why."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.charset import decode
from crawler.exit_codes import ExitCode
from crawler.extraction_view import show
from crawler.received import known_words
from crawler.registry import known_sources
from crawler.single_page import Answer, SinglePageSpider
from pipelines.extraction import CaseError, Extraction, as_json, extract_case, extract_source
from pipelines.problems import Problem
from pipelines.reading import looks_like_html
from pipelines.vocabulary import codes


class Command(ScrapyCommand):
    """Data goes to stdout as JSON lines; the words for a person go to stderr."""

    requires_project = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE|URL|- [--jsonl]"

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
            self._stop("name one file or address, or - for standard input", ExitCode.USAGE)
            return
        name = args[0]
        try:
            if name.startswith(("http://", "https://")):
                self._extract_address(name)
            elif opts.jsonl:
                self._extract_lines(_read(name).decode("utf-8-sig").split("\n"))
            else:
                self._extract_file(name, opts)
        except OSError as error:
            self._stop(f"cannot read {name}: {error.strerror}", ExitCode.USAGE)
        except UnicodeDecodeError:
            self._stop(f"cannot read {name}: it is not UTF-8 text", ExitCode.USAGE)
        except CaseError as error:
            self._stop(f"{name}: {error}", ExitCode.USAGE)

    def _extract_file(self, name: str, opts: argparse.Namespace) -> None:
        decoded = decode(_read(name), known_words=known_words(tuple(codes())))
        if isinstance(decoded, Problem):
            self._stop(f"{name}: {decoded.detail}", ExitCode.FAILED)
            return
        text = decoded.text.removeprefix("\ufeff")
        hints = {"title": opts.title, "published": opts.published, "lang": opts.lang, "url": opts.url}
        kind = "html" if looks_like_html(text) else "text"
        self._print(name, extract_case({kind: text, **hints}))

    def _extract_address(self, url: str) -> None:
        answer = self._fetched(url)
        if answer.reply is None:
            self._stop(f"{url}: {answer.trouble}", ExitCode.FAILED)
            return
        assert self.settings is not None
        sources = known_sources(self.settings)
        owners = [each for each in sources.values() if each.owns(url)]
        source = next((each for each in owners if each.keep.matches(url)), owners[0] if owners else None)
        decoded = decode(
            answer.reply.body,
            content_type=answer.reply.headers.get("content-type"),
            known_words=known_words(source.languages if source else codes()),
        )
        if isinstance(decoded, Problem):
            self._stop(f"{url}: {decoded.detail}", ExitCode.FAILED)
        else:
            self._print(url, extract_source(decoded.text, url=url, layouts=source.layouts if source else ()))

    def _fetched(self, url: str) -> Answer:
        assert self.crawler_process is not None
        answer = Answer()
        self.crawler_process.crawl(SinglePageSpider, url=url, answer=answer)
        self.crawler_process.start()
        return answer

    def _print(self, name: str, extraction: Extraction) -> None:
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


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
