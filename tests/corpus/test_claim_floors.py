"""What is read of the agencies' claims never gets worse unnoticed."""

from __future__ import annotations

import pytest

from tests.corpus.claim_floors import pinned
from tests.corpus.claim_scoring import ClaimScore, read_case, score_claims
from tests.corpus.scoring import load


@pytest.fixture(scope="module")
def scored() -> ClaimScore:
    return score_claims()


@pytest.mark.parametrize("name", sorted(pinned()))
def test_no_score_is_under_its_floor(name: str, scored: ClaimScore) -> None:
    assert scored.headline()[name] >= pinned()[name], "\n".join(scored.misses)


def test_every_claim_quotes_the_words_it_stands_in() -> None:
    for case in load():
        for claim in read_case(case):
            assert claim["quote"] == case["text"][claim["start"] : claim["end"]]
