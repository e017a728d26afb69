import pytest

from pipelines.assertions.claim_vocabulary import claim_vocabulary, topics
from pipelines.assertions.sentences import read_prose
from pipelines.assertions.topics import subject_of, topic_of


def topic(text: str, base: str | None, language: str = "en", before: str | None = None) -> str:
    prose = read_prose(text, language)
    known = claim_vocabulary(prose.languages)
    (sentence,) = prose.sentences
    cues = prose.find(known.topics, sentence)
    start = text.index("5")
    return topic_of(cues, base, start, start + 1, before=before)


@pytest.mark.parametrize(
    ("language", "text", "base", "slug"),
    [
        ("en", "5 killed and wounded", "people", "casualties"),
        ("en", "5 soldiers killed", "people", "killed"),
        ("en", "lost 5 tanks", "tanks", "equipment_losses"),
        ("en", "makes 5 drones", "drones", "arms_production"),
        ("en", "launched 5 drones", "drones", "drones_launched"),
        ("en", "fires 5 shells", "shells", "munitions_use"),
        ("en", "5 North Korean soldiers arrived", "people", "foreign_troops"),
        ("en", "inflation of 5 percent", "%", "sanctions_economy"),
        ("uk", "5 дезертирів", "people", "desertion"),
        ("uk", "окупували 5 км²", "km2", "territory"),
        ("ru", "вербует 5 контрактников", "people", "recruitment"),
    ],
)
def test_the_nearest_word_that_fits_the_unit_tells_the_topic(language: str, text: str, base: str, slug: str) -> None:
    assert topic(text, base, language) == slug


def test_without_a_word_the_topic_spoken_of_before_goes_on_if_it_is_counted_so() -> None:
    assert topic("then 5", "people", before="desertion") == "desertion"
    assert topic("then 5", "km2", before="desertion") == "territory"
    assert topic("then 5", "%", before="desertion") == "other"


def test_every_topic_has_a_subject() -> None:
    assert "other" in topics()
    assert all(one.subject for one in topics().values())


@pytest.mark.parametrize(
    ("arguments", "subject"),
    [
        (("casualties", "people", "day", "Russian"), "daily Russian casualties"),
        (("equipment_losses", "tanks", "", "Ukrainian"), "Ukrainian tanks lost"),
        (("asylum", "requests", "", ""), "asylum requests"),
    ],
)
def test_a_subject_is_a_short_english_phrase(arguments: tuple[str, str, str, str], subject: str) -> None:
    assert subject_of(*arguments) == subject
