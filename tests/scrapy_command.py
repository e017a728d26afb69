"""`scrapy`, run as a person runs it: in a process of its own, with the project's settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def scrapy(*arguments: str | Path, seconds: float = 120, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run a command with `-s NAME=value` for each setting; the result has returncode, stdout and stderr."""
    chosen = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", *map(str, arguments), *chosen]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=seconds)
