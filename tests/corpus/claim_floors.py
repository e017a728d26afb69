"""The floors under the claims' scores: `python -m tests.corpus.claim_floors` raises them to what is read now.

A floor goes down only by `--allow-lower`.
"""

from __future__ import annotations

import math
import sys
import tomllib
from pathlib import Path

from tests.corpus.claim_scoring import score_claims

FLOORS = Path(__file__).with_name("claim_floors.toml")


def pinned() -> dict[str, float]:
    """The floors by name."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Print the misses and write the floors; returns 1 where a floor would have to go down."""
    found = score_claims()
    now = {name: math.floor(value * 1000) / 1000 for name, value in found.headline().items()}
    before = pinned() if FLOORS.exists() else {}
    lines = [f"{name} = {value}" for name, value in now.items()]
    print("\n".join([*found.misses, *lines]))
    lower = [name for name, value in now.items() if value < before.get(name, 0.0)]
    if lower and "--allow-lower" not in arguments:
        print(f"not written: {', '.join(lower)} would go down; --allow-lower if that is meant", file=sys.stderr)
        return 1
    FLOORS.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
