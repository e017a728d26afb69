"""The claim reader's vocabulary: agencies.toml, topics.toml and the [claims] table of each language, as lexicons.

A lexicon's terms carry a kind and a value: ("agency", "UK MoD"), ("says", ""), ("unit", "people"), ("topic", "killed").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines import vocabulary
from pipelines.text import fold
from pipelines.vocabulary.agencies import agencies
from pipelines.vocabulary.lexicon import Lexicon, Lexicons

Entry = tuple[str, str, str]

AGENCY_KINDS = ("agency", "courier", "keeper", "other", "outlet", "party", "relayed")
SPEECH = (
    "impersonal", "tallies", "says", "tells", "shows", "denies", "introduces", "cites", "cited_after", "own_count",
    "looks_back", "drops", "headlines", "authorities", "subjects", "idle", "spans", "analyses", "own_introduces",
    "data_nouns", "accompanies", "things", "officials",
)  # fmt: skip
JOINTS = ("changes", "parts", "numbered", "ranges_from", "ranges_bare", "ranges", "compared", "continued")
AMOUNT_TABLES = (
    "qualifiers_shared", "qualifiers", "qualifiers_after", "rates", "units", "units_of", "fractions", "multiples",
    "streaks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What a claim may be about: the units it is counted in ("" for any) and its name in English."""

    slug: str
    subject: str
    units: frozenset[str]

    def counts(self, base: str) -> bool:
        return base in self.units or "" in self.units


@dataclass(frozen=True, slots=True)
class ClaimVocabulary:
    """All that reading claims asks of the languages of one text."""

    names: Lexicon
    speech: Lexicon
    amounts: Lexicon
    joints: Lexicon
    topics: Lexicons
    records: Lexicon
    periods: Lexicon
    sides: Lexicon
    places: Lexicon
    stops: frozenset[str]
    bridges: frozenset[str]


@cache
def claim_vocabulary(languages: tuple[str, ...]) -> ClaimVocabulary:
    """The lexicons of the languages a text is read with. Raises VocabularyError for a faulty file."""
    tables = [vocabulary.language(code).claims for code in languages]
    prefixes = [prefix for code in languages for prefix in vocabulary.language(code).prefixes]
    return ClaimVocabulary(
        names=Lexicon(_agencies(languages), prefixes),
        speech=Lexicon(_lists(tables, SPEECH), prefixes),
        amounts=Lexicon(_tables(tables), prefixes),
        joints=Lexicon(_lists(tables, JOINTS), prefixes),
        topics=_topics(languages, prefixes),
        records=Lexicon(_records(tables), prefixes),
        periods=Lexicon(_periods(languages), prefixes),
        sides=Lexicon(_table(tables, "sides"), prefixes),
        places=Lexicon(_places(languages), prefixes),
        stops=_keys(tables, "stops"),
        bridges=_keys(tables, "bridges"),
    )


@cache
def calendar_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The names of months and weekdays."""
    dates = [vocabulary.language(code).dates for code in languages]
    return frozenset(form for one in dates for forms in (*one.months, *one.weekdays) for form in forms)


@cache
def titles_of(languages: tuple[str, ...]) -> frozenset[str]:
    """The words that may stand between a verb of speech and a name: "said Mr Wallace"."""
    known = [vocabulary.language(code) for code in languages]
    return frozenset().union(*(one.abbreviations for one in known), _keys([one.claims for one in known], "titles"))


@cache
def topics() -> Mapping[str, Topic]:
    """The topics by slug, in the order that decides between equals."""
    return {
        slug: Topic(slug, table["subject"], frozenset(table["units"]))
        for slug, table in vocabulary.tables("topics.toml").items()
    }


def _keys(tables: Sequence[Mapping[str, Any]], key: str) -> frozenset[str]:
    return frozenset(fold(word) for table in tables for word in table.get(key, []))


def _agencies(languages: Sequence[str]) -> Iterator[Entry]:
    """Names come with their English possessive: "Oryx's". Weak names are of kind "weak" or, for others, "weak_other";
    `data` are names of an agency's figures ("UK estimates"), which speak without a verb."""
    for agency in agencies():
        if agency["kind"] not in AGENCY_KINDS:
            raise vocabulary.VocabularyError(f"agencies.toml: {agency['name']}: unknown kind {agency['kind']!r}")
        for key in ("any", *languages):
            yield from _names(agency.get(key, []), agency["kind"], agency["name"])
        weak = "weak" if agency["kind"] == "agency" else "weak_other"
        for language in languages:
            yield from _written(agency.get(f"data_{language}", []), "data", agency["name"])
            yield from _written(agency.get(f"weak_{language}", []), weak, agency["name"])


def _names(patterns: Sequence[str], kind: str, name: str) -> Iterator[Entry]:
    for written, _, _ in _written(patterns, kind, name):
        yield written, kind, name
        if written.isascii() and not written.endswith("*"):
            yield f"{written}'s", kind, name


def _written(patterns: Sequence[str], kind: str, name: str) -> Iterator[Entry]:
    for pattern in patterns:
        for written in vocabulary.expand(pattern):
            yield written, kind, name


def _lists(tables: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> Iterator[Entry]:
    for table in tables:
        for kind in kinds:
            for pattern in table.get(kind, []):
                for written in vocabulary.expand(pattern):
                    yield written, kind, ""


def _tables(tables: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    for kind in AMOUNT_TABLES:
        yield from _table(tables, kind)


def _table(tables: Sequence[Mapping[str, Any]], kind: str) -> Iterator[Entry]:
    for table in tables:
        for value, patterns in table.get(kind, {}).items():
            for pattern in patterns:
                for written in vocabulary.expand(pattern):
                    yield written, kind, value


def _topics(languages: Sequence[str], prefixes: Sequence[str]) -> Lexicons:
    """A lexicon for each topic, as one word speaks of several: tanks and men are "lost"."""
    return Lexicons(
        [
            Lexicon(
                (
                    (written, "topic", slug)
                    for language in languages
                    for pattern in table.get(language, [])
                    for written in vocabulary.expand(pattern)
                ),
                prefixes,
            )
            for slug, table in vocabulary.tables("topics.toml").items()
        ]
    )


def _places(languages: Sequence[str]) -> Iterator[Entry]:
    for name, table in vocabulary.tables("places.toml").items():
        for language in languages:
            for pattern in table.get(language, []):
                yield from ((written, "place", name) for written in vocabulary.expand(pattern))


def _periods(languages: Sequence[str]) -> Iterator[Entry]:
    """Months (by number), the words that open and close a span, and phrases that the day of publication resolves."""
    for code in languages:
        language = vocabulary.language(code)
        for place, forms in enumerate(language.dates.months):
            yield from ((form, "month", str(place + 1)) for form in forms)
        for value, patterns in language.claims.get("periods", {}).items():
            for pattern in patterns:
                yield from ((written, "relative", value) for written in vocabulary.expand(pattern))
        yield from ((form, "since", "") for form in language.dates.phrases["since"])
        yield from ((form, "until", "") for form in language.dates.phrases["until"])


def _records(tables: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    for table in tables:
        for kind, patterns in table.get("records", {}).items():
            for pattern in patterns:
                for written in vocabulary.expand(pattern):
                    yield written, kind, ""
