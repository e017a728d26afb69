"""Evidence of real crawls: whatever came over the wire is on disk, and nothing is read that is not."""

from __future__ import annotations

import gzip
from pathlib import Path

from crawler.evidence import StoredResponse, evidence_files, read_evidence
from tests.hostile.crawl import crawl
from tests.hostile.server import HostileServer, reply

PACKED = gzip.compress(b"<p>packed</p>")
OUTLET = {
    "/robots.txt": reply(200, b"User-agent: *\nDisallow:\n"),
    "/moved": reply(301, b"", Location="/page"),
    "/page": reply(200, PACKED, **{"Content-Encoding": "gzip", "Content-Type": "text/html"}),
    "/gone": reply(410, b"gone"),
    "/same": reply(304),
    "/broken": reply(500, b"broken"),
}


def stored(folder: Path) -> list[StoredResponse]:
    return [response for name in evidence_files(folder) for response in read_evidence(folder, name)]


def test_every_response_is_kept_as_it_came(tmp_path: Path) -> None:
    with HostileServer({"outlet.test": OUTLET}) as server:
        urls = [f"http://outlet.test{path}" for path in ("/moved", "/gone", "/same", "/broken")]
        crawled = crawl(urls, tmp_path / "losses.db", NEWSROOM=server.address, RETRY_TIMES=1)
    assert crawled["http://outlet.test/moved"].body == "<p>packed</p>"
    kept = stored(tmp_path / "evidence")
    by_path = sorted((response.url.partition(".test")[2], response.status) for response in kept)
    assert by_path == [
        ("/broken", 500),
        ("/broken", 500),
        ("/gone", 410),
        ("/moved", 301),
        ("/page", 200),
        ("/robots.txt", 200),
        ("/same", 304),
    ]
    [page] = [response for response in kept if response.status == 200 and response.url.endswith("/page")]
    assert page.body == PACKED
    assert ("Content-Encoding", "gzip") in page.headers


def test_what_cannot_be_kept_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")
    with HostileServer({"outlet.test": OUTLET}) as server:
        crawled = crawl(
            ["http://outlet.test/page"], tmp_path / "losses.db", NEWSROOM=server.address, ROBOTSTXT_OBEY=False
        )
    ending = crawled["http://outlet.test/page"]
    assert (ending.outcome, ending.status) == ("failed", 0)
    assert "evidence could not be kept" in ending.why
