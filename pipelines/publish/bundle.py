"""A folder of files that is replaced as a whole or not at all.

The new folder is built aside, flushed to disk, and exchanged with the old one by a single rename; a run that fails or
is killed leaves the last good folder as it was, and its half-built neighbour is swept away by the next run.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
ASIDE = ".building"


class BusyError(Exception):
    """Another process is writing the folder; the message is one line for a person."""


@contextmanager
def replaced_folder(target: Path, *, keeping: Iterable[str] = ()) -> Iterator[Path]:
    """Build the new contents of `target` in the folder that is yielded; they take its place when the block ends well.

    Files of the old folder whose names match a pattern of `keeping` stay in it, unless the block writes them anew.
    Raises BusyError where another process is at it, OSError where the disk refuses; the old contents stay then.
    """
    target = target.resolve()
    aside = target.with_name(f".{target.name}{ASIDE}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        _recover(target, aside)
        aside.mkdir()
        try:
            yield aside
            _keep(target, aside, keeping)
            _settle(aside)
            _exchange(aside, target)
            _settle_folder(target.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the folder above, by a lock that dies with the process and leaves no file."""
    descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BusyError(f"another run is writing {target}") from error
    finally:
        os.close(descriptor)


def _keep(target: Path, aside: Path, patterns: Iterable[str]) -> None:
    for path in sorted({path for pattern in patterns for path in target.glob(pattern)}):
        new = aside / path.relative_to(target)
        if path.is_file() and not path.is_symlink() and not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new)


def _exchange(aside: Path, target: Path) -> None:
    if not target.exists():
        aside.rename(target)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    renamed = getattr(libc, "renameat2", None)
    if renamed is not None:
        paths = os.fsencode(aside), os.fsencode(target)
        if renamed(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
            return
        code = ctypes.get_errno()
        if code not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(code, os.strerror(code), str(target))
    _exchange_in_two_steps(aside, target)


def _exchange_in_two_steps(aside: Path, target: Path) -> None:
    """Where the kernel or the file system cannot exchange names; `_recover` undoes it if we die between the steps."""
    old = _old(target)
    shutil.rmtree(old, ignore_errors=True)
    target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _recover(target: Path, aside: Path) -> None:
    old = _old(target)
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _settle(folder: Path) -> None:
    """Flush every file and folder below, so that the rename is never seen before its data."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in [*(each for each in folder.rglob("*") if each.is_dir()), folder]:
        _settle_folder(path)


def _settle_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
