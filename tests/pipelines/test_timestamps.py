from datetime import UTC, date, datetime

import pytest

from pipelines.timestamps import read_timestamp, start_of_day

MORNING = datetime(2024, 4, 24, 5, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("2024-04-24T08:11:00+03:00", ()),
        ("2024-04-24T05:11Z", ()),
        ("2024-04-24 08:11", ()),
        ("24 April 2024, 08:11", ("en",)),
        ("Wednesday, 24 April 2024, 08:11", ("en",)),
        ("April 24, 2024 8:11 am EET", ("en",)),
        ("24 квітня 2024, 08:11 | ID: 67881", ("uk",)),
        ("24 апреля 2024, 08:11", ("uk", "ru")),
        ("  24\xa0квітня\n2024,   08:11 ", ("uk",)),
    ],
)
def test_a_time_is_read_as_machines_and_people_write_it(text: str, languages: tuple[str, ...]) -> None:
    assert read_timestamp(text, timezone="Europe/Kyiv", languages=languages) == MORNING


def test_the_outlets_time_zone_counts_where_the_text_has_no_offset() -> None:
    assert read_timestamp("2024-04-24 08:11", timezone="UTC") == datetime(2024, 4, 24, 8, 11, tzinfo=UTC)
    assert start_of_day(date(2024, 4, 24), "Europe/Kyiv") == datetime(2024, 4, 23, 21, 0, tzinfo=UTC)


def test_a_format_is_taken_at_its_word() -> None:
    read = read_timestamp("24/04/24 08.11", timezone="Europe/Kyiv", strptime_format="%d/%m/%y %H.%M")
    assert read == MORNING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 hours ago",
        "24 April",
        "31 April 2024",
        "24 April 2024 and 25 April 2024",
        "9" * 10_000,
        "08:11",
        "0024-13-40",
    ],
)
def test_what_is_no_sure_time_is_none(text: str) -> None:
    assert read_timestamp(text, timezone="Europe/Kyiv", languages=("en",)) is None
