from dataclasses import replace

from pipelines.assertions.claim import Claim
from pipelines.assertions.claim_repetitions import settled

FIGURE = Claim(
    agency="UK MoD",
    relays=None,
    topic="casualties",
    subject="Russian casualties",
    value=983,
    value_high=None,
    unit="people/day",
    qualifier="exact",
    period=None,
    place=None,
    record=False,
    quote="",
    start=100,
    end=150,
)
BARE = replace(FIGURE, value=None, record=True, start=0, end=50)


def test_a_repetition_adds_what_the_first_did_not_say() -> None:
    again = replace(FIGURE, period="2024-02", relays="Mediazona", record=True)
    assert settled([FIGURE, again]) == [replace(FIGURE, period="2024-02", relays="Mediazona", record=True)]


def test_one_figure_at_two_times_is_two_claims() -> None:
    claims = [replace(FIGURE, period="2024-02"), replace(FIGURE, period="2024-03")]
    assert settled(claims) == claims


def test_a_bare_record_at_a_rate_belongs_to_the_figure_at_that_rate() -> None:
    assert settled([BARE, FIGURE]) == [replace(FIGURE, record=True)]


def test_a_bare_record_that_its_figure_repeats_is_left_out() -> None:
    figure = replace(FIGURE, record=True)
    assert settled([BARE, figure]) == [figure]


def test_a_bare_record_of_something_else_stays() -> None:
    bare = replace(BARE, topic="asylum", unit="requests")
    assert settled([bare, FIGURE]) == [bare, FIGURE]


def test_a_bare_record_is_told_once() -> None:
    assert settled([BARE, replace(BARE, start=500, end=550)]) == [BARE]


def test_a_record_of_the_lead_goes_to_the_figure_behind_its_second_telling() -> None:
    lead = replace(BARE, unit="people")
    again = replace(lead, start=500, end=550)
    figure = replace(FIGURE, start=552, end=600)

    assert settled([lead, again, figure]) == [replace(figure, record=True)]
