import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.publish.bundle import BusyError, replaced_folder

WRITER = """
import sys, time
from pathlib import Path
from pipelines.publish.bundle import BusyError, replaced_folder
with replaced_folder(Path(sys.argv[1])) as folder:
    (folder / "losses.csv").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def publish(target: Path, text: str) -> None:
    with replaced_folder(target) as folder:
        (folder / "losses.csv").write_text(text)


def publish_half(target: Path) -> None:
    with replaced_folder(target) as folder:
        (folder / "losses.csv").write_text("half")
        raise ZeroDivisionError


def test_a_folder_takes_the_place_of_the_old_one_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish(target, "first")
    (target / "left-over.csv").write_text("x")
    publish(target, "second")
    assert {path.name: path.read_text() for path in target.iterdir()} == {"losses.csv": "second"}
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


def test_a_failure_leaves_the_last_good_folder_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish(target, "good")
    with pytest.raises(ZeroDivisionError):
        publish_half(target)
    assert (target / "losses.csv").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


def test_a_killed_run_leaves_the_last_good_folder_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish(target, "good")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert (target / "losses.csv").read_text() == "good"
    publish(target, "next")
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


def test_without_an_exchanging_kernel_a_death_between_the_two_renames_is_healed(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish(target, "good")
    target.rename(tmp_path / ".published.old")
    with pytest.raises(ZeroDivisionError), replaced_folder(target):
        raise ZeroDivisionError
    assert (target / "losses.csv").read_text() == "good"


def test_what_belongs_to_others_stays_unless_it_is_written_anew(tmp_path: Path) -> None:
    target = tmp_path / "published"
    with replaced_folder(target) as folder:
        for name in ("report.html", "chart.png", "losses.csv"):
            (folder / name).write_text("old")
        (folder / "chart.svg").symlink_to("/etc/hostname")
    with replaced_folder(target, keeping=("report.*", "chart.*")) as folder:
        (folder / "chart.png").write_text("new")
    assert {path.name: path.read_text() for path in target.iterdir()} == {"report.html": "old", "chart.png": "new"}


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    target = tmp_path / "published"
    with replaced_folder(target), pytest.raises(BusyError, match="another run"), replaced_folder(target):
        pass
    assert (tmp_path / "published").is_dir()


def test_a_link_to_the_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "published").symlink_to(tmp_path / "www")
    publish(tmp_path / "published", "first")
    publish(tmp_path / "published", "second")
    assert (tmp_path / "published").is_symlink()
    assert (tmp_path / "www" / "losses.csv").read_text() == "second"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["published", "www"]


def test_readers_never_see_the_folder_missing(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish(target, "0")
    watcher = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, os; print(sum(not os.path.exists(sys.argv[1]) for _ in range(20000)))",
            str(target / "losses.csv"),
        ],
        stdout=subprocess.PIPE,
    )
    while watcher.poll() is None:
        publish(target, str(time.monotonic()))
    assert watcher.stdout is not None
    assert watcher.stdout.read() == b"0\n"
    watcher.stdout.close()
