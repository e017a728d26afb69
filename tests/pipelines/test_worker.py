"""Functions run on hostile input are stopped, and the next one runs all the same."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.worker import PageLimitError, Worker


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def spin() -> None:
    while True:
        pass


def backtrack() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def hoard() -> int:
    return len(bytearray(3 << 30))


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def whoami() -> int:
    return os.getpid()


class OddError(Exception):
    """One that cannot be pickled and read back."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def fail(kind: str) -> None:
    if kind == "odd":
        raise OddError("one", "two")
    raise ValueError("no figure")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(cpu_seconds=0.3, preload=["json"]) as worker:
        yield worker


def test_a_function_runs_in_another_process(worker: Worker) -> None:
    assert worker.run(double, 4, plus=1) == 9
    assert worker.run(whoami) != os.getpid()


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (spin, "longer than 0.3 s"),
        (backtrack, "longer than 0.3 s"),
        (hoard, "more than 1024 MiB"),
        (die, r"died \(SIGSEGV\)"),
    ],
)
def test_what_goes_over_a_bound_is_stopped(worker: Worker, function: object, why: str) -> None:
    with pytest.raises(PageLimitError, match=why):
        worker.run(function)  # type: ignore[arg-type]
    assert worker.run(double, 4) == 8


def test_an_error_of_the_function_is_raised_here(worker: Worker) -> None:
    with pytest.raises(ValueError, match="no figure"):
        worker.run(fail, "value")
    with pytest.raises(RuntimeError, match="OddError: one"):
        worker.run(fail, "odd")


def test_the_process_stays_for_the_next_page_and_goes_with_its_owner() -> None:
    with Worker() as worker:
        child = worker.run(whoami)
        assert worker.run(whoami) == child
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_large_page_goes_there_and_back(worker: Worker) -> None:
    page = "я" * 4_000_000
    assert worker.run(str.upper, page) == page.upper()


OWNER = """
from pipelines.worker import Worker
from tests.pipelines.test_worker import spin, whoami
worker = Worker(cpu_seconds=1)
print(worker.run(whoami), flush=True)
worker.run(spin)
"""


@pytest.mark.parametrize("pause", [0.0, 0.5], ids=["idle", "busy"])
def test_the_process_goes_when_its_owner_is_killed(pause: float) -> None:
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        time.sleep(pause)
        owner.kill()
    assert _is_gone(child)


def _is_gone(process: int) -> bool:
    for _ in range(300):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
