"""The number grammar, by what readers see and by round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.numbers import find_numbers


def values(text: str, language: str) -> list[int | float]:
    return [number.value for number in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("461,940 troops", "en", [461940]),
        ("461 940 осіб", "uk", [461940]),
        ("461\u00a0940 осіб", "uk", [461940]),
        ("461\u202f940 soldats", "fr", [461940]),
        ("461\u2009940 soldats", "fr", [461940]),
        ("461.940 Soldaten", "de", [461940]),
        ("461'940 Soldaten", "de", [461940]),
        ("1,020.010 troops", "en", [1020010]),
        ("9,1 Tausend Soldaten der Armee", "de", [9100]),
        ("24,7 тисяч осіб", "uk", [24700]),
        ("646 тис. 400 осіб", "uk", [646400]),
        ("1 million 209 880 soldiers", "en", [1209880]),
        ("24 bin 700 askeri", "tr", [24700]),
        ("러시아군 26만1840명", "ko", [261840]),
        ("約１８０万人だ", "ja", [1800000]),
        ("мільйон 40 тисяч 950 людей", "uk", [1040950]),
        ("حصيلة مليون و144 ألفا و830 فردا", "ar", [1144830]),
        ("نحو مليون و182 ألفاً و610 أفراد", "ar", [1182610]),
        ("۷۰ هزار و ۲۵۰ نظامی", "fa", [70250]),
        ("dvadsaťšesť vozidiel a pětadvacet", "sk", [26]),
        ("siebenundzwanzig Panzer", "de", [27]),
        ("több ezer rakéta", "hu", []),
        ("one submarine", "en", [1]),
        ("twenty-one tanks", "en", [21]),
        ("шість танків", "uk", [6]),
        ("п’ять танків", "uk", [5]),
        ("восемь с половиной тысяч орудий", "ru", [8500]),
        ("doce tanques de la guerra", "es", [12]),
        ("quasi 45mila soldati", "it", [45000]),
        ("1.25 million casualties", "en", [1250000]),
        ("понад тисячі безпілотників", "uk", [1000]),
        ("близько 41 250 тис. вояків", "uk", [41250]),
        ("1 209 тисяч 880 осіб", "uk", [1209880]),
        ("1.209 million soldiers", "en", [1209000]),
        ("a quarter of a million, half a million, three quarters of a million", "en", [250_000, 500_000, 750_000]),
        ("чверть мільйона, пів мільйона", "uk", [250_000, 500_000]),
        ("almost a billion dollars", "en", [1_000_000_000]),
        ("0.039 %, 0,125", "en", [0.039, 0.125]),
        ("510km2, 235sqkm, 155mm", "en", [510, 235]),
        ("двумя, тремястами, п'ятьма", "ru", [2]),
    ],
)
def test_a_count_is_read(text: str, language: str, expected: list[int]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("станом на 24.02.22, 09:25", "uk"),
        ("з 24.02 по 08.07", "uk"),
        ("2022-02-24 і 24/02/2022", "uk"),
        ("танк Т-62, літак Ка-52, гаубиця М777", "uk"),
        ("155mm shells and the 5th brigade", "en"),
        ("на 114-й день", "uk"),
        ("ID: 67881", "en"),
        ("a Type 75 launcher of Project 22160", "en"),
        ("катер типу 22160", "uk"),
        ("Panzer vom Typ 96", "de"),
        ("тел. 380441234567", "uk"),
        ("[1] [2]", "en"),
        ("тисячі солдатів", "uk"),
        ("29일", "ko"),
        (",000 casualties", "en"),
    ],
)
def test_what_counts_nothing_is_no_number(text: str, language: str) -> None:
    assert values(text, language) == []


def test_the_sign_of_a_change_is_kept() -> None:
    assert [(n.value, n.sign) for n in find_numbers("12 026 (+1), 3 300 (-83), 5 (+ 300)", "en")] == [
        (12026, ""), (1, "+"), (3300, ""), (83, "-"), (5, ""), (300, "+"),
    ]  # fmt: skip


@given(
    value=st.integers(min_value=0, max_value=999_999_999),
    separator=st.sampled_from([",", " ", "\u00a0", "\u202f", "\u2009", ".", "'", ""]),
)
def test_any_count_reads_back_from_any_separator(value: int, separator: str) -> None:
    printed = f"{value:,}".replace(",", separator)
    (number,) = find_numbers(f"lost {printed} tanks", "en")
    assert number.value == value
    assert (number.start, number.end) == (5, 5 + len(printed))


@given(text=st.text(alphabet="0123456789 .,'тисmillion+-—()%/:\u00a0", max_size=80))
def test_numbers_stand_in_order_and_apart(text: str) -> None:
    found = find_numbers(text, "en")
    places = [place for number in found for place in (number.start, number.end)]
    assert places == sorted(places)
    assert all(text[number.start : number.end].strip() for number in found)
