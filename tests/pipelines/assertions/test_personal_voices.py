"""Persons who speak in a sentence."""

from pipelines.assertions.personal_voices import people_named, personal_voices, unknown_voices
from pipelines.assertions.speakers import Speakers
from tests.pipelines.assertions.signs import signs_of


def test_a_person_speaks_for_the_agency_named_beside_them_before() -> None:
    prose, sentence, signs = signs_of("Petro Voronchuk of Ukraine's Defence Intelligence spoke.")
    name = next(name for name in signs.names if name.kind == "agency")
    state = Speakers(people=dict.fromkeys(people_named(prose, sentence, name), name))
    later = signs_of("Voronchuk stressed that 900 had fled.")
    assert [voice.agency for voice in personal_voices(*later, state)] == ["GUR"]


def test_a_person_never_heard_of_speaks_for_nobody() -> None:
    assert [voice.agency for voice in personal_voices(*signs_of("The front held, said Mr Ben Smith."), Speakers())] == [
        None
    ]
    prose, sentence, signs = signs_of("According to Tom Smith, 900 had fled.")
    assert [voice.agency for voice in unknown_voices(prose, sentence, signs, Speakers())] == [None]
