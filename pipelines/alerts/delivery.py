"""One message -> one attempt to deliver it, in a child process that can be killed: nothing an address does can hold us.

The address reaches the child through its standard input, so it stands in no command line and no environment; the
child's own output is one JSON object whose words are ours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

LIMIT = 15.0
"""Seconds a delivery may last, all told."""
ROOT = Path(__file__).parents[2]
PASSED_ON = (
    "PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the child is to do: notify through Apprise, post JSON to a webhook, ask for an address, or check some.

    `key` is the same whenever the same message is sent again.
    """

    task: Literal["notify", "post", "ping", "check"]
    address: str = field(default="", repr=False)
    key: str = ""
    title: str = ""
    body: str = ""
    markup: Literal["text", "html"] = "text"
    payload: Mapping[str, Any] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)


def deliver(parcel: Parcel, *, limit: float = LIMIT) -> str | None:
    """Make one attempt; None where it succeeded, else the reason in words that hold no secret."""
    answer = _ask(parcel, limit)
    if answer is None:
        return f"no answer within {limit:g} seconds"
    return None if answer.get("ok") is True else str(answer.get("error") or "the delivery process failed")


def refused_addresses(addresses: Mapping[str, str]) -> list[str] | None:
    """The names of those addresses that no service understands; None where that could not be found out."""
    answer = _ask(Parcel("check", addresses=addresses), LIMIT)
    return None if answer is None or "refused" not in answer else list(answer["refused"])


def _ask(parcel: Parcel, limit: float) -> dict[str, Any] | None:
    child = subprocess.Popen(
        [sys.executable, "-m", "pipelines.alerts.child", f"{limit:g}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(json.dumps(asdict(parcel)).encode(), timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(child)
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child with whatever it started."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
