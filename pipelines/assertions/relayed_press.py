"""Pure: what investigative outlets counted, told within a ministry's own statement -> claims of that ministry.

"Desertion is at a record, the ministry says. Data of Mediazona show 684 cases. Most were sent back, the ministry says":
the page tells one statement, and the outlet is the ministry's source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pipelines.assertions.claim import Claim


def with_press_relayed(
    claims: Sequence[Claim], subjects: AbstractSet[str], press: AbstractSet[str], last_named: Mapping[str, int]
) -> list[Claim]:
    """Claims with those of `press` given to the one other agency that the article is about, where that has spoken of
    the same topic before and speaks again after them; `last_named` is where each agency is named last."""
    about = subjects - press
    if len(about) != 1:
        return list(claims)
    (agency,) = about
    settled: list[Claim] = []
    spoken: set[str] = set()
    for claim in claims:
        within = claim.topic in spoken and last_named.get(agency, 0) > claim.end
        relayed = claim.agency in press and claim.relays is None and within
        settled.append(replace(claim, agency=agency, relays=claim.agency) if relayed else claim)
        if claim.agency == agency:
            spoken.add(claim.topic)
    return settled
