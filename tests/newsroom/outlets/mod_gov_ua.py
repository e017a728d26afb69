"""mod.gov.ua as of 2026: the list in groups, mixed dashes, spaces in thousands, no (+0)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from urllib.parse import unquote, urlsplit

from tests.newsroom.figures import Count, report_addresses
from tests.newsroom.listings import index, sitemap
from tests.newsroom.press import Edition, Headline, Outlet, Search, Site, article, choose, minutes_after, morning, page
from tests.newsroom.stories import Story
from tests.newsroom.words import spaced, uk_date

HOST = "mod.gov.ua"

GROUPS = {
    "Особовий склад:": {"personnel": "військовослужбовці"},
    "Бронетехніка і автомобілі:": {
        "tanks": "танків",
        "armoured_vehicles": "бойові броньовані машини",
        "vehicles_fuel_tanks": "автомобільної техніки та автоцистерн",
        "special_equipment": "спеціальна техніка",
        "ground_robots": "наземні робототехнічні комплекси",
    },
    "Артилерія і ППО:": {
        "artillery_systems": "артилерійські системи",
        "mlrs": "РСЗВ",
        "air_defence": "засоби ППО",
    },
    "Повітряні цілі:": {
        "aircraft": "літаків",
        "helicopters": "гелікоптерів",
        "uavs": "БПЛА оперативно-тактичного рівня",
        "cruise_missiles": "крилатих ракет",
    },
    "Флот:": {"ships": "кораблів / катерів", "submarines": "підводних човнів"},
}
PAST_DAY = (
    "За добу {day} року знищено {numbers}.",
    "Втрати ворога за {day} року: знищено {numbers}.",
    "Упродовж {day} року знищено {numbers}.",
)
DASHES = ("-", "‒", "‒", "-", "‒", "-")


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    site: Site = {}
    headlines: list[Headline] = []
    for edition in reversed(editions):
        title, published = _title(edition.day), minutes_after(morning(edition.day, 6, 38), edition.day, 80)
        path = _path(edition.day)
        site[path] = article(_article(edition, title), published, edition)
        headlines.append(Headline(path, title, published, edition.corrected or published))
    site["/sitemap.xml"] = sitemap(HOST, headlines)
    site["/lookup/search?search_type=dfs_query_then_fetch"] = Search([_hit(entry) for entry in headlines])
    return {**site, **index("/news", headlines, _index), **index("/news/tag-vidsich-agresoru", headlines, _index)}


def _path(day: date) -> str:
    known = report_addresses().get(day)
    return unquote(urlsplit(known).path) if known else f"/news/post-{day.toordinal()}"


def _title(day: date) -> str:
    return f"Бойові втрати ворога на {uk_date(day)} року"


def _article(edition: Edition, title: str) -> str:
    groups = "\n".join(
        f"<p><strong>{heading}</strong></p>\n<ul>{items}</ul>"
        for heading, labels in GROUPS.items()
        if (items := _items(edition, labels))
    )
    body = f"""<header><a href="/">Міністерство оборони України</a><nav><a href="/news">Новини</a></nav></header>
<main><article>
<h1>{escape(title)}</h1>
<time datetime="{edition.day.isoformat()}">{uk_date(edition.day)}</time>
<figure><img src="/assets/cover.webp" alt=""></figure>
<figure><img src="/assets/list-{edition.day.isoformat()}.webp" alt=""><figcaption>Інфографіка дня</figcaption></figure>
<div>
<p><strong>{_past_day(edition)}</strong></p>
<p><strong>Загальні бойові втрати противника з 24.02.22 по {edition.day:%d.%m.%y} орієнтовно склали:</strong></p>
{groups}
<p>Числа ще перевіряють.</p>
</div>
</article></main>
<aside><p>Усього за війну</p><p>знищено</p><p>2 402 дні</p></aside>"""
    return page(title, body, language="uk", head=f'<meta property="og:title" content="{escape(title)}">\n')


def _past_day(edition: Edition) -> str:
    """The line before the list: three daily numbers, which are no totals."""
    past = edition.day - timedelta(days=1)
    shown = {"personnel": "військових", "uavs": "БПЛА", "artillery_systems": "артсистем"}
    changes = {name: edition.counts[category].delta for category, name in shown.items() if category in edition.counts}
    numbers = ", ".join(f"{spaced(delta)} {name}" for name, delta in changes.items() if delta)
    return choose(edition.day, PAST_DAY).format(day=uk_date(past), numbers=numbers)


def _items(edition: Edition, labels: dict[str, str]) -> str:
    return "".join(
        f"<li>{label} {dash} {_amount(category, edition.counts[category])};</li>"
        for (category, label), dash in zip(labels.items(), DASHES, strict=False)
        if category in edition.counts
    )


def _amount(category: str, count: Count) -> str:
    change = f" (+{spaced(count.delta)})" if count.delta else ""
    if category == "personnel":
        return f"близько {spaced(count.total)}{change} осіб"
    return f"{spaced(count.total)}{change}"


def _hit(entry: Headline) -> dict[str, str]:
    return {
        "title": entry.title,
        "slug": entry.path.removeprefix("/news/"),
        "publishedAt": entry.published.isoformat(),
        "locale": "uk",
        "type": "news",
    }


def _index(headlines: Sequence[Headline], older: str | None) -> str:
    cards = "\n".join(
        f'<div class="card"><a href="{entry.path}">{escape(entry.title)}</a>'
        f'<time datetime="{entry.published.isoformat()}">{entry.published:%d.%m.%Y}</time></div>'
        for entry in headlines
    )
    following = f'<a class="next" rel="next" href="{older}">Далі</a>' if older else ""
    return page("Новини", f"<main><h1>Новини</h1>\n{cards}\n{following}</main>", language="uk")


OUTLET = Outlet(HOST, build, since=date(2024, 10, 7))
