"""The vocabulary files hold together: what one names another defines."""

import pytest

from pipelines import vocabulary
from pipelines.assertions.claim_vocabulary import claim_vocabulary, topics
from pipelines.assertions.periods import RELATIVE
from pipelines.assertions.quantities import MEASURE, QUALIFIERS, RATED
from pipelines.text import fold, words
from pipelines.vocabulary.agencies import partners, specialties

LANGUAGES = [code for code in vocabulary.codes() if vocabulary.language(code).claims]
UNITS = {unit for topic in topics().values() for unit in topic.units} | {MEASURE, "m", "km"}
KNOWN = {
    "dotted", "abbreviations", "own_introduces", "tallies", "authorities",
    "says", "tells", "shows", "denies", "data_nouns", "accompanies", "titles", "things", "officials", "units_of",
    "introduces", "cites", "cited_after", "analyses", "own_count",
    "looks_back", "drops", "headlines", "spans", "idle", "subjects", "impersonal", "stops", "bridges", "ranges",
    "ranges_from", "ranges_bare", "numbered", "compared", "parts", "changes", "continued", "qualifiers",
    "qualifiers_shared", "qualifiers_after", "rates", "units", "fractions", "multiples", "streaks", "records",
    "periods", "sides",
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_says_nothing_the_reader_does_not_know(code: str) -> None:
    table = vocabulary.language(code).claims
    assert set(table) <= KNOWN
    assert set(table["qualifiers"]) <= set(QUALIFIERS)
    assert set(table["rates"]) <= {"day", "week", "month", "year", "none", "same"}
    assert set(table["periods"]) <= set(RELATIVE)
    assert set(table["units"]) <= UNITS | RATED | {"years", "mi2", "hectares", "brigades"}
    assert all(float(share) <= 100 for share in table["fractions"])


def test_english_ukrainian_and_russian_are_there_and_others_are_data() -> None:
    assert {"en", "uk", "ru"} < set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_agency_is_found_in_each_language(code: str) -> None:
    folded = fold("Mediazona ISW")
    found = claim_vocabulary((code,)).names.find(folded, words(folded))
    assert [(term.kind, term.value) for term in found] == [("agency", "Mediazona"), ("agency", "ISW")]


def test_partners_and_specialties_name_what_there_is() -> None:
    assert partners() == {"BBC Russian": "Mediazona", "Meduza": "Mediazona"}
    assert all(slugs <= set(topics()) for slugs in specialties().values())
