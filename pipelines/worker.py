"""Pure functions run on hostile input in a child process, which is killed when one takes too long or too much memory.

Only a process can be stopped in the middle of C code (a parser, a regular expression). The limit is processor time, so
a busy machine condemns no page; a wall clock stands behind it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

CPU_SECONDS = 5.0
WALL_SECONDS = 60.0
MEMORY_BYTES = 2**30
START_SECONDS = 60.0


class PageLimitError(Exception):
    """Reading a page went over a bound and was stopped; the message is one line for a person."""


class Worker:
    """One child process that runs one function at a time, started when first needed and again after it was killed.

    Functions, arguments and results are pickled: functions must be importable by name. `preload` names modules that
    the child imports before the clock starts.
    """

    def __init__(self, *, cpu_seconds: float = CPU_SECONDS, preload: Iterable[str] = ()) -> None:
        self._cpu_seconds = cpu_seconds
        self._preload = tuple(preload)
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(*args, **kwargs)`. Raises PageLimitError where it was stopped, and whatever it raises itself."""
        connection = self._connection or self._start()
        try:
            connection.send((function, args, kwargs))
            if not connection.poll(WALL_SECONDS):
                raise PageLimitError(f"reading the page took longer than {WALL_SECONDS:.0f} s")
            succeeded, result = connection.recv()
        except (EOFError, OSError) as error:
            code = self._kill()
            raise PageLimitError(self._epitaph(code)) from error
        except PageLimitError:
            self._kill()
            raise
        if succeeded:
            return cast("T", result)
        if isinstance(result, MemoryError):
            raise PageLimitError(f"reading the page took more than {MEMORY_BYTES // 2**20} MiB of memory")
        raise result

    def close(self) -> None:
        """Let the child go."""
        if self._process is not None:
            self._kill()

    def _start(self) -> Connection:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno()), str(self._cpu_seconds), *self._preload]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
            self._connection = Connection(ours.detach())
        if not self._connection.poll(START_SECONDS):
            self._kill()
            raise PageLimitError("the reading process did not start")
        self._connection.recv()
        return self._connection

    def _kill(self) -> int:
        assert self._process is not None
        assert self._connection is not None
        self._connection.close()
        self._process.kill()
        code = self._process.wait()
        self._process = self._connection = None
        return code

    def _epitaph(self, code: int) -> str:
        if code == -signal.SIGPROF:
            return f"reading the page took longer than {self._cpu_seconds:g} s"
        return f"the reading process died ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"


def _serve(connection: Connection, cpu_seconds: float) -> None:
    """The child's loop: it ends when its parent goes, and SIGPROF ends it when its time is up."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    connection.send("ready")
    while True:
        try:
            function, args, kwargs = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        answer = _answer(function, args, kwargs)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send(answer)


def _answer(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[bool, object]:
    try:
        return True, function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again in the parent
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        except (pickle.PicklingError, TypeError, AttributeError):
            return False, RuntimeError(f"{type(error).__name__}: {error}")
        return False, error


if __name__ == "__main__":
    descriptor, seconds, *modules = sys.argv[1:]
    for module in modules:
        importlib.import_module(module)
    _serve(Connection(int(descriptor)), float(seconds))
