"""The words of each language, from one TOML a language; an unknown key is refused by file and name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, cast

from pipelines.text import fold

FOLDER = Path(__file__).parent

Phrases = tuple[str, ...]
Table = dict[str, Any]

# Labels that are no category by themselves: `vehicles` and `rocket_launchers` are decided by the day and by their
# neighbours, `fighters` (people or aircraft) by its neighbours, `missiles` and `vehicles_and_tanks` (which lost their
# fuel in translation) by the list they stand in; `ignored` only looks like a label; `anaphora` is the label before it
# again ("the vehicles").
UNDECIDED_LABELS = frozenset(
    {"vehicles", "vehicles_and_tanks", "rocket_launchers", "fighters", "missiles", "ignored", "anaphora"}
)
LIST_PHRASES = (
    "hedges", "hedges_after", "daily", "increment", "total", "to_total", "to", "openers", "source", "army",
    "speaks", "unchanged", "units", "read_also",
)  # fmt: skip
OTHER_LISTS = (
    "ukrainian_losses", "ukrainian_forces", "russian_ministry", "other_agency", "other_span", "same_span", "sector",
    "raid", "admission",
)  # fmt: skip
DATE_PHRASES = (
    "between", "until", "as_of", "since", "past_day", "today", "yesterday", "war_day", "year",
)  # fmt: skip
SCRIPTS = ("Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Georgian", "Hangul", "Han", "Kana")


class VocabularyError(ValueError):
    """A vocabulary file holds what the loader does not know; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category of the list, as categories.toml describes it; dates are report dates."""

    key: str
    name: str
    unit: str
    since: date
    until: date | None
    merged_into: str | None
    daily_ceiling: int
    levels: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words that stand for numbers: `words` and `scales` by form; `alone` are scales that need no
    figure before them; a figure to which one of `not_counted` is glued ("155mm", "29일") counts nothing; `joins` are
    the words that join two items of a list ("and"), and `singulars` begin labels that count one without a number."""

    words: Mapping[str, float]
    scales: Mapping[str, int]
    alone: Mapping[str, int]
    alone_hedged: Mapping[str, int]
    half: Phrases
    joiners: Phrases
    articles: Phrases
    not_counted: Phrases
    joins: Phrases
    singulars: Phrases


@dataclass(frozen=True, slots=True)
class DateWords:
    """Month and weekday names in order, each with its forms, and the phrases by which a date is known."""

    months: tuple[Phrases, ...]
    weekdays: tuple[Phrases, ...]
    phrases: Mapping[str, Phrases]
    day_first: bool


@dataclass(frozen=True, slots=True)
class Language:
    """One language's vocabulary. Patterns are folded; `*` at a word's end stands for any ending; `letters` are those
    that tell the language from its neighbours."""

    code: str
    name: str
    script: str
    stopwords: Phrases
    letters: frozenset[str]
    abbreviations: frozenset[str]
    prefixes: Phrases
    labels: Mapping[str, Phrases]
    numbers: NumberWords
    dates: DateWords
    phrases: Mapping[str, Phrases]
    other_lists: Mapping[str, Phrases]
    claims: Mapping[str, Any]


@cache
def codes() -> tuple[str, ...]:
    """The languages there are, in alphabetical order: one per TOML in this folder."""
    return tuple(sorted(path.stem for path in FOLDER.glob("??.toml")))


@cache
def language(code: str) -> Language:
    """The vocabulary of one language. Raises VocabularyError for an unknown language or a faulty file."""
    path = FOLDER / f"{code}.toml"
    if code not in codes():
        raise VocabularyError(f"{path.name}: there is no such language; known are {', '.join(codes())}")
    return parse_language(code, _load(path))


@cache
def categories() -> Mapping[str, Category]:
    """The categories of the list by key, in the order the list prints them."""
    path = FOLDER / "categories.toml"
    return {key: _category(key, _Reader(path.name, table, key)) for key, table in _load(path).items()}


@cache
def tables(name: str) -> Table:
    """One of the other files of this folder ("topics.toml"), read once. Raises VocabularyError for a faulty file."""
    return _load(FOLDER / name)


def parse_language(code: str, data: Table) -> Language:
    """Check one language's table and give it its shape. Raises VocabularyError."""
    reader = _Reader(f"{code}.toml", data)
    script = reader.text("script")
    if script not in SCRIPTS:
        raise VocabularyError(f"{code}.toml: script: {script!r} is none of {', '.join(SCRIPTS)}")
    found = Language(
        code=code,
        name=reader.text("name"),
        script=script,
        stopwords=reader.phrases("stopwords"),
        letters=frozenset(reader.phrases("letters")),
        abbreviations=frozenset(reader.phrases("abbreviations")),
        prefixes=reader.phrases("prefixes"),
        labels=reader.section("labels").all_phrases((*categories(), *UNDECIDED_LABELS)),
        numbers=_number_words(reader.section("numbers")),
        dates=_date_words(reader.section("dates"), day_first=reader.text("slash_dates", "DMY") == "DMY"),
        phrases=reader.section("phrases").all_phrases(LIST_PHRASES),
        other_lists=reader.section("other_lists").all_phrases(OTHER_LISTS),
        claims=reader.raw("claims"),
    )
    reader.finish()
    return found


def _load(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path.name}: {error}") from error


def _category(key: str, reader: _Reader) -> Category:
    found = Category(
        key=key,
        name=reader.text("name"),
        unit=reader.text("unit"),
        since=reader.day("since"),
        until=reader.day("until") if reader.has("until") else None,
        merged_into=reader.text("merged_into", "") or None,
        daily_ceiling=reader.whole("daily_ceiling"),
        levels=reader.levels("levels"),
    )
    reader.finish()
    return found


def _number_words(reader: _Reader) -> NumberWords:
    found = NumberWords(
        words={form: float(value) for form, value in reader.values("words")},
        scales={form: int(value) for form, value in reader.values("scales")},
        alone={form: int(value) for form, value in reader.values("alone")},
        alone_hedged={form: int(value) for form, value in reader.values("alone_hedged")},
        half=reader.phrases("half"),
        joiners=reader.phrases("joiners"),
        articles=reader.phrases("articles"),
        not_counted=reader.phrases("not_counted"),
        joins=reader.phrases("joins"),
        singulars=reader.phrases("singulars"),
    )
    reader.finish()
    return found


def _date_words(reader: _Reader, *, day_first: bool) -> DateWords:
    months, weekdays = reader.groups("months", 12), reader.groups("weekdays", 7)
    return DateWords(months, weekdays, reader.all_phrases(DATE_PHRASES), day_first)


class _Reader:
    """Takes the keys of one table one by one; what is left at the end is unknown."""

    def __init__(self, file: str, table: object, name: str = "") -> None:
        if not isinstance(table, dict):
            raise VocabularyError(f"{file}: {name}: a table is expected")
        self._file, self._name, self._left = file, name, dict(table)

    def has(self, key: str) -> bool:
        return key in self._left

    def raw(self, key: str) -> Table:
        return cast("Table", self._take(key, dict, {}))

    def text(self, key: str, default: str | None = None) -> str:
        return cast("str", self._take(key, str, default))

    def whole(self, key: str) -> int:
        return cast("int", self._take(key, int, None))

    def day(self, key: str) -> date:
        return cast("date", self._take(key, date, None))

    def phrases(self, key: str) -> Phrases:
        return tuple(self._expanded(key, self._take(key, list, [])))

    def section(self, key: str) -> _Reader:
        return _Reader(self._file, self._take(key, dict, {}), self._path(key))

    def all_phrases(self, known: tuple[str, ...]) -> dict[str, Phrases]:
        found = {key: self.phrases(key) for key in known}
        self.finish()
        return found

    def groups(self, key: str, size: int) -> tuple[Phrases, ...]:
        found = tuple(tuple(self._expanded(key, group)) for group in self._take(key, list, None))
        if len(found) != size:
            raise self._fault(key, f"{size} groups of forms are expected, not {len(found)}")
        return found

    def values(self, key: str) -> Iterator[tuple[str, str]]:
        for value, forms in self._take(key, dict, {}).items():
            if not value.replace(".", "", 1).isdigit():
                raise self._fault(key, f"{value!r} is not a number")
            for form in self._expanded(key, forms):
                yield form, value

    def levels(self, key: str) -> tuple[tuple[date, int], ...]:
        table = self._take(key, dict, {})
        return tuple(sorted((date.fromisoformat(day), value) for day, value in table.items()))

    def finish(self) -> None:
        if self._left:
            raise self._fault(next(iter(self._left)), "unknown key")

    def _take(self, key: str, kind: type[Any], default: Any) -> Any:
        value = self._left.pop(key, default)
        if not isinstance(value, kind):
            raise self._fault(key, "missing" if value is None else f"a {kind.__name__} is expected")
        return value

    def _expanded(self, key: str, patterns: object) -> Iterator[str]:
        if not isinstance(patterns, list) or not all(isinstance(one, str) and one.strip() for one in patterns):
            raise self._fault(key, "a list of words is expected")
        for pattern in patterns:
            yield from (fold(one) for one in expand(pattern))

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _fault(self, key: str, why: str) -> VocabularyError:
        return VocabularyError(f"{self._file}: {self._path(key)}: {why}")


def expand(pattern: str) -> list[str]:
    """Write out the braces of a pattern: `defen{c,s}e` is `defence` and `defense`."""
    pieces = []
    rest = pattern
    while "{" in rest:
        before, _, inner = rest.partition("{")
        choices, closed, rest = inner.partition("}")
        if not closed:
            raise VocabularyError(f"{pattern!r}: a brace is not closed")
        pieces += [[before], choices.split(",")]
    return ["".join(parts) for parts in product(*pieces, [rest])]
