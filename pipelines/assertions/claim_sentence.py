"""Pure: one sentence with who speaks in it -> its claims, in the light of what was heard before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pipelines.assertions.attribution import Attribution
from pipelines.assertions.claim import Claim, Qualifier
from pipelines.assertions.claim_vocabulary import ClaimVocabulary
from pipelines.assertions.periods import Period, find_periods, period_of
from pipelines.assertions.quantities import Quantity, rate_beside, unit_beside
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.assertions.speakers import Voice
from pipelines.assertions.superlatives import record_cues, split_records
from pipelines.assertions.topics import OTHER, WAR_TOPICS, distance, subject_of, topic_of, topic_of_record
from pipelines.vocabulary.agencies import keepers, specialties, staffs
from pipelines.vocabulary.lexicon import Lexicon, Lexicons, Term

SHARES = frozenset({"%", "times"})  # units that say nothing of what is counted


class Heard:
    """What each agency has been heard to speak of in an article so far."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self._relayed: dict[tuple[str, str | None], str] = {}
        self._topics: dict[str, set[str]] = defaultdict(set)
        self._of_people: set[str] = set()

    def hear(self, claim: Claim) -> None:
        self._last[claim.agency] = claim.topic
        if claim.topic != OTHER:
            self._relayed[claim.agency, claim.relays] = claim.topic
        self._topics[claim.agency].add(claim.topic)
        if claim.unit == "people":
            self._of_people.add(claim.agency)

    def last_topic(self, agency: str) -> str | None:
        return self._last.get(agency)

    def relays(self, voice: Voice, topic: str) -> str | None:
        """Whom a voice relays: one named before only as long as it speaks of the same."""
        if voice.named or voice.relays is None:
            return voice.relays
        return voice.relays if self._relayed.get((voice.agency or "", voice.relays), topic) == topic else None

    def going_on(self, found: Sequence[Claim]) -> list[Claim]:
        """The claims whose speaker is not named near them that are about what that agency was speaking of.

        A share goes with the count in its sentence: "18,159, or 88.4%".
        """
        kept = [claim for claim in found if claim.unit not in SHARES and self._is_spoken_of(claim)]
        joined = kept[0].topic if kept else None
        shares = [claim for claim in found if claim.unit in SHARES]
        topics = {joined} | {topic for claim in shares for topic in self._topics[claim.agency]} - {OTHER}
        return kept + [
            replace(share, topic=joined or share.topic) for share in shares if joined or share.topic in topics
        ]

    def _is_spoken_of(self, claim: Claim) -> bool:
        counted = claim.unit == "people" and claim.agency in self._of_people
        known = claim.topic != OTHER and claim.topic in self._topics[claim.agency]
        return counted or known or claim.topic in WAR_TOPICS


class _Told(NamedTuple):
    """What a claim counts: a figure's value, or a record's unit alone."""

    base: str
    rate: str
    record: bool
    qualifier: Qualifier = "exact"
    value: int | float | None = None
    high: int | float | None = None


class SentenceReader:
    """Reads one sentence."""

    def __init__(
        self, prose: Prose, sentence: Sentence, known: ClaimVocabulary, attribution: Attribution, heard: Heard
    ) -> None:
        self._prose, self._sentence, self._known = prose, sentence, known
        self._attribution, self._heard = attribution, heard
        self._about: str | None = None
        self._published: date | None = None
        self._starts: Sequence[int] = ()

    def date(self, published: date | None, starts: Sequence[int]) -> None:
        """Read the times of the sentence against the day of publication; `starts` are where its figures begin."""
        self._published, self._starts = published, starts

    def tell_of(self, agency: str | None) -> None:
        """Read the sentence as one of an article about an agency."""
        self._about = agency

    # What only a sentence with a claim is searched for.

    @cached_property
    def _periods(self) -> Sequence[Period]:
        return find_periods(self._prose, self._sentence, self._known, self._published)

    @cached_property
    def _topics(self) -> Sequence[Term]:
        return self._found(self._known.topics)

    @cached_property
    def _sides(self) -> Sequence[Term]:
        return self._found(self._known.sides)

    @cached_property
    def _places(self) -> Sequence[Term]:
        return self._found(self._known.places)

    def _found(self, lexicon: Lexicon | Lexicons) -> Sequence[Term]:
        return self._prose.find(lexicon, self._sentence)

    def claims(self, quantities: Sequence[Quantity], *, records: bool) -> list[Claim]:
        """The claims of the sentence; without `records` its words of record speak of another sentence's figure."""
        spoken = [
            (each, voice)
            for each in quantities
            if (voice := self._explaining(each.start, each) or self._voice(each.start)) is not None
        ]
        cues = record_cues(self._prose, self._sentence, self._known) if records else []
        cues = [cue for cue in cues if self._teller(cue)]
        rates = {cue: rate_beside(self._prose, self._sentence, self._known, cue) for cue in cues}
        called, without = split_records(self._prose, cues, [each for each, _ in spoken], rates)
        found = [self._figure(each, voice, record=each in called) for each, voice in spoken]
        found += [claim for cue in without if (claim := self._bare_record(cue)) is not None]
        return [claim for claim in found if claim.topic in specialties().get(claim.agency, {claim.topic})]

    def _voice(self, place: int) -> Voice | None:
        voice = self._attribution.at(place)
        return voice if voice is not None and voice.agency is not None else None

    def _teller(self, cue: Term) -> Voice | None:
        return self._explaining(cue.start) or self._voice(cue.start)

    def _explaining(self, place: int, quantity: Quantity | None = None) -> Voice | None:
        """The agency that an article is about, for an average, a sum over weeks or a record that the list's keeper is
        named for: the agency draws on it."""
        voice = self._attribution.at(place)
        if self._about in {None, *keepers()} or voice is None or voice.source not in keepers():
            return None
        own = voice.agency is not None and voice.source not in staffs()
        if own or (voice.agency is None and quantity is not None and not quantity.rate):
            return None
        return replace(voice, agency=self._about, relays=voice.source)

    def _figure(self, quantity: Quantity, voice: Voice, *, record: bool) -> Claim:
        start, end = quantity.start, quantity.end
        before = self._heard.last_topic(voice.agency or "")
        base = None if quantity.base == "months" else quantity.base
        topic = topic_of(self._topics, base, start, end, before=before)
        told = _Told(quantity.base, quantity.rate, record, quantity.qualifier, quantity.value, quantity.high)
        return self._claim(voice, topic, start, end, told)

    def _bare_record(self, cue: Term) -> Claim | None:
        """A record that the sentence claims of a development without giving its figure."""
        voice = self._teller(cue)
        topic = topic_of_record(self._topics, cue, self._found(self._known.records))
        if voice is None or topic == OTHER:
            return None
        unit = unit_beside(self._prose, self._sentence, self._known, cue, topic)
        rate = rate_beside(self._prose, self._sentence, self._known, cue)
        return self._claim(voice, topic, cue.start, cue.end, _Told(unit, rate, record=True))

    def _claim(self, voice: Voice, topic: str, start: int, end: int, told: _Told) -> Claim:
        """The claim whose figure or word of record stands at `start..end`."""
        ceiling = next((place for place in self._starts if place >= end), self._sentence.end)
        return Claim(
            agency=voice.agency or "",
            relays=self._heard.relays(voice, topic),
            topic=topic,
            subject=subject_of(topic, told.base, told.rate, self._side(start, end)),
            value=told.value,
            value_high=told.high,
            unit=f"{told.base}/{told.rate}" if told.rate else told.base,
            qualifier=told.qualifier,
            period=period_of(self._periods, self._prose.folded, start, end, ceiling),
            place=self._place(start, end),
            record=told.record,
            quote=self._prose.text[self._sentence.start : self._sentence.end],
            start=self._sentence.start,
            end=self._sentence.end,
        )

    def _side(self, start: int, end: int) -> str:
        """Whose: the side named nearest to the figure."""
        nearest = min(self._sides, key=lambda term: distance(term, start, end), default=None)
        return nearest.value if nearest else ""

    def _place(self, start: int, end: int) -> str | None:
        """Where: the region or town named nearest to the figure, unless another figure is nearer to it."""
        nearest = min(self._places, key=lambda term: distance(term, start, end), default=None)
        if nearest is None:
            return None
        others = [place for place in self._starts if not start <= place < end]
        closer = any(distance(nearest, place, place) < distance(nearest, start, end) for place in others)
        return None if closer else nearest.value
