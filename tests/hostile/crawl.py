"""One real crawl in a process of its own, with the project's settings: `crawl(urls, …)` -> how each URL ended.

Run as a module it is that process: it reads a Plan as JSON from stdin and writes an Ending a line to stdout.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from crawler.refusals import outcome_of

PLAIN = {
    "SPIDER_MODULES": [],
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {"crawler.extensions.ledger.RunLedger": 100},
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR",
}
LISTENING = "0A"
"""The state in /proc/net/tcp."""
LINK = re.compile(r"<(?:loc|link)>([^<]+)<")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ending:
    """`outcome` is "ok" or an Outcome; `asked` the URL as first asked for, `url` as it ended."""

    asked: str
    url: str
    outcome: str
    status: int = 0
    why: str = ""
    body: str = ""


class Everywhere:
    """The hosts of a source that owns the world: what is refused then is refused by something else."""

    def __contains__(self, host: object) -> bool:
        return True


class HostileSpider(Spider):
    """Asks for every URL, and for every link that a feed or sitemap holds."""

    name = "hostile"
    ports = 0

    def __init__(self, urls: list[str], hosts: list[str] | None) -> None:
        super().__init__()
        self.urls = urls
        self.hosts = Everywhere() if hosts is None else frozenset(hosts)

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield self._request(url, self.parse)

    def parse(self, response: Response) -> Iterable[Request]:
        HostileSpider.ports = max(HostileSpider.ports, listening_ports())
        self._tell("ok", response.url, response.meta["asked"], response)
        if b"<urlset" in response.body or b"<rss" in response.body:
            for link in LINK.findall(response.body.decode()):
                yield self._request(link, self.parse)

    def failed(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        response = getattr(failure.value, "response", None)
        self._tell(outcome_of(failure.value), request.url, request.meta["asked"], response, str(failure.value))

    def _request(self, url: str, callback: Any) -> Request:
        meta = {"hosts": self.hosts, "asked": url, "context": {"source": "hostile"}}
        return Request(url, callback=callback, errback=self.failed, meta=meta, dont_filter=True)

    def _tell(self, outcome: str, url: str, asked: str, response: Response | None, why: str = "") -> None:
        status, body = (response.status, response.body[:100].decode("latin-1")) if response is not None else (0, "")
        print(json.dumps(asdict(Ending(asked, url, outcome, status, why, body))))


@dataclass(frozen=True)
class Crawled:
    """What a crawl came to. `peak` is the process's largest memory in MiB, `ports` the most ports it listened on."""

    endings: tuple[Ending, ...]
    peak: float
    ports: int
    log: str

    def __getitem__(self, asked: str) -> Ending:
        (ending,) = [ending for ending in self.endings if ending.asked == asked]
        return ending


def crawl(urls: Iterable[str], database: Path, *, hosts: Iterable[str] | None = None, **settings: object) -> Crawled:
    """Crawl `urls` with the project's settings, changed by PLAIN and `settings`; `hosts` None means any host."""
    plan = {
        "urls": list(urls),
        "hosts": None if hosts is None else list(hosts),
        "settings": {**PLAIN, "DATABASE": str(database), **settings},
    }
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(
        command, check=False, input=json.dumps(plan), capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr
    *endings, own = map(json.loads, done.stdout.splitlines())
    return Crawled(tuple(Ending(**ending) for ending in endings), **own, log=done.stderr)


def listening_ports() -> int:
    """How many TCP ports this process listens on."""
    tables = [Path(f"/proc/self/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
    sockets = {f"socket:[{row.split()[9]}]" for row in chain(*tables) if row.split()[3] == LISTENING}
    return len(sockets & {str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()})


def main() -> None:
    plan = json.load(sys.stdin)
    settings = get_project_settings()
    settings.update(plan["settings"])
    process = AsyncCrawlerProcess(settings)
    process.crawl(HostileSpider, urls=plan["urls"], hosts=plan["hosts"])
    process.start()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak": peak, "ports": HostileSpider.ports}))


if __name__ == "__main__":
    main()
