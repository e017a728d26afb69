"""index.minfin.com.ua: a page a month, a list item a day that is never closed, names partly in abbreviations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from tests.newsroom.figures import Count
from tests.newsroom.listings import sitemap
from tests.newsroom.press import Edition, Headline, Outlet, Site, article, morning, page
from tests.newsroom.stories import Story

HOST = "index.minfin.com.ua"
FOLDER = "/ua/russian-invading/casualties/"

LABELS = {
    "tanks": "Танки",
    "armoured_vehicles": '<abbr class="idx-help" class="help" title="Бойові броньовані машини">ББМ</abbr>',
    "artillery_systems": "Артилерійські системи",
    "mlrs": '<abbr class="idx-help" title="Реактивні системи залпового вогню">РСЗВ</abbr>',
    "air_defence": "Засоби ППО",
    "aircraft": "Літаки",
    "helicopters": "Гелікоптери",
    "uavs": '<abbr class="idx-help" title="Безпілотні літальні апарати">БПЛА</abbr>',
    "cruise_missiles": "Крилаті ракети",
    "ships": "Кораблі (катери)",
    "submarines": "Підводні човни",
    "vehicles_fuel_tanks": "Автомобілі та автоцистерни",
    "military_vehicles": "Автомобілі",
    "fuel_tanks": "Цистерни з ППМ",
    "special_equipment": "Спеціальна техніка",
    "ground_robots": "Наземні робототехнічні комплекси",
    "srbm_systems": 'Пускові установки <abbr class="idx-help" title="Оперативно-тактичні комплекси">ОТРК</abbr>',
    "personnel": "Особовий склад",
}
MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip


def build(editions: Sequence[Edition], stories: Sequence[Story]) -> Site:
    newest_first = list(reversed(editions))
    months = [
        (month, list(days)) for month, days in groupby(newest_first, key=lambda edition: edition.day.replace(day=1))
    ]
    site: Site = {}
    headlines: list[Headline] = []
    for month, days in months:
        path, changed = f"{FOLDER}{month:%Y-%m}/", _changed(days)
        site[path] = article(_month(month, days, [other for other, _ in months]), changed)
        site[f"{FOLDER}month.php?month={month:%Y-%m}"] = article(_days(days), changed)
        headlines.append(Headline(path, _title(month), changed, changed))
    if months:
        site[FOLDER] = site[headlines[0].path]
    site["/sitemap.xml"] = sitemap(HOST, headlines)
    return site


def _title(month: date) -> str:
    return f"Втрати армії РФ в Україні, {MONTHS[month.month - 1]} {month.year}"


def _month(month: date, days: Sequence[Edition], others: Sequence[date]) -> str:
    links = "\n".join(
        f'<div class="ajaxmonth"><h4 class="normal"><a id="m{other:%Y-%m}" href="{FOLDER}{other:%Y-%m}/">'
        f"{MONTHS[other.month - 1]} {other.year}</a></h4></div>"
        for other in others
        if other != month
    )
    body = f"""<article id="idx-content">
<h1>{_title(month)}</h1>
<p>Дані зведень Генштабу ЗСУ за кожен день місяця.</p>
<div class="infographics-wrap"><p>Танки</p><p>кільк. на початок вторгнення – 1200</p></div>
{_days(days)}
{links}
</article>"""
    head = (
        "<base href='https://index.minfin.com.ua/ua/'>\n"
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2019-12-01", '
        f'"dateModified": "{days[0].day.isoformat()}"}}</script>\n'
    )
    return page(_title(month), body, language="uk", head=head)


def _changed(days: Sequence[Edition]) -> datetime:
    return max(day.corrected or morning(day.day, 9, 10) for day in days)


def _days(days: Sequence[Edition]) -> str:
    items = "\n".join(_day(edition) for edition in days)
    return (
        f'<ul class="see-also">\n{items}\n<li class="gold">Див. також:\n'
        '<li type="square">Джерело: Міністерство оборони України\n</ul>'
    )


def _day(edition: Edition) -> str:
    items = "".join(
        f"<li>{label}&nbsp;&mdash; {_amount(category, edition.counts[category])}</li>"
        for category, label in LABELS.items()
        if category in edition.counts
    )
    return (
        f'<li class="gold"><span class="black">{edition.day:%d.%m.%Y}</span>'
        f'<div class="casualties"><div><ul>{items}</ul></div></div>'
    )


def _amount(category: str, count: Count) -> str:
    change = f" <small>(+{count.delta})</small>" if count.delta else ""
    return f"близько {count.total} осіб{change}" if category == "personnel" else f"{count.total}{change}"


OUTLET = Outlet(HOST, build)
