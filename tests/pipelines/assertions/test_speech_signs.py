"""What the names and words of one sentence are signs of."""

import pytest

from tests.pipelines.assertions.signs import signs_of


def test_a_word_that_belongs_to_a_name_is_no_sign_of_its_own() -> None:
    _, _, signs = signs_of("The Institute for the Study of War says that men fell.")
    assert [name.value for name in signs.names] == ["ISW"]
    assert not signs.subjects
    assert [verb.kind for verb in signs.verbs] == ["says"]


@pytest.mark.parametrize(
    ("text", "opener"),
    [
        ("Read also: the ISW on Pokrovsk", "headlines"),
        ("That's according to the ISW.", "looks_back"),
        ("The ISW, read also by soldiers, says so.", ""),
    ],
)
def test_a_sentence_is_opened_by_its_first_words(text: str, opener: str) -> None:
    assert signs_of(text)[2].opener == opener


def test_a_sentence_without_names_and_verbs_is_silent() -> None:
    assert signs_of("Heavy rain, mud.")[2].are_silent
