from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading import Layout, looks_like_html, read_page

URL = "https://outlet.example/news/1"
MINISTRY = Layout(article="div.news", published="span.date::attr(title)", drop=("div.share",))


def page(body: str, head: str = "") -> str:
    return f"<html lang='uk'><head>{head}</head><body>{body}</body></html>"


def test_each_block_is_a_line_and_inline_markup_is_not() -> None:
    read = read_page(
        page("<article><p>Tanks&nbsp;&mdash; <b>7&nbsp;242</b> (+1)</p><ul><li>a<li>b</ul></article>"), url=URL
    )
    assert read.text == "Tanks\xa0— 7\xa0242 (+1)\na\nb"


def test_cells_of_a_row_stay_on_one_line() -> None:
    html = page("<article><table><tr><td>Tanks<td>7,242<tr><td>MLRS<td>1,048</table></article>")
    assert [line.split("\t") for line in read_page(html, url=URL).text.split("\n")] == [
        ["Tanks", "", "7,242"],
        ["MLRS", "", "1,048"],
    ]


def test_scripts_hidden_parts_and_comments_are_not_text_and_glue_no_numbers_together() -> None:
    html = page("<article>5<script>x=1</script>3<p hidden>secret</p>8<!-- 9,999 tanks --><style>b{}</style></article>")
    assert read_page(html, url=URL).text == "5 3 8"


def test_without_a_layout_the_furniture_is_left_out() -> None:
    html = page("<nav>menu 1</nav><div><p>Tanks 5</p></div><aside>other 2</aside><footer>3</footer>")
    assert read_page(html, url=URL).text == "Tanks 5"


def test_a_layout_scopes_the_text_and_drops_what_it_names() -> None:
    html = page("<div class=news>list<div class=share>share 7</div></div><div class=sidebar>other day 8</div>")
    assert read_page(html, url=URL, layouts=(MINISTRY,)).text == "list"


def test_a_page_that_no_layout_matches_is_loud() -> None:
    read = read_page(page("<div class=moved>list</div>"), url=URL, layouts=(MINISTRY,))
    assert (read.text, [problem.kind for problem in read.problems]) == ("", ["layout_changed"])
    assert "div.news" in read.problems[0].detail


def test_layouts_are_chosen_by_the_day_of_the_page() -> None:
    old = Layout(article="div.body", until=date(2024, 10, 6))
    new = Layout(article="div.body p", since=date(2024, 10, 7))
    head = "<meta property='article:published_time' content='2024-10-08T07:00:00+03:00'>"
    read = read_page(page("<div class=body>around <p>inside</p></div>", head), url=URL, layouts=(old, new))
    assert read.text == "inside"
    assert read.published == datetime(2024, 10, 8, 4, 0, tzinfo=UTC)


def test_the_layouts_own_time_wins_over_metadata() -> None:
    head = "<meta property='article:published_time' content='2020-01-01T00:00:00Z'>"
    html = page("<span class=date title='2024-04-24T09:00'></span><div class=news>x</div>", head)
    assert read_page(html, url=URL, layouts=(MINISTRY,)).published == datetime(2024, 4, 24, 6, 0, tzinfo=UTC)


def test_a_page_of_many_days_is_read_part_by_part_though_its_items_are_left_open() -> None:
    days = "".join(
        f"<li class=gold><span class=black>0{day}.04.2024</span>"
        f"<div class=casualties><ul><li>Tanks — 70{day}</ul></div>"
        for day in (3, 2, 1)
    )
    layout = Layout(article="article", part="div.casualties", part_date="span.black", part_date_format="%d.%m.%Y")
    read = read_page(page(f"<article><ul>{days}</ul></article>"), url=URL, layouts=(layout,))
    assert [(part.report_date, read.text[part.start : part.end]) for part in read.parts] == [
        (date(2024, 4, day), f"Tanks — 70{day}") for day in (3, 2, 1)
    ]


@pytest.mark.parametrize("html", ["", "   ", "just words", "\x00", "%PDF-1.7 \xff\xfe", '{"json": 1}'])
def test_what_is_no_html_has_no_text_and_says_so(html: str) -> None:
    read = read_page(html, url=URL)
    assert (read.text, [problem.kind for problem in read.problems]) == ("", ["not_html"])


def test_text_that_the_parser_would_lose_by_nesting_is_a_problem_not_a_silence() -> None:
    html = page("<div>" * 10_000 + "tanks 5" + "</div>" * 10_000)
    assert [problem.kind for problem in read_page(html, url=URL).problems] == ["parse_limit"]


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/news/1", "https://outlet.example/news/1"),
        ("https://elsewhere.example/news/1", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
    ],
)
def test_a_canonical_address_counts_only_on_the_pages_own_host(href: str, canonical: str | None) -> None:
    html = page("<article>x</article>", f"<link rel=canonical href='{href}'>")
    assert read_page(html, url=URL).canonical == canonical


def test_the_time_in_linked_data_is_found_inside_a_graph() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
              "datePublished": "2024-04-24T08:30:00+03:00"}]}</script>
              <script type="application/ld+json">{broken</script>"""
    assert read_page(page("<article>x</article>", head), url=URL).published == datetime(2024, 4, 24, 5, 30, tzinfo=UTC)


@given(st.text(max_size=400))
def test_no_input_raises_and_every_digit_read_was_there(text: str) -> None:
    read = read_page(f"<p>{text}", url=URL)
    assert {char for char in read.text if char.isdigit()} <= {char for char in unescape(text) if char.isdigit()}


@pytest.mark.parametrize(
    ("text", "expected"), [("<!DOCTYPE html><p>x", True), ("Tanks <5", False), ("  <div class=x>", True)]
)
def test_markup_is_told_from_words(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected
