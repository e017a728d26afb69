"""How long claims take to read: per article of the corpus, and as an article grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

from pipelines.claims import read_claims
from tests.corpus.claim_scoring import score_claims
from tests.corpus.scoring import load

REPEATS = 3
FACTORS = (8, 16, 32, 64)
ARTICLE = """UK Defence Intelligence said on Friday that Russia lost 1,262 killed and wounded a day in May 2024 and
1,163 in June, its highest rate since the war started. According to the ministry, losses since the
winter of 2022 exceed 500,000.

NATO estimates that Russia makes 250,000 shells a month. Mediazona has confirmed 168,142 deaths, citing obituaries.
"""


def main() -> None:
    quality()
    per_article()
    growth("paragraphs", lambda factor: ARTICLE * factor)
    growth("one sentence", lambda factor: "UK intelligence gave 5 tanks, " * 8 * factor)
    growth("no full stops", lambda factor: ARTICLE.replace(".", "").replace("\n", " ") * factor)


def quality() -> None:
    """The scores on the labelled articles."""
    for name, value in score_claims().headline().items():
        print(f"{name:18} {value:.3f}")


def per_article() -> None:
    """Milliseconds for an article of the corpus, the vocabulary being loaded."""
    cases = load()
    spent = best(
        lambda: [read_claims(case["text"], title=case["title"] or "", language=case["lang"]) for case in cases]
    )
    size = sum(len(case["text"]) for case in cases)
    print(f"{len(cases)} articles: {1000 * spent / len(cases):.1f} ms each, {size / spent / 1000:.0f} k characters/s")


def growth(name: str, text_of: Callable[[int], str]) -> None:
    """Twice the text should take twice the time: the ratios of one run."""
    times = []
    for factor in FACTORS:
        text = text_of(factor)
        times.append(best(lambda text=text: read_claims(text, language="en")))  # type: ignore[misc]
    ratios = ", ".join(f"{later / earlier:.1f}" for earlier, later in pairwise(times))
    print(f"{name:14} {len(text_of(FACTORS[-1])) // 1000} k characters: {times[-1]:.2f} s; twice the text: x {ratios}")


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few runs."""
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


if __name__ == "__main__":
    main()
