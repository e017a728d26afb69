"""Pure: which languages a text is written in, one for each script it uses."""

from __future__ import annotations

from collections import Counter
from functools import cache
from operator import itemgetter

from pipelines import vocabulary
from pipelines.text import Words

_SAMPLE = 800  # words that are looked at
_MINOR = 0.02  # a script below this share of the words is not worth a language of its own
_HINT = 6  # words of its own that a hint counts for
_RANGES = (
    ("\u0370", "\u03ff", "Greek"),
    ("\u0400", "\u052f", "Cyrillic"),
    ("\u0590", "\u05ff", "Hebrew"),
    ("\u0600", "\u06ff", "Arabic"),
    ("\u10a0", "\u10ff", "Georgian"),
    ("\u3040", "\u30ff", "Kana"),
    ("\u3400", "\u9fff", "Han"),
    ("\uac00", "\ud7a3", "Hangul"),
)


def script_of(key: str) -> str:
    """The script of a folded word, by its first letter."""
    return _script(key[0])


@cache
def _script(letter: str) -> str:
    return next((name for low, high, name in _RANGES if low <= letter <= high), "Latin")


def languages_of(words: Words, hint: str | None = None) -> tuple[str, ...]:
    """The codes of the languages to read with, the text's main one first; a script is read by one language only.

    The hint counts as a few words do: a page that declares another language than it is written in is read all the same.
    """
    sample = words.keys[:_SAMPLE]
    counts = Counter(sample)
    scripts: dict[str, int] = {}
    for letter, number in Counter(map(itemgetter(0), sample)).items():
        if not letter.isdigit():
            script = _script(letter)
            scripts[script] = scripts.get(script, 0) + number
    total = sum(scripts.values())
    found = []
    for script, number in sorted(scripts.items(), key=itemgetter(1), reverse=True):
        if number < max(2, _MINOR * total):
            continue
        best = _best("Kana" if script == "Han" and "Kana" in scripts else script, counts, hint)
        if best is not None and best not in found:
            found.append(best)
    if not found and hint in vocabulary.codes():
        return (hint,)
    return tuple(found)


def _best(script: str, counts: Counter[str], hint: str | None) -> str | None:
    scores = dict.fromkeys(_codes(script), 0.0)
    stopwords = _stopwords(script)
    for word in filter(stopwords.__contains__, counts):
        codes = stopwords[word]
        for code in codes:
            scores[code] += counts[word] / len(codes)  # a word that many languages share tells little
    letters = "".join(counts)
    for letter, code in _letters(script):
        if letter in letters:
            scores[code] += sum([number for key, number in counts.items() if letter in key])
    if hint in scores:
        scores[hint] += _HINT
    if script == "Latin" and max(scores.values(), default=0) == 0:
        return "en" if "en" in scores else None
    return max(scores, key=lambda code: scores[code], default=None)


@cache
def _codes(script: str) -> tuple[str, ...]:
    return tuple(code for code in vocabulary.codes() if vocabulary.language(code).script == script)


@cache
def _letters(script: str) -> tuple[tuple[str, str], ...]:
    return tuple((letter, code) for code in _codes(script) for letter in vocabulary.language(code).letters)


@cache
def _stopwords(script: str) -> dict[str, tuple[str, ...]]:
    """The languages each stopword of a script belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for code in _codes(script):
        for word in vocabulary.language(code).stopwords:
            found[word] = (*found.get(word, ()), code)
    return found
