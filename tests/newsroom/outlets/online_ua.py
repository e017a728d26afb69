"""news.online.ua in English: a bulleted list, `label — total (+delta) units`, three sorts of dashes on some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
from tests.newsroom.words import EN_LABELS, en_date

HOST = "news.online.ua"
ODD_DASHES = {"artillery_systems": "-—", "mlrs": "−"}
OPENINGS = (
    "The General Staff of Ukraine's Armed Forces has summed up what Russia has lost by this morning.",
    "Fresh figures on the losses of the invaders are out in Kyiv.",
    "Ukraine's military command has renewed its count of Russian losses.",
)


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    carried = {story.day: story for story in stories if story.carries_list}
    site: Site = {}
    headlines: list[Headline] = []
    for edition in editions:
        story = carried.get(edition.day)
        title = story.title if story else f"Russia's losses as of {en_date(edition.day)}: General Staff update"
        path = story.path if story else f"/en/russia-s-losses-{edition.day:%d-%m-%Y}-{edition.day.toordinal()}/"
        published = minutes_after(morning(edition.day, story.hour if story else 8, 0), edition.day, 90)
        paragraphs = story.paragraphs if story else (choose(edition.day, OPENINGS),)
        site[path] = article(_article(edition, title, published, paragraphs), published, edition)
        headlines.append(Headline(path, title, published, edition.corrected or published))
    opened = morning(date(2024, 3, 1), 9, 0)
    headlines.append(Headline("/en/spring-fair-opens-in-lviv-112233/", "Spring fair opens in Lviv", opened, opened))
    headlines = newest_first(headlines)
    site["/en/rss/"] = feed(HOST, "Online.UA", headlines[:50])
    site["/sitemap.xml"] = sitemap(HOST, headlines)
    return {**site, **index("/en/", headlines, _index, size=50)}


def _article(edition: Edition, title: str, published: datetime, paragraphs: Sequence[str]) -> str:
    odd = edition.day.day % 8 == 0  # the 24th among them
    items = "\n".join(
        f"<li><p>{_line(category, label, edition.counts[category], odd)}</p></li>"
        for category, label in EN_LABELS.items()
        if category in edition.counts
    )
    text = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    body = f"""<nav><a href="/en/">News</a></nav>
<article>
<h1>{escape(title)}</h1>
<time datetime="{published.isoformat()}">{en_date(edition.day)}</time>
<figure><img src="/images/{edition.day.isoformat()}.jpg" alt=""><figcaption>Photo: archive</figcaption></figure>
{text}
<p>Losses of the Russian army as of {en_date(edition.day)}:</p>
<ul>
{items}
</ul>
<div class="read-also">Read also: 1,200 drones in a week</div>
</article>
<aside>Now popular: 14,000 readers online</aside>"""
    canonical = f'<meta property="article:published_time" content="{published.isoformat()}">\n'
    return page(title, body, language="en", head=canonical)


def _line(category: str, label: str, count: Count, odd: bool) -> str:
    dash = ODD_DASHES.get(category, "—") if odd else "—"
    change = "" if count.delta is None else f" (+{count.delta:,})"
    if category == "personnel":
        return f"{label} {dash} about {count.total:,}{change} people,"
    return f"{label} {dash} {count.total:,}{change} units{'.' if category == 'special_equipment' else ','}"


def _index(headlines: Sequence[Headline], older: str | None) -> str:
    cards = "\n".join(
        f'<li><a href="{entry.path}">{escape(entry.title)}</a> '
        f'<time datetime="{entry.published.isoformat()}"></time></li>'
        for entry in headlines
    )
    following = f'<a rel="next" href="{older}">Older</a>' if older else ""
    return page("News", f"<main><h1>News</h1>\n<ul>{cards}</ul>\n{following}</main>", language="en")


OUTLET = Outlet(HOST, build)
