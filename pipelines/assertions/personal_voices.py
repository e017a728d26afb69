"""Pure: persons who speak in a sentence: of an agency named beside them before, or of nobody known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, pairwise

from pipelines.assertions.citations import MARK
from pipelines.assertions.claim_vocabulary import calendar_words, titles_of
from pipelines.assertions.named_voices import PAUSE, PERSONAL
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.assertions.speakers import Speakers, Voice
from pipelines.assertions.speech_signs import Signs
from pipelines.text import Word
from pipelines.vocabulary.lexicon import Term

REACH_PERSON = 100
TITLED = 6  # words behind a verb among which a person is named after the titles
INTRODUCED = 4  # words after an introduction among which a name is whom it introduces


def personal_voices(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> Iterator[Voice]:
    """ "Yusov stressed", by the capital words beside a verb."""
    calendar = calendar_words(prose.languages)
    others = (*signs.names, *signs.subjects, *signs.impersonal, *signs.introductions)
    for verb in signs.verbs:
        for words in _neighbours(prose, sentence, verb) if verb.kind in PERSONAL else ():
            beside = [name for name in signs.names if 0 <= words[0].start - name.end <= 1]
            if words[0].key in calendar or beside or inside(words[0], others):
                continue
            voices = [_person(word, signs, state) for word in words]
            yield next((voice for voice in voices if voice.agency or voice.source), voices[0])


def unknown_voices(prose: Prose, sentence: Sentence, signs: Signs, state: Speakers) -> Iterator[Voice]:
    """Somebody introduced by a name that no vocabulary holds: "according to Colin Kahl" is not who spoke before."""
    known = (*signs.names, *signs.subjects, *signs.impersonal, *signs.cited_after)
    calendar = calendar_words(prose.languages)
    for term in signs.introductions:
        at = sentence.words.first_at(term.end)
        for word in sentence.words[at : at + INTRODUCED]:
            if PAUSE.search(prose.folded, term.end, word.start) or inside(word, known):
                break
            if prose.is_capital(word) and word.key not in calendar:
                yield _person(word, signs, state)
                return


def _person(word: Word, signs: Signs, state: Speakers) -> Voice:
    """A person heard of before speaks for the agency named beside them, anybody else for nobody."""
    name = next((name for person, name in state.people.items() if word.key.startswith(person)), None)
    if name is None:
        return Voice(word.start, word.end, None, named=False)
    keeper = name.kind == "keeper"
    agency = name.value if not keeper or signs.spans else None
    return Voice(word.start, word.end, agency, named=False, source=name.value if keeper else None, keeper=keeper)


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
    if not named or not prose.is_capital(named[0]) or MARK.search(prose.folded, verb.end, named[0].start):
        return
    closes = prose.folded[named[0].end : named[0].end + 1] in {",", ".", ""} or named[0].end >= sentence.end
    full = len(named) > 1 and prose.is_capital(named[1]) and named[1].start - named[0].end == 1
    if closes or full:
        yield named if full else named[:1]


def inside(word: Word, terms: Iterable[Term]) -> bool:
    """Whether a word belongs to one of some terms."""
    return any(term.start <= word.start < term.end for term in terms)


def people_named(prose: Prose, sentence: Sentence, name: Term) -> Iterator[str]:
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
