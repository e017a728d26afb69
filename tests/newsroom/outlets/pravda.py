"""www.pravda.com.ua in English, Ukrainian and Russian: one host, three editions, a day archive each.

The English list prints the figure before its label; the others print the label first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from tests.newsroom.figures import Count
from tests.newsroom.listings import by_day, feed, html, newest, sitemap
from tests.newsroom.press import (
    KYIV,
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
from tests.newsroom.words import (
    EN_LABELS,
    EN_MONTHS,
    EN_WEEKDAYS,
    RU_LABELS,
    RU_WEEKDAYS,
    UK_LABELS,
    UK_WEEKDAYS,
    ru_date,
    uk_date,
)

HOST = "www.pravda.com.ua"


@dataclass(frozen=True, slots=True)
class Language:
    """One edition of the site: its folder ("" is the Ukrainian one), its wordings and how it prints the list."""

    code: str
    folder: str
    name: str
    weekdays: Sequence[str]
    long_date: Callable[[date], str]
    titles: Sequence[str]
    openings: Sequence[str]
    heading: str
    labels: Mapping[str, str]
    people: str
    other: str


LANGUAGES = (
    Language(
        code="en",
        folder="/eng",
        name="Ukrainska Pravda",
        weekdays=EN_WEEKDAYS,
        long_date=lambda day: f"{day.day} {EN_MONTHS[day.month - 1]} {day.year}",
        titles=("Russia loses {lost} soldiers and {guns} guns in a day", "Russian losses: {lost} soldiers in a day"),
        openings=("Russia's army went on losing people and equipment.", "One more day, one more count of losses."),
        heading="The total combat losses of the Russian forces between 24 February 2022 and {long} are:",
        labels={**EN_LABELS, "uavs": "operational-tactical UAVs", "ships": "ships/boats"},
        people="approximately {total:,}{change} military {label};",
        other="{total:,}{change} {label};",
    ),
    Language(
        code="uk",
        folder="",
        name="Українська правда",
        weekdays=UK_WEEKDAYS,
        long_date=uk_date,
        titles=(
            "Росія за добу втратила {lost} військових і {guns} артсистем",
            "Генштаб: за добу мінус {lost} окупантів",
        ),
        openings=("Військо оновило підрахунок втрат противника.", "Зранку оприлюднили новий підсумок."),
        heading="Загальні втрати противника з 24.02.22 по {short} орієнтовно склали:",
        labels=UK_LABELS,
        people="{label} – близько {total}{change} осіб,",
        other="{label} – {total}{change} од,",
    ),
    Language(
        code="ru",
        folder="/rus",
        name="Украинская правда",
        weekdays=RU_WEEKDAYS,
        long_date=ru_date,
        titles=(
            "Россия за сутки потеряла {lost} военных и {guns} артсистем",
            "Генштаб: за сутки минус {lost} оккупантов",
        ),
        openings=("Военные обновили подсчет потерь противника.", "Утром опубликовали новый итог."),
        heading="Общие потери противника с 24.02.22 по {short} ориентировочно составили:",
        labels=RU_LABELS,
        people="{label} – около {total}{change} человек,",
        other="{label} – {total}{change} ед,",
    ),
)


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    site: Site = {}
    everything: list[Headline] = []
    for language in LANGUAGES:
        headlines = _reports(site, language, editions) + _stories(site, language, stories)
        everything += headlines
        site[f"{language.folder}/rss/view_news/"] = feed(HOST, language.name, newest_first(headlines)[:50])
        for day, entries in by_day(
            newest_first(headlines), lambda entry: entry.published.astimezone(KYIV).date()
        ).items():
            site[f"{language.folder}/news/date_{day:%d%m%Y}/"] = html(_archive(language, day, entries), newest(entries))
    site["/sitemap.xml"] = sitemap(HOST, newest_first(everything))
    return site


def _reports(site: Site, language: Language, editions: Sequence[Edition]) -> list[Headline]:
    headlines = []
    for edition in editions:
        day = edition.day
        path = f"{language.folder}/news/{day:%Y/%m}/{day.day}/{day.toordinal()}{LANGUAGES.index(language)}/"
        published = minutes_after(morning(day, 7, 20), day, 45)
        lost, guns = (edition.counts[category].delta or 0 for category in ("personnel", "artillery_systems"))
        title = choose(day, language.titles).format(lost=lost, guns=guns)
        site[path] = article(_article(language, title, published, _report(language, edition)), published, edition)
        headlines.append(Headline(path, title, published, edition.corrected or published))
    return headlines


def _report(language: Language, edition: Edition) -> str:
    items = "\n".join(
        f"<li>{_line(language, category, edition.counts[category])}</li>"
        for category in language.labels
        if category in edition.counts
    )
    heading = language.heading.format(long=language.long_date(edition.day), short=f"{edition.day:%d.%m.%y}")
    return f"""<p>{choose(edition.day, language.openings)}</p>
<div class="advtext_mob">Ad 24/7</div>
<p>{heading}</p>
<ul>
{items}
</ul>"""


def _line(language: Language, category: str, count: Count) -> str:
    wording = language.people if category == "personnel" else language.other
    grouped = "," if "{total:,}" in wording else ""
    change = "" if count.delta is None else f" (+{count.delta:{grouped}})"
    return wording.format(label=language.labels[category], total=count.total, change=change)


def _stories(site: Site, language: Language, stories: Sequence[Story]) -> list[Headline]:
    headlines = []
    for story in stories:
        if not story.path.startswith(f"{language.folder}/news/"):
            continue
        published = morning(story.day, story.hour, 15)
        text = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in story.paragraphs)
        site[story.path] = article(_article(language, story.title, published, text), published)
        headlines.append(Headline(story.path, story.title, published, published))
    return headlines


def _article(language: Language, title: str, published: datetime, text: str) -> str:
    clock = published.astimezone(KYIV)
    printed = f"{language.weekdays[clock.weekday()]}, {language.long_date(clock.date())}, {clock:%H:%M}"
    body = f"""<div class="container"><div class="post_news">
<h1 class="post_news_title">{escape(title)}</h1>
<div class="post_news_date">{printed}</div>
<div class="post_news_text">
{text}
</div></div></div>"""
    return page(title, body, language=language.code)


def _archive(language: Language, day: date, headlines: Sequence[Headline]) -> str:
    items = "\n".join(
        f'<div class="article_news_list"><div class="article_time">{entry.published.astimezone(KYIV):%H:%M}</div>'
        f'<div class="article_header"><a href="{entry.path}">{escape(entry.title)}</a></div></div>'
        for entry in headlines
    )
    elsewhere = '<div class="article_header"><a href="https://www.epravda.com.ua/news/2024/04/1/1/">Bank news</a></div>'
    title = f"{language.name}: {language.long_date(day)}"
    return page(title, f"<h1>{title}</h1>\n{items}\n{elsewhere}", language=language.code)


OUTLET = Outlet(HOST, build)
