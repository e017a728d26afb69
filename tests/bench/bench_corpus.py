"""How well lists and claims are read: on the labelled articles with floors, and on the further ones without."""

from __future__ import annotations

from collections.abc import Sequence

from tests.corpus.claim_scoring import score_claims
from tests.corpus.scoring import ARTICLES, Case, load, score

FURTHER = ARTICLES.with_name("further.jsonl")


def main() -> None:
    _show("articles.jsonl", load())
    further = load(FURTHER)
    for name in ("seen", "fresh", "pages", "last"):
        _show(f"further.jsonl, {name}", [case for case in further if case["set"] == name])


def _show(name: str, cases: Sequence[Case]) -> None:
    print(f"{name}: {len(cases)} articles")
    for headline in (score(cases).headline(), score_claims(cases).headline()):
        print("  " + ", ".join(f"{key} {value:.3f}" for key, value in headline.items()))
