"""Pure: whose figures a place of a text tells: the General Staff's list, or another list that stays out.

A phrase of the vocabulary opens a scope ("General Staff", "losses of the enemy") or another one ("UK intelligence",
"Ukrainian losses", "brigade"), and it holds until the next such phrase. A span of time other than the day holds for its
sentence and, from a heading or before a quotation, for the list that follows.

The army is a source only where it speaks: "the Ukrainian military has sunk 32 vessels, the Pentagon says" is told by
the Pentagon. A sentence that names the source and counts nothing looks back to figures that nobody was named for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.dates import DateMention
from pipelines.lists.passages import Passage
from pipelines.vocabulary.lexicon import Term

# `report`: the General Staff is named; `opened`: its list is; the other scopes are reasons to leave a figure out.
REPORT, OPENED, UNKNOWN = "report", "opened", "unknown"
OWN = frozenset({REPORT, OPENED, UNKNOWN})
ELSEWHERE, SECTOR, _SPAN, _SAME_SPAN, RAID, _ADMITTED = (
    "read_also",
    "sector",
    "other_span",
    "same_span",
    "raid",
    "admission",
)
_FORCES, _THEIR_LOSSES, _BESIDE = "ukrainian_forces", "ukrainian_losses", 24
_LOCAL = frozenset({_SPAN, _SAME_SPAN, RAID, _ADMITTED})  # what holds for a sentence and not for those behind it
_APART = re.compile(r"[,;:()]")
_HEADING_WORDS, _SIDEBAR_LINE = 14, 20
_CHANGE = re.compile(r"\(\+ ?\d")  # only the General Staff's list is printed with the day's change in brackets
_FIRST_DAY = (2, 24)
_DAYS = re.compile(r"(?<![\d.,])(\d{1,2})\.?[ \x00]?-[ \x00]?$")  # "20-26 March"
_JOINED = re.compile(r"[ \x00](?:of[ \x00])?(?:the[ \x00])?")
_SPEAKS, _QUOTED = 12, re.compile(r"[ \x00-]{0,3}\"")
_ASIDE = re.compile(r",[^,;:()\d]{1,60},[ \x00]")  # "the military, silent about its own losses, estimates"
_IN_ASIDE = 8  # terms that may stand in an aside and right behind it
_OPENING = frozenset({"source", "army", "openers", "total", "other_list"})
_TIMES = frozenset({"total", "daily"})
_ENTRY = re.compile(r"[+*\s]{0,5}(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.])")
FLYING = frozenset({"uavs", "cruise_missiles", "missiles", "srbm_systems"})  # what a night's attack is flown with
_BESIDE_A_RAID = frozenset({*FLYING, "ignored", "personnel", "air_defence", "fighters", "anaphora"})
_ATTACK = 30  # characters between a word of attack and what was flown or how many: "launched a total of 90 drones"
_FEW_OTHERS = 3  # categories of the list beside which drones are the list's too
_BACK = 3  # lines that a sentence with the source alone looks back
_DAY_TO = re.compile(
    r"(?<![\d.,])(\d{1,2})\.?[ \x00]?(?:-|[^\W\d_]{1,5})[ \x00]?"
    r"(?:(?:the|dem|den|le|el|il|la|las|los|dia|in|de|τισ|την)[ \x00])?$"
)  # "8 to 15 October", "8. und dem 15. Oktober"
_FROM_TO = re.compile(r"[ \x00]?(?:부터|에서|から|至|到|~|-)[ \x00]?[^\W\d_]{0,3}[ \x00]?")  # between two days
_TO = re.compile(r"[ \x00][^\W\d_]{1,5}[ \x00](?:[^\W\d_]{1,3}[ \x00])?|" + _FROM_TO.pattern)  # "8 Ekim ile 15 Ekim"
_DAY_UPTO = re.compile(r"\.?[ \x00](?:es[ \x00])?(\d{1,2})(?:\.?[ \x00]kozott|-ig\b)")  # "október 8. és 15. között"
_TO_REACH = 20
_WAR_BEGAN = (2, 2022)  # "in February 2022" is the beginning, not a span


class PassageScope(NamedTuple):
    """The scopes of one passage: `inherited` at its start, then what each marker opens; `local` holds throughout.

    `raid` is True where drones and missiles are told as flown in an attack, not as lost.
    """

    inherited: str
    markers: tuple[tuple[int, str], ...]
    local: str | None
    raid: bool = False

    def at(self, place: int) -> str:
        """`report`, `opened`, `unknown` or the reason why a figure at this place is another list's."""
        if self.local is not None:
            return self.local
        before = bisect_right(self.markers, (place, "\uffff"))
        if before:
            return self.markers[before - 1][1]
        return self.markers[0][1] if self.markers else self.inherited


def scopes(folded: str, passages: Sequence[Passage]) -> list[PassageScope]:
    """The scopes of a text's passages, in order."""
    reader = _Reader(folded, passages)
    found = [reader.read(passage) for passage in passages]
    for place, passage in enumerate(passages):
        if _looks_back(passage, found[place]):
            _look_back(passages, found, place)
    return found


def _tells_a_raid(passage: Passage) -> bool:
    """Whether a sentence tells of an attack with drones and missiles, as the General Staff does of every night's."""
    if "other_list" not in passage.kinds or "openers" in passage.kinds:
        return False
    flown = [number.start for number in passage.numbers]
    flown += [label.start for label in passage.labels if label.value in FLYING]
    flown.sort()
    raids = [term for term in passage.terms if term.kind == "other_list" and term.value == RAID]
    if not any(_is_any_near(flown, term.start - _ATTACK, term.end + _ATTACK) for term in raids):
        return False
    return len({label.value for label in passage.labels} - _BESIDE_A_RAID) < _FEW_OTHERS


def _is_any_near(places: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def begins_entry(folded: str, passage: Passage) -> bool:
    """Whether a passage begins an entry of a live blog, with its time: "8:15am: …", "+++ 10:10 …"."""
    return folded[passage.start - 1 : passage.start] in {"", "\n"} and _ENTRY.match(folded, passage.start) is not None


def _looks_back(passage: Passage, scope: PassageScope) -> bool:
    """Whether a sentence names the General Staff and nobody else, and counts nothing itself."""
    counts = passage.numbers and passage.labels
    return not counts and scope.local is None and {reason for _, reason in scope.markers} == {REPORT}


def _look_back(passages: Sequence[Passage], found: list[PassageScope], place: int) -> None:
    """Give the source to the figures before it that no other source was named for."""
    for earlier in range(place - 1, -1, -1):
        scope = found[earlier]
        if scope.inherited not in {UNKNOWN, OPENED} or passages[place].line - passages[earlier].line > _BACK:
            break
        if any(reason not in OWN for _, reason in scope.markers):
            break
        if scope.local is None:
            markers = tuple((at, REPORT) for at, _ in scope.markers)
            found[earlier] = PassageScope(REPORT, markers, None)


class _Reader:
    """Goes through the passages in order and remembers what was said last."""

    def __init__(self, folded: str, passages: Sequence[Passage]) -> None:
        self._folded = folded
        self._sentences = Counter(passage.line for passage in passages)
        self._state = UNKNOWN
        self._heading: str | None = None
        self._before_quote: str | None = None
        self._last_span: str | None = None
        self._summed: str | None = None  # the span that figures were just told of
        self._elsewhere, self._sidebar = -1, False

    def read(self, passage: Passage) -> PassageScope:
        if begins_entry(self._folded, passage):
            self._state, self._heading, self._summed = UNKNOWN, None, None
        if self._is_elsewhere(passage):
            return PassageScope(self._state, (), ELSEWHERE)
        markers = self._markers(passage)
        if self._state not in OWN and not markers and _CHANGE.search(self._folded, passage.start, passage.end):
            self._state = OPENED
        local = self._local(passage, markers)
        if self._is_whole_war(passage) and all(reason in {*OWN, SECTOR} for _, reason in markers):
            self._state, markers, local = REPORT, (), None
        raid = _tells_a_raid(passage)
        found = PassageScope(self._state, markers, local or self._heading, raid)
        if markers and not (raid and self._state in OWN) and not (local == _SPAN and self._state not in OWN):
            self._state = SECTOR if local == SECTOR else markers[-1][1]
        return found

    def _is_elsewhere(self, passage: Passage) -> bool:
        """Whether a line leads to other pages: it says so, or it stands among the short lines under such a heading."""
        if "read_also" in passage.kinds:
            lead = next(term for term in passage.terms if term.kind == "read_also")
            rest = self._folded[passage.start : lead.start] + self._folded[lead.end : passage.end]
            self._elsewhere, self._sidebar = passage.line, not rest.strip(" :.\n\x00")
        elif self._sidebar and (
            self._word_count(passage) > _SIDEBAR_LINE or _CHANGE.search(self._folded, passage.start, passage.end)
        ):
            self._sidebar = False
        return self._sidebar or passage.line == self._elsewhere

    def _local(self, passage: Passage, markers: Sequence[tuple[int, str]]) -> str | None:
        """A reason that holds for the whole passage; a heading's also for the list under it."""
        if markers:
            self._heading = None
        span = self._span(passage)
        if self._before_quote and _QUOTED.match(self._folded, passage.start):
            span = span or self._before_quote
        if self._summed and self._is_untimed(passage, markers):
            span = span or self._summed
        self._before_quote = span if markers and not passage.labels else None
        self._last_span, self._summed = span, span if passage.numbers else None
        if span and self._ends_in_colon(passage):
            self._heading = span
        elif self._heading and not passage.numbers:
            self._heading = None
        if span is None and self._is_admission(passage):
            return _ADMITTED
        sector = any(reason == SECTOR for _, reason in markers) if passage.numbers else False
        return SECTOR if sector and not self._is_own_total(passage, markers) else span

    def _is_admission(self, passage: Passage) -> bool:
        """Whether a sentence tells what a side owned up to, which only Russia does with its own losses."""
        if not passage.numbers or "other_list" not in passage.kinds or "source" in passage.kinds:
            return False
        return any(term.kind == "other_list" and term.value == _ADMITTED for term in passage.terms)

    def _is_untimed(self, passage: Passage, markers: Sequence[tuple[int, str]]) -> bool:
        """Whether a sentence names no time and no source of its own, and so goes on with those before."""
        timed = passage.dates or not _TIMES.isdisjoint(passage.kinds)
        return not timed and "source" not in passage.kinds and all(reason in OWN for _, reason in markers)

    def _span(self, passage: Passage) -> str | None:
        if "other_list" in passage.kinds and any(
            self._is_span(term, passage) for term in passage.terms if term.kind == "other_list"
        ):
            return _SPAN
        return self._days(passage) if passage.dates else None

    def _is_own_total(self, passage: Passage, markers: Sequence[tuple[int, str]]) -> bool:
        """Whether the General Staff tells what was lost up to a day, whatever part of the front is named beside it."""
        upto = any(date.role in {"until", "as_of"} and date.day for date in passage.dates)
        summed = upto or "total" in passage.kinds
        return summed and any(reason == REPORT for _, reason in markers)

    def _days(self, passage: Passage) -> str | None:
        """ "From 1 to 8 September": some days of the war, not all since its beginning."""
        begins = [date for date in passage.dates if date.role == "since" and date.month and date.day]
        first = any((date.month, date.day) == _FIRST_DAY for date in passage.dates)
        if begins and not first and passage.numbers:
            return _SPAN
        if any((date.month, date.day) == _FIRST_DAY for date in begins):
            return None
        ends = [date for date in passage.dates if date.role == "until" and date.month and date.day]
        if ends and begins:
            return _SPAN
        if self._is_weekend(passage):
            return _SPAN
        short = any(self._ends_days(date) for date in ends) or any(self._is_range(date) for date in passage.dates)
        apart = any(self._are_interval(*pair) for pair in pairwise(passage.dates))
        return _SPAN if short or apart else None

    def _is_weekend(self, passage: Passage) -> bool:
        """Whether two weekdays more than a day apart bound what is told: "from Saturday to Monday"."""
        begins = [date.weekday for date in passage.dates if date.role == "since" and date.weekday is not None]
        ends = [date.weekday for date in passage.dates if date.role == "until" and date.weekday is not None]
        return any((end - begin) % 7 > 1 for begin, end in zip(begins, ends, strict=False))

    def _ends_days(self, date: DateMention) -> bool:
        """Whether a day before the night's, and not the war's first, stands before the last of some days: "8 to 15
        October"."""
        match = _DAY_TO.search(self._folded, max(0, date.start - _TO_REACH), date.start)
        first = int(match.group(1)) if match is not None else date.day
        return date.day is not None and first not in {date.day, date.day - 1} and (date.month, first) != _FIRST_DAY

    def _are_interval(self, first: DateMention, last: DateMention) -> bool:
        """Whether some days are told by the first and the last one: "8일부터 15일까지"."""
        if first.day is None or last.day is None or (first.month or _FIRST_DAY[0], first.day) == _FIRST_DAY:
            return False
        if first.day + 1 == last.day:
            return False
        told = _FROM_TO if last.month is None or last.role != "until" else _TO
        return told.fullmatch(self._folded, first.end, last.start) is not None

    def _is_range(self, date: DateMention) -> bool:
        """Whether a day begins or ends a range within its month that is longer than a night: "20-26 March"."""
        first = _DAYS.search(self._folded, max(0, date.start - 7), date.start)
        if first is not None and date.day is not None:
            return 1 < date.day - int(first.group(1)) < 31
        last = _DAY_UPTO.match(self._folded, date.end)
        return last is not None and date.day is not None and 1 < int(last.group(1)) - date.day < 31

    def _is_whole_war(self, passage: Passage) -> bool:
        """Whether figures are told from the war's first day up to a day, as the General Staff's are, whoever spoke
        before: "from February 24, 2022, to January 19, 2024"."""
        if len(passage.dates) < 2:
            return False
        begins = any(date.role == "since" and (date.month, date.day) == _FIRST_DAY for date in passage.dates)
        return begins and any(date.role == "until" and date.day for date in passage.dates) and bool(passage.numbers)

    def _is_span(self, term: Term, passage: Passage) -> bool:
        """Whether a phrase names a span; "24 February last year" is a day."""
        if term.value not in {_SPAN, _SAME_SPAN} or any(date.end + 1 == term.start for date in passage.dates):
            return False
        if term.value == _SAME_SPAN:
            return self._last_span is not None
        began = any(
            (date.month, date.year) == _WAR_BEGAN and date.start <= term.end <= date.end for date in passage.dates
        )
        return not began

    def _markers(self, passage: Passage) -> tuple[tuple[int, str], ...]:
        """The scopes that phrases of a passage open, in order.

        An army that does not speak gives way to whoever else is named: they tell what it did.
        """
        if _OPENING.isdisjoint(passage.kinds):
            return ()
        found: list[tuple[int, str]] = []
        acting: list[tuple[int, str]] = []
        for place, term in enumerate(passage.terms):
            if term.kind not in _OPENING:
                continue
            current = found[-1][1] if found else self._state
            opened = self._army(passage, place) if term.kind == "army" else self._opened_by(term, passage, current)
            if opened is not None:
                found.append((term.start, opened))
            elif term.kind == "army" and current in OWN:
                acting.append((term.start, REPORT))
        told = any(reason not in OWN for _, reason in found)
        return tuple(found if told else sorted([*found, *acting]))

    def _opened_by(self, term: Term, passage: Passage, current: str) -> str | None:
        """The scope that one phrase opens, `current` being in force before it."""
        if term.kind == "source":
            return REPORT
        if term.kind in {"openers", "total"} and self._reopens(term, passage, current):
            return REPORT if current == REPORT or self._is_dated(term, passage) else OPENED
        if term.kind != "other_list" or term.value in _LOCAL:
            return None
        if term.value == _FORCES:
            return _THEIR_LOSSES if self._is_counted(term, passage) else None
        return term.value

    def _army(self, passage: Passage, place: int) -> str | None:
        """The scope that the army's name opens: its own losses, or the report where it speaks."""
        if self._is_theirs(passage, place):
            return _THEIR_LOSSES
        return REPORT if self._speaks(passage, place) else None

    def _is_theirs(self, passage: Passage, place: int) -> bool:
        """Whether the army stands beside a label as the one whose arms are counted: "250 drones of the army"."""
        army, label = passage.terms[place], passage.terms[place - 1]
        return (
            place > 0
            and label.kind == "label"
            and _JOINED.fullmatch(self._folded, label.end, army.start) is not None
            and self._is_counted(army, passage)
        )

    def _speaks(self, passage: Passage, place: int) -> bool:
        """Whether a word of speaking stands beside the army's name."""
        army = passage.terms[place]
        beside = [*passage.terms[max(0, place - 2) : place], *passage.terms[place + 1 : place + 3]]
        if any(
            term.kind == "speaks" and term.start - army.end <= _SPEAKS and army.start - term.end <= _SPEAKS
            for term in beside
        ):
            return True
        aside = _ASIDE.match(self._folded, army.end)
        return aside is not None and any(
            term.kind == "speaks" and term.start == aside.end()
            for term in passage.terms[place + 1 : place + 1 + _IN_ASIDE]
        )

    def _is_counted(self, forces: Term, passage: Passage) -> bool:
        """Whether the other side's soldiers or arms are counted, not named as those who destroy: "31,000 Ukrainian
        soldiers", but not "9,615 tanks destroyed by Ukrainian soldiers"."""
        return any(
            0 <= forces.start - number.end <= _BESIDE and _APART.search(self._folded, number.end, forces.start) is None
            for number in passage.numbers
        )

    def _reopens(self, term: Term, passage: Passage, current: str) -> bool:
        """Whether naming the list ends another scope: "Russian losses" does not end what another agency says, but a
        heading does, and a sum since the war's beginning ends what one sector says."""
        heading = self._is_heading(passage)
        if term.kind == "total":
            return current == SECTOR and self._ends_in_colon(passage)
        if self._is_dated(term, passage) and self._begins_line(passage):
            return True
        if current == SECTOR:
            return heading or any(other.kind == "total" for other in passage.terms)
        return current in OWN or heading

    def _is_dated(self, term: Term, passage: Passage) -> bool:
        """Whether the list is named with the day it stands for: "as of March 14 the losses of the enemy"."""
        return term.kind == "openers" and any(date.role in {"until", "as_of"} and date.day for date in passage.dates)

    def _begins_line(self, passage: Passage) -> bool:
        return passage.start == 0 or self._folded[passage.start - 1] == "\n"

    def _is_heading(self, passage: Passage) -> bool:
        """Whether a line announces what follows: it ends in a colon, or it is short and counts nothing itself."""
        if self._sentences[passage.line] > 1:
            return False
        return self._ends_in_colon(passage) or (not passage.numbers and self._word_count(passage) <= _HEADING_WORDS)

    def _word_count(self, passage: Passage) -> int:
        return len(self._folded[passage.start : passage.end].split())

    def _ends_in_colon(self, passage: Passage) -> bool:
        return self._folded[passage.start : passage.end].rstrip().endswith(":")
