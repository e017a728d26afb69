"""Pure: who speaks in one sentence: by name, by a word that stands for the last name, or as a person of an agency.

A mention of an agency is a voice where a verb of reporting or an introduction ("according to") goes with it, or where
it stands as a label. A cited agency is relayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pipelines.assertions.citations import (
    MARK,
    REACH_BEFORE,
    REACH_CITED,
    REACH_WEAK,
    REACH_WITH,
    apart,
    between,
    counts_itself,
    is_cited,
    tells_data,
)
from pipelines.assertions.named_voices import REACH_AFTER, named_voices
from pipelines.assertions.personal_voices import people_named, personal_voices, unknown_voices
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.assertions.speakers import Speakers, Voice
from pipelines.assertions.speech_signs import OUTLETS, WEAK, Signs
from pipelines.vocabulary.agencies import belligerents, no_ministries, partners, unnamed
from pipelines.vocabulary.lexicon import Term

_ENCLOSED = re.compile(r"^,[^,;:.]{1,80},|\([^()]{1,80}\)")  # "the institute, based in Germany, said"


def voices_of(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> list[Voice]:
    """The voices of one sentence in order, with whom they relay."""
    if signs.are_silent:
        return []
    cited = [name for name in signs.names if is_cited(prose, name, signs)]
    for name in signs.names:
        state.officials = state.officials or prose.folded[name.start : name.end].endswith("officials")
        if name.kind in {"agency", "keeper"}:
            state.people = dict.fromkeys(people_named(prose, sentence, name), name) | state.people
    named = [_keeping_on(voice, sentence, state) for voice in named_voices(prose, sentence, signs, cited)]
    generic = [voice for voice in _generic_voices(prose, signs, cited, state) if not _follows(voice, named)]
    people = [
        person
        for person in personal_voices(prose, sentence, signs, state)
        if not any(0 <= person.start - voice.end <= REACH_CITED for voice in generic)
        and (person.agency or not any(voice.agency for voice in named))
    ]
    generic = [voice for voice in generic if voice.agency or not named]
    voices = sorted([*named, *generic, *people], key=lambda voice: voice.start)
    voices = voices or list(unknown_voices(prose, sentence, signs, state))
    voices = voices or list(_counting(signs, cited)) or list(_by_their_data(prose, signs, cited))
    voices = voices or list(_only_named(signs, cited, state))
    relayed = sorted((name for name in cited if name.kind not in OUTLETS), key=lambda name: name.kind == "relayed")
    relays = relayed[0].value if relayed else None
    if not voices and cited:
        voices = [Voice(name.start, name.end, name.value) for name in cited if name.kind == "agency"][:1]
        going_on = state.voice if state.voice and state.voice.agency and voices else None
        if going_on and going_on.agency != voices[0].agency:
            voices = [replace(going_on, start=sentence.start, end=sentence.start, named=False)]
        else:
            relays = None
    elif relays and not any(voice.agency for voice in voices) and cited[0].kind == "agency":
        return voices
    heard = state.heard | {name.value for name in signs.names}
    voices = list(_explained(prose, voices, signs))
    return [_relaying(_with_partner(voice, heard), relays) for voice in voices]


def _only_named(signs: Signs, cited: Sequence[Term], state: Speakers) -> Iterator[Voice]:
    """The one agency that a sentence names, by whatever words: it is whose figures are told, unless it is itself what
    something is done to ("the SBU building") or is asked to comment."""
    own = [name for name in signs.names if name.kind not in WEAK | OUTLETS and name not in cited]
    done_to = any(apart(thing, name) <= REACH_WEAK for thing in signs.things for name in own)
    declines = any(0 <= denial.start - name.end <= REACH_WEAK for denial in signs.denials for name in own)
    if own and own[0].value in belligerents() and state.told is not None and state.told.agency != own[0].value:
        return
    if len({name.value for name in own}) == 1 and own[0].kind == "agency" and not (done_to or declines):
        yield Voice(own[0].start, own[0].end, own[0].value, guessed=True)


def _keeping_on(voice: Voice, sentence: Sentence, state: Speakers) -> Voice:
    """A keeper that told sums over a week right before goes on with them."""
    last = state.voice
    if voice.keeper and last is not None and last.agency == voice.source and sentence.line - state.line <= 1:
        return replace(voice, agency=last.agency)
    return voice


def _counting(signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    """Outlets that a sentence names with a count of their own, whatever else it says: "record: AFP analysis"."""
    for name in signs.names:
        if name.kind == "courier" and name not in cited and counts_itself(name, signs):
            yield Voice(name.start, name.end, name.value)


def _by_their_data(prose: Prose, signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    """Agencies whose figures a sentence tells without a verb of speech: "London's newest figures have …"."""
    for name in signs.names:
        if name.kind == "agency" and name not in cited and tells_data(prose, name, signs):
            yield Voice(name.start, name.end, name.value)


def _explained(prose: Prose, voices: Sequence[Voice], signs: Signs) -> Iterator[Voice]:
    """After "the ministry considers November the worst: by the General Staff's count …" the ministry still speaks, and
    after "… the worst month, with the General Staff reporting 45,680 losses"."""
    last: Voice | None = None
    for voice in voices:
        if last is not None and last.agency and voice.source and _goes_on(prose, last, voice, signs):
            yield replace(voice, agency=last.agency, relays=voice.source)
            continue
        last = voice
        yield voice


def _goes_on(prose: Prose, last: Voice, voice: Voice, signs: Signs) -> bool:
    """Whether what stands between makes the second name the first one's source: a colon, next to nothing, or "with"."""
    gap = prose.folded[last.end : voice.start]
    if ":" in gap or (len(gap) <= REACH_BEFORE and not MARK.search(gap)):
        return True
    return any(0 <= voice.start - term.end <= REACH_WITH for term in signs.accompanies)


def _relaying(voice: Voice, relays: str | None) -> Voice:
    return replace(voice, relays=relays) if relays and voice.agency and relays != voice.agency else voice


def _with_partner(voice: Voice, heard: AbstractSet[str | None]) -> Voice:
    """What two publish together is kept under one name."""
    partner = partners().get(voice.agency or "")
    return replace(voice, agency=partner) if partner in heard and partner else voice


def _follows(voice: Voice, named: Sequence[Voice]) -> bool:
    """Whether a voice without a name stands after one with a name, which it then is: "Oryx …, the group said"."""
    return any(other.start < voice.start for other in named)


def _generic_voices(prose: Prose, signs: Signs, cited: Sequence[Term], state: Speakers) -> Iterator[Voice]:
    """ "The ministry adds", "it is noted": the last named voice goes on."""
    speaker = _meant_by_office(prose, signs, state)
    if speaker is None:
        return
    if speaker.keeper:
        speaker = replace(speaker, agency=speaker.source if signs.spans else None)
    for term in (*signs.impersonal, *signs.cited_after):
        following = (name for name in signs.names if name.kind not in WEAK)
        if term.kind == "impersonal" and any(0 <= name.start - term.end <= REACH_BEFORE for name in following):
            continue
        yield replace(speaker, start=term.start, end=term.end, named=False)
        return
    for subject in sorted([*signs.subjects, *(term for term in signs.counts if term.kind == "own_count")]):
        if subject.kind == "officials" and not state.officials:
            continue
        if _speaks(prose, subject, signs, cited):
            yield replace(speaker, start=subject.start, end=subject.end, named=False)
            return


def _meant_by_office(prose: Prose, signs: Signs, state: Speakers) -> Voice | None:
    """The last voice, but where a word for an office speaks the last one that may be an office, or whom that word means
    where none has been named."""
    last = state.voice
    offices = [subject for subject in signs.subjects if subject.kind == "authorities"]
    fits = last is not None and (last.agency or last.source) not in {None, *no_ministries()}
    if not offices or fits:
        return last
    if state.authority is not None:
        return state.authority
    names = (unnamed().get(prose.folded[office.start : office.end]) for office in offices)
    name = next((name for name in names if name), None)
    return last if name is None else Voice(offices[0].start, offices[0].end, name)


def _speaks(prose: Prose, subject: Term, signs: Signs, cited: Sequence[Term]) -> bool:
    others = [name for name in signs.names if name not in cited]
    for name in cited:
        relative = prose.folded[subject.end : name.start]
        if relative.startswith(", ") and any(0 <= verb.start - name.end <= 4 for verb in signs.verbs):
            return True
    for verb in signs.verbs:
        after, before = verb.start - subject.end, subject.start - verb.end
        if 0 <= after <= REACH_AFTER and not between(subject.end, verb.start, others):
            gap = _ENCLOSED.sub("", prose.folded[subject.end : verb.start])
            return len(gap) <= REACH_BEFORE and not MARK.search(gap)
        if 0 <= before <= 12:
            return True
    return any(0 <= subject.start - term.end <= 15 for term in signs.introductions)
