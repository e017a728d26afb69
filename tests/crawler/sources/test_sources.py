"""Source files: what is declared is checked key by key, and what stands in the tree is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.sources import Source, SourceError, load_outlet, load_sources

WHOLE = """
title = "Example"
publisher = "Example"
homepage = "https://example.org/"
kind = "outlet"
hosts = ["example.org"]
languages = ["en"]
yields = ["losses"]
why = "made up"

[[listings]]
kind = "feed"
url = "https://example.org/rss"
"""


def outlet(folder: Path, text: str) -> list[Source]:
    path = folder / "example.toml"
    path.write_text(text, encoding="utf-8")
    return load_outlet(path)


def test_a_short_file_is_a_source(tmp_path: Path) -> None:
    [source] = outlet(tmp_path, WHOLE)
    assert (source.name, source.languages, source.listings[0].kind) == ("example", ("en",), "feed")
    assert source.timezone == "Europe/Kyiv"
    assert not source.confirmed


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ('titel = "typing error"', "titel: is unknown"),
        ("[expects]\nwindow = ['06:30', 'noon']", "expects.window[1]: is no ISO time"),
        ("[expects]\nfigures = [1]", "expects.figures: must have 2 members"),
        ("[expects]\nlist_daily = 1", "expects.list_daily: must be a bool"),
        ("[keep]\ninclude = ['(']", "keep.include[0]: is no regular expression"),
        (f"[keep]\ninclude = ['{'a' * 501}']", "keep.include[0]: must be a regular expression of at most 500"),
        ("[keep]\nincludes = ['a']", "keep.includes: is unknown"),
        ("[[layouts]]\narticle = 'div['", "layouts[0].article: is no CSS selector"),
        ("[[layouts]]\ntitle = 'h1'", "layouts[0].article: is missing"),
        ("[[layouts]]\narticle = 'div'\npart = 'p'", "layouts[0].part: and `part_date` need each other"),
        ("[[layouts]]\narticle = 'div'\nsince = 2024-13-01", "cannot be read"),
        ("[address]\npublished = '(?P<year>\\d+)'", "address: lacks the named group day, month"),
        ("[[listings]]\nkind = 'rss'\nurl = 'https://example.org/'", "listings[1].kind: must be one of feed"),
        ("[[listings]]\nkind = 'feed'\nurl = 'https://example.com/'", "listings[1].url: must be on one of `hosts`"),
        ("[[listings]]\nkind = 'feed'\nurl = 'https://example.org/{week}'", "listings[1].url: may hold only"),
        ("[[listings]]\nkind = 'dated'\nurl = 'https://example.org/a'", "listings[1].url: must hold {year}"),
        ("[[listings]]\nkind = 'search'\nurl = 'https://example.org/s'", "listings[1].query: and `link` belong"),
        (
            "[[listings]]\nkind = 'feed'\nurl = 'https://example.org/f'\npages = 0",
            "listings[1].pages: must be 1 or more",
        ),
        ("[[listings]]\nkind = 'dated'\nurl = 'https://example.org/{year}-{month_name}'", "must have twelve names"),
        ("[editions]\nen = 3", "editions.en: must be a table"),
        ("[editions.en]\nlanguages = 'en'", "editions.en: languages: must be a list"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, change: str, key: str) -> None:
    text = change + WHOLE if change.startswith("titel") else WHOLE + change
    with pytest.raises(SourceError) as raised:
        outlet(tmp_path, text)
    assert str(raised.value).startswith("example.toml: ")
    assert key in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "instead", "key"),
    [
        ('why = "made up"', "", "why: is needed while the source is not confirmed"),
        ('languages = ["en"]', "languages = []", "languages: must not be empty"),
        ('languages = ["en"]', "languages = ['en', 2]", "languages[1]: must be a str"),
        ('hosts = ["example.org"]', 'hosts = ["example.com"]', "homepage: must be"),
        ('kind = "outlet"', 'kind = "blog"', "kind: must be one of official"),
        ('kind = "outlet"', 'kind = "outlet"\ntimezone = "Europe/Nowhere"', "timezone: is unknown"),
        ('title = "Example"', "title = 5", "title: must be a str"),
        ('title = "Example"', "", "title: is missing"),
        ('title = "Example"', 'title = "Example"\nname = "other"', "name: is the file's"),
        (
            'languages = ["en"]',
            'languages = ["eo"]\nkeep = { headlines = true }',
            "keep.headlines: has no words for eo",
        ),
    ],
)
def test_top_keys_are_checked(tmp_path: Path, line: str, instead: str, key: str) -> None:
    with pytest.raises(SourceError, match=re.escape(key)):
        outlet(tmp_path, WHOLE.replace(line, instead))


def test_an_edition_overrides_its_outlet(tmp_path: Path) -> None:
    text = WHOLE + '\n[editions.en]\n\n[editions.uk]\nlanguages = ["uk"]\nkeep = { include = ["/ua/"] }\n'
    english, ukrainian = outlet(tmp_path, text)
    assert (english.name, ukrainian.name) == ("example_en", "example_uk")
    assert english.keep.matches("https://example.org/x")
    assert not ukrainian.keep.matches("https://example.org/x")
    assert ukrainian.listings == english.listings


def test_headlines_follow_the_languages_and_what_is_yielded(tmp_path: Path) -> None:
    [source] = outlet(tmp_path, WHOLE + "[keep]\nheadlines = true")
    assert source.keep.matches("https://example.org/1", "General Staff: Russia lost 1,100 soldiers")
    assert not source.keep.matches("https://example.org/2", "Recipe of the day")
    assert source.keep.matches("https://example.org/3")


def test_only_web_addresses_on_its_hosts_are_its_own(tmp_path: Path) -> None:
    [source] = outlet(tmp_path, WHOLE)
    assert source.owns("https://example.org/a")
    for other in (
        "https://example.org.evil.net/",
        "https://user@example.org/",
        "ftp://example.org/",
        "//example.org/",
        "https://[example.org/",
        "https://sub.example.org/",
    ):
        assert not source.owns(other), other


@pytest.mark.parametrize("source", load_sources().values(), ids=lambda source: source.name)
def test_every_declared_source_is_sound(source: Source) -> None:
    assert source.why
    assert source.expects.window[0] < source.expects.window[1]
    assert source.expects.figures[0] <= source.expects.figures[1]
    for listing in source.listings:
        assert all(
            url.startswith("https://") for url in (listing.url, *listing.fallbacks, *listing.exceptions.values())
        )


def test_fourteen_outlets_and_more_are_declared() -> None:
    publishers = {source.publisher for source in load_sources().values()}
    assert len(publishers) >= 14
