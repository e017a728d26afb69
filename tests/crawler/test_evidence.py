"""WARC files: written whole, read back as written, and never believed when changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.evidence import (
    EvidenceError,
    EvidenceWriter,
    Exchange,
    StoredResponse,
    UnfinishedError,
    evidence_files,
    read_evidence,
    read_response,
)
from crawler.items import Evidence

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def exchange(url: str = "https://example.org/a?b=1", body: bytes = b"<p>1</p>", **changes: object) -> Exchange:
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    return Exchange(url, NOW, 200, "OK", headers, body, **changes)  # type: ignore[arg-type]


def written(folder: Path, *exchanges: Exchange) -> list[Evidence]:
    writer = EvidenceWriter(folder, "losses-1", NOW, {"software": "losswatch"})
    places = [writer.write(each) for each in exchanges]
    writer.close()
    return places


def test_a_response_comes_back_as_it_was(tmp_path: Path) -> None:
    first = exchange(context={"source": "minfin", "listed_at": "2026-11-23T07:00:00+00:00"})
    second = exchange("https://example.org/b", bytes(range(256)) * 300, method="POST", request_body=b"{}")
    places = written(tmp_path, first, second)
    stored = list(read_evidence(tmp_path, "2026/11/losses-1.warc.gz"))
    assert stored == [
        StoredResponse(places[0], first.url, NOW, 200, first.headers, first.body, first.context),
        StoredResponse(places[1], second.url, NOW, 200, second.headers, second.body, {}),
    ]
    assert [read_response(tmp_path, place) for place in places] == stored
    assert evidence_files(tmp_path) == ["2026/11/losses-1.warc.gz"]


def test_other_tools_find_the_file_whole(tmp_path: Path) -> None:
    written(tmp_path, *(exchange(body=b"x" * size) for size in (0, 1, 300_000)))
    path = tmp_path / "2026/11/losses-1.warc.gz"
    check = subprocess.run(
        [Path(sys.executable).with_name("warcio"), "check", "-v", path], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0
    assert check.stdout.count("digest pass") == 7
    index = subprocess.run(
        [Path(sys.executable).with_name("warcio"), "index", path], capture_output=True, text=True, check=True
    )
    assert index.stdout.count('"warc-type": "response"') == 3


def test_nothing_is_made_before_the_first_record(tmp_path: Path) -> None:
    EvidenceWriter(tmp_path, "losses-1", NOW, {}).close()
    assert list(tmp_path.iterdir()) == []


def test_two_runs_never_share_a_file(tmp_path: Path) -> None:
    written(tmp_path, exchange())
    with pytest.raises(FileExistsError):
        written(tmp_path, exchange())


@pytest.mark.parametrize("run", ["../evil", "a/b", "", ".", "-x", "a" * 99, "a\nb"])
def test_a_run_is_named_by_letters_and_digits(tmp_path: Path, run: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        EvidenceWriter(tmp_path, run, NOW, {})


@pytest.mark.parametrize("name", ["../outside.warc.gz", "/etc/passwd", "2026/11/nothing.warc.gz"])
def test_only_files_below_the_folder_are_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "evidence"
    written(folder, exchange())
    (tmp_path / "outside.warc.gz").write_bytes((folder / "2026/11/losses-1.warc.gz").read_bytes())
    with pytest.raises(EvidenceError):
        list(read_evidence(folder, name))


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    written(folder, exchange())
    outside = tmp_path / "outside.warc.gz"
    (folder / "2026/11/losses-1.warc.gz").rename(outside)
    (folder / "2026/11/losses-1.warc.gz").symlink_to(outside)
    with pytest.raises(EvidenceError, match="not below"):
        list(read_evidence(folder, "2026/11/losses-1.warc.gz"))


def _read(folder: Path) -> Iterator[tuple[bytes, tuple[tuple[str, str], ...], str]]:
    for stored in read_evidence(folder, "2026/11/losses-1.warc.gz"):
        yield stored.body, stored.headers, stored.url


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_bit_never_changes_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, share: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("evidence")
    written(folder, exchange(), exchange("https://example.org/b", b"losses 1,234"))
    path = folder / "2026/11/losses-1.warc.gz"
    whole = path.read_bytes()
    before: list[object] = list(_read(folder))
    place = int(share * len(whole))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    complaint = ""
    after: list[object] = []
    try:
        after.extend(_read(folder))
    except EvidenceError as error:
        complaint = str(error)
    assert after == before or "2026/11/losses-1.warc.gz: the record at offset" in complaint


def test_a_torn_end_loses_only_the_last_record(tmp_path: Path) -> None:
    [first, second] = written(tmp_path, exchange(), exchange("https://example.org/b"))
    path = tmp_path / second.file
    whole = path.read_bytes()
    for end in (second.offset + 1, second.offset + 9, second.offset + 60):
        path.write_bytes(whole[:end])
        responses = read_evidence(tmp_path, second.file)
        assert next(responses).evidence == first
        with pytest.raises(UnfinishedError, match=f"offset {second.offset} was never finished"):
            next(responses)


def test_an_offset_that_is_no_records_is_named(tmp_path: Path) -> None:
    [place] = written(tmp_path, exchange())
    for offset in (place.offset + 1, 0, 10**9):
        with pytest.raises(EvidenceError, match=f"offset {offset}"):
            read_response(tmp_path, Evidence(place.file, offset))


def test_a_full_disk_leaves_a_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = EvidenceWriter(tmp_path, "losses-1", NOW, {})
    writer.write(exchange())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            writer.write(exchange("https://example.org/lost"))
    writer.write(exchange("https://example.org/later"))
    writer.close()
    urls = [stored.url for stored in read_evidence(tmp_path, "2026/11/losses-1.warc.gz")]
    assert urls == ["https://example.org/a?b=1", "https://example.org/later"]
