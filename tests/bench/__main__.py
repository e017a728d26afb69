"""`python -m tests.bench [NAME …]`: run every benchmark, or those whose names are given, one after another."""

from __future__ import annotations

import importlib
import os
import platform
import sqlite3
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    unknown = set(wanted) - set(names)
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names)}\n")
        return 2
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    for name in wanted or names:
        print(f"\n== {name}", flush=True)
        started = time.perf_counter()
        importlib.import_module(f"tests.bench.bench_{name}").main()
        print(f"({time.perf_counter() - started:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
