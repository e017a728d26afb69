"""Which names of a sentence speak in it."""

import pytest

from pipelines.assertions.named_voices import named_voices
from tests.pipelines.assertions.signs import signs_of


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("UK intelligence says Russia lost 900 men.", ["UK MoD"]),
        ("Russia lost 900 men, said the Pentagon.", ["Pentagon"]),
        ("According to the ISW, Russia took 5 sq km.", ["ISW"]),
        ("The General Staff of Ukraine said Russia lost 900 men.", [None]),
        ("The General Staff of Ukraine said Russia lost 9,000 men over the week.", ["General Staff of Ukraine"]),
        ("UK intelligence did not comment on 900 dead.", [None]),
        ("Men of the SBU met.", []),
        ("According to London, Russia lost 900 men.", ["UK MoD"]),
        ("The report says Britain lost nothing.", []),
    ],
)
def test_a_name_speaks_with_a_verb_or_an_introduction(text: str, agencies: list[str | None]) -> None:
    prose, sentence, signs = signs_of(text)
    assert [voice.agency for voice in named_voices(prose, sentence, signs, [])] == agencies
