"""Pure: sentences -> who is speaking in each, named in it, in the next one, or carried on from before.

A voice without a name ("the ministry adds") is the last named one; a new source, background and headlines end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.assertions.citations import REACH_BEFORE, is_cited
from pipelines.assertions.claim_vocabulary import ClaimVocabulary
from pipelines.assertions.quotations import quotations
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.assertions.speakers import Speakers, Voice
from pipelines.assertions.speech_signs import OUTLETS, WEAK, Signs, speech_terms
from pipelines.assertions.voices import voices_of
from pipelines.vocabulary.agencies import namesakes, shared_names

REACH_OPENING = 12
LONGEST_HEADING = 16
LONGEST_LABEL = 5
STOPS = '.!?…"”»。！？」』؟।'


@dataclass(frozen=True, slots=True)
class Attribution:
    """The voices of one sentence; `carried` where they come from another sentence of the same line or list, `loose`
    where only nobody else has spoken since in the article."""

    voices: tuple[Voice, ...] = ()
    carried: bool = False
    loose: bool = False

    def at(self, place: int) -> Voice | None:
        """The voice that a figure at `place` belongs to: the last one before it, else the first after it."""
        before = [voice for voice in self.voices if voice.start < place]
        return before[-1] if before else next(iter(self.voices), None)


def attribute(prose: Prose, title: Prose | None, known: ClaimVocabulary) -> list[Attribution]:
    """Who speaks in each sentence of a text; `title` speaks for the first line where that names nobody."""
    return _Reader(prose, known).read(title)


class _Reader:
    def __init__(self, prose: Prose, known: ClaimVocabulary) -> None:
        self._prose, self._known = prose, known
        self._found: list[Attribution] = []
        self._state = Speakers()
        ended = (one.line for one in reversed(prose.sentences) if prose.text[one.end - 1] in STOPS + ":")
        self._ended = next(ended, len(prose.text))

    def read(self, title: Prose | None) -> list[Attribution]:
        self._state.named |= self._namesake()
        if title is not None:
            self._open_with(title)
        for at, sentence in enumerate(self._prose.sentences):
            self._found.append(self._attribute(at, sentence))
        for first, last in quotations(self._prose):
            self._quote(first, last)
            self._quote_within(first, last)
        return self._found

    def _quote(self, first: int, last: int) -> None:
        """Who is named at the end of a quotation, or else at its beginning, speaks in all of its sentences."""
        speaking = [self._found[at] for at in (last, first) if self._found[at].voices and not self._found[at].carried]
        voice = speaking[0].voices[-1] if speaking else None
        if voice is None or not voice.agency or voice.guessed:
            return
        silent = Attribution((replace(voice, start=0, end=0, named=False),), carried=True)
        for at in range(first, last + 1):
            found = self._found[at]
            if not found.voices or found.carried or all(_is_stranger(each) for each in found.voices):
                self._found[at] = silent

    def _quote_within(self, first: int, last: int) -> None:
        """Whom a quotation names it relays, where no name but "the update says" tells whose it is: the speaker of the
        line before."""
        before, end = self._found[first - 1] if first else Attribution(), self._found[last]
        voice = next((voice for voice in before.voices if voice.agency), None)
        told = end.voices and not any(voice.named or voice.guessed for voice in end.voices) and not end.carried
        if voice is None or not told:
            return
        for at in range(first, last + 1):
            within = tuple(_quoted(voice, each) for each in self._found[at].voices)
            self._found[at] = replace(self._found[at], voices=within)

    def _namesake(self) -> set[str]:
        """The first agency of the text that is named by more than the name it shares with another."""
        sharing = {*namesakes(), *namesakes().values()}
        folded = self._prose.folded
        for sentence in self._prose.sentences:
            for name in self._prose.find(self._known.names, sentence):
                if name.value in sharing and folded[name.start : name.end] not in shared_names():
                    return {name.value}
        return set()

    def _open_with(self, title: Prose) -> None:
        for sentence in title.sentences:
            signs = Signs.of(speech_terms(title, sentence, self._known, self._state.named), sentence)
            voices = voices_of(title, sentence, signs, self._state)
            named = [voice for voice in voices if voice.agency and voice.named]
            places = {name.value: name for name in signs.names if name.kind == "weak"}
            if not named and len(places) == 1:
                (place,) = places.values()
                self._state.authority = Voice(place.start, place.end, place.value)
            if named:
                self._state.speak(replace(named[-1], relays=None), 0)
                self._state.told = self._state.voice
                self._state.heard.add(named[-1].agency)

    def _attribute(self, at: int, sentence: Sentence) -> Attribution:
        signs = Signs.of(speech_terms(self._prose, sentence, self._known, self._state.named), sentence)
        if self._is_headline(sentence, signs):
            return Attribution((Voice(sentence.start, sentence.start, None),))
        if signs.opener == "drops":
            self._state.voice, self._state.document = None, False
        voices = voices_of(self._prose, sentence, signs, self._state)
        if signs.opener == "looks_back":
            voices = voices or _mentioned(signs)
            if voices and (voices[0].agency or voices[0].keeper):
                self._look_back(at, sentence, voices[0])
        if any(voice.guessed for voice in voices):
            self._state.speak(voices[-1], sentence.line)
            return Attribution(tuple(voices))
        self._state.heard |= {voice.agency for voice in voices if voice.agency}
        self._state.relayed |= {voice.relays for voice in voices if voice.relays}
        if not voices:
            self._watch_subject(signs)
            return self._carry(at, sentence, signs)
        self._state.document = self._is_heading(sentence, voices[0], signs)
        if not all(voice.denied for voice in voices):
            lasting = _lasting(voices)
            self._state.speak(lasting, sentence.line)
            if lasting.agency and lasting.agency not in self._state.relayed:
                self._state.told = lasting
        return Attribution(tuple(voices))

    def _is_headline(self, sentence: Sentence, signs: Signs) -> bool:
        """ "Read also: …", and the lines without a full stop that follow "Related articles"."""
        ends = self._prose.text[sentence.end - 1] in STOPS
        if signs.opener == "headlines":
            self._state.headlines = not ends and len(sentence.words) <= LONGEST_LABEL
            return True
        self._state.headlines = self._state.headlines and not ends
        return self._state.headlines

    def _is_heading(self, sentence: Sentence, voice: Voice, signs: Signs) -> bool:
        """Whether a line at the top only says whose document follows: "Ministry's report on the week (20 - 26 May)"."""
        opens = voice.named and sentence.line <= 1 and voice.start - sentence.start <= REACH_OPENING
        ends = self._prose.text[sentence.end - 1] in STOPS
        return (
            opens
            and not ends
            and len(sentence.words) <= LONGEST_HEADING
            and not any(verb.kind == "says" for verb in signs.verbs)
        )

    def _watch_subject(self, signs: Signs) -> None:
        """The one agency that a sentence names is who "the group said" means in the next one."""
        names = [name for name in signs.names if name.kind == "agency" and not is_cited(self._prose, name, signs)]
        if len({name.value for name in names}) == 1:
            first = names[0]
            if self._state.voice is None or self._state.voice.agency != first.value:
                self._state.speak(Voice(first.start, first.end, first.value), -1)

    def _carry(self, at: int, sentence: Sentence, signs: Signs) -> Attribution:
        """A sentence without a voice goes on with the last one within the same line or list."""
        voice = self._state.voice
        if voice is None:
            return Attribution()
        same = sentence.line == self._state.line
        listed = sentence.item and at > 0 and self._found[at - 1].voices and self._lists(at - 1)
        close = bool(same or listed or self._state.document)
        if close and not _opens_with_another(sentence, signs):
            self._state.line = sentence.line
        elif (
            self._state.told is None
            or not self._is_back(sentence, voice)
            or self._is_of_another(sentence, voice, signs)
        ):
            return Attribution()
        else:
            voice = self._state.told
        silent = replace(voice, start=sentence.start, end=sentence.start, named=False)
        return Attribution((silent,), carried=True, loose=not close)

    def _is_back(self, sentence: Sentence, voice: Voice) -> bool:
        """Whether a sentence that names nobody goes on with the one agency of the article, who spoke last or was only
        interrupted some lines before. Short lines behind the last full stop are headlines of other pages."""
        if not sentence.words or self._is_tail(sentence):
            return False
        return len(self._state.heard - self._state.relayed) == 1 and (
            bool(voice.agency) or sentence.line > self._state.line + 1
        )

    def _is_of_another(self, sentence: Sentence, voice: Voice, signs: Signs) -> bool:
        """Whether a sentence names anybody beside the one who has been speaking and those it relays, who may be whose
        figures it tells."""
        mute = WEAK | OUTLETS | {"other"}
        own = {voice.agency, *self._state.relayed}
        return _opens_with_another(sentence, signs) or any(
            name.kind not in mute and name.value not in own for name in signs.names
        )

    def _is_tail(self, sentence: Sentence) -> bool:
        """Whether a line is one of the short ones behind the last full stop; a single one is cut off, a dash makes a
        list."""
        last = self._prose.sentences[-1].line
        if sentence.line <= self._ended or last == self._ended + 1 or len(sentence.words) > LONGEST_HEADING:
            return False
        return " - " not in self._prose.folded[sentence.start : sentence.end]

    def _lists(self, at: int) -> bool:
        """Whether a sentence belongs to a list or opens one."""
        sentence = self._prose.sentences[at]
        return sentence.item or self._prose.text[sentence.start : sentence.end].endswith(":")

    def _look_back(self, at: int, sentence: Sentence, voice: Voice) -> None:
        """ "That's according to X": the sentences before it in its line, or else the line before it."""
        place, line = at - 1, sentence.line
        if place < 0:
            return
        if self._prose.sentences[place].line != line:
            line = self._prose.sentences[place].line
        while place >= 0 and self._prose.sentences[place].line == line:
            if self._found[place].voices and not self._found[place].carried:
                return
            told = replace(voice, start=0, end=0, named=False)
            if voice.keeper and self._is_of_a_week(self._prose.sentences[place]):
                told = replace(told, agency=voice.source)
            self._found[place] = Attribution((told,), carried=True)
            place -= 1

    def _is_of_a_week(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of a week or more, whose sums are its keeper's claims."""
        return any(term.kind == "spans" for term in self._known.speech.find(self._prose.folded, sentence.words))


def _mentioned(signs: Signs) -> list[Voice]:
    """The agencies that a sentence which looks back names by whatever words."""
    keepers = [
        Voice(name.start, name.end, None, source=name.value, keeper=True)
        for name in signs.names
        if name.kind == "keeper"
    ]
    return [Voice(name.start, name.end, name.value) for name in signs.names if name.kind == "agency"] or keepers


def _is_stranger(voice: Voice) -> bool:
    """Whether somebody speaks whom no vocabulary knows: whom a quotation names so, its speaker tells of."""
    return not (voice.agency or voice.source or voice.named)


def _quoted(speaker: Voice, other: Voice) -> Voice:
    """Another's voice within what a speaker is quoted with."""
    if not other.agency or other.agency == speaker.agency:
        return other
    return replace(other, agency=speaker.agency, relays=other.agency)


def _opens_with_another(sentence: Sentence, signs: Signs) -> bool:
    """Whether a sentence begins with somebody whose figures are no claims: "Zelensky has 46,000 in mind"."""
    return any(name.kind == "other" and name.start - sentence.start <= REACH_BEFORE for name in signs.names)


def _lasting(voices: Sequence[Voice]) -> Voice:
    """The voice that goes on: the last one, but not who passes another's figures on ("…, reports the BBC"), nor a state
    that is only said to do something ("as Kyiv gives no figures")."""
    told = [voice for voice in voices if not voice.aside and not (voice.weak and not voice.agency)]
    return told[-1] if told and told[-1].agency else voices[-1]
