"""Reading a page: one article's text, a page of 300 kB beside other parsers, and hostile text by the megabyte."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

import trafilatura
from lxml import html as lxml_html

from pipelines.losses import read_losses
from pipelines.reading import read_page
from tests.corpus.scoring import load

ARTICLE, PAGE = 3_000, 300_000
MEGABYTE = 1 << 20
CHEAP, DEAR = (1, 2, 4, 8), (1 / 16, 1, 2)  # megabytes
HOSTILE = {
    "digits": ("1", CHEAP),
    "dashes": ("- — –", CHEAP),
    "spaces": (" ", CHEAP),
    "brackets": ("(", CHEAP),
    "changes": ("(+5)", DEAR),
    "items": ("tanks - 5 ", DEAR),
    "unknown": ("3405 tanks, 480 MLRS, 289 helicopters, 300 planes, 5 looms, ", DEAR),
    "dates": ("24.02.22 ", DEAR),
}


def main() -> None:
    articles = list(_articles())
    print(f"an article's text of {ARTICLE // 1000} kB: {_per_article(articles):.2f} ms (median of {len(articles)})")
    _page(articles[0])
    for name, (unit, sizes) in HOSTILE.items():
        print(f"{name:10} " + "  ".join(_per_megabyte(unit, size) for size in sizes))


def _articles() -> Iterator[tuple[str, str]]:
    """The longer articles with their lists, each filled up to its 3 kB with the prose of others."""
    cases = load()
    prose = "\n".join(case["text"] for case in cases if not case["report"] and case["lang"] == "en")
    for case in cases:
        if case["report"] and len(case["text"]) > 500:
            yield case["lang"], (case["text"] + "\n" + prose)[:ARTICLE]


def _per_article(articles: list[tuple[str, str]]) -> float:
    times = [_best(partial(read_losses, text, language=code)) for code, text in articles]
    return median(times) * 1000


def _page(article: tuple[str, str]) -> None:
    page = _html(article[1])
    lxml = _best(lambda: lxml_html.fromstring(page))
    ours = _best(lambda: read_losses(read_page(page, url="https://news.example/losses").text))
    theirs = _best(lambda: trafilatura.extract(page))
    print(f"a page of {len(page) // 1000} kB: lxml alone {lxml * 1000:.1f} ms, page and list {ours * 1000:.1f} ms, "
          f"trafilatura {theirs * 1000:.1f} ms ({theirs / ours:.1f} times)")  # fmt: skip


def _html(text: str) -> str:
    """An article in a page as news sites serve them: mostly scripts, styles and links to other pages."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    links = "".join(f'<li><a href="/news/{n}" class="card card--small">Story number {n}</a></li>' for n in range(800))
    script = "<script>var data = {" + ",".join(f'"key{n}": "value{n}"' for n in range(8_000)) + "};</script>"
    head = '<html lang="en"><head><title>Losses</title>' + script + "</head>"
    return (head + f"<body><nav><ul>{links}</ul></nav><article><h1>Losses</h1>{body}</article></body></html>")[:PAGE]


def _per_megabyte(unit: str, megabytes: float) -> str:
    size = int(megabytes * MEGABYTE)
    text = (unit * (size // len(unit) + 1))[:size]
    started = time.perf_counter()
    read_losses(text, language="en")
    seconds = time.perf_counter() - started
    return f"{megabytes:g} MB {seconds / megabytes:.1f} s/MB"


def _best(call: Callable[[], object], repeats: int = 5) -> float:
    """The least of some runs, in seconds: what the call costs when nothing else runs."""
    call()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
