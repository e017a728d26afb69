import re
from typing import Any, get_args

import pytest

from pipelines.assertions.claim import Qualifier
from pipelines.publish.columns import STATUSES
from pipelines.publish.report.language import LANGUAGES, Language
from pipelines.reconcile import Rule
from pipelines.records import RecordKind


def keys(table: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def test_every_language_has_the_same_words_with_the_same_fields() -> None:
    english = Language("en").words
    for language in LANGUAGES:
        words = Language(language).words
        assert keys(words) == keys(english)
        for key in keys(english):
            assert fields(words, key) == fields(english, key), key


def fields(words: dict[str, Any], key: str) -> set[str]:
    value: Any = words
    for part in key.split("."):
        value = value[part]
    return set(re.findall(r"\{(\w+)\}", value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_rule_and_kind_there_is_has_words(language: str) -> None:
    words = Language(language).words
    assert set(words["status"]) == {*STATUSES, "withdrawn"}
    assert set(words["rules"]) == {*get_args(Rule), "withdrawn"}
    assert set(words["kinds"]) == set(get_args(RecordKind))
    assert set(words["qualifiers"]) == set(get_args(Qualifier))


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    english, ukrainian = Language("en"), Language("uk")
    assert english.number(1475270) == "1,475,270"
    assert ukrainian.number(1351.4) == "1\u00a0351,4"
    assert [english.number(value, sign=True) for value in (1240, 0, -83, None)] == ["+1,240", "0", "−83", "–"]
    assert ukrainian.day("2026-08-22") == "22 серпня 2026"
    assert english.moment("2026-08-22T09:30:00Z") == "22 Aug 2026, 09:30"
    assert english.day(None) == "not known"
