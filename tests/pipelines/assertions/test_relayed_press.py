"""What an outlet counted within a ministry's statement is the ministry's claim."""

import pytest

from pipelines.claims import read_claims

OPENING = "Desertion has reached a record level, UK intelligence says.\n\n"
COUNT = "Mediazona counted {} cases of desertion in March.\n\n"
CLOSING = "Many deserters were sent back to the front, British intelligence said."


def told(text: str, title: str = "") -> list[tuple[str, str | None, object]]:
    return [(claim.agency, claim.relays, claim.value) for claim in read_claims(text, title=title) if claim.value]


def test_within_a_ministrys_statement_an_outlet_is_relayed() -> None:
    assert told(OPENING + COUNT.format(684) + CLOSING) == [("UK MoD", "Mediazona", 684)]


@pytest.mark.parametrize(
    "text",
    [
        OPENING + COUNT.format(684),
        COUNT.format(684) + OPENING + CLOSING,
        OPENING + "Mediazona counted 684 dead officers.\n\n" + CLOSING,
    ],
    ids=["behind it", "before it", "on another topic"],
)
def test_else_it_speaks_for_itself(text: str) -> None:
    assert told(text) == [("Mediazona", None, 684)]


def test_an_article_about_the_outlet_is_its_own() -> None:
    assert told(OPENING + COUNT.format(684) + CLOSING, "Mediazona on desertion") == [("Mediazona", None, 684)]
