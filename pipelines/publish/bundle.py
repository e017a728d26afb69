"""A folder of files that is replaced as a whole or not at all.

The new folder is built aside, flushed to disk, and exchanged with the old one by a single rename; a run that fails or
is killed leaves the last good folder as it was, and its half-built neighbour is swept away by the next run.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
ASIDE = ".building"


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Build the new contents of `target` in the folder that is yielded; they take its place when the block ends well.

    Raises OSError where the disk refuses; the old contents stay then.
    """
    aside = target.with_name(f".{target.name}{ASIDE}")
    _recover(target, aside)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        _settle(aside)
        _exchange(aside, target)
        _settle_folder(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


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
