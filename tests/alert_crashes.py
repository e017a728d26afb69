"""Kill -9 anywhere between fetch and acknowledgement, then run again: is any alert lost, or told more than twice?

    python -m tests.alert_crashes                 100 sampled points
    python -m tests.alert_crashes --points all    every line that the journey passes

A journey takes a morning's pages into a database that holds the real history and tells two webhooks on loopback what is
news. A point is a line of our own code (at its first and at its last passing), or the moment at which a webhook holds a
whole message and has not answered yet. The journey is killed there with SIGKILL and made again from the start, as the
next scheduled run would; what the webhooks wrote down is then compared with an undisturbed journey.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import pipelines
from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.alerts.relay import send_owed
from pipelines.problems import Problem
from pipelines.store import open_readonly, open_store
from tests.newsroom.sink import Sink, local_sink
from tests.pipelines.store.history import MORNING, fill, morning_of, publish, true_cells

SAMPLED = 100
SEED = 20241129
WATCHED = tuple(str(Path(pipelines.__file__).parent / folder) for folder in ("store", "alerts"))
NEXT_RUN = timedelta(hours=1)
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """Where a journey is killed: at the `nth` passing of a line, or when a webhook holds its `nth` message."""

    place: str
    line: int
    nth: int

    def __str__(self) -> str:
        return f"{Path(self.place).name}:{self.line} passing {self.nth}" if self.line else f"{self.place} {self.nth}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What one crash and the run after it came to."""

    point: Point
    reached: bool
    lost: tuple[str, ...]
    repeats: int
    differs: bool

    @property
    def is_good(self) -> bool:
        return self.reached and not self.lost and self.repeats <= 1 and not self.differs


def journey(database: Path, addresses: Sequence[str], now: datetime, fault: Point | None, report: Any) -> None:
    """Fetch to acknowledgement, in a process of its own; `report` is sent how often each line was passed."""
    passed: Counter[tuple[str, int]] = Counter()

    def line(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            key = (frame.f_code.co_filename, frame.f_lineno)
            passed[key] += 1
            if fault and key == (fault.place, fault.line) and passed[key] == fault.nth:
                os.kill(os.getpid(), signal.SIGKILL)
        return line

    def call(frame: FrameType, _event: str, _: object) -> Any:
        return line if frame.f_code.co_filename.startswith(WATCHED) else None

    threading.settrace(call)
    sys.settrace(call)
    _take_in_and_tell(database, addresses, now)
    sys.settrace(None)
    report.send([Point(place, number, nth) for (place, number), n in passed.items() for nth in {1, n}])


def _take_in_and_tell(database: Path, addresses: Sequence[str], now: datetime) -> None:
    config = AlertConfig(
        targets={f"hook{n}": Target(f"hook{n}", address, "webhook") for n, address in enumerate(addresses)},
        routes=(Route(to=tuple(f"hook{n}" for n in range(len(addresses)))),),
    )
    label = Problem("unknown_label", "a line is not understood", quote="Space lasers – 3 (+1)")
    db = open_store(database)
    for outlet in ("one", "two"):
        publish(db, outlet, MORNING, true_cells(MORNING), config=config, problems=(label,), now=morning_of(MORNING))
    db.conn.close()
    send_owed(database, config, clock=lambda: now)


class Bench:
    """Two webhooks, the history, and what an undisturbed journey gives."""

    def __init__(self, folder: Path, sinks: Sequence[Sink]) -> None:
        self.folder = folder
        self.sinks = sinks
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(["tests.newsroom.sink", "tests.pipelines.store.history"])
        self.history = folder / "history.db"
        fill(self.history)
        points, self.expected, self.books = self._undisturbed()
        messages = sum(len(sink.received) for sink in sinks)
        self.points = sorted(points) + [Point("webhook message", 0, nth) for nth in range(1, messages + 1)]

    def _undisturbed(self) -> tuple[list[Point], set[str], list[Any]]:
        database = self._fresh()
        points = self._run(database, morning_of(MORNING), None)
        assert points, "an undisturbed journey must arrive"
        return points, set(self.sinks[0].event_keys), books(database)

    def crash(self, point: Point) -> Trial:
        """Kill a journey at the point, make it again, and compare."""
        database = self._fresh()
        for sink in self.sinks:
            sink.received.clear()
        reached = self._run(database, morning_of(MORNING), point) is None
        self._run(database, morning_of(MORNING) + NEXT_RUN, None)
        lost = [key for sink in self.sinks for key in self.expected - set(sink.event_keys)]
        most = max((n for sink in self.sinks for n in Counter(sink.event_keys).values()), default=0)
        return Trial(point, reached, tuple(lost), most - 1, books(database) != self.books)

    def _fresh(self) -> Path:
        return Path(shutil.copy(self.history, self.folder / "losses.db"))

    def _run(self, database: Path, now: datetime, fault: Point | None) -> list[Point] | None:
        """The points a journey passed, or None where it was killed."""
        ours, theirs = self.processes.Pipe()
        at_line = fault if fault and fault.line else None
        process = self.processes.Process(
            target=journey, args=(database, [sink.url for sink in self.sinks], now, at_line, theirs)
        )
        process.start()
        theirs.close()
        if fault and not fault.line:
            self._kill_at_message(process, fault.nth)
        process.join(PATIENCE)
        return _received(ours)

    def _kill_at_message(self, process: Any, nth: int) -> None:
        """Kill the journey when the nth message of all webhooks has arrived whole."""
        while process.is_alive() and sum(len(sink.received) for sink in self.sinks) < nth:
            time.sleep(0.001)
        process.kill()


def _received(pipe: Connection) -> list[Point] | None:
    try:
        points: list[Point] = pipe.recv()
    except EOFError:
        return None
    finally:
        pipe.close()
    return points


def books(database: Path) -> list[Any]:
    """What the database holds of figures, events and deliveries, without times and numbers of attempts."""
    db = open_readonly(database)
    rows = [
        *db.execute("SELECT report_date, category, total, delta, status, witnesses FROM losses ORDER BY 1, 2"),
        *db.execute("SELECT key FROM events ORDER BY key"),
        *db.execute("SELECT key, target, delivered_at IS NOT NULL FROM outbox ORDER BY 1, 2"),
    ]
    db.conn.close()
    return rows


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench in a folder that is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield Bench(folder, [stack.enter_context(local_sink()) for _ in range(2)])


def sample(points: Sequence[Point], number: int) -> list[Point]:
    """A fixed choice of points, spread over all files."""
    return sorted(random.Random(SEED).sample(list(points), min(number, len(points))))


def main() -> int:
    """Print what the crashes came to; 1 where an alert was lost or told too often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", default=str(SAMPLED), help=f"how many, or all (default: {SAMPLED})")
    wanted = parser.parse_args().points
    with bench() as tried:
        points = tried.points if wanted == "all" else sample(tried.points, int(wanted))
        print(f"{len(points)} of {len(tried.points)} points, {len(tried.expected)} alerts to two webhooks")
        trials = []
        for number, point in enumerate(points, start=1):
            trial = tried.crash(point)
            trials.append(trial)
            if not trial.is_good:
                print(f"  {point}: {trial}")
            if number % SAMPLED == 0 and number < len(points):
                print(f"  {number} done", flush=True)
    repeats = sum(trial.repeats > 0 for trial in trials)
    missed = sum(not trial.reached for trial in trials)
    bad = sum(not trial.is_good for trial in trials)
    lost = sum(len(trial.lost) for trial in trials)
    most = max(trial.repeats for trial in trials)
    print(f"lost {lost}, crashes with a repeat {repeats}, most repeats after one crash {most}, missed points {missed}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
