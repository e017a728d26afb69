"""A local webhook that writes down what really arrives, and can misbehave as real ones do."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.alerts.relay import Attempt, send_owed

Mode = Literal["ok", "broken", "silent", "trickling", "redirecting", "resetting"]


@dataclass
class Received:
    """One request whose body arrived whole."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        """The body as JSON."""
        payload: dict[str, Any] = json.loads(self.body)
        return payload

    @property
    def event_keys(self) -> list[str]:
        """The events an alert tells of."""
        return [event["key"] for event in self.payload["events"]]


@dataclass
class Sink:
    """A web server on loopback. `mode` may be changed at any time; `elsewhere` is where it redirects to."""

    mode: Mode = "ok"
    elsewhere: str = ""
    received: list[Received] = field(default_factory=list)
    requests: int = 0
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def event_keys(self) -> list[str]:
        """Every event of every alert that arrived, in the order of arrival."""
        return [key for received in self.received for key in received.event_keys]


class _Handler(BaseHTTPRequestHandler):
    sink: Sink

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        sink = self.sink
        sink.requests += 1
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            return
        if sink.mode in ("ok", "resetting"):
            sink.received.append(Received(self.command, self.path, dict(self.headers), body))
        {
            "ok": lambda: self._status(200),
            "broken": lambda: self._status(500),
            "silent": lambda: sink.over.wait(60),
            "trickling": self._trickle,
            "redirecting": lambda: self._status(307),
            "resetting": self._reset,
        }[sink.mode]()

    def _status(self, status: int) -> None:
        self.send_response(status)
        if status == 307:
            self.send_header("Location", self.sink.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _trickle(self) -> None:
        """An answer that is never whole: each byte comes before any timeout between bytes."""
        try:
            for char in "HTTP/1.1 200 OK\r\nX-Padding: " + "x" * 10_000:
                self.wfile.write(char.encode())
                self.wfile.flush()
                if self.sink.over.wait(0.2):
                    return
        except OSError:
            return

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on the terminal."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is what several modes are for."""


@contextmanager
def local_sink(mode: Mode = "ok", *, elsewhere: str = "") -> Iterator[Sink]:
    """A running sink on a free port of loopback."""
    sink = Sink(mode, elsewhere)
    handler = type("Handler", (_Handler,), {"sink": sink})
    server = _Server(("127.0.0.1", 0), handler)
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def config_for(sink: Sink, *, name: str = "sink", recent_days: int = 3, **target: Any) -> AlertConfig:
    """A configuration that tells one sink of everything."""
    told = Target(name, sink.url, **{"format": "webhook", **target})
    return AlertConfig(targets={name: told}, routes=(Route(to=(name,)),), recent_days=recent_days)


def deliver_to_sink(database: Path, *, target: str = "sink") -> tuple[list[Received], list[Attempt]]:
    """Send what the outbox owes to the target of that name to a local sink over HTTP: what arrived, each attempt."""
    with local_sink() as sink:
        attempts = send_owed(database, config_for(sink, name=target), clock=lambda: datetime.now(UTC))
        return list(sink.received), attempts


def wait_until(reached: Any, *, seconds: float = 10) -> bool:
    """Wait for something that happens in another process; False where it did not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if reached():
            return True
        time.sleep(0.02)
    return False


def write_alerts(folder: Path, *, day: date, days: int = 1, heartbeat: bool = False) -> Path:
    """An alerts.toml for a newsroom whose present day is `day`: one webhook, $SINK, told of all news of `days` days."""
    recent = (datetime.now(UTC).date() - day).days + days
    path = folder / "alerts.toml"
    path.write_text(
        f"""
        recent_days = {recent}
        [targets.sink]
        env = "SINK"
        format = "webhook"
        [[routes]]
        to = ["sink"]
        {"[heartbeat]" if heartbeat else ""}
        {'env = "HEARTBEAT"' if heartbeat else ""}
        """,
        encoding="utf-8",
    )
    return path
