"""Pure: sentences -> Claim, what an agency other than the General Staff's list is said to assert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pipelines.attribution import Attribution, Voice, attribute
from pipelines.claim_vocabulary import ClaimVocabulary, claim_vocabulary, specialties
from pipelines.lexicon import Term
from pipelines.periods import find_periods, period_of
from pipelines.quantities import UNSHARED, Qualifier, Quantity, rate_beside, read_quantities, unit_beside
from pipelines.sentences import Prose, Sentence, read_prose
from pipelines.superlatives import record_cues, speaks_of_last, split_records
from pipelines.topics import OTHER, WAR_TOPICS, distance, subject_of, topic_of


AT_ONCE = 3  # characters between a sentence that claims a record and the one that gives its figure


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion. `quote` is `text[start:end]`, the sentence it stands in; `period` is an ISO date, month, year or
    `start/end` interval; `value` is None for a record that is claimed without a figure."""

    agency: str
    relays: str | None
    topic: str
    subject: str
    value: int | float | None
    value_high: int | float | None
    unit: str
    qualifier: Qualifier
    period: str | None
    place: str | None
    record: bool
    quote: str
    start: int
    end: int


def read_claims(
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    language: str | None = None,
    taken: tuple[tuple[int, int], ...] = (),
) -> tuple[Claim, ...]:
    """Read the claims of one article in the order of its sentences.

    `taken` are the places of the General Staff's figures (from `read_losses`), which are never claims.
    """
    prose = read_prose(text, language)
    headline = read_prose(title, language) if title.strip() else None
    return tuple(_settled(_Article(prose, headline, published, taken).claims()))


class _Article:
    """Reads an article sentence by sentence, keeping what the next one may refer to."""

    def __init__(
        self, prose: Prose, headline: Prose | None, published: date | None, taken: Sequence[tuple[int, int]]
    ) -> None:
        self._prose, self._headline, self._published, self._taken = prose, headline, published, taken
        self._known = claim_vocabulary(prose.languages)
        self._found: list[Claim] = []
        self._latest: Sequence[Claim] = ()
        self._last: Quantity | None = None

    def claims(self) -> list[Claim]:
        voices = attribute(self._prose, self._headline, self._known)
        for sentence, attribution in zip(self._prose.sentences, voices, strict=True):
            if not _repeats(self._prose, sentence, self._headline):
                self._read(sentence, attribution)
        return self._found

    def _read(self, sentence: Sentence, attribution: Attribution) -> None:
        quantities = read_quantities(self._prose, sentence, self._known, self._last)
        self._last = next((each for each in reversed(quantities) if each.base not in UNSHARED), self._last)
        if not any(voice.agency for voice in attribution.voices):
            self._latest = ()
            return
        back = speaks_of_last(self._prose, sentence, self._known) and self._mark_latest()
        reading = _Reading(self._prose, sentence, self._known, attribution, self._published, self._found)
        found = reading.claims([each for each in quantities if not _is_taken(each, self._taken)], records=not back)
        kept = _going_on(found, self._found) if attribution.loose else found
        self._latest = kept or self._latest
        self._found += kept

    def _mark_latest(self) -> bool:
        """Make the last figure of the sentence before a record; False where there is none."""
        valued = [claim for claim in self._latest if claim.value is not None]
        if valued:
            place = self._found.index(valued[-1])
            self._found[place] = replace(valued[-1], record=True)
        return bool(valued)


def _repeats(prose: Prose, sentence: Sentence, headline: Prose | None) -> bool:
    """Whether a sentence is the title, printed again above the text."""
    return headline is not None and sentence.line == 0 and prose.line_keys(0) == headline.line_keys(0)


def _going_on(found: Sequence[Claim], before: Sequence[Claim]) -> list[Claim]:
    """The claims whose speaker is not named near them that are about what that agency was speaking of.

    A share goes with the count in its sentence: "18,159, or 88.4%".
    """
    kept = [claim for claim in found if claim.unit != "%" and _is_spoken_of(claim, before)]
    topics = {claim.topic for claim in (*kept, *before)} - {OTHER}
    joined = kept[0].topic if kept else None
    shares = [claim for claim in found if claim.unit == "%"]
    return [
        *kept,
        *(replace(share, topic=joined or share.topic) for share in shares if joined or share.topic in topics),
    ]


def _is_spoken_of(claim: Claim, before: Sequence[Claim]) -> bool:
    same = [each for each in before if each.agency == claim.agency]
    counted = claim.unit == "people" and any(each.unit == "people" for each in same)
    return counted or claim.topic in WAR_TOPICS or any(each.topic == claim.topic != OTHER for each in same)


def _is_taken(quantity: Quantity, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < quantity.end and quantity.start < end for start, end in taken)


class _Reading:
    """One sentence with who speaks in it."""

    def __init__(
        self,
        prose: Prose,
        sentence: Sentence,
        known: ClaimVocabulary,
        attribution: Attribution,
        published: date | None,
        before: Sequence[Claim],
    ) -> None:
        self._before = before
        self._starts: list[int] = []
        self._prose, self._sentence, self._attribution = prose, sentence, attribution
        self._known = known
        self._topics = [cue for lexicon in known.topics.values() for cue in lexicon.find(prose.folded, sentence.words)]
        self._sides = known.sides.find(prose.folded, sentence.words)
        self._periods = find_periods(prose, sentence, known, published)

    def claims(self, quantities: Sequence[Quantity], *, records: bool) -> list[Claim]:
        """The claims of the sentence; without `records` its words of record speak of another sentence's figure."""
        spoken = [(each, voice) for each in quantities if (voice := self._voice(each.start)) is not None]
        cues = record_cues(self._prose, self._sentence, self._known) if records else []
        cues = [cue for cue in cues if self._voice(cue.start)]
        called, without = split_records(self._prose, cues, [each for each, _ in spoken])
        self._starts = [each.start for each in quantities]
        found = [self._claim(each, voice, record=each in called) for each, voice in spoken]
        found += [claim for cue in without if (claim := self._bare_record(cue)) is not None]
        return [claim for claim in found if claim.topic in specialties().get(claim.agency, {claim.topic})]

    def _relays(self, voice: Voice, topic: str) -> str | None:
        """Whom the voice relays: named before, only as long as it speaks of the same."""
        if voice.named or voice.relays is None:
            return voice.relays
        relayed = [
            claim.topic for claim in self._before if (claim.agency, claim.relays) == (voice.agency, voice.relays)
        ]
        return voice.relays if not relayed or relayed[-1] == topic else None

    def _side(self, start: int, end: int) -> str:
        """Whose: the side named nearest to the figure."""
        nearest = min(self._sides, key=lambda term: distance(term, start, end), default=None)
        return nearest.value if nearest else ""

    def _period(self, start: int, end: int) -> str | None:
        ceiling = next((place for place in self._starts if place >= end), self._sentence.end)
        return period_of(self._periods, self._prose.folded, start, end, ceiling)

    def _voice(self, place: int) -> Voice | None:
        voice = self._attribution.at(place)
        return voice if voice is not None and voice.agency is not None else None

    def _claim(self, quantity: Quantity, voice: Voice, *, record: bool) -> Claim:
        before = next((claim.topic for claim in reversed(self._before) if claim.agency == voice.agency), None)
        topic = topic_of(self._topics, quantity.base, quantity.start, quantity.end, before=before)
        return self._make(
            voice,
            topic=topic,
            subject=subject_of(topic, quantity.base, quantity.rate, self._side(quantity.start, quantity.end)),
            value=quantity.value,
            value_high=quantity.high,
            unit=quantity.unit,
            qualifier=quantity.qualifier,
            period=self._period(quantity.start, quantity.end),
            record=record,
        )

    def _bare_record(self, cue: Term) -> Claim | None:
        """A record that the sentence claims of a development without giving its figure."""
        voice = self._voice(cue.start)
        topic = topic_of(self._topics, None, cue.start, cue.end)
        if voice is None or topic == OTHER:
            return None
        unit = unit_beside(self._prose, self._sentence, self._known, cue, topic)
        rate = rate_beside(self._prose, self._sentence, self._known, cue)
        return self._make(
            voice,
            topic=topic,
            subject=subject_of(topic, unit, rate, self._side(cue.start, cue.end)),
            value=None,
            value_high=None,
            unit=f"{unit}/{rate}" if rate else unit,
            qualifier="exact",
            period=self._period(cue.start, cue.end),
            record=True,
        )

    def _make(
        self,
        voice: Voice,
        *,
        topic: str,
        subject: str,
        value: int | float | None,
        value_high: int | float | None,
        unit: str,
        qualifier: Qualifier,
        period: str | None,
        record: bool,
    ) -> Claim:
        return Claim(
            agency=voice.agency or "",
            relays=self._relays(voice, topic),
            topic=topic,
            subject=subject,
            value=value,
            value_high=value_high,
            unit=unit,
            qualifier=qualifier,
            period=period,
            place=None,
            record=record,
            quote=self._prose.text[self._sentence.start : self._sentence.end],
            start=self._sentence.start,
            end=self._sentence.end,
        )


class _Key(NamedTuple):
    agency: str
    value: int | float | None
    value_high: int | float | None
    base: str
    topic: str | None


def _key(claim: Claim) -> _Key:
    base = claim.unit.partition("/")[0]
    return _Key(claim.agency, claim.value, claim.value_high, base, claim.topic if claim.value is None else None)


def _settled(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each assertion of an article: repetitions are joined, a bare record goes to the figure it is of."""
    found: list[Claim] = []
    for claim in claims:
        place = next((at for at, other in enumerate(found) if _same(claim, other)), None)
        if place is None:
            found.append(claim)
        else:
            other = found[place]
            found[place] = replace(
                other, record=other.record or claim.record, period=other.period or claim.period,
                relays=other.relays or claim.relays,
            )  # fmt: skip
    return _with_records_placed(found)


def _same(claim: Claim, other: Claim) -> bool:
    periods = {claim.period, other.period} - {None}
    return _key(claim) == _key(other) and (len(periods) < 2 or claim.value is None)


def _with_records_placed(claims: Sequence[Claim]) -> list[Claim]:
    """Join a bare record with the figure it is of: one at its own rate, or one that follows at once in its unit.

    A bare record that a figure of its topic repeats is left out.
    """
    settled = list(claims)
    for bare in [claim for claim in claims if claim.value is None]:
        same = [at for at, claim in enumerate(settled) if claim.value is not None and _is_of(bare, claim)]
        alike = [at for at in same if settled[at].unit == bare.unit]
        near = alike if "/" in bare.unit else [at for at in alike if 0 <= settled[at].start - bare.end <= AT_ONCE]
        repeated = any(settled[at].record for at in (alike if "/" in bare.unit and alike else same))
        if near and not repeated:
            nearest = min(near, key=lambda at: _apart(settled[at], bare))
            settled[nearest] = replace(settled[nearest], record=True)
        if near or repeated:
            settled.remove(bare)
    return settled


def _is_of(bare: Claim, claim: Claim) -> bool:
    alike = (claim.agency, claim.topic) == (bare.agency, bare.topic)
    return alike and claim.unit.partition("/")[0] == bare.unit.partition("/")[0]


def _apart(claim: Claim, other: Claim) -> int:
    return max(claim.start - other.end, other.start - claim.end)
