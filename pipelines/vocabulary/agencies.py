"""Pure: the agencies of agencies.toml, what they are, and the names that they bear."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines import vocabulary
from pipelines.text import fold

_LISTED_BY = frozenset({"Ukraine MoD"})  # who prints the General Staff's list as well


def agencies() -> list[dict[str, Any]]:
    """The entries of the file, in order."""
    entries: list[dict[str, Any]] = vocabulary.tables("agencies.toml")["agency"]
    return entries


@cache
def agency_names(language: str) -> tuple[tuple[str, str], ...]:
    """The names that the agencies whose figures are claims have in a language, each with its agency."""
    return tuple(
        (written, agency["name"])
        for agency in agencies()
        if agency["kind"] == "agency" and agency["name"] not in _LISTED_BY
        for key in ("any", language)
        for pattern in agency.get(key, [])
        for written in vocabulary.expand(pattern)
    )


@cache
def specialties() -> Mapping[str, frozenset[str]]:
    """The topics that an agency's figures are claims of, where they are not all."""
    return {agency["name"]: frozenset(agency["topics"]) for agency in agencies() if "topics" in agency}


@cache
def shared_names() -> Mapping[str, str]:
    """Names that several agencies bear, folded, with the one that they mean where an article has named it before."""
    return _by_name("shared")


@cache
def namesakes() -> Mapping[str, str]:
    """The agencies whose names another bears too, with that other."""
    owners = {
        fold(name): agency["name"]
        for agency in agencies()
        for key, names in agency.items()
        if len(key) == 2
        for name in names
    }
    return {owners[name]: other for name, other in shared_names().items() if name in owners}


@cache
def partners() -> Mapping[str, str]:
    """Agencies that publish together with another, under whose name their common figures are kept."""
    return {agency["name"]: agency["partner"] for agency in agencies() if "partner" in agency}


@cache
def press() -> frozenset[str]:
    """Investigative outlets, whose counts ministries draw on."""
    return _marked("press")


@cache
def unnamed() -> Mapping[str, str]:
    """Words for an office, folded, that mean one agency where an article has named no other: "the MoD"."""
    return _by_name("unnamed")


@cache
def keepers() -> frozenset[str]:
    """Who publishes the daily list."""
    return frozenset(agency["name"] for agency in agencies() if agency["kind"] == "keeper")


@cache
def belligerents() -> frozenset[str]:
    """The other side of the war, which never counts with the data of the list's keeper."""
    return _marked("belligerent")


@cache
def staffs() -> frozenset[str]:
    """Military staffs, whose counts foreign agencies draw on."""
    return _marked("staff")


@cache
def no_ministries() -> frozenset[str]:
    """Whom "the ministry" does not stand for: outlets and military staffs."""
    return press() | staffs()


def _marked(flag: str) -> frozenset[str]:
    return frozenset(agency["name"] for agency in agencies() if agency.get(flag))


def _by_name(key: str) -> Mapping[str, str]:
    return {fold(name): agency["name"] for agency in agencies() for name in agency.get(key, [])}
