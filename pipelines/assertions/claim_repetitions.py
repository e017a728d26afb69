"""Pure: the claims of one article -> one for each assertion it makes.

A lead repeats what the text says again; a record is told in one sentence and its figure given in another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.assertions.claim import Claim
from pipelines.dates import WAR_BEGAN

NO_MONTHS = 100_000  # people: no month has cost so many
_MONTH = re.compile(r"\d{4}-\d{2}")
AT_ONCE = 3  # characters between a sentence that claims a record and the one that gives its figure


class _Key(NamedTuple):
    """What two claims of one article must share to be one; of figures the topic may be told differently."""

    agency: str
    value: int | float | None
    value_high: int | float | None
    base: str
    topic: str | None


class _Kind(NamedTuple):
    """What a bare record and its figure share."""

    agency: str
    topic: str
    base: str


def settled(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each assertion: repetitions are joined, a bare record goes to the figure it is of."""
    return _with_records_placed(_joined(_with_next_placed(list(claims))))


def _with_next_placed(claims: Sequence[Claim]) -> list[Claim]:
    """Join each bare record with the figure of its kind that the next sentence gives, where that is none yet; a
    monthly one with the figure of one month."""
    settling = list(claims)
    for at, bare in enumerate(claims):
        if bare.value is not None:
            continue
        following = [place for place, claim in enumerate(claims) if _follows(claim, bare) and _is_of_its(bare, claim)]
        if following and not settling[following[0]].record:
            settling[following[0]] = replace(settling[following[0]], record=True)
            settling[at] = replace(bare, record=False)
    return [claim for claim in settling if claim.value is not None or claim.record]


def _is_of_its(bare: Claim, claim: Claim) -> bool:
    """Whether a figure is of the kind of a bare record and counts its span of time."""
    rate = bare.unit.partition("/")[2]
    month = rate == "month" and (claim.period is None or _MONTH.fullmatch(claim.period) is not None)
    return _kind(claim) == _kind(bare) and (not rate or claim.unit == bare.unit or month)


def _joined(claims: Iterable[Claim]) -> list[Claim]:
    found: list[Claim] = []
    places: dict[_Key, list[int]] = defaultdict(list)
    for claim in claims:
        known = places[_key(claim)]
        place = next((at for at in known if _agree(found[at], claim)), None)
        if place is None:
            known.append(len(found))
            found.append(claim)
        else:
            found[place] = _merged(found[place], claim)
    return found


def _key(claim: Claim) -> _Key:
    topic = claim.topic if claim.value is None else None
    return _Key(claim.agency, claim.value, claim.value_high, _base(claim), topic)


def _base(claim: Claim) -> str:
    """The unit without its rate."""
    return claim.unit.partition("/")[0]


def _agree(one: Claim, other: Claim) -> bool:
    """Whether two claims may be of one time; bare records are told of again without it."""
    return one.value is None or None in {one.period, other.period} or one.period == other.period


def _merged(first: Claim, again: Claim) -> Claim:
    return replace(
        first,
        record=first.record or again.record,
        period=first.period or again.period,
        relays=first.relays or again.relays,
    )


def _with_records_placed(claims: Sequence[Claim]) -> list[Claim]:
    """Join a bare record with the figure it is of: the nearest at its own rate, or one that follows at once.

    A bare record that a figure of its kind repeats is left out, and one of which only the months in a row are told.
    """
    settling = list(claims)
    streaks = {claim.start for claim in claims if claim.unit == "months" and claim.record}
    counted = {at for at, claim in enumerate(claims) if claim.start in streaks}
    kinds: dict[_Kind, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        if claim.value is not None:
            kinds[_kind(claim)].append(at)
    for at, bare in enumerate(claims):
        if bare.value is None and (_place(bare, settling, kinds[_kind(bare)]) or at in counted):
            settling[at] = replace(bare, record=False)
    return [claim for claim in settling if claim.value is not None or claim.record]


def _kind(claim: Claim) -> _Kind:
    return _Kind(claim.agency, "casualties" if claim.topic == "killed" else claim.topic, _base(claim))


def _place(bare: Claim, claims: list[Claim], same: Sequence[int]) -> bool:
    """Give a bare record to its figure among `same`; True where it is one's, or announces or repeats one."""
    rated = "/" in bare.unit
    alike = [at for at in same if claims[at].unit == bare.unit]
    near = alike if rated else [at for at in same if _follows(claims[at], bare)]
    announced = [at for at in same if claims[at].start > bare.start]
    repeated = any(claims[at].record for at in (alike if rated and alike else {*alike, *announced}))
    if near:
        nearest = min(near, key=lambda at: _apart(claims[at], bare))
        beside = rated and _apart(claims[nearest], bare) <= AT_ONCE
        if beside or not repeated:
            claims[nearest] = replace(claims[nearest], record=True)
    return bool(near) or repeated


def _follows(claim: Claim, bare: Claim) -> bool:
    """Whether a figure stands in the next sentence and is no sum since the war began."""
    return 0 <= claim.start - bare.end <= AT_ONCE and not is_sum(claim)


def is_sum(claim: Claim) -> bool:
    """Whether a claim tells no figure, or one since the war began, which no month's record can be of."""
    many = claim.unit == "people" and (claim.value or 0) >= NO_MONTHS
    return claim.value is None or many or (claim.period or "").startswith(f"{WAR_BEGAN:%Y-%m}")


def _apart(claim: Claim, other: Claim) -> int:
    return max(claim.start - other.end, other.start - claim.end)
