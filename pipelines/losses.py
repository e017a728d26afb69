"""Pure: blocks of text -> LossReport, the General Staff's list with the words each figure was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Literal

from pipelines.lists.doubts import doubts
from pipelines.lists.items import RANGE, SHARED, Item, PassageItems
from pipelines.lists.kinds import settle_kinds
from pipelines.lists.labels import decide_labels
from pipelines.lists.list_scope import (
    ELSEWHERE,
    FLYING,
    OPENED,
    OWN,
    RAID,
    REPORT,
    SECTOR,
    PassageScope,
    begins_entry,
    scopes,
)
from pipelines.lists.misprints import (
    Misprint,
    confirmed,
    corrections,
    doubtful,
    misprints,
    undoubted,
    unknown_label,
    with_notes,
)
from pipelines.lists.pairing import ORDERS, ItemWords
from pipelines.lists.passages import Passage, Reading, read_passages
from pipelines.lists.plausibility import is_of_that_day, is_the_lists_own
from pipelines.lists.report_date import day_of_url, report_date
from pipelines.lists.selection import Block, Choice, choose
from pipelines.problems import Problem
from pipelines.text import fold
from pipelines.vocabulary.terms import joins, singulars

_LISTED = 3  # bare numbers in brackets that make a habit of a list
_DOUBTFUL = {SHARED: "two_categories", RANGE: "no_one_figure"}
_SURELY = 2.0  # by how much the other order must be cheaper for a passage to be read in it
_APART = 3  # lines between the items of one list
_HEADING = 8  # words of a line that names a day
_TRIES = 2  # readings with misprinted labels: with all of them, and with those that this one confirms
_TOP = 8  # lines in which the title is repeated
_COUNTED = frozenset({"daily", "total", "to_total", "openers"})  # what says of a bare number what it is
_OWN_OR_ELSEWHERE = OWN | {ELSEWHERE}
_OF_A_CHANGE = frozenset({"daily", "increment"})
_RETELLERS = frozenset({"other_agency", SECTOR})  # who may tell the General Staff's totals without naming it
# Phrases that tell figures as losses of the war or of a day.
_TELLING = frozenset({"daily", "total", "to_total", "increment", "source", "army", "openers", "unchanged"})

DateBasis = Literal["text", "published", "layout"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What one page says of one category.

    `total` is the sum since 2022-02-24 and `delta` the daily change, both in units; None where the page prints none.
    `quote` is `text[start:end]`, the words the figure was read from; where the change stands elsewhere,
    `delta_quote` is `text[delta_start:delta_end]`. `correction` is how much of the day's change puts earlier totals
    right, in units, where a publisher says so apart (a dataset's list of corrections does, no page).
    """

    category: str
    total: int | None
    delta: int | None
    approximate: bool
    quote: str
    start: int
    end: int
    delta_quote: str | None = None
    delta_start: int | None = None
    delta_end: int | None = None

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The stretches of text this figure was read from."""
        if self.delta_start is None or self.delta_end is None:
            return ((self.start, self.end),)
        return (self.start, self.end), (self.delta_start, self.delta_end)

    correction: int | None = None


@dataclass(frozen=True, slots=True)
class LossReport:
    """One list: the morning it stands for (None where no date could be read surely) and its figures."""

    report_date: date | None
    date_basis: DateBasis | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class LossReading:
    """All that was found in a text: the list or none, and what was left out and why."""

    report: LossReport | None
    problems: tuple[Problem, ...] = ()


def read_losses(
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    language: str | None = None,
    url: str | None = None,
) -> LossReading:
    """Read the General Staff's list from the text of one article.

    `text` keeps its line breaks; `published` is the page's day in Kyiv; `language` is a hint. Offsets are into `text`.
    """
    published = published or day_of_url(url or "")
    reading = read_passages(text, language)
    found = _read(reading, title, published)
    misprinted = misprints(reading, found.report.figures) if found.report is not None else ()
    if not misprinted:
        return found
    told = [one for one in misprinted if one.category]
    read = _read_with(
        told, found, lambda words: _read(read_passages(text, language, words), title, published), published
    )
    return _without_doubtful(read, misprinted)


def _without_doubtful(reading: LossReading, misprinted: Sequence[Misprint]) -> LossReading:
    """A reading without the figures whose label may be a misprint of two categories'."""
    if reading.report is None or not (doubts := doubtful(misprinted, reading.report.figures)):
        return reading
    report = replace(reading.report, figures=tuple(undoubted(doubts, reading.report.figures)))
    return replace(reading, report=report, problems=(*reading.problems, *map(unknown_label, doubts)))


def _read_with(
    misprinted: Sequence[Misprint],
    found: LossReading,
    corrected: Callable[[Mapping[int, str]], LossReading],
    published: date | None,
) -> LossReading:
    """The list with those of its misprinted labels that are surely the labels of their categories."""
    tried = misprinted
    for _ in range(_TRIES):
        reading = corrected(corrections(tried))
        sure = _confirmed(tried, found.report, reading.report, published)
        if sure == tried and reading.report is not None:
            problems = with_notes(reading.problems, reading.report.figures, misprinted, sure)
            return replace(reading, problems=problems)
        if not sure:
            break
        tried = sure
    figures = found.report.figures if found.report is not None else ()
    return replace(found, problems=with_notes(found.problems, figures, misprinted, ()))


def _confirmed(
    tried: Sequence[Misprint], before: LossReport | None, after: LossReport | None, published: date | None
) -> Sequence[Misprint]:
    if before is None or after is None or after.report_date != before.report_date:
        return ()
    return confirmed(tried, before.figures, after.figures, after.report_date or published)


def _read(reading: Reading, title: str, published: date | None) -> LossReading:
    text = reading.text
    own = scopes(reading.folded, reading.passages)
    paired = _paired(reading)
    doubtful = [item for found in paired.values() for item in found if item.category in _DOUBTFUL]
    counted = {place: [item for item in found if item.category not in _DOUBTFUL] for place, found in paired.items()}
    items = settle_kinds(reading.folded, reading.passages, counted, published, own)
    blocks, left_out = _blocks(reading, items, own, published)
    left_out += [_note(text, item, _DOUBTFUL[item.category]) for item in doubtful]
    plausible = []
    for block in blocks:
        if block.is_plausible:
            plausible.append(block)
        else:
            left_out += _implausible(text, block)
    chosen = choose(plausible, _headlines(reading, title))
    if not chosen:
        return LossReading(None, tuple(left_out))
    sources = frozenset(item.passage for one in chosen.values() for item in (one.total, one.delta) if item is not None)
    problems = [*left_out, *doubts(reading, items, sources)]
    day, basis = report_date(reading, chosen, published, title)
    figures = _figures(text, decide_labels(chosen, day or published))
    return LossReading(LossReport(day, basis, figures) if figures else None, tuple(problems))


def _headlines(reading: Reading, title: str) -> frozenset[int]:
    """The passages at the top of a text that repeat its title."""
    folded = fold(title)
    places = takewhile(lambda place: reading.passages[place].line < _TOP, range(len(reading.passages)))
    return frozenset(place for place in places if _words_of(reading, place) in folded)


def _words_of(reading: Reading, place: int) -> str:
    passage = reading.passages[place]
    return reading.folded[passage.start : passage.end].strip(" .\n")


def _paired(reading: Reading) -> dict[int, list[Item]]:
    """The items of each passage; passages in a row decide together whether labels or figures come first."""
    found: dict[int, list[Item]] = {}
    run: list[tuple[int, PassageItems]] = []
    words = ItemWords(joins(reading.languages), singulars(reading.languages))
    for place, passage in enumerate(reading.passages):
        if _may_count(passage):
            if run and passage.line > reading.passages[run[-1][0]].line + 1:
                found.update(_read_run(run))
                run = []
            run.append((place, PassageItems(reading.folded, passage, place, words)))
    found.update(_read_run(run))
    return dict(sorted((found | _gone_on(reading, found, words)).items()))


def _may_count(passage: Passage) -> bool:
    """Whether a passage may count something of the list: it has a label and what counts it."""
    if not passage.labels or all(label.value == "ignored" for label in passage.labels):
        return False
    return bool(passage.numbers) or "unchanged" in passage.kinds or _counted_by_articles(passage)


def _counted_by_articles(passage: Passage) -> bool:
    return "article" in passage.kinds and len(passage.labels) > 1


def _gone_on(reading: Reading, found: Mapping[int, list[Item]], words: ItemWords) -> dict[int, list[Item]]:
    """The items of sentences without a label that follow one about people, or that name the losses themselves."""
    people = {}
    for place, passage in enumerate(reading.passages):
        if place in found or not passage.numbers:
            continue
        near = place > 0 and passage.line <= reading.passages[place - 1].line + 1
        told = found.get(place - 1, ()) if near else ()
        lost = "openers" in passage.kinds
        if not _COUNTED.isdisjoint(passage.kinds) and (
            lost or (told and all(item.category == "personnel" for item in told))
        ):
            people[place] = PassageItems(reading.folded, passage, place, words).people()
    return {place: items for place, items in people.items() if items}


def _read_run(run: Sequence[tuple[int, PassageItems]]) -> dict[int, list[Item]]:
    """The items of passages in a row, all in the order that is cheapest for them together, but for a passage that is
    surely in the other one."""
    costs = [{order: items.cost(order) for order in ORDERS} for _, items in run]
    usual = min(ORDERS, key=lambda one: sum([cost[one] for cost in costs]))
    bare = sum(items.bare_brackets for _, items in run)
    brackets = bare >= _LISTED or any(items.has_bracketed_change for _, items in run)
    found = {}
    for (place, items), cost in zip(run, costs, strict=True):
        own = min(ORDERS, key=cost.__getitem__)
        order = own if cost[usual] - cost[own] >= _SURELY else usual
        if read := items.items(order, brackets_change=brackets):
            found[place] = read
    return found


def _blocks(
    reading: Reading, items: Mapping[int, list[Item]], own: Sequence[PassageScope], published: date | None
) -> tuple[list[Block], list[Problem]]:
    """The items that may be the report's, in stretches that stand together, and notes of what is another list's."""
    blocks: list[Block] = []
    left_out: list[Problem] = []
    sure_scopes = _sure_scopes(own)
    last = 0
    theirs = _recognised_passages(reading.passages, items, own, published)
    for place, found in items.items():
        passage = reading.passages[place]
        kept = []
        recognised = place in theirs
        for item in found:
            scope = OPENED if recognised else own[place].at(item.at)
            scope = RAID if own[place].raid and item.category in FLYING else scope
            if scope in OWN and item.unsure:
                left_out.append(_note(reading.text, item, "unsure"))
            elif scope in OWN:
                kept.append((item, recognised or scope in sure_scopes))
            else:
                left_out.append(_note(reading.text, item, scope))
        if not kept:
            continue
        if not blocks or _parted(reading, last, place):
            blocks.append(Block())
        last = place
        told = not _TELLING.isdisjoint(passage.kinds)
        sourced = "source" in passage.kinds
        for item, sure in kept:
            blocks[-1].add(item, sure=sure, told=told, sourced=sourced)
    return blocks, left_out


def _recognised_passages(
    passages: Sequence[Passage],
    items: Mapping[int, list[Item]],
    own: Sequence[PassageScope],
    published: date | None,
) -> set[int]:
    """The passages whose figures are the General Staff's by their size, and the sentence before such a one that tells
    a day's change and names nobody either: "it is 100,400 soldiers, 660 more than a day before. Lost were also …"."""
    found = {place for place, of_passage in items.items() if _recognised(of_passage, own[place], published)}
    before = {
        place - 1
        for place in found
        if place - 1 in items
        and passages[place - 1].line == passages[place].line
        and not _OF_A_CHANGE.isdisjoint(passages[place - 1].kinds)
        and not own[place].markers
        and not own[place - 1].markers
        and own[place - 1].local is None
    }
    return found | before


def _recognised(found: Sequence[Item], scope: PassageScope, published: date | None) -> bool:
    """Whether figures that somebody else was named for are the General Staff's by their size."""
    theirs = [item for item in found if scope.at(item.at) not in _OWN_OR_ELSEWHERE]
    if not theirs:
        return False
    totals = [(item.category, item.value) for item in theirs if item.kind == "total"]
    if is_the_lists_own(dict(totals)):
        return True
    told_by = {scope.at(item.at) for item in theirs}
    return published is not None and told_by <= _RETELLERS and is_of_that_day(totals, published)


def _sure_scopes(own: Sequence[PassageScope]) -> frozenset[str]:
    """The scopes that make a figure the report's: where others are named and the General Staff is not, its list alone
    is not enough."""
    named = {reason for scope in own for _, reason in scope.markers}
    return frozenset({REPORT}) if REPORT not in named and named - OWN else frozenset({REPORT, OPENED})


def _parted(reading: Reading, last: int, place: int) -> bool:
    """Whether two passages with items are parts of different lists: far apart, or with another day's line between."""
    passages = reading.passages
    if passages[place].line - passages[last].line > _APART:
        return True
    if any(begins_entry(reading.folded, passage) for passage in passages[last + 1 : place + 1]):
        return True
    return any(_is_day_line(reading.folded, between) for between in passages[last + 1 : place])


def _is_day_line(folded: str, passage: Passage) -> bool:
    """Whether a few words name a day, as the heading of that day's list does."""
    dated = any(date.day is not None for date in passage.dates)
    return dated and len(folded[passage.start : passage.end].split()) <= _HEADING


def _implausible(text: str, block: Block) -> Iterator[Problem]:
    for item in block.items:
        yield _note(text, item, "not_of_one_day")


def _note(text: str, item: Item, reason: str) -> Problem:
    quote = text[item.start : item.end]
    return Problem("left_out", f"{reason}: {item.category} {item.value}", "note", quote, item.start)


def _figures(text: str, chosen: Mapping[str, Choice]) -> tuple[Figure, ...]:
    return tuple(_figure(text, category, choice) for category, choice in chosen.items())


def _figure(text: str, category: str, choice: Choice) -> Figure:
    total, delta = choice.total, choice.delta
    main = total or delta
    assert main is not None
    apart = total is not None and delta is not None and not (total.start <= delta.at < total.end)
    start, end = main.start, main.end
    if total is not None and delta is not None and not apart:
        start, end = min(total.start, delta.start), max(total.end, delta.end)
    approximate = any(item is not None and item.approximate for item in (total, delta))
    elsewhere = (text[delta.start : delta.end], delta.start, delta.end) if apart and delta is not None else (None,) * 3
    return Figure(
        category,
        total.value if total else None,
        delta.value if delta else None,
        approximate,
        text[start:end],
        start,
        end,
        *elsewhere,
    )
