"""Pure: the one number grammar. Digits with any separator, number words, scale words, in any language of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: `text[start:end]` are its words, `value` is int where whole, else float.

    `words` is True where it was written (partly) in words ("twelve", "9,1 thousand"); `sign` is "+", "-" or "".
    """

    start: int
    end: int
    value: int | float
    words: bool = False
    sign: str = ""


def find_numbers(text: str, language: str | None = None) -> list[Number]:
    """All numbers of a text in order, without overlap; dates, times, type numbers and ids are not numbers."""
    raise NotImplementedError
