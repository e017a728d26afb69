"""One run per database: an advisory lock that the kernel drops with the process, so kill -9 leaves none behind."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another run holds the database."""


@contextmanager
def database_lock(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` or raise LockedError at once. Raises OSError where the lock file cannot be made."""
    with Path(f"{database}.lock").open("a", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(f"another run holds {database}; it will do this run's work") from None
        yield
