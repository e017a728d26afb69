"""Pure: what a figure is about, by its unit and the words around it, and how that is called in English."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.assertions.claim_vocabulary import topics
from pipelines.vocabulary.lexicon import Term

OTHER = "other"
WAR_TOPICS = frozenset({"casualties", "killed", "equipment_losses", "desertion", "territory", "assaults"})
UNSPECIFIC = frozenset({None, "%", "times", "USD", "EUR", "GBP", "RUB", "UAH"})  # units that any topic may have
DEFAULTS = {
    "people": "force_size", "tanks": "equipment_losses", "shells": "arms_production", "drones": "drones_launched",
    "missiles": "missiles_launched", "km2": "territory", "USD": "sanctions_economy", "RUB/USD": "sanctions_economy",
    "contracts": "recruitment",
}  # fmt: skip
REACH_NOUN = 30  # characters between a superlative and its noun


def topic_of(cues: Sequence[Term], base: str | None, start: int, end: int, *, before: str | None = None) -> str:
    """The topic whose word stands nearest to the figure `start..end`, among those counted in its unit (None for any).

    Of two at one distance the longer one, then the one that topics.toml lists first; without any, the topic spoken of
    `before` if it is counted so, else the unit's usual one.
    """
    known = topics()
    order = list(known)
    fitting = [cue for cue in cues if base is None or known[cue.value].counts(base)]
    if fitting:
        return min(
            fitting, key=lambda cue: (distance(cue, start, end), cue.start - cue.end, order.index(cue.value))
        ).value
    if before is not None and base not in UNSPECIFIC and known[before].counts(base or ""):
        return before
    return DEFAULTS.get(base or "", OTHER)


def topic_of_record(cues: Sequence[Term], record: Term, spans: Sequence[Term]) -> str:
    """The topic of a record that is told without a figure: that of the noun behind a superlative, before its span of
    time ("made its largest monthly gains since …"), before any other word's."""
    end = min((span.start for span in spans if span.start >= record.end), default=record.end + REACH_NOUN)
    nouns = [cue for cue in cues if record.end <= cue.start < min(end, record.end + REACH_NOUN)]
    return topic_of(nouns if nouns and record.kind == "superlatives" else cues, None, record.start, record.end)


def distance(cue: Term, start: int, end: int) -> int:
    """Characters between a word and a stretch of text; none where they overlap."""
    if cue.end <= start:
        return start - cue.end
    return max(0, cue.start - end)


def subject_of(topic: str, base: str, rate: str, side: str = "") -> str:
    """A short English phrase: "daily Russian casualties", "Russian tanks lost"."""
    words = [rate_adjective(rate) if rate else "", side, _noun(topic, base)]
    return " ".join(filter(None, words))


def rate_adjective(rate: str) -> str:
    return {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}.get(rate, rate)


def _noun(topic: str, base: str) -> str:
    name = topics()[topic].subject
    if topic == "equipment_losses" and base not in {"%", ""}:
        return f"{base} {name}"
    if base in {"people", "", "%", "times"} or topic in {"asylum"}:
        return name
    return f"{name} ({base})"
