"""What is known of the speakers of an article so far."""

from pipelines.assertions.speakers import Speakers, Voice


def test_the_last_office_that_spoke_is_whom_the_ministry_means() -> None:
    state = Speakers()
    state.speak(Voice(0, 5, "UK MoD"), 1)
    state.speak(Voice(9, 12, "Mediazona"), 2)
    assert (state.voice, state.line) == (Voice(9, 12, "Mediazona"), 2)
    assert state.authority == Voice(0, 5, "UK MoD")
