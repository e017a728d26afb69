"""Pure: the names of a sentence that speak in it: with a verb of reporting, an introduction or as a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.assertions.citations import (
    CLAUSE_END,
    MARK,
    REACH_BEFORE,
    REACH_WEAK,
    REACH_WITH,
    between,
    counts_itself,
    has_counted,
    tells_data,
)
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.assertions.speakers import Voice
from pipelines.assertions.speech_signs import OUTLETS, WEAK, Signs
from pipelines.vocabulary.lexicon import Term

CLAIMING = frozenset({"agency", "courier", "data", "weak"})
MUTE = frozenset({"outlet", "relayed"})  # names that never speak by themselves
PERSONAL = frozenset({"says", "tallies", "tells"})  # of `tells` the name behind it is whom it is told
REACH_AFTER = 110  # characters between a name and its verb: "James Heappey, minister of state for the forces, gave"
REACH_INTRODUCTION = 60  # "identified by the BBC and the independent Russian outlet Mediazona"
REACH_LABEL = 70
PAUSE = re.compile(r"[,;]")
_LABEL_END = re.compile(r"[\s\x00]*(?::|\s-\s)")


def named_voices(prose: Prose, sentence: Sentence, signs: Signs, cited: Sequence[Term]) -> Iterator[Voice]:
    """The voices of the names that speak, in order; of a keeper the agency only where a week or more is told of."""
    for name in signs.names:
        if name in cited or name.kind in MUTE or not _asserts(prose, sentence, name, signs, cited):
            continue
        if name.kind == "courier" and not counts_itself(name, signs):
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
    near = 0 <= denial.start - name.end <= REACH_AFTER and not CLAUSE_END.search(prose.folded, name.end, denial.start)
    return near and not between(name.end, denial.start, signs.verbs)


def _asserts(prose: Prose, sentence: Sentence, name: Term, signs: Signs, cited: Sequence[Term]) -> bool:
    """Whether a name goes with a verb of reporting, an introduction, or stands as the label of its sentence."""
    if name.kind == "data":
        return True
    if prose.folded[name.start : name.end].endswith("'s") and name.kind != "agency":
        return _is_introduced(prose, name, signs, REACH_BEFORE) or tells_data(prose, name, signs)
    if name.kind in WEAK:
        return _speaks_weakly(prose, sentence, name, signs) or _is_introduced(
            prose, name, signs, REACH_WITH, bare=False
        )
    return (
        _has_verb_after(prose, name, signs, cited)
        or _has_verb_before(prose, sentence, name, signs)
        or _is_introduced(prose, name, signs, REACH_INTRODUCTION)
        or _is_label(prose, sentence, name, signs)
        or (name.kind == "courier" and bool(cited) and has_counted(name, signs))
    )


def _speaks_weakly(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """A capital or a state speaks only right beside the verb: "London estimates", "вважають у Лондоні"."""
    for verb in signs.verbs:
        after, before = verb.start - name.end, name.start - verb.end
        gap = prose.folded[name.end : verb.start]
        if verb.kind in PERSONAL and 0 <= after <= REACH_WEAK and not MARK.search(gap) and gap[:1] != "-":
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
        near = 0 <= verb.start - name.end <= REACH_AFTER and not CLAUSE_END.search(gap) and gap.count('"') % 2 == 0
        if near and (not between(name.end, verb.start, others) or "," in gap):
            return True
    return False


def _has_verb_before(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """ "…, said the U.K. Defense Ministry": a verb that has no subject before it."""
    for verb in signs.verbs:
        gap = prose.folded[verb.end : name.start]
        if 0 <= name.start - verb.end <= REACH_BEFORE and not MARK.search(gap):
            return not _has_subject(prose, sentence, verb, signs)
    return False


def _has_subject(prose: Prose, sentence: Sentence, verb: Term, signs: Signs) -> bool:
    """Whether somebody stands before a verb as the one who speaks."""
    if any(0 <= verb.start - name.end <= REACH_WITH for name in signs.names):
        return True
    if prose.folded[sentence.start : verb.start].rstrip(" \x00")[-1:] in {"", ",", '"', "-", ")"}:
        return False
    if between(verb.start - REACH_AFTER, verb.start, (*signs.names, *signs.subjects)):
        return True
    before = sentence.words.before(verb.start)
    return any(prose.is_capital(word) and word.start > sentence.start for word in before)


def _is_introduced(prose: Prose, name: Term, signs: Signs, reach: int, *, bare: bool = True) -> bool:
    """Whether an introduction stands before a name; `bare` ones ("according to it") leave a state behind them alone."""
    return any(
        0 <= name.start - term.end <= reach and not PAUSE.search(prose.folded, term.end, name.start)
        for term in signs.introductions
        if bare or term.kind != "impersonal"
    )


def _is_label(prose: Prose, sentence: Sentence, name: Term, signs: Signs) -> bool:
    """ "UK intelligence: …", "… – British intelligence" and "From the ministry's briefing:"."""
    opens = name.start - sentence.start <= 4 and _LABEL_END.match(prose.folded, name.end) is not None
    if name.start - sentence.start <= 4 and not opens:
        colon = prose.folded.find(":", name.end, name.end + REACH_LABEL)
        opens = colon > 0 and not between(name.end, colon, signs.verbs)
    before = prose.folded[max(sentence.start, name.start - 3) : name.start]
    closes = sentence.end - name.end <= 2 and re.search(r"-\s$", before)
    heads = prose.folded[sentence.end - 1 : sentence.end] == ":" and len(signs.names) == 1
    return bool(opens or closes or heads)
