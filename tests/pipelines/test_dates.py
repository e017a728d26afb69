"""The date grammar: which days a text names, and in what role."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.dates import DateMention, day_of_war, find_dates
from pipelines.text import fold, words
from pipelines.vocabulary.languages import languages_of


def mentions(text: str, language: str) -> list[DateMention]:
    folded = fold(text)
    found = words(folded)
    return find_dates(folded, found, languages_of(found, language) or (language,))


@pytest.mark.parametrize(
    ("text", "language", "role", "day", "month", "year"),
    [
        ("Losses as of April 24, 2024:", "en", "as_of", 24, 4, 2024),
        ("as of Jan. 23, about 720", "en", "as_of", 23, 1, None),
        ("on 3rd January 2023 the army", "en", "plain", 3, 1, 2023),
        ("Втрати ворога станом на 7 травня 2024 року", "uk", "as_of", 7, 5, 2024),
        ("Упродовж минулої доби, 1 жовтня, військо втратило", "uk", "past_day", 1, 10, None),
        ("За 15 червня 2026 року знищено", "uk", "past_day", 15, 6, 2026),
        ("потери на 21 марта 2022 года", "ru", "as_of", 21, 3, 2022),
        ("Stand: 17. August 2022 der Bericht", "de", "as_of", 17, 8, 2022),
        ("hasta el 27 de enero de 2023 en la guerra", "es", "until", 27, 1, 2023),
        ("e il 20 agosto 2022 nella guerra", "it", "until", 20, 8, 2022),
        ("balandžio 23-osios diena buvo", "lt", "plain", 23, 4, None),
        ("입력 2023년 8월 29일", "ko", "plain", 29, 8, 2023),
        ("2022/03/26 俄國防部稱一天", "zh", "plain", 26, 3, 2022),
        ("In the past 24 hours, on October 22, Russia lost", "en", "past_day", 22, 10, None),
        ("נכון ל-2 בינואר 2026", "he", "as_of", 2, 1, 2026),
        ("tính đến ngày 2 tháng 1 năm 2026", "vi", "as_of", 2, 1, 2026),
        ("ngày 2/1 quân đội Nga mất", "vi", "as_of", 2, 1, None),
        ("закључно са 2. јануаром 2026", "sr", "as_of", 2, 1, 2026),
        ("le 1409e jour de guerre", "fr", "war_day", 2, 1, 2026),
        ("During October 22 Russia lost", "en", "past_day", 22, 10, None),
        ("on Aug. 26 during a raid", "en", "plain", 26, 8, None),
        ("Tuesday is day 765 of the war", "en", "war_day", 29, 3, 2024),
    ],
)
def test_a_day_is_read(  # noqa: PLR0917
    text: str, language: str, role: str, day: int, month: int, year: int | None
) -> None:
    named = [mention for mention in mentions(text, language) if mention.day is not None]
    assert [(one.role, one.day, one.month, one.year) for one in named] == [(role, day, month, year)]


def test_a_range_has_a_beginning_and_an_end() -> None:
    found = mentions("втрати з 24.02.22 по 16.06.26 склали", "uk")
    assert [(one.role, one.day, one.month, one.year) for one in found] == [
        ("since", 24, 2, 2022), ("until", 16, 6, 2026),
    ]  # fmt: skip


def test_the_end_of_a_range_keeps_its_own_day() -> None:
    found = mentions("in the period from February 24 to May 4, 2022: tanks", "en")
    assert [(one.role, one.day, one.month, one.year) for one in found] == [
        ("since", 24, 2, None), ("until", 4, 5, 2022),
    ]  # fmt: skip


def test_slashed_days_follow_the_habit_of_the_language() -> None:
    (english,) = mentions("Updated 7/5/24 by the desk", "en")
    (spanish,) = mentions("Actualizado el 7/5/24 por la redacción de la", "es")
    assert (english.month, english.day) == (7, 5)
    assert (spanish.month, spanish.day) == (5, 7)
    assert english.ambiguous
    assert spanish.ambiguous


@pytest.mark.parametrize(
    "text", ["on 31 February the army", "version 24.02.22.1", "25 танків, 30 літаків", "99.99", "some 1.09 million"]
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert [one for one in mentions(text, "en") if one.day is not None] == []


def test_the_first_day_of_the_war_is_day_one() -> None:
    assert day_of_war(1) == date(2022, 2, 24)
    assert day_of_war(301) == date(2022, 12, 21)
