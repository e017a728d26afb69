"""Pure: an article's text -> its sentences in order, each with its words, numbers and the line it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import compress, islice, takewhile
from operator import attrgetter
from typing import Generic, TypeVar

from pipelines import vocabulary
from pipelines.dates import DateMention, find_dates
from pipelines.numbers import Number, numbers_in
from pipelines.text import NOTHING, Boundaries, Span, Word, Words, fold, lines, sentences, words
from pipelines.vocabulary.languages import languages_of
from pipelines.vocabulary.lexicon import Lexicon, Lexicons, Term

_BULLET = re.compile(r"[•▪●◦‣■►▶][\x00\ufe0f]?|^\s*[-*]\s+(?=\S)", re.MULTILINE)
# Each pattern begins with the one character it looks for.
_SQUARED = re.compile(r"2(?:(?<=\bkm2)|(?<=\bкм2)|(?<=\bm2))(?!\d)")
_DOTTED = re.compile(r"\.(?<=\b[^\W\d_]\.)\s?([^\W\d_])\.(?=[\s,;:')-]|$)")
_STOP = re.compile(r"\.(?<=[^\W\d_]\.)")  # behind a word of letters

LONGEST = 2000  # characters of a sentence; a whole loss list in one sentence has some 1,500


_line_of = attrgetter("line")
Placed = TypeVar("Placed", Number, DateMention)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, its words of letters, and its numbers. `line` counts the lines that are not empty; `item` is
    one of a list."""

    start: int
    end: int
    line: int
    item: bool
    words: Words
    numbers: Sequence[Number]
    dates: Sequence[DateMention]


@dataclass(frozen=True)
class Prose:
    """A text ready for reading: `folded` has its length, `languages` are those it is read with."""

    text: str
    folded: str
    languages: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    _searched: dict[Lexicon | Lexicons, dict[int, list[Term]]] = field(default_factory=dict, compare=False, repr=False)

    def find(self, lexicon: Lexicon | Lexicons, sentence: Sentence) -> Sequence[Term]:
        """The phrases of a lexicon in one sentence. All sentences are searched at once, when the first one asks."""
        found = self._searched.get(lexicon)
        if found is None:
            found = self._searched[lexicon] = self._by_sentence(lexicon.find(self.folded, self._words))
        return found.get(sentence.start, ())

    @cached_property
    def _words(self) -> Words:
        """The words of all sentences, with one of no letters behind each, over which no phrase goes on."""
        starts: list[int] = []
        ends: list[int] = []
        keys: list[str] = []
        for one in self.sentences:
            starts += [*one.words.starts, one.end]
            ends += [*one.words.ends, one.end]
            keys += [*one.words.keys, ""]
        return Words(starts, ends, keys)

    def _by_sentence(self, terms: Sequence[Term]) -> dict[int, list[Term]]:
        found: dict[int, list[Term]] = defaultdict(list)
        sentences = iter(self.sentences)
        sentence = None
        for term in terms:
            while sentence is None or sentence.end <= term.start:
                sentence = next(sentences)
            found[sentence.start].append(term)
        return found

    def line_keys(self, line: int) -> list[str]:
        """The words of one line."""
        first = bisect_left(self.sentences, line, key=_line_of)
        own = takewhile(lambda sentence: sentence.line == line, islice(self.sentences, first, None))
        return [key for sentence in own for key in sentence.words.keys]

    def is_capital(self, word: Word) -> bool:
        return self.text[word.start].isupper()


def read_prose(text: str, language: str | None = None) -> Prose:
    """Split a text into sentences. Dots of "U.S." and "U.K." become marks without width, so that it is one word."""
    folded = _SQUARED.sub("²", _DOTTED.sub(_undotted, fold(text)))
    found = words(folded)
    languages = languages_of(found, language)
    numbers = numbers_in(folded, found, languages)
    plain = _without_stops(folded, found, languages)
    written = _of_letters(found)
    counts, dates = _InOrder(numbers), _InOrder(find_dates(folded, found, languages))
    cut = []
    for line, span, item in _pieces(text, folded, languages):
        cut.append(
            Sentence(
                span.start,
                span.end,
                line,
                item,
                words=_within(written, span),
                numbers=counts.within(span),
                dates=dates.within(span),
            )
        )
    return Prose(text, plain, languages, tuple(cut))


def _of_letters(found: Words) -> Words:
    kept = [not key[0].isdigit() for key in found.keys]
    starts, ends = compress(found.starts, kept), compress(found.ends, kept)
    return Words(list(starts), list(ends), list(compress(found.keys, kept)))


def _within(found: Words, span: Span) -> Words:
    start = bisect_left(found.starts, span.start)
    return found[start : bisect_left(found.starts, span.end, lo=start)]


class _InOrder(Generic[Placed]):
    """What stands in a text, in order."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed: Sequence[Placed] = placed
        self._starts = [one.start for one in placed]

    def within(self, span: Span) -> Sequence[Placed]:
        """What begins within a stretch."""
        start = bisect_left(self._starts, span.start)
        return self._placed[start : bisect_left(self._starts, span.end, lo=start)]


def _without_stops(folded: str, found: Words, languages: tuple[str, ...]) -> str:
    """The text without the full stops of abbreviations, which are no marks within a sentence: "5 тис. осіб"."""
    abbreviation, longest = _abbreviation(languages)
    pieces, at = [], 0
    for stop in _STOP.finditer(folded):
        word = found.starts[found.ended_by(stop.start()) - 1]
        match = abbreviation.search(folded, max(at, word), stop.end() + longest)
        if match is not None and match.start() < stop.start():
            pieces += [folded[at : match.end() - 1], NOTHING]
            at = match.end()
    return "".join([*pieces, folded[at:]])


@cache
def _abbreviation(languages: tuple[str, ...]) -> tuple[re.Pattern[str], int]:
    """An abbreviation with its full stop, and how long the longest one is."""
    known = [vocabulary.language(code) for code in languages]
    short = {form for one in known for form in one.abbreviations} | _listed(languages, "dotted")
    choices = "|".join(re.escape(form) for form in sorted(short, key=len, reverse=True))
    return re.compile(rf"\b(?:{choices})\." if choices else r"(?!)"), max(map(len, short), default=0)


def _listed(languages: tuple[str, ...], key: str) -> frozenset[str]:
    return frozenset(fold(form) for code in languages for form in vocabulary.language(code).claims.get(key, []))


def _undotted(match: re.Match[str]) -> str:
    return match.group(1) + NOTHING * (len(match.group()) - 1)


def _pieces(text: str, folded: str, languages: tuple[str, ...]) -> Iterator[tuple[int, Span, bool]]:
    """Each sentence with the number of its line and whether it is an item of a list."""
    boundaries = _boundaries(languages)
    for number, line in enumerate(_joined_lines(text, folded)):
        for stretch, item in _items(folded, line):
            for span in sentences(text, folded, stretch, boundaries):
                for short in _cut(folded, _trimmed(text, span)):
                    yield number, short, item


@cache
def _boundaries(languages: tuple[str, ...]) -> Boundaries:
    known = [vocabulary.language(code) for code in languages]
    return Boundaries(
        frozenset().union(*(one.abbreviations for one in known), _listed(languages, "abbreviations")),
        frozenset(form for one in known for month in one.dates.months for form in month),
    )


def _joined_lines(text: str, folded: str) -> list[Span]:
    """The lines of a text, each with those that go on in the middle of its sentence, as pages do around their links."""
    found: list[Span] = []
    for line in lines(folded):
        if found and _goes_on(text, found[-1], line):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _goes_on(text: str, last: Span, line: Span) -> bool:
    end, start = text[last.start : last.end].rstrip()[-1:], text[line.start : line.end].lstrip()[:1]
    return start.islower() and (end.isalpha() or end in {",", '"', "”", "»"})


def _items(folded: str, line: Span) -> Iterator[tuple[Span, bool]]:
    """The stretches of a line between its bullets; what stands before the first is no item."""
    start, item = line.start, False
    for bullet in _BULLET.finditer(folded[line.start : line.end]):
        if folded[start : line.start + bullet.start()].strip(" \x00"):
            yield Span(start, line.start + bullet.start()), item
        start, item = line.start + bullet.end(), True
    if folded[start : line.end].strip(" \x00"):
        yield Span(start, line.end), item


def _cut(folded: str, span: Span) -> Iterator[Span]:
    """A sentence, or what is too long for one in pieces: reading one takes time that grows with its square."""
    start = span.start
    while span.end - start > LONGEST:
        space = folded.rfind(" ", start + 1, start + LONGEST)
        end = space if space > 0 else start + LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _trimmed(text: str, span: Span) -> Span:
    printed = text[span.start : span.end]
    start = span.start + len(printed) - len(printed.lstrip())
    return Span(start, start + len(printed.strip()))
