from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.items import Article, Evidence
from crawler.received import Reply, conditional_headers, read_reply
from crawler.sources import load_sources
from pipelines.problems import Problem

URL = "https://censor.net/ua/news/1"
SOURCE = load_sources()["censor_net"]
LIST = "<html><body><p>Загальні бойові втрати: танків, артилерійських систем, особового складу</p></body></html>"
REPLY = Reply(
    status=200,
    headers={"content-type": "text/html; charset=utf-8", "etag": '"v1"'},
    body=LIST.encode(),
    fetched_at=datetime(2024, 4, 24, 6, 0, 1, 999, tzinfo=UTC),
    evidence=Evidence("2024/04/run.warc.gz", 7),
)


def test_a_reply_becomes_an_article_with_its_evidence_and_whole_seconds() -> None:
    article = read_reply(REPLY, SOURCE, url=URL)
    assert isinstance(article, Article)
    assert (article.html, article.fetched_at.microsecond, article.evidence) == (LIST, 0, REPLY.evidence)
    assert (article.received.etag, article.received.size) == ('"v1"', len(REPLY.body))


def test_a_page_in_another_charset_than_declared_is_read_by_its_words() -> None:
    article = read_reply(replace(REPLY, body=LIST.encode("cp1251")), SOURCE, url=URL)
    assert isinstance(article, Article)
    assert article.html == LIST
    assert article.problems


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "application/json", "video/mp4"])
def test_what_is_no_page_is_a_problem(content_type: str) -> None:
    found = read_reply(replace(REPLY, headers={"content-type": content_type}), SOURCE, url=URL)
    assert isinstance(found, Problem)
    assert (found.kind, content_type in found.detail) == ("not_html", True)


def test_a_page_that_was_taken_down_has_no_words_whatever_its_body_says() -> None:
    article = read_reply(replace(REPLY, status=410), SOURCE, url=URL)
    assert isinstance(article, Article)
    assert (article.gone, article.html) == (True, "")


def test_conditional_headers_name_what_is_known() -> None:
    assert conditional_headers('"v1"', None) == {"If-None-Match": '"v1"'}
    assert conditional_headers(None, "Wed, 24 Apr 2024 05:00:00 GMT") == {
        "If-Modified-Since": "Wed, 24 Apr 2024 05:00:00 GMT"
    }
    assert conditional_headers(None, None) == {}
