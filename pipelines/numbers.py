"""Pure: the one number grammar: digits with any separator, number words and scales, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines import vocabulary
from pipelines.text import NOTHING, Words, fold, words
from pipelines.vocabulary.languages import languages_of, script_of
from pipelines.vocabulary.lexicon import Term
from pipelines.vocabulary.terms import SCALES, label_lexicon, number_lexicon

MAX_DIGITS = 9
_VALUED = SCALES | {"word"}

# Each pattern begins with the one character it looks for, so that the search skips from figure to figure; in a folded
# text the digits are 0-9.
_NUMERAL = re.compile(
    r"""
    [0-9](?:
        \d{0,2},\d{3}\.\d{3}(?!\d) | \d{0,2}\.\d{3},\d{3}(?!\d)           # both separators on one number
      | \d{0,2}(?P<sep>[ .,'])\d{3}(?:(?P=sep)\d{3})*(?!\d)(?:[.,]\d{1,2}(?!\d))?
      | \d*(?:[.,]\d{1,2}(?![\d]))?
    )""",
    re.VERBOSE,
)
# What looks like a number and counts nothing: dotted and slashed figures (dates, versions, fractions), day.month, clock
# times, ranges of years; footnotes and ids.
_NOT_COUNTS = re.compile(
    r"""
    [0-9](?<![\d.,]\d)(?=\d{0,3}[./:-])(?:
        \d{0,3}(?:[./]\d{1,4}){2,3}(?!\d)
      | \d{3}-\d{2}-\d{2}(?!\d)
      | \d{0,3}/\d{1,4}(?!\d)
      | (?:(?<=0)[1-9]|(?<=[12])\d|(?<=3)[01]|(?<=[1-9]))\.(?:0[1-9]|1[0-2])(?![\d%]|\ %)
      | \d?:\d{2}(?::\d{2})?(?!\d)
      | (?:(?<=1)9|(?<=2)0)\d\d-(?:(?:19|20)\d\d|\d\d)(?!\d)
    )""",
    re.VERBOSE,
)
_IDS = re.compile(r"[\[№#](?:(?<=\[)\d{1,3}\]|(?<=[№#])[\s:.]{0,3}\d+)")
_MODEL = re.compile(r"\b(?:type|typ|tipo|тип[ау]?|project|про[еє]кт[ау]?)[ -]$")  # "Type 75", "Project 22160"
_MODEL_REACH = 9
_NAMED_IDS = re.compile(r"id(?<=\bid)\b[\s:.]{0,3}\d+")
_ADDRESS = re.compile(r"https?://[^\s\x00]+")
_WITHOUT_SEPARATORS = str.maketrans("", "", " .,'")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_FRACTION = re.compile(r"\d{1,3}[.,]\d{3}")
_SMALL_SHARE = re.compile(r"0[.,]\d{3,6}")  # "0.039 %", never thousands
_THOUSAND, _TEN_THOUSAND = 1000, 10_000
_AREA = re.compile(r"(?:km[²2]|sq ?km)(?!\w)")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_LARGE = re.compile(r"\d{3}|\d{1,2}[., ]\d{3}")
_GAP, _LONGEST_GAP = re.compile(r"\.?[ \x00-]{0,2}"), 3
_UNGLUED = frozenset({"Latin", "Cyrillic", "Greek"})  # scripts whose words stand apart from figures


class Number(NamedTuple):
    """A number as printed: `text[start:end]` are its words, `value` is int where whole, else float.

    `words` is True where it was written (partly) in words ("twelve", "9,1 thousand"); `sign` is "+", "-" or "".
    """

    start: int
    end: int
    value: int | float
    words: bool = False
    sign: str = ""


class _Piece(NamedTuple):
    """A part of a number: figures, a number word, a scale or a scale that stands alone."""

    start: int
    end: int
    kind: str
    value: float


def find_numbers(text: str, language: str | None = None) -> list[Number]:
    """All numbers of a text in order, without overlap; dates, times, type numbers and ids are not numbers."""
    folded = fold(text)
    found = words(folded)
    return numbers_in(folded, found, languages_of(found, language))


def numbers_in(folded: str, found: Words, languages: tuple[str, ...]) -> list[Number]:
    """`find_numbers` for a text that is folded and split already."""
    terms = number_lexicon(languages).find(folded, found)
    scales = {term.start: term for term in terms if term.kind in SCALES}
    pieces = [_Piece(term.start, term.end, term.kind, float(term.value)) for term in terms if term.kind in _VALUED]
    pieces += _figures(folded, scales, _Glue(languages))
    pieces.sort()
    grammar = _Grammar(folded, pieces, terms)
    numbers = []
    at = 0
    while at < len(pieces):
        number, at = grammar.compose(at)
        if number is not None:
            numbers.append(number)
    return numbers


class _Glue:
    """Decides whether figures that touch letters are a count ("26만", "45mila") or not ("Т-62", "155mm")."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        known = [vocabulary.language(code) for code in languages]
        self._never = tuple(form for one in known for form in one.numbers.not_counted)
        self._labels = label_lexicon(languages)

    def allows_before(self, folded: str, start: int) -> bool:
        before = folded[start - 1 : start]
        if before in {",", "."} and not folded[start - 2 : start - 1].isalnum():
            return False
        if before in {" ", "-"} and _MODEL.search(folded, max(0, start - _MODEL_REACH), start) is not None:
            return False
        joined = before == "-" and folded[start - 2 : start - 1].isalpha()
        if not joined and not before.isalpha():
            return before not in {"/", "_"}
        word = _WORD_BEFORE.search(folded, max(0, start - 24), start - 1 if joined else start)
        if word is None or script_of(word.group()[-1]) not in _UNGLUED:
            return True
        return self._is_label(word.group()) and (joined or _LARGE.match(folded, start) is not None)

    def allows_after(self, folded: str, end: int, scales: dict[int, Term]) -> bool:
        after = folded[end : end + 1]
        joined = after == "-"
        if not joined and not after.isalnum():
            return True
        word = _WORD_AFTER.match(folded, end + joined)
        if word is None or word.start() in scales:
            return True
        if not joined and word.group().startswith(self._never or ("\0",)):
            return False
        if not joined and _AREA.match(folded, end):
            return True
        return script_of(word.group()) not in _UNGLUED or (not joined and self._is_label(word.group()))

    def _is_label(self, word: str) -> bool:
        return bool(self._labels.find(word, words(word)))


def _figures(folded: str, scales: dict[int, Term], glue: _Glue) -> list[_Piece]:
    masked = [match.span() for match in _NOT_COUNTS.finditer(folded) if not _is_count(folded, match, scales)]
    masked += [match.span() for pattern in (_IDS, _NAMED_IDS, _ADDRESS) for match in pattern.finditer(folded)]
    masks = iter([*sorted(masked), (len(folded) + 1, len(folded) + 1)])
    low, high = next(masks)
    found = []
    for match in _NUMERAL.finditer(folded):
        start, end = match.span()
        while high <= start:
            low, high = next(masks)
        if end > low or not glue.allows_before(folded, start) or not glue.allows_after(folded, end, scales):
            continue
        value = _value(match.group())
        if value is not None:
            found.append(_Piece(start, end, "figures", value))
    return found


def _is_count(folded: str, match: re.Match[str], scales: dict[int, Term]) -> bool:
    after = match.end() + (folded[match.end() : match.end() + 1] == " ")
    return bool(_THOUSANDS.fullmatch(match.group())) or (after in scales and match.group().count(".") == 1)


def _value(figures: str) -> float | None:
    """What figures stand for; None for leading zeros and for more digits than any count of this war has."""
    whole, fraction = figures, ""
    if _SMALL_SHARE.fullmatch(figures):
        return float(f"0.{figures[2:]}")
    if len(figures) > 2 and figures[-2] in ".,":
        whole, fraction = figures[:-2], figures[-1]
    elif len(figures) > 3 and figures[-3] in ".,":
        whole, fraction = figures[:-3], figures[-2:]
    digits = whole if whole.isdigit() else whole.translate(_WITHOUT_SEPARATORS)
    if len(digits) > MAX_DIGITS or (digits[0] == "0" and digits != "0"):
        return None
    return float(f"{digits}.{fraction}") if fraction else float(digits)


class _Part(NamedTuple):
    """A coefficient and its scale, `following` being the piece after them."""

    value: float
    scale: float
    end: int
    following: int
    written: bool


class _Grammar:
    """Puts the pieces of a text together: `coefficient scale [smaller part]`, as in "646 тис. 400" or "26만1840"."""

    def __init__(self, folded: str, pieces: Sequence[_Piece], terms: Sequence[Term]) -> None:
        self._folded, self._pieces = folded, pieces
        self._halves = {term.start: term.end for term in terms if term.kind == "half"}
        self._joiners = {(term.start, term.end) for term in terms if term.kind == "joiner"}
        self._hedges = {term.end for term in terms if term.kind == "hedge"}

    def compose(self, at: int) -> tuple[Number | None, int]:
        """The number that begins with piece `at` (None if none does), and the piece after it."""
        piece = self._pieces[at]
        if piece.kind == "figures" and self._is_alone(piece.end, at + 1):
            return self._number(piece.start, piece.end, piece.value, written=False), at + 1
        part = self._part(at)
        if part is None:
            return None, at + 1
        total, written = part.value * part.scale, part.written
        while part.scale > 1 and part.value == int(part.value) and self._adjoins(part.end, part.following):
            smaller = self._part(part.following)
            if smaller is None or smaller.value != int(smaller.value) or smaller.value * smaller.scale >= part.scale:
                break
            total += smaller.value * smaller.scale
            part = smaller
        return self._number(piece.start, part.end, total, written), part.following

    def _is_alone(self, end: int, following: int) -> bool:
        """Whether neither a scale nor a half stands near enough to go with figures."""
        far = following >= len(self._pieces) or self._pieces[following].start - end > _LONGEST_GAP
        return far and end + 1 not in self._halves

    def _part(self, at: int) -> _Part | None:
        piece = self._pieces[at]
        if piece.kind in SCALES:
            if piece.kind == "scale" or (piece.kind == "hedged" and not self._is_hedged(piece.start)):
                return None
            return _Part(1, piece.value, piece.end, at + 1, written=True)
        value, end, following = piece.value, piece.end, at + 1
        while piece.kind == "word" and self._adds(value, end, following):
            value, end, following = value + self._pieces[following].value, self._pieces[following].end, following + 1
        half = self._halves.get(end + 1)
        if half is not None:
            value, end = value + 0.5, half
        scale = 1.0
        while (
            following < len(self._pieces) and self._pieces[following].kind in SCALES and self._touches(end, following)
        ):
            scale *= self._scale_said(piece, self._pieces[following].value)
            end, following = self._pieces[following].end, following + 1
        return _Part(value, scale, end, following, written=piece.kind == "word" or following > at + 1)

    def _scale_said(self, piece: _Piece, scale: float) -> float:
        """What a scale word multiplies figures by: nothing where they hold their thousands already ("33 350 тис."), and
        where they are a fraction that looks like thousands ("1.209 million"), a thousandth of it."""
        if piece.kind == "figures" and scale == _THOUSAND and piece.value >= _TEN_THOUSAND:
            return 1
        fraction = scale > _THOUSAND and _FRACTION.fullmatch(self._folded, piece.start, piece.end) is not None
        return scale / _THOUSAND if fraction else scale

    def _adds(self, value: float, end: int, following: int) -> bool:
        """Whether a number word goes on as in "twenty one" and "двісті сорок"."""
        if following >= len(self._pieces) or self._pieces[following].kind != "word" or value < 20 or value % 10:
            return False
        room = 100 if value % 100 == 0 else 10
        return self._pieces[following].value < room and self._adjoins(end, following)

    def _adjoins(self, end: int, following: int) -> bool:
        if following >= len(self._pieces):
            return False
        piece = self._pieces[following]
        if self._touches(end, following):
            return True
        start = end
        while self._folded[start : start + 1] in {" ", NOTHING}:
            start += 1
        stop = piece.start - (self._folded[piece.start - 1] == " ")
        return (start, stop) in self._joiners

    def _touches(self, end: int, following: int) -> bool:
        return _GAP.fullmatch(self._folded, end, self._pieces[following].start) is not None

    def _is_hedged(self, start: int) -> bool:
        return start - 1 in self._hedges

    def _number(self, start: int, end: int, value: float, written: bool) -> Number | None:
        before = self._folded[max(0, start - 3) : start].rstrip(" \x00")
        sign = "+" if before.endswith("+") else "-" if before.endswith("(-") else ""
        value = round(value, 6) if written else value  # 2.11 billion in binary is a little less
        if value >= 10**15:
            return None
        return Number(start, end, int(value) if value.is_integer() else value, written, sign)
