"""One figure from many witnesses: each rule, and what holds whatever comes."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import accumulate
from typing import ClassVar, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.figures.witnesses import Statement
from pipelines.reconcile import RADIUS, RULES, Rule, neighbourhood, reconcile
from tests.pipelines.lists import DAY, Lists, Said, day

STEADY = list(accumulate([7000, 11, 8, 14, 9, 12, 10, 7, 13, 9, 11, 10, 8, 12, 9, 10]))
"""Sixteen days of totals that grow by about ten a day."""


def steady(*, changes: bool = False, **slips: Said) -> list[Said]:
    """STEADY with the figures of some days replaced: steady(d5=7999)."""
    said: list[Said] = [
        (total, total - before if before else None) if changes else total
        for before, total in zip([0, *STEADY], STEADY, strict=False)
    ]
    for name, slip in slips.items():
        said[int(name[1:])] = slip
    return said


def test_every_rule_has_its_words() -> None:
    assert set(RULES) == set(get_args(Rule))


class TestAgreement:
    def test_two_independent_witnesses_confirm(self) -> None:
        decision = Lists().series("a", [7200]).series("b", [7200]).of(0)
        assert (decision.total, decision.status, decision.rule, decision.witnesses) == (
            7200,
            "confirmed",
            "agreement",
            2,
        )

    def test_outlets_of_one_publisher_are_one_witness(self) -> None:
        decision = Lists().series("a", [7200]).series("a", [7200]).of(0)
        assert (decision.status, decision.witnesses) == ("single", 1)

    def test_two_outvote_one(self) -> None:
        decision = Lists().series("a", [7200]).series("b", [7300]).series("c", [7200]).of(0)
        assert (decision.total, decision.status, decision.witnesses) == (7200, "confirmed", 2)

    def test_one_against_one_is_disputed(self) -> None:
        decision = Lists().series("a", [7200]).series("b", [7201]).of(0)
        assert (decision.status, decision.rule, decision.stands) == ("disputed", "undecided", False)

    def test_a_rounded_total_is_no_dissent(self) -> None:
        lists = Lists().say("a", DAY, {"personnel": 1_144_830}, approximate=True)
        decision = lists.say("b", DAY, {"personnel": 1_144_000}, approximate=True).of(0, "personnel")
        assert (decision.total, decision.status) == (1_144_830, "single")

    def test_an_exact_total_that_ends_in_zeros_is_a_dissent(self) -> None:
        assert Lists().series("a", [45_210]).series("b", [45_000]).of(0).status == "disputed"


class TestSums:
    def test_the_change_from_yesterday_decides_between_two(self) -> None:
        lists = Lists().series("a", [7000, (7011, 11)]).series("b", [7000, 7110])
        decision = lists.of(1)
        assert (decision.total, decision.status, decision.rule, decision.checksum) == (7011, "single", "sums", True)

    def test_the_change_of_the_list_with_the_misprint_counts_too(self) -> None:
        lists = Lists().series("a", [7000, (7110, 11)]).series("b", [7000, 7011])
        assert (lists.of(1).total, lists.of(1).delta) == (7011, 11)

    def test_tomorrow_decides_where_yesterday_is_missing(self) -> None:
        lists = Lists().series("a", [7011, (7019, 8)]).series("b", [7110])
        assert (lists.of(0).total, lists.of(0).rule) == (7011, "sums")

    def test_both_sums_outweigh_two_reprints_of_a_misprint(self) -> None:
        lists = Lists().series("a", steady(changes=True, d5=(7550, 12))).series("b", [7550], first=5)
        decision = lists.series("c", [STEADY[5]], first=5).of(5)
        assert (decision.total, decision.rule) == (STEADY[5], "sums")

    def test_one_sum_does_not_outweigh_two_witnesses(self) -> None:
        lists = Lists().series("a", steady(changes=True)[:5]).series("b", [7550], first=5).series("d", [7550], first=5)
        decision = lists.series("c", [(STEADY[5], 12)], first=5).of(5)
        assert decision.status == "disputed"

    def test_a_lone_misprint_is_held_on_its_own_day(self) -> None:
        decision = Lists().series("a", steady(changes=True, d15=(STEADY[15] - 100, 10))).of(15)
        assert (decision.status, decision.rule, decision.checksum) == ("held", "broken_sums", False)

    def test_the_day_after_a_misprint_is_not_held_with_it(self) -> None:
        lists = Lists().series("a", steady(changes=True, d8=(STEADY[8] - 100, 13)))
        assert [lists.of(number).status for number in (7, 8, 9)] == ["single", "held", "single"]

    def test_a_misprinted_change_does_not_take_the_total_with_it(self) -> None:
        decision = Lists().series("a", steady(changes=True, d8=(STEADY[8], 31))).of(8)
        assert (decision.total, decision.status, decision.checksum) == (STEADY[8], "single", False)
        assert decision.delta_basis == "unverified"

    def test_a_change_two_outlets_print_differently_is_settled_by_the_totals(self) -> None:
        lists = Lists().series("a", [7000, (7011, 71)]).series("b", [7000, (7011, 11)])
        assert (lists.of(1).delta, lists.of(1).checksum) == (11, True)


class TestSilentZeros:
    QUIET: ClassVar = {"ships": 28, "submarines": 1, "aircraft": 428, "helicopters": 346}

    def lists(self, ships: int) -> Lists:
        first = Lists().say("a", DAY, {"personnel": 900_000, "tanks": 7000, **self.QUIET})
        return first.say("a", day(1), {"personnel": (901_000, 1000), "tanks": (7011, 11), **self.QUIET, "ships": ships})

    def test_a_list_that_prints_only_changes_says_zero_by_silence(self) -> None:
        decision = self.lists(28).of(1, "ships")
        assert (decision.status, decision.rule, decision.delta, decision.delta_basis) == (
            "single",
            "sums",
            0,
            "derived",
        )

    def test_a_total_that_moved_in_silence_is_held(self) -> None:
        assert self.lists(29).of(1, "ships").rule == "broken_sums"

    def test_a_list_that_prints_one_change_says_nothing_by_silence(self) -> None:
        lists = Lists().say("a", DAY, {"tanks": 7000, "mlrs": 1000, "ships": 28, "uavs": 500})
        lists.say("a", day(1), {"tanks": (7011, 11), "mlrs": 1003, "ships": 28, "uavs": 540})
        assert lists.of(1, "mlrs").status == "single"


class TestOrderAndPace:
    def test_a_dip_between_agreed_days_is_outvoted(self) -> None:
        lists = Lists().series("a", steady(d6=STEADY[6] - 60)).series("b", steady())
        assert (lists.of(6).total, lists.of(6).rule) == (STEADY[6], "order")

    def test_a_repeated_total_is_outvoted_where_every_day_moves(self) -> None:
        lists = Lists().series("a", steady(d8=STEADY[7])).series("b", steady())
        assert (lists.of(8).total, lists.of(8).rule, lists.of(8).status) == (STEADY[8], "pace", "single")

    def test_two_reprints_of_a_misprint_do_not_outvote_a_total_in_order(self) -> None:
        lists = Lists().series("a", steady(d8=7999)).series("b", steady(d8=7999)).series("c", steady())
        assert (lists.of(8).total, lists.of(8).rule) == (STEADY[8], "order")

    def test_two_reprints_of_a_misprint_are_no_record_on_the_newest_day(self) -> None:
        lists = Lists().series("a", steady(d15=7999)).series("b", steady(d15=7999)).series("c", steady())
        assert lists.of(15).total != 7999 or not lists.of(15).stands

    def test_two_likely_totals_stay_disputed(self) -> None:
        lists = Lists().series("a", steady(d8=STEADY[8] - 1)).series("b", steady())
        assert lists.of(8).status == "disputed"

    def test_the_official_page_is_preferred_where_nothing_else_decides(self) -> None:
        lists = Lists().series("a", steady()).series("b", steady(d8=None))
        lists.say("ministry", day(8), {"tanks": STEADY[8] - 1}, official=True)
        assert (lists.of(8).total, lists.of(8).rule) == (STEADY[8] - 1, "official")

    @pytest.mark.parametrize("misprint", [STEADY[8] * 10, STEADY[8] // 10, STEADY[8] + 900, STEADY[8] - 900])
    def test_a_lone_total_without_changes_that_stands_out_is_held(self, misprint: int) -> None:
        lists = Lists().series("a", steady(d8=misprint))
        assert [lists.of(number).status for number in (7, 8, 9)] == ["single", "held", "single"]

    def test_a_leap_on_the_newest_day_is_held(self) -> None:
        assert Lists().series("a", steady(d15=STEADY[15] + 90)).of(15).rule == "wild_jump"


class TestFalls:
    def test_a_fall_waits_for_the_next_day(self) -> None:
        assert Lists().series("a", [*steady(changes=True), (STEADY[15] - 83, None)]).of(16).status == "held"

    @pytest.mark.parametrize("printed", [None, 2, -83])
    def test_a_fall_the_next_day_builds_on_is_a_correction(self, printed: int | None) -> None:
        low = STEADY[15] - 83
        decision = Lists().series("a", [*steady(changes=True), (low, printed), (low + 9, 9)]).of(16)
        assert (decision.total, decision.status, decision.corrected) == (low, "corrected", True)

    def test_a_fall_two_witnesses_give_is_a_correction_at_once(self) -> None:
        said = [*steady(), STEADY[15] - 83]
        decision = Lists().series("a", said).series("b", said).of(16)
        assert (decision.status, decision.corrected, decision.delta) == ("corrected", True, None)

    def test_a_correction_its_publisher_notes_leaves_the_days_own_change(self) -> None:
        lists = Lists().series("a", [*steady(), STEADY[15] - 83]).note("a", day(16), {"tanks": -93})
        decision = lists.of(16)
        assert (decision.status, decision.rule, decision.delta) == ("corrected", "note", 10)

    def test_a_correction_upwards_is_no_days_change(self) -> None:
        said = [*steady(changes=True), (STEADY[15] + 510, 10), (STEADY[15] + 521, 11)]
        decision = Lists().series("a", said).series("b", said).of(16)
        assert (decision.status, decision.checksum, decision.delta, decision.delta_basis) == (
            "corrected",
            False,
            10,
            "printed",
        )

    def test_the_days_after_a_correction_stand_as_usual(self) -> None:
        low = STEADY[15] - 83
        lists = Lists().series("a", [*steady(changes=True), (low, None), (low + 9, 9), (low + 20, 11)])
        assert [lists.of(number).status for number in (17, 18)] == ["single", "single"]


class TestChanges:
    def test_a_change_is_derived_from_two_standing_days(self) -> None:
        decision = Lists().series("a", [7000, 7011]).series("b", [7000, 7011]).of(1)
        assert (decision.delta, decision.delta_basis, decision.checksum) == (11, "derived", None)

    def test_nothing_is_derived_over_a_gap(self) -> None:
        assert Lists().series("a", [7000, None, 7019]).of(2).delta is None

    def test_nothing_is_derived_from_a_held_day(self) -> None:
        assert Lists().series("a", steady(d8=STEADY[8] + 900)).of(9).delta is None

    def test_a_leap_only_one_witness_gives_is_not_one_days(self) -> None:
        said = [*steady(), STEADY[15] + 45, STEADY[15] + 55, STEADY[15] + 64]
        decision = Lists().series("a", said).of(16)
        assert (decision.status, decision.delta, decision.corrected) == ("single", None, True)

    def test_a_list_of_changes_alone_has_no_total(self) -> None:
        decision = Lists().series("a", [(None, 11)]).series("b", [(None, 11)]).of(0)
        assert (decision.total, decision.delta, decision.status, decision.rule) == (
            None,
            11,
            "confirmed",
            "change_only",
        )


def history(seed: int) -> list[Statement]:
    """Eighty days of three outlets, with misprints, silences, gaps, a correction, shifted and belated lists."""
    dice = random.Random(seed)
    lists = Lists()
    categories = ("personnel", "tanks", "uavs", "ships")
    totals = dict.fromkeys(categories, 1000)
    for number in range(80):
        before = dict(totals)
        for category in categories[:3]:
            totals[category] += dice.randrange(5, 30)
        totals["ships"] += dice.random() < 0.1
        if number == 40:
            totals["tanks"] -= 60
        for outlet in "abc":
            said = {
                category: (total + dice.choice((0, 0, 0, 0, 90)), total - before[category] or None)
                for category, total in totals.items()
                if dice.random() < 0.9
            }
            if dice.random() < 0.85 and said:
                lists.say(outlet, day(number - (outlet == "c" and dice.random() < 0.3)), said)
    return lists.statements


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 79), st.randoms(use_true_random=False))
def test_a_day_depends_on_its_neighbourhood_and_on_no_order(seed: int, number: int, shuffler: random.Random) -> None:
    statements = history(seed)
    whole = reconcile(statements)
    first, last = neighbourhood([day(number)])
    around = [said for said in statements if first <= said.report_date <= last]
    shuffler.shuffle(around)
    part = reconcile(around, since=day(number), until=day(number))
    assert part == {cell: decision for cell, decision in whole.items() if cell[0] == day(number)}


def test_the_neighbourhood_is_bounded() -> None:
    assert neighbourhood([DAY]) == (DAY - timedelta(days=RADIUS), DAY + timedelta(days=RADIUS))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(0, 6),
            st.one_of(st.none(), st.integers(0, 10**9 - 1)),
            st.one_of(st.none(), st.integers(-(10**9) + 1, 10**9 - 1)),
        ),
        max_size=30,
    )
)
def test_no_total_is_invented(said: list[tuple[str, int, int | None, int | None]]) -> None:
    lists = Lists()
    for origin, number, total, delta in said:
        if total is not None or delta is not None:
            lists.say(origin, day(number), {"tanks": (total, delta)})
    given_totals: dict[date, set[int | None]] = {}
    for statement in lists.statements:
        given_totals.setdefault(statement.report_date, set()).add(statement.total)
    for (at, _), decision in lists.decide().items():
        assert decision.total in given_totals[at] | {None}
