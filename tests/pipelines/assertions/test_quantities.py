import pytest

from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.quantities import Quantity, read_quantities
from pipelines.assertions.sentences import read_prose


def quantities(text: str, language: str = "en") -> list[Quantity]:
    prose = read_prose(text, language)
    known = claim_vocabulary(prose.languages)
    found: list[Quantity] = []
    for sentence in prose.sentences:
        found += read_quantities(prose, sentence, known, found[-1] if found else None)
    return found


@pytest.mark.parametrize(
    ("language", "text", "value", "high", "unit"),
    [
        ("en", "1,262 killed and wounded a day", 1262, None, "people/day"),
        ("en", "an average daily loss of 899 soldiers", 899, None, "people/day"),
        ("en", "up to 315 personnel lost in a day", 315, None, "people"),
        ("en", "2-2.5 million people", 2_000_000, 2_500_000, "people"),
        ("en", "between three and four million artillery shells", 3_000_000, 4_000_000, "shells"),
        ("en", "between 300 and 600 soldiers", 300, 600, "people"),
        ("uk", "у вересні 2022 випадків загалом 7400", 7400, None, "cases"),
        ("en", "$61 billion", 61_000_000_000, None, "USD"),
        ("en", "50 trillion dollars", 50_000_000_000_000, None, "USD"),
        ("en", "10.1 per cent", 10.1, None, "%"),
        ("en", "a third of all attacks", 33.3, None, "%"),
        ("en", "an eleven-fold increase", 11, None, "times"),
        ("en", "now moves twice as fast", 2, None, "times"),
        ("en", "the gap widened fivefold", 5, None, "times"),
        ("uk", "просувається вдвічі швидше", 2, None, "times"),
        ("ru", "почти вдвое быстрее", 2, None, "times"),
        ("fr", "trois fois moins de terrain", 3, None, "times"),
        ("en", "up to a quarter of a million soldiers", 250_000, None, "people"),
        ("en", "0.039% of the territory", 0.039, None, "%"),
        ("en", "almost 235sqkm of land", 235, None, "km2"),
        (
            "en",
            "casualties from 2022 to December 2025, when the war was in its fourth year, came to 1.2 million",
            1_200_000,
            None,
            "people",
        ),
        ("uk", "вдарив чотирма ракетами", 4, None, "missiles"),
        ("en", "four times as much ammunition", 4, None, "times"),
        ("en", "114 per U.S. dollar", 114, None, "RUB/USD"),
        ("en", "725 sq. km", 725, None, "km2"),
        ("en", "14,000 tanks, infantry fighting vehicles and armoured personnel carriers", 14000, None, "vehicles"),
        ("en", "losses stand at over 465,000", 465000, None, "people"),
        ("en", "2.11 billion euros", 2_110_000_000, None, "EUR"),
        ("en", "70 or 80,000 casualties", 70_000, 80_000, "people"),
        ("en", "between 45% and 65% of the dead", 45, 65, "%"),
        ("en", "480 km2 of territory", 480, None, "km2"),
        ("en", "931 troops have been killed or wounded per day", 931, None, "people/day"),
        ("en", "2,998 units were lost", 2998, None, "pieces of equipment"),
        ("ru", "потеряла 845 боевых единиц", 845, None, "pieces of equipment"),
        ("uk", "12,93 трильйона рублів", 12_930_000_000_000, None, "RUB"),
        ("uk", "від 10 до 11 млн доларів", 10_000_000, 11_000_000, "USD"),
        ("uk", "дві тисячі танків", 2000, None, "tanks"),
        ("uk", "танки – 35 одиниць", 35, None, "tanks"),
        ("uk", "13,24 кв. км на добу", 13.24, None, "km2/day"),
        ("uk", "кожен п'ятий", 20, None, "%"),
        ("ru", "175-200 тыс. человек", 175_000, 200_000, "people"),
        ("ru", "восемь с половиной тысяч орудий", 8500, None, "artillery systems"),
        ("ru", "30 тысяч контрактников в месяц", 30000, None, "people/month"),
        ("it", "tra i 240mila e i 290mila soldati", 240_000, 290_000, "people"),
        ("es", "entre los 240.000 y los 290.000 efectivos", 240_000, 290_000, "people"),
        ("de", "zwei Drittel des Gebiets", 66.7, None, "%"),
        ("ro", "350.000 de militari", 350_000, None, "people"),
        ("ko", "505㎢를 점령", 505, None, "km2"),
        ("tr", "505 kilometrekare", 505, None, "km2"),
        ("es", "más de 1,2 millones de bajas", 1_200_000, None, "people"),
        ("ar", "بين قتيل وجريح: 190 ألف جندي", 190_000, None, "people"),
        ("cs", "913 vojáků denně", 913, None, "people/day"),
    ],
)
def test_a_number_gets_its_unit_rate_and_range(
    language: str, text: str, value: float, high: float | None, unit: str
) -> None:
    found = [(each.value, each.high, each.unit) for each in quantities(text, language)]
    assert found == [(value, high, unit)]


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("en", "2,000 tanks", "exact"),
        ("en", "nearly 2,000 tanks", "about"),
        ("en", "an estimated 2,000 tanks", "about"),
        ("en", "well over 2,000 tanks", "more_than"),
        ("en", "fewer than 2,000 tanks", "less_than"),
        ("en", "as many as 2,000 tanks", "up_to"),
        ("en", "no less than 2,000 tanks", "at_least"),
        ("en", "2,000 tanks or more", "at_least"),
        ("uk", "понад 2000 танків", "more_than"),
        ("uk", "майже на 30%", "about"),
        ("ru", "минимум 2000 танков", "at_least"),
    ],
)
def test_the_words_on_the_number_qualify_it(language: str, text: str, qualifier: str) -> None:
    (found,) = quantities(text, language)
    assert found.qualifier == qualifier


def test_one_word_may_qualify_a_whole_row() -> None:
    found = quantities("Потери превысили 14 тыс. танков, 553 самолета и 259 вертолетов", "ru")
    assert [each.qualifier for each in found] == ["more_than"] * 3
    found = quantities("over 14,000 tanks, 553 aircraft and 259 helicopters")
    assert [each.qualifier for each in found] == ["more_than", "exact", "exact"]


def test_a_number_without_a_unit_goes_on_from_the_one_before_it() -> None:
    found = quantities("1,000 tanks were lost, 544 captured and 79 damaged. Another 65 were abandoned.")
    assert [(each.value, each.unit, each.continues) for each in found] == [
        (1000, "tanks", False),
        (544, "tanks", True),
        (79, "tanks", True),
        (65, "tanks", True),
    ]


def test_what_a_figure_is_measured_against_is_marked() -> None:
    found = quantities("429,660 casualties, up from 252,940 the year before")
    assert [(each.value, each.compared) for each in found] == [(429660, False), (252940, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on 12 July 2024, for 3 days, within 20 km, article 337, day 1,000 of the war, one of the highest"),
        ("en", "in the first half of the year"),
        ("en", "120,000 subscribers"),
        ("uk", "31 бригада України, 5 років, 12 мм, стаття 337"),
        ("ru", "21 декабря 2022 года, 155 мм, 3 недели"),
        ("de", "Soldaten bis zum 27. Oktober"),
        ("pt", "soldados mortos, atualização de 20 de outubro; na sexta-feira (25)"),
        ("tr", "askerler 25 Mart'taki açıklamada"),
        ("vi", "binh sĩ trong tháng 11"),
    ],
)
def test_dates_measures_names_and_other_counts_are_no_quantities(language: str, text: str) -> None:
    assert quantities(text, language) == []


@pytest.mark.parametrize("text", ["200 square kilometers (77 square miles)", "50 billion euros ($53 billion)"])
def test_a_figure_in_other_measures_is_no_second_one(text: str) -> None:
    assert len(quantities(text)) == 1


def test_from_one_figure_to_another_is_no_range_where_something_moved() -> None:
    assert [each.value for each in quantities("raised the rate from 19% to 21%")] == [19, 21]


def test_a_rate_is_of_one_figure() -> None:
    found = quantities("Over 10,000 people are killed every week, and the losses exceed one million.")
    assert [(each.value, each.unit) for each in found] == [(10_000, "people/week"), (1_000_000, "people")]


def test_addresses_hold_no_figures() -> None:
    assert quantities("See https://news.example/2024/05/tanks-500-lost and 20 tanks.")[0].value == 20


def test_numbered_things_and_days_are_counted_by_nobody() -> None:
    assert not quantities("cases under article 337 (desertion), 332 and 338")
    assert [each.value for each in quantities("On August 20-21 it took 1,320 sq km.")] == [1320]
    assert not quantities("жодної поставки снарядів", "uk")
