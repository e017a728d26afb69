"""Pages of intelligence claims: figures as agencies published them, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Story:
    """One article of a host, published at `hour` in Kyiv. With `carries_list` the day's list ends it."""

    host: str
    path: str
    day: date
    hour: int
    title: str
    paragraphs: tuple[str, ...]
    carries_list: bool = False


STORIES = (
    Story(
        "news.online.ua",
        "/en/uk-intelligence-indicates-growing-number-of-deserters-from-russian-army-877312/",
        date(2024, 4, 24),
        10,
        "Desertion from the Russian army keeps growing, UK intelligence says",
        (
            "The Ministry of Defence of Great Britain reports a record number of desertion cases in Russia, and a"
            " record number of asylum requests that Russian citizens make abroad.",
            "Ever fewer Russians are willing to fight Ukraine",
            "The British officers relied on data of the independent Russian outlet Mediazona.",
            "By the count of those journalists, in March 2024 alone Russian military courts convicted a record number"
            " of servicemen of desertion — 64 people.",
            "It is noted as well that since the “partial” mobilisation of September 2022 there have been 7,400 cases in"
            " total, most of them in the Moscow region — 496.",
            "Many of the men who were traced and tried got suspended terms and went back to their units, the UK"
            " Ministry of Defence notes.",
            "The number of asylum requests in Western countries from Russians who avoid service has reached a record"
            " level too, the ministry says.",
            "Those called up in 2022 have to serve for an indefinite time, it adds.",
        ),
        carries_list=True,
    ),
    Story(
        "www.pravda.com.ua",
        "/eng/news/2024/04/7/7450087/",
        date(2024, 4, 7),
        13,
        "Russia's daily losses fell in March but stay far above last year's – UK intelligence",
        (
            "Russia's average daily losses in killed and wounded were lower in March 2024 than in February.",
            "Source: UK Defence Intelligence review of 7 April",
            "Details: UK Defence Intelligence says that Russia lost 913 killed and wounded a day on average in March"
            " 2024.",
            "In 2023 the daily average was 693, the review notes, and in 2022 it was 400.",
        ),
    ),
    Story(
        "www.pravda.com.ua",
        "/eng/news/2024/03/19/7447180/",
        date(2024, 3, 19),
        16,
        "Pentagon puts Russia's casualties at no fewer than 315,000",
        (
            "US Defence Secretary Lloyd Austin spoke of Russian losses at a meeting in Ramstein.",
            "According to the Pentagon, at least 315,000 Russian soldiers were killed or wounded since the invasion"
            " began.",
            "The war has cost Russia up to $211 billion, the department estimates.",
        ),
    ),
    Story(
        "www.pravda.com.ua",
        "/news/2024/05/2/7453900/",
        date(2024, 5, 2),
        18,
        "Розвідка назвала чисельність російського угруповання в Україні",
        (
            "За даними ГУР, російське сухопутне угруповання в Україні налічує 514 тисяч військових.",
            "Про це заступник начальника управління розповів іноземному виданню.",
        ),
    ),
    Story(
        "www.pravda.com.ua",
        "/news/2024/04/28/7453312/",
        date(2024, 4, 28),
        11,
        "Росія втратила понад 10 тисяч одиниць бронетехніки – Міноборони Британії",
        (
            "За оцінкою Міністерства оборони Великої Британії, від початку вторгнення убито або поранено приблизно"
            " 450 тисяч російських військових.",
            "Відомство також вважає, що росіяни втратили понад 10 тисяч одиниць бронетехніки, зокрема майже 3 тисячі"
            " танків.",
            "Йдеться і про 109 літаків та 136 гелікоптерів.",
        ),
    ),
    Story(
        "www.pravda.com.ua",
        "/rus/news/2024/04/17/7451658/",
        date(2024, 4, 17),
        12,
        "«Медиазона» и Би-би-си: подтверждена гибель более 50 тысяч российских военных",
        (
            "По данным «Медиазоны» и Русской службы Би-би-си, с начала вторжения погибли более 50 тысяч российских"
            " военных.",
            "Журналисты считают только тех, чьи имена названы в открытых источниках.",
        ),
    ),
)
