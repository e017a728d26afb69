"""The newsroom over real HTTP: what it prints, how it answers, how it misbehaves."""

from __future__ import annotations

import gzip
import json
import lzma
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.newsroom import SPANS, Answer, Faults, Misprint, Newsroom, typos
from tests.newsroom.figures import DATA, Count, counts, series
from tests.newsroom.stories import STORIES

SEED_DAY = date(2024, 4, 24)
SEED = "https://news.online.ua/en/uk-intelligence-indicates-growing-number-of-deserters-from-russian-army-877312/"
MOD_PAGE = "https://mod.gov.ua/news/bojovi-vtrati-voroga-na-22-serpnya-2026-roku"
HOSTS = ("mod.gov.ua", "www.mil.gov.ua", "news.online.ua", "www.pravda.com.ua", "censor.net")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        charset = self.headers["Content-Type"].partition("charset=")[2] or "utf-8"
        return self.body.decode(charset)


def get(newsroom: Newsroom, url: str, body: bytes | None = None, **headers: str) -> Reply:
    """One request as a crawler sends it: the newsroom's address is dialled, the outlet named in Host."""
    parts = urlsplit(url)
    host, port = newsroom.address.split(":")
    connection = HTTPConnection(host, int(port), timeout=10)
    target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST" if body else "GET", target, body, {"Host": parts.netloc, **named})
    answer = connection.getresponse()
    reply = Reply(answer.status, dict(answer.headers.items()), answer.read())
    connection.close()
    return reply


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def test_the_spans_are_those_it_promises() -> None:
    (first, last), (late_first, late_last) = SPANS
    assert first <= SEED_DAY <= last
    assert (last - first).days + 1 >= 60
    assert late_last == max(series())
    assert (late_last - late_first).days + 1 == 60


def test_the_seed_days_figures_are_the_published_ones() -> None:
    assert counts(SEED_DAY)["tanks"] == Count(7242, 1)
    assert counts(SEED_DAY)["personnel"] == Count(461940, 880)
    assert counts(SEED_DAY)["artillery_systems"] == Count(11808, 43)


def test_where_the_datasets_differ_the_figure_between_its_neighbours_is_printed() -> None:
    assert series()[date(2026, 7, 26)]["uavs"] == 428286  # the other repeats the day before
    assert series()[date(2024, 5, 17)]["special_equipment"] == 2069


def test_a_correction_of_the_total_is_not_in_the_printed_change() -> None:
    assert counts(date(2024, 5, 5))["artillery_systems"].delta == 21  # the total rose by 64, 43 of them a correction


def test_the_seed_page_prints_its_list_with_three_dashes(newsroom: Newsroom) -> None:
    page = get(newsroom, SEED).text
    assert "tanks — 7,242 (+1) units," in page
    assert "artillery systems -— 11,808 (+43) units," in page
    assert "MLRS − 1,048 (+2) units," in page
    assert "64 people" in page
    assert len(re.findall(r"<li><p>", page)) == 14


@pytest.mark.parametrize("host", HOSTS)
def test_every_outlet_prints_the_whole_list(newsroom: Newsroom, host: str) -> None:
    day = date(2026, 8, 22) if host == "mod.gov.ua" else SEED_DAY
    pages = (re.sub(r"(?<=\d)[ ,](?=\d)", "", get(newsroom, url).text) for url in newsroom.articles(host))
    page = next(page for page in pages if str(counts(day)["personnel"].total) in page)
    for count in counts(day).values():
        assert f"{count.total} (+{count.delta})" in page or (host == "mod.gov.ua" and f" {count.total};" in page)


def test_a_month_page_leaves_its_days_unclosed(newsroom: Newsroom) -> None:
    page = get(newsroom, "https://index.minfin.com.ua/ua/russian-invading/casualties/2024-04/").text
    assert page.count('<li class="gold"><span class="black">') == 30
    assert '<div class="casualties"><div><ul><li>Танки&nbsp;&mdash; ' in page
    alone = get(newsroom, "https://index.minfin.com.ua/ua/russian-invading/casualties/month.php?month=2024-04").text
    assert "<html" not in alone
    assert "24.04.2024" in alone


def test_windows_1251_is_sent_as_windows_1251(newsroom: Newsroom) -> None:
    feed = get(newsroom, "https://censor.net/includes/news_uk.xml")
    assert feed.body.startswith(b'<?xml version="1.0" encoding="windows-1251"?>')
    page = get(newsroom, newsroom.articles("censor.net")[0])
    assert page.headers["Content-Type"] == "text/html; charset=windows-1251"
    assert "танків" in page.body.decode("cp1251")
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")


def test_an_etag_or_a_date_saves_the_body(newsroom: Newsroom) -> None:
    first = get(newsroom, MOD_PAGE)
    assert get(newsroom, MOD_PAGE, If_None_Match=first.headers["ETag"]).status == 304
    assert get(newsroom, MOD_PAGE, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert get(newsroom, MOD_PAGE, If_None_Match='"other"').status == 200
    earlier = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert get(newsroom, MOD_PAGE, If_Modified_Since=earlier).body == first.body
    assert get(newsroom, MOD_PAGE, If_Modified_Since="yesterday").status == 200


def test_gzip_only_where_it_is_accepted(newsroom: Newsroom) -> None:
    plain, packed = get(newsroom, MOD_PAGE), get(newsroom, MOD_PAGE, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_the_index_leads_to_every_article_page_by_page(newsroom: Newsroom) -> None:
    found: list[str] = []
    path: str | None = "/news"
    while path:
        page = get(newsroom, f"https://mod.gov.ua{path}").text
        found += re.findall(r'<div class="card"><a href="(/news/[^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1] if following else None
    assert sorted(f"https://mod.gov.ua{link}" for link in found) == sorted(newsroom.articles("mod.gov.ua"))
    assert len(found) == 60


def test_the_search_answers_page_by_page(newsroom: Newsroom) -> None:
    url = "https://mod.gov.ua/lookup/search?search_type=dfs_query_then_fetch"
    hits = [
        hit["_source"]["slug"]
        for start in (0, 40, 80)
        for hit in json.loads(get(newsroom, url, json.dumps({"from": start, "size": 40}).encode()).body)["hits"]["hits"]
    ]
    assert len(set(hits)) == 60
    assert hits[0] == "bojovi-vtrati-voroga-na-22-serpnya-2026-roku"


def test_sitemaps_feeds_and_day_archives_name_pages_that_are_there(newsroom: Newsroom) -> None:
    for listing, pattern in (
        ("https://www.mil.gov.ua/sitemap.xml", r"<loc>([^<]+)</loc>"),
        ("https://news.online.ua/en/rss/", r"<link>([^<]+/en/[^<]+)</link>"),
        ("https://www.pravda.com.ua/eng/news/date_24042024/", r'<div class="article_header"><a href="(/[^"]+)"'),
    ):
        host = urlsplit(listing).netloc
        links = re.findall(pattern, get(newsroom, listing).text)
        assert links
        address = links[0] if links[0].startswith("https:") else f"https://{host}{links[0]}"
        assert get(newsroom, address).status == 200


def test_addresses_with_a_dash_are_found_encoded(newsroom: Newsroom) -> None:
    dashed = next(url for url in newsroom.articles("www.mil.gov.ua") if "–" in url)
    assert get(newsroom, dashed).status == 200


def test_published_datasets_are_served_byte_for_byte(newsroom: Newsroom) -> None:
    served = get(newsroom, "https://raw.githubusercontent.com/lod-db/orc-losses/main/russian-losses.json")
    assert served.body == lzma.decompress((DATA / "orc-losses.json.xz").read_bytes())


def test_robots_and_what_is_missing(newsroom: Newsroom) -> None:
    assert "Disallow: /search" in get(newsroom, "https://mod.gov.ua/robots.txt").text
    assert get(newsroom, "https://mod.gov.ua/news/nothing-here").status == 404
    assert get(newsroom, "https://unknown.example/").status == 404


def test_the_whole_history_can_be_printed() -> None:
    with Newsroom(spans=((min(series()), max(series())),)) as newsroom:
        assert len(newsroom.articles("censor.net")) == len(series()) > 1600
        assert len(newsroom.articles("mod.gov.ua")) == 685


def test_hits_tell_who_asked_for_what() -> None:
    with Newsroom() as newsroom:
        get(newsroom, MOD_PAGE, User_Agent="tester")
        hit = newsroom.hits[-1]
        assert (hit.url, hit.status, hit.headers["User-Agent"]) == (MOD_PAGE, 200, "tester")
        newsroom.forget_hits()
        assert newsroom.hits == []


def test_the_day_moves_on() -> None:
    with Newsroom(day=SEED_DAY - timedelta(days=1)) as newsroom:
        assert get(newsroom, SEED).status == 404
        newsroom.day = SEED_DAY
        assert get(newsroom, SEED).status == 200
        assert get(newsroom, MOD_PAGE).status == 404


def test_a_late_correction_is_a_second_version_of_the_page() -> None:
    slip = Misprint("news.online.ua", SEED_DAY, "tanks", 7424, 1, until=SEED_DAY + timedelta(days=1))
    with Newsroom(day=SEED_DAY, faults=Faults(misprints=(slip,))) as newsroom:
        first = get(newsroom, SEED)
        newsroom.day += timedelta(days=1)
        second = get(newsroom, SEED, If_None_Match=first.headers["ETag"])
        assert "tanks — 7,424 (+1)" in first.text
        assert "tanks — 7,242 (+1)" in second.text
        assert first.headers["Last-Modified"] != second.headers["Last-Modified"]


def test_a_line_can_be_left_out() -> None:
    with Newsroom(faults=Faults(misprints=(Misprint("news.online.ua", SEED_DAY, "tanks", None),))) as newsroom:
        assert "<p>tanks" not in get(newsroom, SEED).text


def test_typos_are_repeatable_wrong_and_about_as_many_as_asked() -> None:
    days = [day for day in series() if date(2025, 1, 1) <= day < date(2025, 12, 31)]
    slips = typos("censor.net", days, one_in=50, seed=7)
    assert slips == typos("censor.net", days, one_in=50, seed=7)
    assert all(slip.total != counts(slip.day)[slip.category].total for slip in slips)
    assert 60 <= len(slips) <= 140


def test_scripted_answers_follow_one_another_and_the_last_stays() -> None:
    answers = {
        SEED: (Answer(503, headers={"Retry-After": "3"}), None, Answer(410)),
        "censor.net": (Answer(500, b"broken"),),
    }
    with Newsroom(faults=Faults(answers=answers)) as newsroom:
        first = get(newsroom, SEED)
        assert (first.status, first.headers["Retry-After"]) == (503, "3")
        assert [get(newsroom, SEED).status for _ in range(3)] == [200, 410, 410]
        assert get(newsroom, newsroom.articles("censor.net")[0]).body == b"broken"
        assert get(newsroom, "https://censor.net/robots.txt").status == 200


@pytest.mark.parametrize("drift", ["renamed", "scripted", "login", "consent", "emptied", "wrapped"])
def test_layouts_drift_on_articles_only(drift: str) -> None:
    with Newsroom(faults=Faults(layouts={"mod.gov.ua": drift})) as newsroom:  # type: ignore[dict-item]
        page = get(newsroom, MOD_PAGE)
        assert page.status == 200
        assert page.body != get_undrifted(MOD_PAGE)
        assert get(newsroom, "https://mod.gov.ua/news").body == get_undrifted("https://mod.gov.ua/news")


def get_undrifted(url: str) -> bytes:
    with Newsroom() as newsroom:
        return get(newsroom, url).body


def test_every_story_stands_on_a_host_that_lists_it(newsroom: Newsroom) -> None:
    for story in STORIES:
        assert f"https://{story.host}{story.path}" in newsroom.articles(story.host)


def test_the_command_line_announces_its_address_and_ends_quietly(tmp_path: Path) -> None:
    log = tmp_path / "hits.jsonl"
    command = [sys.executable, "-m", "tests.newsroom", "--port", "0", "--announce", "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        host, port = process.stdout.readline().strip().split(":")
        connection = HTTPConnection(host, int(port), timeout=10)
        connection.request("GET", "/robots.txt", headers={"Host": "mod.gov.ua"})
        assert connection.getresponse().status == 200
        connection.close()
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert json.loads(log.read_text())["target"] == "/robots.txt"
