import pytest

from pipelines.assertions.attribution import Attribution, attribute
from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.sentences import read_prose


def attributions(text: str, language: str = "en", title: str = "") -> list[Attribution]:
    prose = read_prose(text, language)
    headline = read_prose(title, language) if title else None
    return attribute(prose, headline, claim_vocabulary(prose.languages))


def speakers(text: str, language: str = "en", title: str = "") -> list[list[str | None]]:
    return [[voice.agency for voice in each.voices] for each in attributions(text, language, title)]


def test_the_next_sentence_may_tell_who_spoke() -> None:
    assert speakers("Russia lost many tanks. That's according to NATO.") == [["NATO"], ["NATO"]]
    assert speakers("Росія втратила багато танків. Про це заявив генсек НАТО.", "uk") == [["NATO"], ["NATO"]]


def test_the_title_speaks_for_a_lead_that_names_nobody() -> None:
    assert speakers("Losses have grown.", title="UK intelligence: losses grow") == [["UK MoD"]]


def test_a_voice_goes_on_without_its_name() -> None:
    text = "Oryx counts tanks. It lists ships.\n\nThe group added more.\n\nJanovsky said so."
    assert speakers(text) == [["Oryx"], ["Oryx"], ["Oryx"], ["Oryx"]]


def test_a_person_heard_for_an_agency_goes_on_for_it_and_a_stranger_for_nobody() -> None:
    text = "Pavlo Demchuk of Defence Intelligence told reporters.\n\nDemchuk stressed losses.\n\nCarter said more."
    assert speakers(text) == [["GUR"], ["GUR"], [None]]


@pytest.mark.parametrize(
    "line",
    ["Background: losses grew.", "President Zelensky said losses grew.", "Read also: losses grow"],
)
def test_background_a_new_source_and_headlines_end_a_voice(line: str) -> None:
    first, second, _ = speakers(f"UK intelligence said losses grew.\n\n{line}\n\nThe ministry added more.")
    assert first == ["UK MoD"]
    assert "UK MoD" not in second


def test_after_related_articles_no_line_speaks_until_a_sentence_does() -> None:
    text = "Related articles\nUK intelligence: losses grow\nNATO says more\nUK intelligence said losses grew."
    assert speakers(text) == [[None], [None], [None], ["UK MoD"]]


def test_who_declines_to_speak_asserts_nothing_and_takes_the_word_from_nobody() -> None:
    text = "UK intelligence gave losses. The Russian defence ministry did not answer. It added more."
    assert speakers(text) == [["UK MoD"], [None], ["UK MoD"]]


def test_a_figure_belongs_to_the_voice_before_it_or_else_to_the_first() -> None:
    text = "UK intelligence gave 5 while NATO gave 6."
    (found,) = attributions(text)
    before, after = found.at(text.index("5")), found.at(text.index("6"))
    assert (before and before.agency, after and after.agency) == ("UK MoD", "NATO")
    first = found.at(0)
    assert first is not None
    assert first.agency == "UK MoD"


def test_a_list_goes_on_with_who_opened_it() -> None:
    text = "From the Russian Defence Ministry briefing:\n• 5 tanks\n• 6 ships\n\nLosses of the army:\n• 7 tanks"
    assert [[voice.agency for voice in each.voices] for each in attributions(text) if not each.loose][:3] == [
        ["Russian MoD"],
        ["Russian MoD"],
        ["Russian MoD"],
    ]


def test_the_one_agency_of_an_article_goes_on_after_another_has_spoken() -> None:
    text = "Oryx counts tanks.\n\nZelensky said more.\n\nA car passed.\n\nFour thousand were destroyed."
    assert speakers(text)[-1] == ["Oryx"]


def test_a_quotation_is_whose_it_is_at_its_end() -> None:
    text = "Oryx counts tanks.\n\n“Losses grow. They will grow. So be it,” said the ISW."
    assert speakers(text)[1:] == [["ISW"], ["ISW"], ["ISW"]]


def test_whom_a_quotation_names_is_relayed_by_whose_words_it_is() -> None:
    text = '"Mediazona counts 684 convictions. It names 7,400 cases", the update says.'
    found = attributions(f"The UK Ministry of Defence wrote on X.\n\n{text}")

    assert {(voice.agency, voice.relays) for each in found[1:] for voice in each.voices} == {("UK MoD", "Mediazona")}


def test_of_the_lists_keeper_only_sums_over_a_week_are_told_before_its_name() -> None:
    month = "В течение мая уничтожены 1160 артиллерийских систем. Об этом сообщило Министерство обороны Украины."
    day = "Уничтожены 30 артиллерийских систем. Об этом сообщило Министерство обороны Украины."

    assert speakers(month, "ru")[0] != [None] == speakers(day, "ru")[0]


def test_a_line_that_breaks_off_in_the_middle_of_a_sentence_goes_on_in_the_next() -> None:
    assert speakers("Росія втратила 9 000 танків. Про це\nпише проєкт Oryx.", "uk") == [["Oryx"], ["Oryx"]]


def test_an_agency_that_is_only_mentioned_speaks_in_its_sentence_alone() -> None:
    assert speakers("At the Pentagon 350,000 dead are a guess.\n\nTanks are 3,000.") == [["Pentagon"], []]


def test_short_lines_behind_the_last_full_stop_are_nobodys() -> None:
    text = "Oryx counts tanks.\n\nMore tanks burn.\n\nThree dead in Kyiv\n\nTwo dead in Lviv"
    assert speakers(text)[-2:] == [[], []]


def test_a_name_that_two_agencies_bear_means_who_was_named_last() -> None:
    text = "Britain's Ministry of Defence reports.\n\nDefence Intelligence says losses grow."
    assert speakers(text)[-1] == ["UK MoD"]
    assert speakers("HUR reports.\n\nDefence Intelligence says losses grow.")[-1] == ["GUR"]
