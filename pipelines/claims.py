"""Pure: an article's text -> Claim, what an agency other than the General Staff's list is said to assert."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from pipelines.assertions.attribution import Attribution, attribute
from pipelines.assertions.claim import Claim, Qualifier
from pipelines.assertions.claim_repetitions import is_sum, settled
from pipelines.assertions.claim_sentence import Heard, SentenceReader
from pipelines.assertions.claim_vocabulary import ClaimVocabulary, claim_vocabulary
from pipelines.assertions.quantities import UNSHARED, Quantity, lends_unit, read_quantities
from pipelines.assertions.relayed_press import with_press_relayed
from pipelines.assertions.sentences import Prose, Sentence, read_prose
from pipelines.assertions.superlatives import speaks_of_last, speaks_of_row
from pipelines.vocabulary.agencies import belligerents, press

__all__ = ["Claim", "Qualifier", "read_claims"]

CLAIMING = frozenset({"agency", "courier"})
TOP = 8  # lines in which the title may be printed again
_OPENING = 3  # lines whose agencies an article is about


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
    return tuple(settled(_Article(prose, headline, published, taken).claims()))


class _Article:
    """Reads an article sentence by sentence, keeping what the next one may refer to."""

    def __init__(
        self, prose: Prose, headline: Prose | None, published: date | None, taken: Sequence[tuple[int, int]]
    ) -> None:
        self._prose, self._headline, self._published = prose, headline, published
        self._taken = _Taken(taken)
        self._known = claim_vocabulary(prose.languages)
        self._subjects = _subjects(prose, headline, self._known)
        ministries = _subjects(prose, headline, self._known, frozenset({"agency"})) - press() - belligerents()
        self._about = next(iter(ministries)) if len(ministries) == 1 else None
        self._found: list[Claim] = []
        self._heard = Heard()
        self._latest: Sequence[int] = ()
        self._last: Quantity | None = None

    def claims(self) -> list[Claim]:
        voices = attribute(self._prose, self._headline, self._known)
        repeated = self._repeated()
        for sentence, attribution in zip(self._prose.sentences, voices, strict=True):
            if sentence.line not in repeated:  # the title, printed again above the text
                self._read(sentence, attribution)
        named = {
            voice.agency: sentence.start
            for sentence, attribution in zip(self._prose.sentences, voices, strict=True)
            for voice in attribution.voices
            if voice.agency and not attribution.carried
        }
        return with_press_relayed(
            self._found, self._subjects, press() - _named(self._headline, self._known, CLAIMING), named
        )

    def _repeated(self) -> AbstractSet[int]:
        """The lines at the top that print the title again."""
        if self._headline is None:
            return frozenset()
        title = self._headline.line_keys(0)
        return frozenset(line for line in range(TOP) if self._prose.line_keys(line) == title)

    def _read(self, sentence: Sentence, attribution: Attribution) -> None:
        quantities = read_quantities(self._prose, sentence, self._known, self._last)
        self._last = next((each for each in reversed(quantities) if each.base not in UNSHARED), self._last)
        self._last = self._last or lends_unit(self._prose, sentence, self._known)
        averaging = self._about is not None and any(voice.source for voice in attribution.voices)
        if not averaging and not any(voice.agency for voice in attribution.voices):
            self._latest = ()
            return
        row = speaks_of_row(self._prose, sentence, self._known)
        spoken = speaks_of_last(self._prose, sentence, self._known, counts=bool(quantities))
        back = spoken and self._mark_latest(row=row)
        reader = SentenceReader(self._prose, sentence, self._known, attribution, self._heard)
        reader.date(self._published, [each.start for each in quantities])
        reader.tell_of(self._about)
        found = reader.claims([each for each in quantities if each not in self._taken], records=not back)
        loose = attribution.loose and attribution.voices[0].agency not in self._subjects
        self._keep(self._heard.going_on(found) if loose else found)

    def _keep(self, claims: Sequence[Claim]) -> None:
        if claims:
            self._latest = range(len(self._found), len(self._found) + len(claims))
        for claim in claims:
            self._found.append(claim)
            self._heard.hear(claim)

    def _mark_latest(self, *, row: bool) -> bool:
        """Make the figure of the sentence before a record, its first count or else share, or all of its `row`; False
        where there is none."""
        valued = [at for at in self._latest if not is_sum(self._found[at])]
        first = min(valued, key=lambda at: (self._found[at].unit == "%", at), default=None)
        for at in valued if row else () if first is None else (first,):
            self._found[at] = replace(self._found[at], record=True)
        return first is not None


def _subjects(
    prose: Prose, headline: Prose | None, known: ClaimVocabulary, kinds: AbstractSet[str] = CLAIMING
) -> AbstractSet[str]:
    """The agencies that an article names in its title or its first lines, which it is then about."""
    return _named(headline, known, kinds) | _named(prose, known, kinds, lines=_OPENING)


def _named(prose: Prose | None, known: ClaimVocabulary, kinds: AbstractSet[str], lines: int = 1) -> AbstractSet[str]:
    """The agencies that the first `lines` of a text name."""
    if prose is None:
        return frozenset()
    opening = [sentence for sentence in prose.sentences if sentence.line < lines]
    names = [name for sentence in opening for name in prose.find(known.names, sentence)]
    return frozenset(name.value for name in names if name.kind in kinds)


class _Taken:
    """The places of figures that are another reader's, in order and without overlap once joined."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._places: list[tuple[int, int]] = []
        for start, end in sorted(places):
            if self._places and start <= self._places[-1][1]:
                self._places[-1] = self._places[-1][0], max(end, self._places[-1][1])
            else:
                self._places.append((start, end))
        self._ends = [end for _, end in self._places]

    def __contains__(self, quantity: Quantity) -> bool:
        at = bisect_left(self._ends, quantity.start + 1)
        return at < len(self._places) and self._places[at][0] < quantity.end
