"""What the bounds cost: the reading process beside a plain call, bombs, hostile robots.txt files, wrong charsets."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

import brotli

from crawler.charset import decode
from crawler.inflation import TooLargeError, inflate, zstd
from crawler.robots import MAX_ROBOTS_BYTES, read_robots
from pipelines.reading import read_page
from pipelines.worker import Worker

LIMIT = 8 * 2**20
BOMB = bytes(256 * 2**20)
LINE = "<li>танків – 20 (+1), особового складу – близько 1000;</li>\n"
WORDS = ("танків", "особового", "складу", *(f"слово{number}" for number in range(100)))
ROBOTS = {
    "400,000 rules": b"User-agent: *\n" + b"Disallow: /x\n" * 400_000,
    "one rule of 250,000 stars": b"User-agent: *\nDisallow: /" + b"*a" * 250_000 + b"$\n",
    "7,000 rules of 30 stars": b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 30 + b"b$\n") * 7000,
    "20,000 agents": b"".join(b"User-agent: a%d\nDisallow: /\n" % number for number in range(20_000)),
}


def seconds(work: Callable[[], object], times: int = 1) -> float:
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def reading_process() -> None:
    print("reading in a process of its own, ms a page:")
    with Worker(preload=["pipelines.reading"]) as worker:
        for lines in (20, 1000, 10_000):
            html = f"<html><body><h1>Втрати</h1><ul>{LINE * lines}</ul></body></html>"
            times = max(3, 2000 // lines)

            def here(html: str = html) -> object:
                return read_page(html, url="https://outlet.test/1")

            def there(html: str = html) -> object:
                return worker.run(read_page, html, url="https://outlet.test/1")

            here(), there()
            plain, apart = seconds(here, times) * 1000, seconds(there, times) * 1000
            print(
                f"  {len(html.encode()) / 1024:8.0f} KiB: {plain:8.2f} here, {apart:8.2f} there, x{apart / plain:.2f}"
            )


def bombs() -> None:
    print(f"{len(BOMB) // 2**20} MiB bombs, cut at {LIMIT // 2**20} MiB:")
    codings = {"gzip": gzip.compress(BOMB, 6), "br": brotli.compress(BOMB, quality=4), "zstd": zstd.compress(BOMB)}
    for coding, body in codings.items():

        def burst(coding: str = coding, body: bytes = body) -> None:
            try:
                inflate(body, coding, LIMIT)
            except TooLargeError:
                return
            raise AssertionError("the bomb went off")

        print(f"  {coding:5} {len(body):8} bytes: {seconds(burst) * 1000:6.1f} ms")


def robots_files() -> None:
    url = "https://outlet.test/" + "a" * 2000
    print(f"robots.txt, cut at {MAX_ROBOTS_BYTES // 1024} KiB, parsed and asked once:")
    for name, body in ROBOTS.items():

        def judge(body: bytes = body) -> None:
            rules = read_robots(200, body, "losswatch")
            assert rules is not None
            rules.allows(url)

        print(f"  {name:26} {seconds(judge) * 1000:6.1f} ms")


def charsets() -> None:
    print("decoding 1 MiB, ms:")
    text = (LINE * 20_000)[: 2**20]
    for actual, declared in (("utf-8", "utf-8"), ("cp1251", "windows-1251"), ("cp1251", "utf-8"), ("koi8-u", "utf-8")):
        body = text.encode(actual, "replace")[: 2**20]
        content_type = f"text/html; charset={declared}"

        def read(body: bytes = body, content_type: str = content_type) -> object:
            return decode(body, content_type=content_type, known_words=WORDS)

        spent = seconds(read, 3)
        print(f"  {actual:7} declared {declared:12} {spent * 1000:7.1f}")


def main() -> None:
    reading_process()
    bombs()
    robots_files()
    charsets()


if __name__ == "__main__":
    main()
