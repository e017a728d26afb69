"""Score read claims against the labelled articles.

A claim is found when agency, value and the upper end of a range agree; one without a value when agency and record do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from pipelines.claims import read_claims
from pipelines.losses import read_losses
from tests.corpus.scoring import load

FIELDS = ("qualifier", "unit", "relays")

Claim = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass
class ClaimScore:
    """How the claims of the whole corpus were read; `misses` are lines for a person."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    records: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def headline(self) -> dict[str, float]:
        """The figures that the floors pin."""
        return {
            "claims_f1": _f1(self.right, self.wrong, self.missed),
            "claims_precision": self.right / max(self.right + self.wrong, 1),
            "records_f1": _f1(self.records["right"], self.records["wrong"], self.records["missed"]),
            **{f"{name}_right": self.fields[name] / max(self.fields["found"], 1) for name in FIELDS},
        }


def score_claims(cases: Iterable[Mapping[str, Any]] | None = None) -> ClaimScore:
    """Read every article and compare."""
    score = ClaimScore()
    for case in load() if cases is None else cases:
        want, got = case["claims"], read_case(case)
        wanted, found = Counter(map(_key, want)), Counter(map(_key, got))
        score.right += (wanted & found).total()
        score.wrong += (found - wanted).total()
        score.missed += (wanted - found).total()
        score.misses += [f"{case['id']}: claim missed {key}" for key in (wanted - found).elements()]
        score.misses += [f"{case['id']}: claim invented {key}" for key in (found - wanted).elements()]
        _add_records(score, want, got)
        _add_fields(score, want, got)
    return score


def read_case(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The claims of one article, the figures of its loss list taken."""
    published = date.fromisoformat(case["published"][:10]) if case["published"] else None
    told = {"title": case["title"] or "", "published": published, "language": case["lang"]}
    report = read_losses(case["text"], url=case["url"], **told).report
    taken = tuple(sorted(place for figure in (report.figures if report else ()) for place in figure.places))
    return [asdict(claim) for claim in read_claims(case["text"], taken=taken, **told)]


def _key(claim: Claim) -> Key:
    agency = str(claim["agency"]).casefold()
    if claim["value"] is None:
        return agency, "record" if claim["record"] else None
    high = claim["value_high"]
    return agency, round(float(claim["value"]), 4), None if high is None else round(float(high), 4)


def _add_records(score: ClaimScore, want: Iterable[Claim], got: Iterable[Claim]) -> None:
    wanted = Counter(_key(claim) for claim in want if claim["record"])
    found = Counter(_key(claim) for claim in got if claim["record"])
    score.records["right"] += (wanted & found).total()
    score.records["wrong"] += (found - wanted).total()
    score.records["missed"] += (wanted - found).total()


def _add_fields(score: ClaimScore, want: Iterable[Claim], got: Iterable[Claim]) -> None:
    by_key = {_key(claim): claim for claim in got}
    for claim in want:
        match = by_key.get(_key(claim))
        if match is not None:
            score.fields["found"] += 1
            for name in FIELDS:
                score.fields[name] += match[name] == claim[name]


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(2 * right + wrong + missed, 1)
