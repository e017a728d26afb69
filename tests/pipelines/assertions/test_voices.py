"""Who speaks in a single sentence."""

import pytest

from pipelines.assertions.attribution import attribute
from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.sentences import read_prose
from pipelines.assertions.speakers import Voice


def voices(text: str, language: str) -> tuple[Voice, ...]:
    prose = read_prose(text, language)
    (found,) = attribute(prose, None, claim_vocabulary(prose.languages))
    return found.voices


def speakers(text: str, language: str = "en") -> list[list[str | None]]:
    return [[voice.agency for voice in voices(text, language)]]


@pytest.mark.parametrize(
    ("language", "text", "agency"),
    [
        ("en", "UK Defence Intelligence says losses grow.", "UK MoD"),
        ("en", "Losses grow, said the U.K. Defense Ministry.", "UK MoD"),
        ("en", "According to Britain's Ministry of Defence losses grow.", "UK MoD"),
        ("en", "London estimates that losses grow.", "UK MoD"),
        ("en", "UK intelligence: losses grow.", "UK MoD"),
        ("en", "James Heappey, minister of state for the armed forces, gave the figures.", "UK MoD"),
        ("en", "Losses grow, CNN reported, citing NATO officials.", "NATO"),
        ("en", "Losses grow, according to an AFP analysis of data from the ISW.", "AFP"),
        ("en", "British intelligence's newest figures have losses at a peak.", "UK MoD"),
        ("en", "The update of the UK MoD, which works with other data, gives losses.", "UK MoD"),
        ("en", "Based on ISW data, losses grow.", "ISW"),
        ("en", "Losses grow, according to an analysis by AFP of data from the ISW.", "AFP"),
        ("en", "By the Kiel Institute figures losses grow.", "Kiel Institute"),
        ("uk", "Втрати зростають – британська розвідка", "UK MoD"),
        ("uk", "У британській розвідці прогнозують втрати.", "UK MoD"),
        ("uk", "Джерело: Міноборони Великої Британії", "UK MoD"),
        ("ru", "Об этом министр обороны РФ Сергей Шойгу сообщил на коллегии.", "Russian MoD"),
    ],
)
def test_an_agency_speaks_with_a_verb_an_introduction_or_as_a_label(language: str, text: str, agency: str) -> None:
    assert speakers(text, language) == [[agency]]


@pytest.mark.parametrize(
    "text",
    [
        "Drones hit the building of the Russian Defence Ministry.",
        "The minister said London bridge was closed.",
        "The SBU building was damaged.",
        "Ukrinform reports losses.",
    ],
)
def test_an_agency_that_is_merely_named_and_an_outlet_do_not_speak(text: str) -> None:
    assert speakers(text) == [[]]


@pytest.mark.parametrize(
    ("language", "text", "relays"),
    [
        ("en", "UK intelligence reports losses, citing Mediazona.", "Mediazona"),
        ("en", "Citing Ukraine's figures, the British MOD gave a daily average.", "General Staff of Ukraine"),
        ("en", "UK intelligence reports cases, citing a Russian news outlet.", "Russian news outlet"),
        ("ru", "Минобороны Великобритании со ссылкой на «Медиазону» сообщает о потерях.", "Mediazona"),
        (
            "uk",
            "Розвідка Британії вважає листопад найгіршим: за оцінкою Генштабу, він дорогий.",
            "General Staff of Ukraine",
        ),
    ],
)
def test_whom_an_agency_cites_is_relayed(language: str, text: str, relays: str) -> None:
    found = voices(text, language)
    assert {voice.agency for voice in found} == {"UK MoD"}
    assert found[-1].relays == relays


@pytest.mark.parametrize(
    "text",
    [
        "Losses grow, according to Peter Carter.",
        "Russia's are estimated to grow.",
        "Losses grow, said Mr Peter Carter.",
    ],
)
def test_whom_no_vocabulary_knows_speaks_for_nobody(text: str) -> None:
    assert [agency for found in speakers(text) for agency in found if agency] == []


def test_a_short_name_is_written_in_capitals() -> None:
    assert speakers("The DIA reports losses.") == [["DIA"]]
    assert speakers("Um dia informa perdas.", "pt") == [[]]


def test_whom_an_agency_speaks_with_is_relayed() -> None:
    (voice,) = voices("Using figures of Ukraine's General Staff, UK intelligence puts losses higher.", "en")
    assert (voice.agency, voice.relays) == ("UK MoD", "General Staff of Ukraine")
