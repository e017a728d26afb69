"""The floors under the corpus scores: `python -m tests.corpus.floors` raises them to what is read now.

A floor goes down only by `--allow-lower`, and the floors hold for one set of articles, named by its digest.
"""

from __future__ import annotations

import hashlib
import math
import sys
import tomllib
from pathlib import Path

from tests.corpus.scoring import ARTICLES, load, score

FLOORS = Path(__file__).with_name("floors.toml")


def digest() -> str:
    """The SHA-256 of the labelled articles."""
    return hashlib.sha256(ARTICLES.read_bytes()).hexdigest()


def pinned() -> tuple[str, dict[str, float]]:
    """The digest the floors were taken on, and the floors."""
    data = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return data["articles"], data["floors"]


def main(arguments: list[str]) -> int:
    """Print the misses and write the floors; returns 1 where a floor would have to go down."""
    found = score(load())
    now = {name: math.floor(value * 1000) / 1000 for name, value in found.headline().items()}
    before = pinned()[1] if FLOORS.exists() else {}
    lower = [name for name, value in now.items() if value < before.get(name, 0.0)]
    print("\n".join([*found.misses, *(f"{name} = {value}" for name, value in now.items())]))
    if lower and "--allow-lower" not in arguments:
        print(f"not written: {', '.join(lower)} would go down; --allow-lower if that is meant", file=sys.stderr)
        return 1
    lines = "\n".join(f"{name} = {value}" for name, value in now.items())
    FLOORS.write_text(f'articles = "{digest()}"\n\n[floors]\n{lines}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
