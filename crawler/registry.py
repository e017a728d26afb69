"""The sources a run knows: those of the setting SOURCES_DIR, read and checked once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.sources import FOLDER, Source, load_sources


def known_sources(settings: BaseSettings) -> dict[str, Source]:
    """Every declared source by name. Raises SourceError with file and key where one is wrong."""
    return _loaded(Path(settings.get("SOURCES_DIR") or FOLDER))


@cache
def _loaded(folder: Path) -> dict[str, Source]:
    return load_sources(folder)
