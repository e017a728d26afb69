"""Pure: the numbers of a sentence -> quantities, each with its unit, rate, qualifier and, for a range, its upper end.

The numbers come from the one number grammar; here they get what stands around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property

from pipelines import vocabulary
from pipelines.assertions.claim import Qualifier
from pipelines.assertions.claim_vocabulary import ClaimVocabulary, topics
from pipelines.assertions.sentences import Prose, Sentence
from pipelines.numbers import Number
from pipelines.text import fold
from pipelines.vocabulary.lexicon import Term

QUALIFIERS: dict[str, Qualifier] = {
    "about": "about", "more_than": "more_than", "less_than": "less_than", "up_to": "up_to", "at_least": "at_least",
}  # fmt: skip

CURRENCIES = frozenset({"USD", "EUR", "GBP", "RUB", "UAH"})
SAME_RATE = "same"
MEASURE = ""  # the unit of days, distances and other numbers that are no claims
SIGNS_BEFORE = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH"}
SIGNS_AFTER = {"%": "%", "㎢": "km2", "$": "USD", "€": "EUR", "₽": "RUB", "₴": "UAH"}
LENGTHS = frozenset({"m", "km"})  # a distance is a claim only as a speed
RATED = frozenset({
    "m", "km", "USD", "EUR", "RUB", "UAH",
    "people", "shells", "drones", "missiles", "bombs", "tanks", "km2", "tonnes", "attacks", "cases", "vehicles",
    "systems", "artillery systems", "contracts", "requests", "barrels", "aircraft", "pieces of equipment",
    "armoured vehicles",
})  # fmt: skip
TOGETHER = {
    "vehicles": frozenset({"tanks", "IFVs", "armoured vehicles", "vehicles"}),
    "systems": frozenset({"artillery systems", "systems"}),
}
CONVERTED = (frozenset({"km2", "mi2", "hectares"}), CURRENCIES, frozenset({"m", "km"}))
SQUARE_METRES = {"km2": 1e6, "mi2": 2.59e6, "hectares": 1e4}
ROUNDED = 0.03  # how far two roundings of one area may be apart
WORDED = {"fractions": "%", "multiples": "times", "streaks": "months"}  # tables of amounts in words, with their unit
OPENED = re.compile(r"[(\[][^)\]]*$")
SHARING = frozenset({"parts", "ranges", "ranges_bare"})
WORDS_TO_UNIT = 5  # "17,000 young Russian contract soldiers"
WORDS_BACK = 20
REACH_RECORD = 95  # characters between a word of record and the rate it is of
REACH_RATE = 45  # characters from a unit to its rate: "931 troops have been killed or wounded per day"
LARGE = 100
SMALL = 12  # a small number in words ("two and a bit years") seldom counts what the one before it did
UNSHARED = frozenset({"times", "%", "months", "RUB/USD", MEASURE})  # what a figure without a unit cannot be meant in
CLAUSE = re.compile(r"[.;:!?]")
STOP = re.compile(r"[.,;:!?()\[\]]|\s-\s")
YEAR_NAMED = re.compile(r"[ \x00]20\d\d(?!\d)")  # "im Jahr 2026" is no rate
WORDLESS = re.compile(r"[\s\x00\"'(~≈$€£₽₴]+")
MYRIAD = 10**4  # the scale of 万, where other languages have none
NUMERAL = re.compile(r"[^\d.,]")
REACH_ENUMERATED = 60  # characters between two numbers of one enumeration
BRACKETS = re.compile(r"\([^()]{0,80}\)")
LINK = re.compile(r"[\s\x00]*-[\s\x00]*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value at `text[start:end]` with what it counts. `unit` holds its rate ("people/day"); `base` is without.

    `high` is the end of a range. `continues` marks one that takes its unit from the quantity before it ("1,163 in
    June"), `compared` one that the text measures another against ("up from 693").
    """

    start: int
    end: int
    value: int | float
    high: int | float | None
    base: str
    rate: str
    qualifier: Qualifier
    continues: bool = False
    compared: bool = False

    @property
    def unit(self) -> str:
        return f"{self.base}/{self.rate}" if self.rate else self.base


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number or a range before its unit is known."""

    start: int
    end: int
    value: int | float
    high: int | float | None = None
    unit: str | None = None


def read_quantities(
    prose: Prose, sentence: Sentence, known: ClaimVocabulary, before: Quantity | None = None
) -> list[Quantity]:
    """The quantities of a sentence in order; `before` is the last one before the sentence, which may lend its unit."""
    if not sentence.numbers and all(term.kind not in WORDED for term in prose.find(known.amounts, sentence)):
        return []
    return _Reader(prose, sentence, known).read(before)


class _Reader:
    def __init__(self, prose: Prose, sentence: Sentence, known: ClaimVocabulary) -> None:
        self._prose, self._sentence, self._known = prose, sentence, known
        self._folded = prose.folded
        self._terms = prose.find(known.amounts, sentence)
        self._joints = prose.find(known.joints, sentence)
        self._qualifiers = [term for term in self._terms if term.kind in {"qualifiers", "qualifiers_shared"}]
        self._rates = [term for term in self._terms if term.kind == "rates" and term.value != SAME_RATE]
        self._starts = sentence.words.starts
        self._months = _months(prose.languages)
        fractions = list(self._fractions())
        self._amounts = sorted([*self._joined(fractions), *fractions], key=lambda amount: amount.start)
        self._used: set[Term] = set()

    def read(self, before: Quantity | None) -> list[Quantity]:
        found: list[Quantity] = []
        for at, amount in enumerate(self._amounts):
            last = next((each for each in reversed(found) if each.base not in UNSHARED), before)
            quantity = self._quantity(at, amount, last, first=not found)
            if quantity is not None:
                found.append(quantity)
        counted = [quantity for quantity in self._sharing(found) if quantity.base != MEASURE]
        return [each for at, each in enumerate(counted) if not (at and self._converts(counted[at - 1], each))]

    def _converts(self, last: Quantity, quantity: Quantity) -> bool:
        """Whether a figure in brackets is the one before it in other measures: "200 sq km (77 square miles)", or an
        area is as large as it: "477 sq km, or 184 square miles"."""
        if last.base == quantity.base:
            return False
        if {last.base, quantity.base} <= SQUARE_METRES.keys():
            one, other = last.value * SQUARE_METRES[last.base], quantity.value * SQUARE_METRES[quantity.base]
            if abs(one - other) <= ROUNDED * one:
                return True
        alike = any({last.base, quantity.base} <= kind for kind in CONVERTED)
        return alike and OPENED.search(self._folded, last.end, quantity.start) is not None

    def _sharing(self, found: Sequence[Quantity]) -> Iterator[Quantity]:
        """Spread a qualifier that governs a whole row: "exceeded 14,000 tanks, 553 aircraft and 259 helicopters"."""
        shared: Qualifier | None = None
        end = self._sentence.start
        for quantity in found:
            if ";" in self._folded[end : quantity.start] or quantity.compared:
                shared = None
            governing = next((term for term in self._qualifiers if self._governs(term, quantity)), None)
            if governing is not None:
                shared = QUALIFIERS[governing.value]
            exact = quantity.qualifier == "exact" and quantity.base not in UNSHARED
            yield replace(quantity, qualifier=shared) if shared and exact else quantity
            end = quantity.end

    def _governs(self, term: Term, quantity: Quantity) -> bool:
        return (
            term.kind == "qualifiers_shared" and term.end <= quantity.start and self._bridged(term.end, quantity.start)
        )

    def _quantity(self, at: int, amount: _Amount, last: Quantity | None, *, first: bool) -> Quantity | None:
        earlier = reversed(self._amounts[:at])
        counted = next((each for each in earlier if each.unit != "%" and self._sign(each) != "%"), None)
        floor = counted.end if counted is not None else self._sentence.start
        ceiling = self._ceiling(at)
        unit, end, continues = self._unit(at, floor, ceiling), amount.end, False
        if isinstance(unit, Term):
            self._used.add(unit)
            end, base = max(end, unit.end), self._together(unit, ceiling)
        elif unit is not None:
            base = unit
        elif last is not None and self._may_continue(amount, last, end, ceiling, first=first):
            base, continues = last.base, True
        else:
            return None
        rate = self._rate(base, floor, amount.start, end, ceiling)
        if rate is None:
            same = not first or self._speaks_of_average(amount)
            rate = last.rate if continues and last is not None and same else ""
        if base in LENGTHS and not rate:
            base = MEASURE
        return Quantity(
            start=amount.start,
            end=amount.end,
            value=amount.value,
            high=amount.high,
            base=base,
            rate=rate,
            qualifier=self._qualifier(amount, end),
            continues=continues,
            compared=self._is_compared(amount),
        )

    # --- numbers and ranges

    def _joined(self, fractions: Sequence[_Amount]) -> Iterator[_Amount]:
        """The numbers of the sentence with ranges put together; dates, years and a mere "one" left out."""
        numbers = [
            each
            for each in self._sentence.numbers
            if self._counts(each) and not self._is_name(each) and not any(_overlap(each, other) for other in fractions)
        ]
        at = 0
        while at < len(numbers):
            low = numbers[at]
            high = numbers[at + 1] if at + 1 < len(numbers) else None
            if high is not None and self._is_range(low, high):
                yield _Amount(low.start, high.end, _shared(low, high, self._folded[high.start : high.end]), high.value)
                at += 2
            else:
                yield _Amount(low.start, low.end, low.value)
                at += 1

    def _counts(self, number: Number) -> bool:
        """Not a mere "one" or "not one"."""
        return number.value not in {0, 1} or (not number.words and number.value == 0) or self._is_share(number)

    def _is_range(self, low: Number, high: Number) -> bool:
        gap = self._folded[low.end : high.start]
        if low.value >= high.value or len(gap) > 30 or ("%" in gap and not self._is_share(high)):
            return False
        if LINK.fullmatch(gap.replace("%", "")):
            return True
        link = next((term for term in self._joints if low.end <= term.start and term.end <= high.start), None)
        if link is None or gap.strip(" \x00%$€£") != self._folded[link.start : link.end]:
            return False
        openers = [
            each
            for each in self._joints
            if each.kind in {"ranges_from", "parts"} and self._bridged(each.end, low.start)
        ]
        return not self._changes(openers[0]) if openers else link.kind == "ranges_bare"

    def _changes(self, opener: Term) -> bool:
        """Whether "from" follows a verb of change: "grew from 360,000 to 470,000" is two figures, no range."""
        return any(term.kind == "changes" and 0 <= opener.start - term.end <= 25 for term in self._joints)

    def _is_share(self, number: Number) -> bool:
        """ "1 percent": a one that counts."""
        sign = self._folded[number.end : number.end + 2].lstrip()[:1]
        return sign == "%" or any(term.value == "%" and term.start - number.end == 1 for term in self._terms)

    def _is_name(self, number: Number) -> bool:
        """Whether a number is a date, a year, or goes by itself after what it numbers: "article 337"."""
        return number.start in self._numbered or self._is_date(number)

    @cached_property
    def _numbered(self) -> AbstractSet[int]:
        """Where numbers stand that follow what they number, also in a row: "articles 337 (desertion), 332 and 338"."""
        found: set[int] = set()
        last: Number | None = None
        for number in self._sentence.numbers:
            opened = any(term.kind == "numbered" and 0 < number.start - term.end <= 2 for term in self._joints)
            goes_on = last is not None and self._enumerates(last.end, number.start)
            last = number if not number.words and (opened or goes_on) else None
            if last is not None:
                found.add(number.start)
        return found

    def _enumerates(self, end: int, start: int) -> bool:
        """Whether nothing but brackets and a comma or "and" stands between two numbers."""
        if start - end > REACH_ENUMERATED:
            return False
        gap = BRACKETS.sub("", self._folded[end:start]).strip(" \x00")
        words = (term for term in self._joints if term.kind in {"ranges", "ranges_bare"})
        return gap == "," or any(self._folded[term.start : term.end] == gap for term in words)

    def _is_date(self, number: Number) -> bool:
        printed = self._prose.text[number.start : number.end]
        if printed.isdigit() and len(printed) == 4 and 1900 <= number.value <= 2100:
            return not self._unit_follows_at_once(number) or self._follows_month(number)
        if number.words or number.value > 31:
            return False
        dated = any(day.day is not None and day.start <= number.start < day.end for day in self._sentence.dates)
        return dated or self._ends_dates(number) or any(word in self._months for word in self._beside(number))

    def _ends_dates(self, number: Number) -> bool:
        """Whether a number is the second day of "August 20-21"."""
        before = (day for day in self._sentence.dates if day.day is not None)
        return any(LINK.fullmatch(self._folded, day.end, number.start) is not None for day in before)

    def _follows_month(self, number: Number) -> bool:
        before = self._word_before(number)
        return bool(before) and before[0] in self._months

    def _word_before(self, number: Number) -> list[str]:
        at = bisect_left(self._starts, number.start)
        near = self._sentence.words[at - 1 : at] if at else ()
        return [word.key.partition("'")[0] for word in near if number.start - word.end <= 2]

    def _beside(self, number: Number) -> list[str]:
        """The words right before and right behind a number."""
        behind = self._sentence.words[bisect_left(self._starts, number.end) :][:1]
        following = [word.key.partition("'")[0] for word in behind if word.start - number.end <= 2]
        return self._word_before(number) + following

    def _unit_follows_at_once(self, number: Number) -> bool:
        before = self._folded[max(0, number.start - 6) : number.start]
        if re.search(r"\b(?:in|of|у|в|з|с|и|за|by|since)\s$", before):
            return False
        return any(term.kind == "units" and term.value and term.start - number.end == 1 for term in self._terms)

    def _fractions(self) -> Iterator[_Amount]:
        """Shares, multiples and months in a row: "a third", "twice as many", "for the third straight month"."""
        for term in self._terms:
            if term.kind in WORDED:
                inside = any(number.start <= term.start and term.end <= number.end for number in self._sentence.numbers)
                if not inside and term.value != "0":
                    yield _Amount(term.start, term.end, _whole(float(term.value)), unit=WORDED[term.kind])

    # --- units

    def _unit(self, at: int, floor: int, ceiling: int) -> Term | str | None:
        amount = self._amounts[at]
        if amount.unit is not None:
            return amount.unit
        sign = self._sign(amount)
        if sign is not None:
            return sign
        after = self._unit_after(amount, ceiling)
        if after is None and self._is_part(at):
            following = self._amounts[at + 1]
            after = self._unit_after(following, self._ceiling(at + 1))
        if after is not None and after.kind == "units":
            return after
        return self._unit_before(amount, floor) or after

    def _is_part(self, at: int) -> bool:
        """Whether a number shares the unit of the next: "4,000 of the 12,000 soldiers", "from 8 to 16 sq. km"."""
        if at + 1 >= len(self._amounts):
            return False
        gap = self._folded[self._amounts[at].end : self._amounts[at + 1].start].strip(" \x00")
        linking = (term for term in self._joints if term.kind in SHARING)
        return any(self._folded[term.start : term.end] == gap for term in linking)

    def _ceiling(self, at: int) -> int:
        return self._amounts[at + 1].start if at + 1 < len(self._amounts) else self._sentence.end

    def _together(self, unit: Term, ceiling: int) -> str:
        """The unit of what is counted together: "14,000 tanks, infantry fighting vehicles and carriers"."""
        bases, end = {unit.value}, unit.end
        for term in self._terms:
            if term.kind == "units" and end <= term.start < ceiling and self._is_listed(end, term.start):
                bases.add(term.value)
                end = term.end
        if len(bases) == 1:
            return unit.value
        return next((common for common, parts in TOGETHER.items() if bases <= parts), unit.value)

    def _is_listed(self, start: int, end: int) -> bool:
        gap = self._folded[start:end].strip(" \x00")
        return gap == "," or any(
            term.kind == "ranges" and self._folded[term.start : term.end] == gap for term in self._joints
        )

    def _sign(self, amount: _Amount) -> str | None:
        after = self._folded[amount.end : amount.end + 2].lstrip()
        if after[:1] in SIGNS_AFTER and after:
            return SIGNS_AFTER[after[0]]
        before = self._folded[max(0, amount.start - 2) : amount.start].rstrip()
        return SIGNS_BEFORE.get(before[-1:])

    def _unit_after(self, amount: _Amount, ceiling: int) -> Term | None:
        at = bisect_left(self._starts, amount.end)
        place, bridged = amount.end, False
        pieces: Term | None = None
        for word in self._sentence.words[at : at + WORDS_TO_UNIT + 1]:
            if word.start >= ceiling or STOP.search(self._folded, place, word.start):
                break
            term = next((term for term in self._terms if term.start <= word.start < term.end), None)
            if term is not None and term.kind == "units":
                fits = term.value != MEASURE or place == amount.end or not bridged
                return term if fits else pieces
            if term is not None and term.kind == "units_of" and place == amount.end:
                pieces = term
            elif term is None and word.key in self._known.stops and self._folded[word.start - 1] != "-":
                break
            place, bridged = word.end, bridged or word.key in self._known.bridges
        return pieces

    def _unit_before(self, amount: _Amount, floor: int) -> Term | None:
        """The unit in a label or before a verb: "tanks – 35", "losses stand at over 465,000"."""
        at = bisect_left(self._starts, amount.start)
        low = self._starts[max(0, at - WORDS_BACK)] if self._starts else amount.start
        low = max(low, floor)
        for term in reversed(self._terms):
            unfit = term.kind != "units" or term.value == MEASURE or term.value in LENGTHS
            if unfit or term.end > amount.start or term.start < low:
                continue
            if term in self._used:
                return None
            if CLAUSE.search(self._folded, term.end, amount.start) and not self._labels(term, amount):
                return None
            return term
        return None

    def _labels(self, term: Term, amount: _Amount) -> bool:
        return self._folded[term.end : amount.start].strip(" \x00") == ":"

    def _may_continue(self, amount: _Amount, last: Quantity, end: int, ceiling: int, *, first: bool) -> bool:
        """Whether a number without a unit goes on counting what the one before it counted.

        In another sentence it must say so: "Another 544 were captured", "exceeding 1,000 per day", or be a large count.
        """
        if not self._stands_alone(amount):
            return False
        said = amount.value <= SMALL and self._folded[amount.start].isalpha()
        if not first and not said:
            return True
        if last.base in CURRENCIES:
            return False
        if amount.value >= LARGE:
            return True
        return any(term.kind == "continued" and 0 <= term.start - amount.end <= 25 for term in self._joints) or bool(
            self._rate("people", amount.end, amount.end, end, ceiling)
        )

    def _stands_alone(self, amount: _Amount) -> bool:
        """Whether no noun of its own follows a number: not "120,000 subscribers"."""
        at = bisect_left(self._starts, amount.end)
        if at == len(self._starts) or STOP.search(self._folded, amount.end, self._starts[at]):
            return True
        word = self._sentence.words[at]
        weightless = (self._known.stops, self._known.bridges, self._months)
        return any(word.key in words for words in weightless) or any(
            term.start <= word.start < term.end for term in (*self._terms, *self._joints)
        )

    # --- what stands around

    def _rate(self, base: str, floor: int, start: int, end: int, ceiling: int) -> str | None:
        """The rate right after the unit, or announced before the number; None where the text says nothing."""
        if base not in RATED:
            return ""
        if not self._rates:
            return None
        rates = [term for term in self._rates if YEAR_NAMED.match(self._folded, term.end) is None]
        rates = [term for term in rates if term not in self._used or "," not in self._folded[term.end : start]]
        for term in rates:
            between = BRACKETS.sub("", self._folded[end : term.start])
            near = end <= term.start < ceiling and len(between) <= REACH_RATE
            if near and not re.search(r"[.;,]", between) and not self._prose.text[term.start].isupper():
                self._used.add(term)
                return "" if term.value == "none" else term.value
        for term in reversed(rates):
            if floor <= term.start and term.end <= start and not CLAUSE.search(self._folded, term.end, start):
                return "" if term.value == "none" else term.value
        return None

    def _speaks_of_average(self, amount: _Amount) -> bool:
        """ "It put the average at 1,262": at the rate that the sentence before it told."""
        return any(term.value == SAME_RATE and term.end <= amount.start for term in self._terms)

    def _qualifier(self, amount: _Amount, end: int) -> Qualifier:
        for term in self._qualifiers:
            if self._qualifies(term, amount):
                return QUALIFIERS[term.value]
        for term in self._terms:
            if term.kind == "qualifiers_after" and term.start >= amount.end and term.start - end <= 2:
                return QUALIFIERS[term.value]
        return "exact"

    def _is_compared(self, amount: _Amount) -> bool:
        start = next((term.start for term in self._qualifiers if self._qualifies(term, amount)), amount.start)
        return any(
            term.kind == "compared" and term.end <= start and self._bridged(term.end, start, self._months)
            for term in self._joints
        )

    def _qualifies(self, term: Term, amount: _Amount) -> bool:
        return term.end <= amount.start and self._bridged(term.end, amount.start)

    def _bridged(self, start: int, end: int, others: AbstractSet[str] = frozenset()) -> bool:
        """Whether nothing but signs, words without weight ("a", "на") and `others` stands between."""
        if not 0 <= end - start <= 16:
            return False
        letters = WORDLESS.sub(" ", self._folded[start:end]).split()
        return all(word in self._known.bridges or word in others for word in letters)


def _overlap(number: Number, amount: _Amount) -> bool:
    return number.start < amount.end and amount.start < number.end


def _shared(low: Number, high: Number, printed: str) -> int | float:
    """The lower end of a range with the scale word that stands after the upper one: "2-2.5 million"."""
    if not high.words:
        thousands = high.value >= 1000 and high.value % 1000 == 0 and low.value * 1000 < high.value
        return low.value * 1000 if thousands and low.value >= 1 else low.value
    for scale in (10**12, 10**9, 10**6, MYRIAD, 10**3):
        coefficient = high.value / scale
        if scale == MYRIAD and NUMERAL.split(printed, maxsplit=1)[0] != f"{coefficient:g}":
            continue
        if coefficient >= 1:
            return _whole(low.value * scale) if low.value < coefficient else low.value
    return low.value


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


@cache
def _months(languages: tuple[str, ...]) -> frozenset[str]:
    known = (vocabulary.language(code).dates.months for code in languages)
    return frozenset(fold(form) for months in known for month in months for form in month)


def lends_unit(prose: Prose, sentence: Sentence, known: ClaimVocabulary) -> Quantity | None:
    """What a sentence without a figure speaks of, which a number of the next one may count: "casualties eased"."""
    for term in prose.find(known.amounts, sentence):
        if term.kind == "units" and term.value == "people":
            return Quantity(term.start, term.start, 0, None, term.value, "", "exact")
    return None


USUAL_UNITS = {"asylum": "requests", "desertion": "cases", "sanctions_economy": "%", "territory": "km2"}


def unit_beside(prose: Prose, sentence: Sentence, known: ClaimVocabulary, cue: Term, topic: str) -> str:
    """The unit of what a bare record is about: the first after the cue, the last before it, or its topic's usual."""
    fitting = topics()[topic].units
    named = [term for term in prose.find(known.amounts, sentence) if term.kind == "units"]
    named = [term for term in named if term.value in fitting]
    after = [term.value for term in named if term.start >= cue.end]
    usual = [USUAL_UNITS[topic]] if topic in USUAL_UNITS else []
    before = [term.value for term in reversed(named)]
    counted = sorted(fitting - UNSHARED)
    return next(iter([*after, *usual, *before]), counted[0] if len(counted) == 1 else "people")


def rate_beside(prose: Prose, sentence: Sentence, known: ClaimVocabulary, cue: Term) -> str:
    """The rate that a bare record is about: "record average daily losses"."""
    rates = [
        term
        for term in prose.find(known.amounts, sentence)
        if term.kind == "rates" and term.value not in {"none", SAME_RATE} and not cue.start <= term.start < cue.end
    ]
    near = [term for term in rates if abs(term.start - cue.end) <= REACH_RECORD]
    return min(near, key=lambda term: abs(term.start - cue.end)).value if near else ""
