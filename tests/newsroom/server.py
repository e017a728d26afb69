"""The server: one loopback port, every outlet by its Host header."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from tests.newsroom.faults import Answer, Faults, drifted
from tests.newsroom.figures import series
from tests.newsroom.outlets import Spans, build_site
from tests.newsroom.press import Document, Search, Site

SPANS: Spans = ((date(2024, 3, 14), date(2024, 5, 16)), (date(2026, 6, 24), date(2026, 8, 22)))
"""What is printed unless asked otherwise: 64 days around 2024-04-24 and the last 60 days known."""

SMALLEST_GZIP = 256


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as it was answered. `target` is path and query as sent; `size` the body's bytes on the wire."""

    at: float
    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    status: int
    size: int

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.target}"


class Newsroom:
    """A local news site; use it as a context manager.

    `day` is its today: nothing later is published yet, and misprints are corrected when their day has come. `spans`
    are the report dates it knows. `day` and `faults` may be set while it runs.
    """

    def __init__(
        self,
        *,
        day: date | None = None,
        spans: Spans = SPANS,
        faults: Faults | None = None,
        log: Path | None = None,
        port: int = 0,
    ) -> None:
        self.spans = spans
        self._day = day or max(series())
        self._faults = faults or Faults()
        self._log = log
        self._lock = threading.Lock()
        self._hits: list[Hit] = []
        self._asked: Counter[str] = Counter()
        self._sites: dict[str, Site] = {}
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """What the setting NEWSROOM takes."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def day(self) -> date:
        return self._day

    @day.setter
    def day(self, day: date) -> None:
        with self._lock:
            self._day = day
            self._sites.clear()

    @property
    def faults(self) -> Faults:
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        with self._lock:
            self._faults = faults
            self._sites.clear()
            self._asked.clear()

    @property
    def hits(self) -> list[Hit]:
        """Every request so far, oldest first."""
        with self._lock:
            return list(self._hits)

    def forget_hits(self) -> None:
        with self._lock:
            self._hits.clear()

    def articles(self, host: str) -> list[str]:
        """The addresses of a host's articles as of today, in the order in which they were published."""
        with self._lock:
            site = self._site(host)
        pages = [(page.modified, path) for path, page in site.items() if isinstance(page, Document) and page.article]
        return [f"https://{host}{path}" for _, path in sorted(pages)]

    def answer(self, host: str, target: str) -> Document | Search | Answer | None:
        """What stands at an address now: a document, a search, an answer put there by the faults, or nothing."""
        path = unquote(target)
        with self._lock:
            scripted = self._scripted(host, path)
            if scripted is not None:
                return scripted
            document = self._site(host).get(path)
        drift = self._faults.layouts.get(host)
        if drift is None or not isinstance(document, Document) or not document.article:
            return document
        charset = document.content_type.partition("charset=")[2]
        changed = drifted(document.body.decode(charset), drift).encode(charset, "xmlcharrefreplace")
        return Document(changed, document.modified, document.content_type, article=True)

    def record(self, hit: Hit) -> None:
        with self._lock:
            self._hits.append(hit)
            if self._log is not None:
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(asdict(hit), ensure_ascii=False) + "\n")

    def _site(self, host: str) -> Site:
        if host not in self._sites:
            self._sites[host] = build_site(host, self.spans, self._day, self._faults.misprints)
        return self._sites[host]

    def _scripted(self, host: str, path: str) -> Answer | None:
        url = f"https://{host}{path}"
        key = url if url in self._faults.answers else host
        answers = self._faults.answers.get(key)
        if not answers or (key == host and path == "/robots.txt"):
            return None
        turn = min(self._asked[key], len(answers) - 1)
        self._asked[key] += 1
        return answers[turn]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        super().__init__(address, _Handler)
        self.newsroom = newsroom


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        posted = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        found = self.server.newsroom.answer(host, self.path)
        if isinstance(found, Answer):
            time.sleep(found.delay)
            self._send(host, found.status, found.body, found.headers)
        elif isinstance(found, Search):
            self._send(host, HTTPStatus.OK, found.answer(posted), {"Content-Type": "application/json"})
        elif found is None:
            self._send(
                host,
                HTTPStatus.NOT_FOUND,
                b"<!DOCTYPE html><title>404</title><h1>404</h1>",
                {"Content-Type": "text/html"},
            )
        else:
            self._send_document(host, found)

    do_POST = do_HEAD = do_GET  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """The hit log says it all."""

    def _send_document(self, host: str, document: Document) -> None:
        validators = {
            "ETag": document.etag,
            "Last-Modified": format_datetime(document.modified.astimezone(UTC), usegmt=True),
        }
        if self._is_fresh(document):
            self._send(host, HTTPStatus.NOT_MODIFIED, b"", validators)
            return
        body, coding = document.body, {}
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) >= SMALLEST_GZIP:
            body, coding = gzip.compress(body, compresslevel=1, mtime=0), {"Content-Encoding": "gzip"}
        headers = {"Content-Type": document.content_type, "Vary": "Accept-Encoding", **validators, **coding}
        self._send(host, HTTPStatus.OK, body, headers)

    def _is_fresh(self, document: Document) -> bool:
        """Whether the client's copy is the present one (RFC 9110 13.1: a given ETag outweighs the date)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return document.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        return since is not None and document.modified.replace(microsecond=0) <= _http_date(since)

    def _send(self, host: str, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.server.newsroom.record(
            Hit(time.time(), self.command, host, self.path, dict(self.headers.items()), int(status), len(body))
        )
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)


def _http_date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
