from datetime import date

import pytest

from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.periods import find_periods, period_of
from pipelines.assertions.sentences import read_prose

DAY = date(2024, 4, 24)


def periods(text: str, language: str = "en", published: date | None = DAY) -> list[str]:
    prose = read_prose(text, language)
    known = claim_vocabulary(prose.languages)
    return [each.iso for sentence in prose.sentences for each in find_periods(prose, sentence, known, published)]


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("en", "in March 2024", "2024-03"),
        ("en", "in March", "2024-03"),
        ("en", "in May", "2023-05"),
        ("en", "on 20 January", "2024-01-20"),
        ("en", "on March 21, 2025", "2025-03-21"),
        ("en", "in 2022", "2022"),
        ("en", "since September 2022", "2022-09/2024-04"),
        ("en", "since the partial mobilisation in September 2022", "2022-09/2024-04"),
        ("en", "from January to May 2023", "2023-01/2023-05"),
        ("en", "last month", "2024-03"),
        ("en", "since the start of the year", "2024-01/2024-04"),
        ("uk", "у березні 2024 року", "2024-03"),
        ("uk", "з початку повномасштабного вторгнення", "2022-02-24/2024-04-24"),
        ("uk", "минулого місяця", "2024-03"),
        ("ru", "в ноябре 2023 года", "2023-11"),
        ("ru", "с февраля 2022 года", "2022-02/2024-04"),
        ("ru", "за сутки", "2024-04-24"),
    ],
)
def test_a_time_is_read_against_the_day_of_publication(language: str, text: str, iso: str) -> None:
    assert periods(text, language) == [iso]


@pytest.mark.parametrize("text", ["in March", "last month", "no time at all", "2.024 tanks, 20.24%"])
def test_what_only_the_day_of_publication_could_tell_is_left_out_without_one(text: str) -> None:
    assert periods(text, published=None) == []


def test_what_a_record_is_measured_by_is_not_the_figures_time() -> None:
    assert periods("the highest figure since March 2022") == []


def test_a_figure_takes_the_time_right_after_it_or_else_the_last_before_it() -> None:
    text = "In 2022 it was 400, and 693 in 2023"
    prose = read_prose(text, "en")
    (sentence,) = prose.sentences
    found = find_periods(prose, sentence, claim_vocabulary(prose.languages), DAY)
    first, second = text.index("400"), text.index("693")
    assert period_of(found, prose.folded, first, first + 3, second) == "2022"
    assert period_of(found, prose.folded, second, second + 3, len(text)) == "2023"
