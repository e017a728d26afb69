import pytest

from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.quantities import read_quantities
from pipelines.assertions.sentences import read_prose
from pipelines.assertions.superlatives import record_cues, speaks_of_last, split_records


def split(text: str, language: str = "en") -> tuple[list[float], int]:
    """The figures called records, and how many words of record go with none."""
    prose = read_prose(text, language)
    known = claim_vocabulary(prose.languages)
    (sentence,) = prose.sentences
    records, without = split_records(
        prose, record_cues(prose, sentence, known), read_quantities(prose, sentence, known)
    )
    return [each.value for each in records], len(without)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a record 2,030 troops"),
        ("en", "2,030 troops, the highest number since March 2022"),
        ("en", "the deadliest day of the war with 2,030 troops lost"),
        ("en", "2,030 troops, more than in any month before, an all-time high"),
        ("uk", "рекордні 2030 осіб"),
        ("uk", "2030 осіб – це найбільше від початку вторгнення"),
        ("ru", "2030 человек, самые высокие потери за всю войну"),
    ],
)
def test_a_top_or_a_bottom_in_time_is_a_record(language: str, text: str) -> None:
    assert split(text, language) == ([2030], 0)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the previous high was 776 people"),
        ("en", "one of the highest figures since 2022, 776 people"),
        ("en", "the second largest loss of the war, 776 people"),
        ("en", "most of them, 776 people, in the Moscow region since 2022"),
        ("en", "776 people, the highest figure in the region"),
        ("en", "criminal records of 776 people"),
        ("uk", "одні з найвищих втрат за всю війну, 776 осіб"),
        ("ru", "беспрецедентное давление, 776 человек"),
    ],
)
def test_a_rank_a_place_and_a_past_top_are_none(language: str, text: str) -> None:
    assert split(text, language) == ([], 0)


def test_a_record_without_a_figure_stands_by_itself() -> None:
    assert split("Requests for asylum have reached a record level.") == ([], 1)


def test_what_the_record_is_measured_against_is_no_record() -> None:
    assert split("Rates are at their highest in over 20 years, against 8.5 per cent before") == ([], 1)


def test_a_row_of_figures_before_its_word_of_record_shares_it() -> None:
    assert split("1,262 killed a day in May and 1,163 in June, the highest rate of the war")[0] == [1163, 1262]


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("This is the highest figure since November 2024.", True),
        ("The analysts say this figure is the highest since 2024.", True),
        ("Losses are the highest since 2024.", False),
        ("This is a high figure.", False),
    ],
)
def test_a_sentence_may_speak_of_the_figure_before_it(text: str, back: bool) -> None:
    prose = read_prose(text, "en")
    assert speaks_of_last(prose, prose.sentences[0], claim_vocabulary(("en",)), counts=False) is back


def test_a_comparative_that_is_denied_is_a_top() -> None:
    assert split("No monthly gains were bigger since the invasion.") == ([], 1)
    assert split("The gains were bigger since the invasion.") == ([], 0)
