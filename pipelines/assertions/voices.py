"""Pure: who speaks in one sentence: by name, by a word that stands for the last name, or as a person of an agency.

A mention of an agency is a voice where a verb of reporting or an introduction ("according to") goes with it, or where
it stands as a label. A cited agency is relayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import dropwhile, pairwise
from operator import attrgetter
from typing import NamedTuple

from pipelines.assertions.claim_vocabulary import (
    ClaimVocabulary,
    belligerents,
    calendar_words,
    namesakes,
    no_ministries,
    partners,
    shared_names,
    titles_of,
    unnamed,
)
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.text import Word
from pipelines.vocabulary.lexicon import Term

NAMED = frozenset({"agency", "courier", "data", "keeper", "other", "outlet", "party", "relayed", "weak", "weak_other"})
CLAIMING = frozenset({"agency", "courier", "data", "weak"})
OUTLETS = frozenset({"courier", "outlet"})
MUTE = frozenset({"outlet", "relayed"})  # names that never speak by themselves
WEAK = frozenset({"weak", "weak_other"})
VERBS = frozenset({"says", "tallies", "tells", "shows", "cites"})
PERSONAL = frozenset({"says", "tallies", "tells"})  # of `tells` the name behind it is whom it is told
REACH_AFTER = 110  # characters between a name and its verb: "James Heappey, minister of state for the forces, gave"
REACH_BEFORE = 40  # characters between a verb or an introduction and the name: "said the U.K. Defense Ministry"
REACH_CITED = 75
REACH_WITH = 4
REACH_INTRODUCED = 8
REACH_INTRODUCTION = 60  # "identified by the BBC and the independent Russian outlet Mediazona"
REACH_WEAK = 20
REACH_LABEL = 70
REACH_PERSON = 100
TITLED = 6  # words behind a verb among which a person is named after the titles
INTRODUCED = 4  # words after an introduction among which a name is whom it introduces
LONGEST_ACRONYM = 3
_PAUSE = re.compile(r"[,;]")
_ENCLOSED = re.compile(r"^,[^,;:.]{1,80},|\([^()]{1,80}\)")  # "the institute, based in Germany, said"
_MARK = re.compile(r"[,;:.]")
_CLAUSE_END = re.compile(r"[;:]")
_start_of = attrgetter("start")
_LABEL_END = re.compile(r"[\s\x00]*(?::|\s-\s)")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who asserts what stands near `start`: an agency, or None for somebody whose figures are not claims.

    `denied` is one that declines to speak, `aside` one that passes on what another says, `source` the name of one
    whose figures are not claims but may be relayed, `keeper` one whose sums over a week or more are claims, `weak` a
    state or its capital, `guessed` one that no word says to speak.
    """

    start: int
    end: int
    agency: str | None
    relays: str | None = None
    named: bool = True
    denied: bool = False
    aside: bool = False
    source: str | None = None
    keeper: bool = False
    weak: bool = False
    guessed: bool = False


@dataclass(slots=True)
class Speakers:
    """What is known of the speakers of an article so far."""

    voice: Voice | None = None
    line: int = -1
    people: dict[str, Term] = field(default_factory=dict)
    heard: set[str | None] = field(default_factory=set)
    relayed: set[str | None] = field(default_factory=set)
    told: Voice | None = None
    authority: Voice | None = None
    officials: bool = False
    named: set[str] = field(default_factory=set)
    document: bool = False
    headlines: bool = False

    def speak(self, voice: Voice, line: int) -> None:
        """A voice that goes on from a line; the last one that may be a ministry is whom "the ministry" means."""
        self.voice, self.line = voice, line
        if voice.agency and voice.agency not in no_ministries():
            self.authority = voice


class Signs(NamedTuple):
    """The terms of one sentence that tell who speaks."""

    names: Sequence[Term] = ()
    subjects: Sequence[Term] = ()
    verbs: Sequence[Term] = ()
    introductions: Sequence[Term] = ()
    citations: Sequence[Term] = ()
    cited_after: Sequence[Term] = ()
    denials: Sequence[Term] = ()
    counts: Sequence[Term] = ()
    impersonal: Sequence[Term] = ()
    data_nouns: Sequence[Term] = ()
    accompanies: Sequence[Term] = ()
    things: Sequence[Term] = ()
    spans: Sequence[Term] = ()
    openers: Sequence[Term] = ()
    opener: str = ""

    @property
    def are_silent(self) -> bool:
        """Whether a sentence has nothing that a voice is known by."""
        return not (self.names or self.verbs or self.subjects or self.introductions or self.cited_after or self.counts)

    @classmethod
    def of(cls, terms: Sequence[Term], sentence: Sentence) -> Signs:
        found: dict[str, list[Term]] = {}
        for term in terms:
            for sign in _SIGNS_OF.get(term.kind, ()):
                found.setdefault(sign, []).append(term)
        openers = found.get("openers")
        near = openers is not None and openers[0].start - sentence.start <= 3
        return cls(**found, opener=openers[0].kind if near and openers is not None else "")


_KINDS: dict[str, AbstractSet[str]] = {
    "names": NAMED,
    "subjects": {"authorities", "subjects", "officials"},
    "verbs": VERBS,
    "introductions": {"introduces", "own_introduces", "impersonal"},
    "citations": {"cites", "analyses"},
    "cited_after": {"cited_after"},
    "denials": {"denies"},
    "counts": {"own_count", "own_introduces", "analyses", "tallies"},
    "impersonal": {"impersonal"},
    "data_nouns": {"data_nouns"},
    "accompanies": {"accompanies"},
    "things": {"things"},
    "spans": {"spans"},
    "openers": {"looks_back", "drops", "headlines"},
}
# The signs that a term of a kind is.
_SIGNS_OF: dict[str, tuple[str, ...]] = {
    kind: tuple(sign for sign, kinds in _KINDS.items() if kind in kinds) for kind in frozenset().union(*_KINDS.values())
}


def speech_terms(prose: Prose, sentence: Sentence, known: ClaimVocabulary, named: set[str]) -> Sequence[Term]:
    """Names and words of speech in order; a word that belongs to a name is nothing else. Adds to what was `named`."""
    found = prose.find(known.names, sentence)
    names = [_meant(prose, name, named) for name in found if _is_written_as_name(prose, name)]
    for name in names:
        _remember(prose, name, named)
    whole = prose.find(known.speech, sentence)
    if not any(term.start < name.end and name.start < term.end for name in names for term in whole):
        return sorted([*names, *whole], key=_start_of) if names else whole
    speech: list[Term] = []
    at = 0
    for start, after in [*((name.start, name.end) for name in names), (sentence.end, sentence.end)]:
        end = sentence.words.first_at(start, at)
        speech += known.speech.find(prose.folded, sentence.words[at:end])
        at = sentence.words.first_at(after, end)
    return sorted([*names, *speech], key=_start_of)


def _is_written_as_name(prose: Prose, name: Term) -> bool:
    """Whether a short name stands in capitals: "DIA" is an agency, "dia" a day."""
    printed = prose.text[name.start : name.end]
    return len(printed) > LONGEST_ACRONYM or printed.lower() == printed.upper() or printed.isupper()


def _remember(prose: Prose, name: Term, named: set[str]) -> None:
    """Keep who was named last of those that share a name."""
    if prose.folded[name.start : name.end] not in shared_names():
        named.add(name.value)
        named.discard(namesakes().get(name.value, ""))


def _meant(prose: Prose, name: Term, named: AbstractSet[str]) -> Term:
    """A name that several bear means the one that the article has named before."""
    other = shared_names().get(prose.folded[name.start : name.end])
    return name._replace(value=other) if other in named and other else name


def voices_of(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> list[Voice]:
    """The voices of one sentence in order, with whom they relay."""
    if signs.are_silent:
        return []
    cited = [name for name in signs.names if is_cited(prose, name, signs)]
    for name in signs.names:
        state.officials = state.officials or prose.folded[name.start : name.end].endswith("officials")
        if name.kind in {"agency", "keeper"}:
            state.people = dict.fromkeys(_people(prose, sentence, name), name) | state.people
    named = [_keeping_on(voice, sentence, state) for voice in _named_voices(prose, sentence, signs, cited)]
    generic = [voice for voice in _generic_voices(prose, signs, cited, state) if not _follows(voice, named)]
    people = [
        person
        for person in _personal_voices(prose, sentence, signs, state)
        if not any(0 <= person.start - voice.end <= REACH_CITED for voice in generic)
        and (person.agency or not any(voice.agency for voice in named))
    ]
    generic = [voice for voice in generic if voice.agency or not named]
    voices = sorted([*named, *generic, *people], key=lambda voice: voice.start)
    voices = voices or list(_unknown_voices(prose, sentence, signs, state))
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
    done_to = any(_gap(thing, name) <= REACH_WEAK for thing in signs.things for name in own)
    declines = any(0 <= denial.start - name.end <= REACH_WEAK for denial in signs.denials for name in own)
    if own and own[0].value in belligerents() and state.told is not None and state.told.agency != own[0].value:
        return
    if len({name.value for name in own}) == 1 and own[0].kind == "agency" and not (done_to or declines):
        yield Voice(own[0].start, own[0].end, own[0].value, guessed=True)


def _gap(one: Term, other: Term) -> int:
    return max(other.start - one.end, one.start - other.end)


def _keeping_on(voice: Voice, sentence: Sentence, state: Speakers) -> Voice:
    """A keeper that told sums over a week right before goes on with them."""
    last = state.voice
    if voice.keeper and last is not None and last.agency == voice.source and sentence.line - state.line <= 1:
        return replace(voice, agency=last.agency)
    return voice


def _counting(signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    """Outlets that a sentence names with a count of their own, whatever else it says: "record: AFP analysis"."""
    for name in signs.names:
        if name.kind == "courier" and name not in cited and _counts_itself(name, signs):
            yield Voice(name.start, name.end, name.value)


def _by_their_data(prose: Prose, signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    """Agencies whose figures a sentence tells without a verb of speech: "London's newest figures have …"."""
    for name in signs.names:
        if name.kind == "agency" and name not in cited and _tells_data(prose, name, signs):
            yield Voice(name.start, name.end, name.value)


def _tells_data(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a word for figures stands right behind a name."""
    following = (noun for noun in signs.data_nouns if 0 < noun.start - name.end <= REACH_WEAK)
    return any(not _MARK.search(prose.folded, name.end, noun.start) for noun in following)


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
    if ":" in gap or (len(gap) <= REACH_BEFORE and not _MARK.search(gap)):
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


def is_cited(prose: Prose, name: Term, signs: Signs) -> bool:
    after = any(
        0 <= term.start - name.end <= REACH_BEFORE and not _is_by_outlet(term, signs) for term in signs.cited_after
    )
    return (
        after
        or _is_analysed(prose, name, signs)
        or any(
            0 <= name.start - term.end <= REACH_CITED
            and not _between(term.end, name.start, signs.verbs)
            and not _CLAUSE_END.search(prose.folded, term.end, name.start)
            and not _is_past_citation(prose, term, name, signs)
            for term in signs.citations
        )
    )


def _is_by_outlet(citing: Term, signs: Signs) -> bool:
    """Whether it is only an outlet that quotes: "an official, cited by the BBC, said"."""
    return any(name.kind in OUTLETS and 0 <= name.start - citing.end <= REACH_BEFORE for name in signs.names)


def _is_analysed(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a name tells whose data another counts with: "an analysis by Agence France-Presse of data from the
    institute", "AFP finds from ISW data"."""
    introduced = any(0 <= name.start - term.end <= REACH_INTRODUCED for term in signs.introductions)
    counting = [other for other in signs.names if other.kind == "courier" and _counts_itself(other, signs)]
    data = _tells_data(prose, name, signs) or _is_data_of(prose, name, signs)
    return bool(counting) and name.kind != "courier" and (introduced or data)


def _is_data_of(prose: Prose, name: Term, signs: Signs) -> bool:
    """Whether a word for figures stands right before a name: "in data that the air force publishes"."""
    before = (noun for noun in signs.data_nouns if 0 < name.start - noun.end <= REACH_WEAK)
    return any(not _MARK.search(prose.folded, noun.end, name.start) for noun in before)


def _is_past_citation(prose: Prose, citation: Term, name: Term, signs: Signs) -> bool:
    """Whether a name stands after the cited one's comma: "citing Ukraine's figures, the British MOD gave"."""
    return any(
        citation.end <= other.start and other.end < name.start and "," in prose.folded[other.end : name.start]
        for other in signs.names
    )


def _between(start: int, end: int, terms: Iterable[Term]) -> bool:
    return any(start <= term.start and term.end <= end for term in terms)


def _named_voices(prose: Prose, sentence: Sentence, signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    for name in signs.names:
        if name in cited or name.kind in MUTE or not _asserts(prose, sentence, name, signs, cited):
            continue
        if name.kind == "courier" and not _counts_itself(name, signs):
            continue
        denied = any(_denies(prose, name, term, signs) for term in signs.denials)
        claims = name.kind in CLAIMING or (name.kind == "keeper" and bool(signs.spans))
        agency = name.value if claims and not denied else None
        aside = _has_verb_before(prose, sentence, name, signs) and not _has_verb_after(prose, name, signs, cited)
        source = name.value if name.kind in {"keeper", "other", "party"} else None
        yield Voice(
            name.start,
            name.end,
            agency,
            denied=denied,
            aside=aside,
            source=source,
            keeper=name.kind == "keeper",
            weak=name.kind in WEAK,
        )


def _denies(prose: Prose, name: Term, denial: Term, signs: Signs) -> bool:
    """Whether a name's own verb says that it declines: "the ministry did not answer"."""
    near = 0 <= denial.start - name.end <= REACH_AFTER and not _CLAUSE_END.search(prose.folded, name.end, denial.start)
    return near and not _between(name.end, denial.start, signs.verbs)


def _asserts(prose: Prose, sentence: Sentence, name: Term, signs: Signs, cited: Sequence[Term]) -> bool:
    """Whether a name goes with a verb of reporting, an introduction, or stands as the label of its sentence."""
    if name.kind == "data":
        return True
    if prose.folded[name.start : name.end].endswith("'s") and name.kind != "agency":
        return _is_introduced(prose, name, signs, REACH_BEFORE) or _tells_data(prose, name, signs)
    if name.kind in WEAK:
        return _speaks_weakly(prose, sentence, name, signs) or _is_introduced(prose, name, signs, 4)
    return (
        _has_verb_after(prose, name, signs, cited)
        or _has_verb_before(prose, sentence, name, signs)
        or _is_introduced(prose, name, signs, REACH_INTRODUCTION)
        or _is_label(prose, sentence, name, signs)
        or (name.kind == "courier" and bool(cited) and _has_counted(name, signs))
    )


def _speaks_weakly(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """A capital or a state speaks only right beside the verb: "London estimates", "вважають у Лондоні"."""
    for verb in signs.verbs:
        after, before = verb.start - name.end, name.start - verb.end
        gap = prose.folded[name.end : verb.start]
        if verb.kind in PERSONAL and 0 <= after <= REACH_WEAK and not _MARK.search(gap) and gap[:1] != "-":
            return True
        if 0 <= before <= 4 and prose.folded[verb.end : name.start].strip():
            return not _has_subject(prose, sentence, verb, signs)
    return False


def _has_verb_after(prose: Prose, name: Term, signs: Signs, cited: Sequence[Term]) -> bool:
    others = [
        other for other in signs.names if other != name and other.kind not in OUTLETS | WEAK and other not in cited
    ]
    for verb in (*signs.verbs, *signs.denials):
        gap = prose.folded[name.end : verb.start]
        near = 0 <= verb.start - name.end <= REACH_AFTER and not _CLAUSE_END.search(gap) and gap.count('"') % 2 == 0
        if near and (not _between(name.end, verb.start, others) or "," in gap):
            return True
    return False


def _has_verb_before(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """ "…, said the U.K. Defense Ministry": a verb that has no subject before it."""
    for verb in signs.verbs:
        gap = prose.folded[verb.end : name.start]
        if 0 <= name.start - verb.end <= REACH_BEFORE and not _MARK.search(gap):
            return not _has_subject(prose, sentence, verb, signs)
    return False


def _has_subject(prose: Prose, sentence: Sentence, verb: Term, signs: Signs) -> bool:
    """Whether somebody stands before a verb as the one who speaks."""
    if any(0 <= verb.start - name.end <= REACH_WITH for name in signs.names):
        return True
    if prose.folded[sentence.start : verb.start].rstrip(" \x00")[-1:] in {"", ",", '"', "-", ")"}:
        return False
    if _between(verb.start - REACH_AFTER, verb.start, (*signs.names, *signs.subjects)):
        return True
    before = sentence.words.before(verb.start)
    return any(prose.is_capital(word) and word.start > sentence.start for word in before)


def _is_introduced(prose: Prose, name: Term, signs: Signs, reach: int) -> bool:
    return any(
        0 <= name.start - term.end <= reach and not _PAUSE.search(prose.folded, term.end, name.start)
        for term in signs.introductions
    )


def _is_label(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """ "UK intelligence: …", "… – British intelligence" and "From the ministry's briefing:"."""
    opens = name.start - sentence.start <= 4 and _LABEL_END.match(prose.folded, name.end) is not None
    if name.start - sentence.start <= 4 and not opens:
        colon = prose.folded.find(":", name.end, name.end + REACH_LABEL)
        opens = colon > 0 and not _between(name.end, colon, signs.verbs)
    before = prose.folded[max(sentence.start, name.start - 3) : name.start]
    closes = sentence.end - name.end <= 2 and re.search(r"-\s$", before)
    heads = prose.folded[sentence.end - 1 : sentence.end] == ":" and len(signs.names) == 1
    return bool(opens or closes or heads)


def _has_counted(name: Term, signs: Signs) -> bool:
    """Whether a word for counting stands right beside a name: "data … which AFP analysed"."""
    return any(term.kind in {"own_count", "tallies"} and 0 <= _gap(term, name) <= REACH_WITH for term in signs.counts)


def _counts_itself(name: Term, signs: Signs) -> bool:
    return any(0 <= name.start - term.end <= 8 or 0 <= term.start - name.end <= REACH_BEFORE for term in signs.counts)


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
        if 0 <= after <= REACH_AFTER and not _between(subject.end, verb.start, others):
            gap = _ENCLOSED.sub("", prose.folded[subject.end : verb.start])
            return len(gap) <= REACH_BEFORE and not _MARK.search(gap)
        if 0 <= before <= 12:
            return True
    return any(0 <= subject.start - term.end <= 15 for term in signs.introductions)


def _personal_voices(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> Iterator[Voice]:
    """ "Yusov stressed", by the capital words beside a verb."""
    calendar = calendar_words(prose.languages)
    others = (*signs.names, *signs.subjects, *signs.impersonal, *signs.introductions)
    for verb in signs.verbs:
        for words in _neighbours(prose, sentence, verb) if verb.kind in PERSONAL else ():
            beside = [name for name in signs.names if 0 <= words[0].start - name.end <= 1]
            if words[0].key in calendar or beside or _inside(words[0], others):
                continue
            voices = [_person(word, signs, state) for word in words]
            yield next((voice for voice in voices if voice.agency or voice.source), voices[0])


def _person(word: Word, signs: Signs, state: Speakers) -> Voice:
    """A person heard of before speaks for the agency named beside them, anybody else for nobody."""
    name = next((name for person, name in state.people.items() if word.key.startswith(person)), None)
    if name is None:
        return Voice(word.start, word.end, None, named=False)
    keeper = name.kind == "keeper"
    agency = name.value if not keeper or signs.spans else None
    return Voice(word.start, word.end, agency, named=False, source=name.value if keeper else None, keeper=keeper)


def _unknown_voices(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> Iterator[Voice]:
    """Somebody introduced by a name that no vocabulary holds: "according to Colin Kahl" is not who spoke before."""
    known = (*signs.names, *signs.subjects, *signs.impersonal, *signs.cited_after)
    calendar = calendar_words(prose.languages)
    for term in signs.introductions:
        at = sentence.words.first_at(term.end)
        for word in sentence.words[at : at + INTRODUCED]:
            if _PAUSE.search(prose.folded, term.end, word.start) or _inside(word, known):
                break
            if prose.is_capital(word) and word.key not in calendar:
                yield _person(word, signs, state)
                return


def _neighbours(prose: Prose, sentence: Sentence, verb: Term) -> Iterator[Sequence[Word]]:
    """The capital words right beside a verb that may be a speaker's name, without titles: "said Mr Ben Wallace"."""
    before = sentence.words.before(verb.start)
    if before and prose.is_capital(before[0]) and not prose.folded[before[0].end : verb.start].strip(" \x00"):
        yield before
    if verb.kind == "tells":
        return
    titles = titles_of(prose.languages)
    at = sentence.words.first_at(verb.end)
    behind = sentence.words[at : at + TITLED]
    named = list(dropwhile(lambda word: word.key in titles, behind))[:2]
    if not named or not prose.is_capital(named[0]) or _MARK.search(prose.folded, verb.end, named[0].start):
        return
    closes = prose.folded[named[0].end : named[0].end + 1] in {",", ".", ""} or named[0].end >= sentence.end
    full = len(named) > 1 and prose.is_capital(named[1]) and named[1].start - named[0].end == 1
    if closes or full:
        yield named if full else named[:1]


def _inside(word: Word, terms: Iterable[Term]) -> bool:
    return any(term.start <= word.start < term.end for term in terms)


def _people(prose: Prose, sentence: Sentence, name: Term) -> Iterator[str]:
    """The surnames beside an agency's name: "Andrii Yusov of Defence Intelligence", "NATO chief Rutte"."""
    words = sentence.words
    near = range(words.first_at(name.start - REACH_PERSON), words.ended_by(name.end + REACH_PERSON))
    for first, second in pairwise([at for at in near if prose.text[words.starts[at]].isupper()]):
        start = words.starts[second]
        paired = second == first + 1 and start - words.ends[first] == 1
        outside = not name.start <= start < name.end and not name.start <= words.starts[first] < name.end
        if paired and outside and len(words.keys[second]) > 3:
            yield _stem(words.keys[second])
    own = words.keys[words.first_at(name.start) : words.first_at(name.end)]
    if len(own) > 1 and len(own[-1]) > 3:
        yield _stem(own[-1])  # a person whose name is the agency's: "John Healey"


def _stem(key: str) -> str:
    return key[: max(4, len(key) - 2)]
