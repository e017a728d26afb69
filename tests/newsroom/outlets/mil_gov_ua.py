"""www.mil.gov.ua up to October 2024: one paragraph a line, every change printed, other days in a sidebar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import unquote, urlsplit

from tests.newsroom.figures import Count, report_addresses
from tests.newsroom.listings import by_day, html, index, newest, sitemap
from tests.newsroom.press import KYIV, Edition, Headline, Outlet, Site, article, minutes_after, morning, page
from tests.newsroom.stories import Story
from tests.newsroom.words import UK_LABELS, uk_date

HOST = "www.mil.gov.ua"
DASHES = ("‒", "–", "-")
BARE = {"uavs", "cruise_missiles", "special_equipment"}  # printed without a unit


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    site: Site = {}
    headlines: list[Headline] = []
    for edition in reversed(editions):
        title, path = _title(edition), _path(edition)
        published = minutes_after(morning(edition.day, 7, 5), edition.day, 70)
        site[path] = article(_article(edition, title, headlines[:4]), published, edition)
        headlines.append(Headline(path, title, published, edition.corrected or published))
    site["/sitemap.xml"] = sitemap(HOST, headlines)
    for day, entries in by_day(headlines, lambda entry: entry.published.astimezone(KYIV).date()).items():
        site[f"/news/{day:%Y/%m/%d}/"] = html(_index(entries, None), newest(entries))
    return {**site, **index("/news/", headlines, _index)}


def _path(edition: Edition) -> str:
    known = report_addresses().get(edition.day)
    if known:
        return unquote(urlsplit(known).path)
    lost = edition.counts["personnel"].delta or 0
    return f"/news/{edition.day:%Y/%m/%d}/zagalni-vtrati-rosiyan-za-dobu-{lost}-okupantiv/"


def _title(edition: Edition) -> str:
    lost = edition.counts["personnel"].delta or 0
    guns = edition.counts["artillery_systems"].delta or 0
    return f"Загальні бойові втрати росіян за добу: {lost} окупантів та {guns} артсистем – Генштаб ЗСУ"


def _article(edition: Edition, title: str, others: Sequence[Headline]) -> str:
    lines = "\n".join(
        f'<p class="justifyfull">{_line(number, category, edition.counts[category])}</p>'
        for number, category in enumerate(category for category in UK_LABELS if category in edition.counts)
    )
    asides = "\n".join(
        f'<div class="news-post"><a href="{entry.path.lstrip("/")}">{escape(entry.title)}</a>'
        '<p class="meta">2 години тому</p></div>'
        for entry in others
    )
    clock = minutes_after(morning(edition.day, 7, 5), edition.day, 70).astimezone(KYIV)
    body = f"""<div id="article">
<div id="article_heading"><h1>{escape(title)}</h1>
<span class="aticle-date">{uk_date(edition.day)}, {clock:%H:%M} | ID: {edition.day.toordinal() % 100000}</span></div>
<div id="aticle-content">
<div class="ms2Gallery"></div>
<p class="justifyfull">Загальні бойові втрати противника з 24.02.22 по {edition.day:%d.%m.%y} орієнтовно склали:</p>
{lines}
<p class="justifyfull">Числа ще перевіряють.</p>
<hr>
<div class="fb-share-button"></div>
</div>
</div>
<div id="colbase2news"><div id="actual">
{asides}
</div></div>"""
    head = f'<base href="https://{HOST}/">\n<meta property="og:title" content="{escape(title)}">\n'
    return page(title, body, language="uk", head=head)


def _line(number: int, category: str, count: Count) -> str:
    change = "" if count.delta is None else f" (+{count.delta})"
    dash = DASHES[number % len(DASHES)]
    if category == "personnel":
        return f"{UK_LABELS[category]} {dash} близько {count.total}{change} осіб,"
    return f"{UK_LABELS[category]} {dash} {count.total}{change}{'' if category in BARE else ' од'},"


def _index(headlines: Sequence[Headline], older: str | None) -> str:
    posts = "\n".join(
        f'<div class="news-post"><a href="{entry.path.lstrip("/")}">{escape(entry.title)}</a>'
        f'<p class="meta">{uk_date(entry.published.astimezone(KYIV).date())}</p></div>'
        for entry in headlines
    )
    following = f'<a class="next" href="{older.lstrip("/")}">Наступна</a>' if older else ""
    head = f'<base href="https://{HOST}/">\n'
    return page(
        "Новини", f'<div id="news">{posts}</div><div class="pagination">{following}</div>', language="uk", head=head
    )


OUTLET = Outlet(HOST, build, until=date(2024, 10, 6))
