"""Pure: bytes -> text in the charset they are really in, or a Problem; never mojibake.

What the server and the page declare is a hint. UTF-8 proves itself; among the one-byte charsets of Cyrillic every byte
means something, so the one in which known words appear is taken.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.problems import Problem

CYRILLIC = ("utf-8", "cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "utf-16-le", "utf-16-be")
"""What a Ukrainian or Russian page may be in, the likelier first."""

TEXT = re.compile(r"(utf-?8|utf-?16.*|cp125\d|cp8\d\d|iso8859-\d+|koi8-[rut]|mac-.*|ascii|latin_?1)", re.IGNORECASE)
"""Codecs a page may name; others (idna, unicode_escape …) are not charsets of text."""

MAX_DAMAGE = 0.001
SAMPLE = 512 * 1024
UTF_16_NULS = 0.1
"""The least share of zero bytes in UTF-16 with markup; in any other charset they are damage."""
DAMAGED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]+")
NON_ASCII = re.compile(r"[^\x00-\x7f]+")
WELL_FORMED = re.compile(r"(?<!\w)(?:[А-ЯЁЄІЇҐ]?[а-яёєіїґ’ʼ]+|[А-ЯЁЄІЇҐ]+)(?!\w)|[\u00a0«»„“”‘’–—…№]+")
"""Words in the letters and the case of Ukrainian and Russian, and the punctuation between them."""

COMMON = (
    *("який", "яких", "якщо", "його", "було", "року", "після", "також", "через", "війни", "україни", "росії"),
    *("который", "которые", "если", "этого", "было", "года", "после", "также", "через", "войны", "украины", "россии"),
)
"""Words that hardly any page in these languages does without."""

SHORTEST_WORD = 4
"""Shorter ones turn up by chance."""
ODD = re.compile(r"[a-z][^\x00-\x7f\u00c0-\u024f\u2010-\u2027][a-z]", re.IGNORECASE)
"""What no Latin word has inside: neither a Latin letter nor a dash, an apostrophe or an ellipsis."""
MOST_ODD = 0.1
HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset it was in, and a note where that is not what was declared."""

    text: str
    charset: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    charset: str
    text: str
    words: int
    well_formed: float

    @property
    def rank(self) -> tuple[int, float]:
        return self.words, self.well_formed


def decode(body: bytes, *, content_type: str | None = None, known_words: Iterable[str] = ()) -> Decoded | Problem:
    """Read `body` as text.

    `content_type` is the response's header. `known_words`, in lower case, are words the page is likely to hold, besides
    the COMMON ones; only those outside ASCII tell charsets apart. A Problem (unknown_charset) means that the page is to
    be held.
    """
    declared = _declared(content_type, body)
    charset, mark = read_bom(body)
    if charset is not None and mark is not None:
        return _taken(body[len(mark) :], _name(charset), declared)
    if body.isascii() and b"\0" not in body:
        return Decoded(body.decode("ascii"), "ascii")
    if _is_utf8(body):
        return _taken(body, "utf-8", declared)
    words = tuple(w for w in {*COMMON, *known_words} if len(w) >= SHORTEST_WORD and not w.isascii())
    readings = list(_readings(body[:SAMPLE], dict.fromkeys((*declared, *CYRILLIC)), words))
    best = max((reading for reading in readings if reading.words), key=lambda reading: reading.rank, default=None)
    if best is not None:
        return _taken(body, best.charset, declared)
    if readings and readings[0].charset in declared and _looks_latin(body, readings[0].text):
        return _taken(body, readings[0].charset, declared)
    return _unknown(declared, "no known word appears in it under any charset")


def _declared(content_type: str | None, body: bytes) -> tuple[str, ...]:
    """The charsets the header and the page name, the header first; nonsense left out."""
    names = (http_content_type_encoding(content_type), html_body_declared_encoding(body[:4096]))
    return tuple(dict.fromkeys(_name(name) for name in names if name and TEXT.fullmatch(_name(name))))


def _name(charset: str) -> str:
    resolved = resolve_encoding(charset)
    return codecs.lookup(resolved).name if resolved else charset


def _is_utf8(body: bytes) -> bool:
    """True where the bytes outside ASCII are UTF-8 but for a stray one: by chance they never are."""
    foreign = NON_ASCII.search(body.decode("utf-8", "ignore"))
    return foreign is not None and _damage(body.decode("utf-8", "replace")) < MAX_DAMAGE


def _damage(text: str) -> float:
    return _length(DAMAGED, text) / max(len(text), 1)


def _length(pattern: re.Pattern[str], text: str) -> int:
    """How many characters of a text a pattern covers."""
    return sum(map(len, pattern.findall(text)))


def _readings(sample: bytes, charsets: Iterable[str], words: tuple[str, ...]) -> Iterator[_Reading]:
    for charset in charsets:
        text = sample.decode(charset, "replace")
        if _damage(text) >= MAX_DAMAGE or (charset.startswith("utf-16") and not _has_nuls(sample)):
            continue
        folded = text.casefold()
        share = _length(WELL_FORMED, text) / max(_length(NON_ASCII, text), 1)
        yield _Reading(charset, text, sum(word in folded for word in words), share)


def _has_nuls(body: bytes) -> bool:
    return body.count(0) >= UTF_16_NULS * len(body)


def _looks_latin(body: bytes, text: str) -> bool:
    """True where bytes outside ASCII stand alone or in pairs, as accents and quotes do, and read as such in `text`."""
    in_words = sum(map(len, HIGH_RUN.findall(body)))
    high = sum(map(len, HIGH.findall(body)))
    return in_words <= high * MOST_ODD and len(ODD.findall(text)) <= high * MOST_ODD


def _taken(body: bytes, charset: str, declared: tuple[str, ...]) -> Decoded | Problem:
    text = body.decode(charset, "replace")
    if _damage(text) >= MAX_DAMAGE:
        return _unknown(declared, f"it is damaged as {charset}")
    if not declared or charset in declared or charset.startswith(declared[0]):
        return Decoded(text, charset)
    note = Problem("wrong_charset", f"the page declares {declared[0]} and is in {charset}", "note")
    return Decoded(text, charset, (note,))


def _unknown(declared: tuple[str, ...], why: str) -> Problem:
    said = declared[0] if declared else "nothing"
    return Problem("unknown_charset", f"the page cannot be read as text: it declares {said}, and {why}", "error")
