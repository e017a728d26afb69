"""Pure: the names and words of speech of one sentence, by what they are signs of."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import NamedTuple

from pipelines.assertions.claim_vocabulary import ClaimVocabulary
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.vocabulary.agencies import namesakes, shared_names
from pipelines.vocabulary.lexicon import Term

NAMED = frozenset({"agency", "courier", "data", "keeper", "other", "outlet", "party", "relayed", "weak", "weak_other"})
OUTLETS = frozenset({"courier", "outlet"})
WEAK = frozenset({"weak", "weak_other"})
VERBS = frozenset({"says", "tallies", "tells", "shows", "cites"})
LONGEST_ACRONYM = 3
_start_of = attrgetter("start")


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
