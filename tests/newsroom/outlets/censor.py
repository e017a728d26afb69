"""censor.net in windows-1251: the list as lines of one paragraph, label — total (+delta), in Ukrainian."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.newsroom.figures import Count
from tests.newsroom.listings import feed, index, sitemap
from tests.newsroom.press import (
    Edition,
    Headline,
    Outlet,
    Site,
    article,
    choose,
    minutes_after,
    morning,
    newest_first,
    page,
)
from tests.newsroom.stories import Story
from tests.newsroom.words import UK_LABELS, UK_MONTHS, uk_date

HOST = "censor.net"
CHARSET = "windows-1251"
TITLES = (
    "Генштаб: за добу мінус {lost} окупантів, знищено танків: {tanks}",
    "Втрати росіян на ранок {date}: {lost} окупантів за добу",
)


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    site: Site = {}
    headlines: list[Headline] = []
    for edition in editions:
        lost, tanks = (edition.counts[category].delta or 0 for category in ("personnel", "tanks"))
        title = choose(edition.day, TITLES).format(
            lost=lost, tanks=tanks, date=f"{edition.day.day} {UK_MONTHS[edition.day.month - 1]}"
        )
        path = f"/ua/news/{3_000_000 + edition.day.toordinal() % 1_000_000}/vtraty_rosiyan_za_dobu"
        published = minutes_after(morning(edition.day, 7, 40), edition.day, 60)
        site[path] = article(_article(edition, title), published, edition, CHARSET)
        headlines.append(Headline(path, title, published, edition.corrected or published))
    headlines = newest_first(headlines)
    site["/includes/news_uk.xml"] = feed(HOST, "Цензор.НЕТ", headlines[:50], CHARSET)
    site["/sitemap.xml"] = sitemap(HOST, headlines)
    return {**site, **index("/ua/news/all", headlines, _index, size=50, charset=CHARSET)}


def _article(edition: Edition, title: str) -> str:
    lines = "<br>\n".join(
        _line(category, edition.counts[category]) for category in UK_LABELS if category in edition.counts
    )
    body = f"""<header><a href="/ua/news/all">Цензор.НЕТ</a></header>
<article>
<h1>{escape(title)}</h1>
<time datetime="{edition.day.isoformat()}T08:00:00+03:00">{edition.day:%d.%m.%y}</time>
<div class="news-text">
<p>Армія оприлюднила новий підсумок втрат противника станом на {uk_date(edition.day)} року.</p>
<p>Загальні втрати противника з 24.02.22 по {edition.day:%d.%m.%y} орієнтовно такі:</p>
<p>{lines}</p>
</div>
</article>
<aside>Коментарів: 1 024</aside>"""
    return page(title, body, language="uk", charset=CHARSET)


def _line(category: str, count: Count) -> str:
    change = "" if count.delta is None else f" (+{count.delta})"
    if category == "personnel":
        return f"{UK_LABELS[category]} — близько {count.total}{change} осіб,"
    return f"{UK_LABELS[category]} — {count.total}{change} од.,"


def _index(headlines: Sequence[Headline], older: str | None) -> str:
    cards = "\n".join(
        f'<article><a href="{entry.path}">{escape(entry.title)}</a> '
        f'<time datetime="{entry.published.isoformat()}"></time></article>'
        for entry in headlines
    )
    following = f'<a rel="next" href="{older}">Далі</a>' if older else ""
    return page("Усі новини", f"<main>{cards}\n{following}</main>", language="uk", charset=CHARSET)


OUTLET = Outlet(HOST, build)
