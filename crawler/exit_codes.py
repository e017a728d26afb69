"""What a command's exit code means, the same everywhere."""

from enum import IntEnum


class ExitCode(IntEnum):
    """0 is also "nothing new yet"; 75 is EX_TEMPFAIL of sysexits.h."""

    OK = 0
    FAILED = 1
    USAGE = 2
    STALE = 3
    DEGRADED = 4
    LOCKED = 75
