"""Pure: the quotations of a text that run over several sentences: who is named at one end speaks in all of them."""

from __future__ import annotations

from pipelines.assertions.sentences import Prose

CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "「": "」", "『": "』"}  # by what opens
LONGEST = 8  # sentences; a mark that is never closed opens no quotation of half the page


def quotations(prose: Prose) -> list[tuple[int, int]]:
    """The places of the first and the last sentence of each quotation that has more than one, in order."""
    found = []
    first, mark = None, ""
    for at, sentence in enumerate(prose.sentences):
        for place in range(sentence.start, sentence.end):
            sign = prose.text[place]
            if not mark and sign in CLOSING and _opens(prose.text, place):
                first, mark = at, sign
            elif mark and sign in CLOSING[mark] and not _opens(prose.text, place):
                found.append((first or 0, at))
                mark = ""
        if mark and at - (first or 0) >= LONGEST:
            mark = ""
    return [(start, end) for start, end in found if end > start]


def _opens(text: str, place: int) -> bool:
    """Whether a mark stands before its words: what one language opens with another closes with."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([-–—") and not (not after or after.isspace())
