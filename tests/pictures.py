"""`make pictures`: the README's picture, taken of the report that `make demo` left."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.browser import address_of, browser, find_chromium

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "output" / "published" / "report.html"
IMAGES = ROOT / "docs" / "images"
SHOTS = {
    "report.png": (1080, 1640, False, "0"),
    "report-dark.png": (1080, 760, True, "document.getElementById('chart').getBoundingClientRect().top - 24"),
    "report-phone.png": (360, 740, False, "0"),
}
"""File -> width, height, dark, how far down the page."""


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    options.add_argument("--report", type=Path, default=REPORT)
    chosen = options.parse_args()
    program = find_chromium()
    if program is None or not chosen.report.exists():
        missing = "no chromium is installed" if program is None else f"there is no {chosen.report}: make demo first"
        sys.stderr.write(f"pictures: {missing}\n")
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with browser(program) as running:
        for name, (width, height, dark, place) in SHOTS.items():
            tab = running.tab()
            tab.look(width, height, dark=dark)
            tab.open(address_of(chosen.report), ready="document.documentElement?.dataset.drawn === 'yes'")
            tab.run("document.querySelector('button[data-days=\"0\"]').click()")
            tab.wait("document.getElementById('from').value === document.getElementById('from').min")
            tab.run(f"scrollTo(0, {place})")
            (IMAGES / name).write_bytes(tab.picture())
            print(IMAGES / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
