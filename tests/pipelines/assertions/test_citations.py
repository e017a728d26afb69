"""Which names are only whom another one draws on."""

import pytest

from pipelines.assertions.citations import counts_itself, is_cited
from tests.pipelines.assertions.signs import signs_of


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("UK intelligence, citing Mediazona, says so.", ["Mediazona"]),
        ("AFP's analysis of data from the ISW shows it.", ["ISW"]),
        ("Mediazona, cited by UK intelligence, counted 684 cases.", ["Mediazona"]),
        ("Mediazona, cited by the BBC, counted 684 cases.", []),
        ("Citing Ukraine's figures, UK intelligence gave 900.", []),
    ],
)
def test_whom_another_draws_on_is_cited(text: str, cited: list[str]) -> None:
    prose, _, signs = signs_of(text)
    agencies = [name for name in signs.names if name.kind == "agency"]
    assert [name.value for name in agencies if is_cited(prose, name, signs)] == cited


@pytest.mark.parametrize(
    ("text", "counts"), [("A tally by AFP gives 900 sq km.", True), ("AFP asked for comment.", False)]
)
def test_an_outlet_counts_itself_by_a_word_for_it(text: str, counts: bool) -> None:
    _, _, signs = signs_of(text)
    assert counts_itself(signs.names[0], signs) is counts
