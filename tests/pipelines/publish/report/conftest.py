from pathlib import Path

import pytest

from pipelines.publish.report.contents import Contents
from pipelines.publish.report.language import LANGUAGES
from pipelines.publish.report.write import read_contents, write_report


@pytest.fixture(scope="session")
def contents(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    return read_contents(library, tmp_path_factory.mktemp("snapshot") / "snapshot.db")


@pytest.fixture(scope="session")
def reports(library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report in every language, by its code."""
    folder = tmp_path_factory.mktemp("report") / "published"
    return {language: write_report(library, folder, language) for language in LANGUAGES}
