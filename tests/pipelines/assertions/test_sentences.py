import pytest

from pipelines.assertions.sentences import read_prose
from pipelines.vocabulary.lexicon import Lexicon


def sentences(text: str, language: str = "en") -> list[str]:
    prose = read_prose(text, language)
    return [text[each.start : each.end] for each in prose.sentences]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The U.S. intelligence report of Sept. 4 counts 5 tanks."),
        ("en", "A spokesman, Maj. Gen. Pat Ryder, gave 20 ships."),
        ("uk", "Росія втратила 5 тис. осіб і 12 од. техніки."),
        ("ru", "Заняты 2,7 тыс. кв. км территории."),
    ],
)
def test_an_abbreviation_ends_no_sentence(language: str, text: str) -> None:
    assert sentences(text, language) == [text]


def test_sentences_end_at_stops_lines_and_bullets() -> None:
    text = "One. Two!\nThree\n• four ▪️five\n- six"
    prose = read_prose(text, "en")
    assert sentences(text) == ["One.", "Two!", "Three", "four", "five", "six"]
    assert [each.item for each in prose.sentences] == [False, False, False, True, True, True]
    assert [each.line for each in prose.sentences] == [0, 0, 1, 2, 2, 3]


def test_a_dotted_name_is_one_word() -> None:
    (sentence,) = read_prose("U.K. data", "en").sentences
    assert [word.key for word in sentence.words] == ["uk", "data"]


def test_the_folded_text_keeps_every_character_in_its_place() -> None:
    text = "«5 тис.» осіб, U.S. дані"
    assert len(read_prose(text, "uk").folded) == len(text)


def test_a_phrase_is_found_in_its_sentence_and_never_over_its_end() -> None:
    prose = read_prose("Highest ever. The rate fell. Loss was the highest ever", "en")
    lexicon = Lexicon([("highest ever", "records", ""), ("ever the", "wrong", ""), ("fell loss", "wrong", "")])
    assert [[term.kind for term in prose.find(lexicon, each)] for each in prose.sentences] == [
        ["records"],
        [],
        ["records"],
    ]
