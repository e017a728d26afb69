"""Pure: the names of the agencies of agencies.toml, for the readers that only have to know that one is named."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from pipelines import vocabulary

_LISTED_BY = frozenset({"Ukraine MoD"})  # who prints the General Staff's list as well


@cache
def agency_names(language: str) -> tuple[tuple[str, str], ...]:
    """The names that the agencies whose figures are claims have in a language, each with its agency."""
    return tuple(
        (written, agency["name"])
        for agency in _agencies()
        if agency["kind"] == "agency" and agency["name"] not in _LISTED_BY
        for key in ("any", language)
        for pattern in agency.get(key, [])
        for written in vocabulary.expand(pattern)
    )


@cache
def _agencies() -> tuple[dict[str, Any], ...]:
    text = (vocabulary.FOLDER / "agencies.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["agency"])
