"""A raw server on loopback that answers as a test tells it, and listeners nobody may ever reach."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Hit:
    """One request that arrived: its Host header, its path, and when, on the monotonic clock."""

    host: str
    path: str
    at: float


Answer = Callable[[asyncio.StreamWriter, Hit], Awaitable[None]]


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
    """A well-formed answer; header names are given with underscores."""

    async def send(writer: asyncio.StreamWriter, hit: Hit) -> None:
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        await writer.drain()

    return send


def raw(data: bytes) -> Answer:
    """These bytes, then the connection is closed."""

    async def send(writer: asyncio.StreamWriter, hit: Hit) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return send


def endless(head: bytes, block: bytes, pause: float = 0.0) -> Answer:
    """`head`, then `block` again and again until the client goes away."""

    async def send(writer: asyncio.StreamWriter, hit: Hit) -> None:
        writer.write(head)
        while True:
            writer.write(block)
            await writer.drain()
            await asyncio.sleep(pause)

    return send


def in_turn(*answers: Answer) -> Answer:
    """The first answer to the first request, and so on; the last one stays."""
    left = list(answers)

    async def send(writer: asyncio.StreamWriter, hit: Hit) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(writer, hit)

    return send


@dataclass
class HostileServer:
    """Answers by `answers[host][path]`, then `answers[host]["*"]`, then `otherwise`. Runs in a thread of its own."""

    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    otherwise: Answer = field(default_factory=lambda: reply(404))
    hits: list[Hit] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    """Every request's head, in lower case."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()
        self._loop.close()

    def _stop(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`, as the NEWSROOM setting wants it."""
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    def paths(self, host: str) -> list[str]:
        """What was asked of a host, in order."""
        return [hit.path for hit in self.hits if hit.host == host]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.heads.append(head.lower())
                request, *lines = head.split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
                hit = Hit(headers["host"], request.split(" ")[1], time.monotonic())
                self.hits.append(hit)
                site = self.answers.get(hit.host, {})
                await site.get(hit.path, site.get("*", self.otherwise))(writer, hit)
        writer.close()


class Canary:
    """Listens on every address of this machine, IPv4 and IPv6, at one port, and counts who comes."""

    def __init__(self) -> None:
        self.visitors: list[str] = []

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._servers = [self._loop.run_until_complete(asyncio.start_server(self._serve, "0.0.0.0", 0))]
        self.port: int = self._servers[0].sockets[0].getsockname()[1]
        with suppress(OSError):  # a machine without IPv6 has nothing to reach there
            self._servers.append(self._loop.run_until_complete(asyncio.start_server(self._serve, "::1", self.port)))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()
        self._loop.close()

    def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.CancelledError):
            self.visitors.append((await reader.readline()).decode("latin-1"))
            writer.write(b"HTTP/1.1 200 X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
            await writer.drain()
        writer.close()
