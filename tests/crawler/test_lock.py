import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.lock import LockedError, database_lock

HOLDER = """
import sys, time
from pathlib import Path
from crawler.lock import database_lock
with database_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_turned_away_and_the_first_one_leaves_nothing_behind(tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    with database_lock(database), pytest.raises(LockedError), database_lock(database):
        pass
    with database_lock(database):
        pass


def test_a_killed_run_leaves_no_stale_lock(tmp_path: Path) -> None:
    database = tmp_path / "losses.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(database)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError), database_lock(database):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with database_lock(database):
        pass
