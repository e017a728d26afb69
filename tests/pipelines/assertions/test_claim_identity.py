from dataclasses import replace
from datetime import date

import pytest

from pipelines.assertions.claim_identity import KnownClaim, contradicts, same_assertion
from pipelines.claims import Claim

DAY = date(2024, 4, 24)
CLAIM = Claim(
    agency="UK MoD",
    relays="Mediazona",
    topic="desertion",
    subject="desertion convictions",
    value=684,
    value_high=None,
    unit="people",
    qualifier="exact",
    period="2024-03",
    place="Russia",
    record=True,
    quote="684 convictions in March",
    start=0,
    end=24,
)
KNOWN = KnownClaim(1, CLAIM.subject, 684.0, None, "2024-03", "Russia", True, DAY)


def test_the_same_figure_for_the_same_month_is_one_assertion_however_late() -> None:
    assert same_assertion(KNOWN, CLAIM, date(2024, 9, 1))


@pytest.mark.parametrize(
    "other",
    [
        replace(CLAIM, value=64),
        replace(CLAIM, value_high=700),
        replace(CLAIM, period="2024-02"),
        replace(CLAIM, place="Moscow region"),
        replace(CLAIM, value=None),
    ],
)
def test_another_figure_month_or_place_is_another_assertion(other: Claim) -> None:
    assert not same_assertion(KNOWN, other, DAY)


def test_without_a_period_the_days_of_the_articles_decide() -> None:
    known, claim = replace(KNOWN, period=None), replace(CLAIM, period=None)
    assert same_assertion(known, claim, date(2024, 5, 1))
    assert not same_assertion(known, claim, date(2024, 7, 1))


def test_a_running_period_ends_on_the_day_of_each_article() -> None:
    known = replace(KNOWN, period="2022-09/2024-04-24")
    assert same_assertion(known, replace(CLAIM, period="2022-09/2024-04-27"), date(2024, 4, 27))
    assert not same_assertion(known, replace(CLAIM, period="2022-09/2024-06-27"), date(2024, 6, 27))


def test_a_record_without_a_figure_is_known_by_what_is_counted() -> None:
    known, claim = replace(KNOWN, value=None), replace(CLAIM, value=None)
    assert same_assertion(known, claim, DAY)
    assert not same_assertion(known, replace(claim, subject="asylum requests"), DAY)


def test_two_figures_for_one_assertion_contradict_each_other() -> None:
    assert contradicts(KNOWN, replace(CLAIM, value=64), DAY)


@pytest.mark.parametrize(
    ("known", "claim", "day"),
    [
        (KNOWN, CLAIM, DAY),
        (KNOWN, replace(CLAIM, value=496, place="Moscow region"), DAY),
        (KNOWN, replace(CLAIM, value=64, subject="desertion cases"), DAY),
        (KNOWN, replace(CLAIM, value=64), date(2024, 8, 1)),
        (replace(KNOWN, period=None), replace(CLAIM, value=64, period=None), DAY),
    ],
)
def test_what_may_be_two_assertions_is_no_contradiction(known: KnownClaim, claim: Claim, day: date) -> None:
    assert not contradicts(known, claim, day)
