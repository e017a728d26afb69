"""Pure: the quotations of a text that run over several sentences: who is named at one end speaks in all of them."""

from __future__ import annotations

import re

from pipelines.assertions.sentences import Prose

CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "「": "」", "『": "』"}  # by what opens
MARK = re.compile("[" + "".join({*CLOSING, *"".join(CLOSING.values())}) + "]")
LONGEST = 8  # sentences; a mark that is never closed opens no quotation of half the page


def quotations(prose: Prose) -> list[tuple[int, int]]:
    """The places of the first and the last sentence of each quotation that has more than one, in order."""
    found = []
    first, mark, within = 0, "", 0
    for at, sentence in enumerate(prose.sentences):
        for match in MARK.finditer(prose.text, sentence.start, sentence.end):
            opens = _opens(prose.text, match.start())
            if not mark and opens and match[0] in CLOSING:
                first, mark, within = at, match[0], 0
            elif mark and opens and match[0] == mark and match.start() > sentence.start:
                within += 1  # a name in quotation marks
            elif mark and not opens and match[0] in CLOSING[mark] and within:
                within -= 1
            elif mark and not opens and match[0] in CLOSING[mark]:
                found.append((first, at))
                mark = ""
        if mark and at - first >= LONGEST:
            mark = ""
    return [(start, end) for start, end in found if end > start]


def _opens(text: str, place: int) -> bool:
    """Whether a mark stands before its words: what one language opens with another closes with."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([-–—") and not (not after or after.isspace())
