"""The delivery process: reads one parcel from standard input, delivers it, and answers in one JSON object.

It is the only module that imports Apprise and requests, follows no redirect, and ends itself when its parent did not.
"""

from __future__ import annotations

import json
import logging
import re
import signal
import sys
from typing import Any
from urllib.parse import quote

USER_AGENT = "losswatch-alerts"
SOCKET_SECONDS = 10
STATUS = re.compile(r"error=(\d{3})\b")


class _Statuses(logging.Handler):
    """Collects the HTTP statuses Apprise logs, and nothing else: its words may hold an address."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen += STATUS.findall(record.getMessage())


def main(limit: float) -> None:
    """Handle one parcel; the kernel ends the process soon after `limit` seconds, whatever it is doing."""
    signal.setitimer(signal.ITIMER_REAL, limit + 1)
    parcel = json.load(sys.stdin)
    answer = {"notify": notify, "post": post, "ping": ping, "check": check}[parcel["task"]](parcel)
    json.dump(answer, sys.stdout)


def notify(parcel: dict[str, Any]) -> dict[str, Any]:
    """Send title and body through the service that the address names."""
    import requests.sessions  # noqa: PLC0415 - these two cost 0.3 s, here alone
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415

    requests.sessions.DEFAULT_REDIRECT_LIMIT = 0  # type: ignore[attr-defined]  # redirect=yes overrules the asset
    statuses = _Statuses()
    logging.getLogger("apprise").addHandler(statuses)
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    service = Apprise(asset=AppriseAsset(app_id="Losswatch", http_redirects=False, secure_logging=True))
    if not service.add(parcel["address"]):
        return {"ok": False, "error": "no service understands this address"}
    markup = NotifyFormat.HTML if parcel["markup"] == "html" else NotifyFormat.TEXT
    if service.notify(title=parcel["title"], body=parcel["body"], body_format=markup):
        return {"ok": True}
    if statuses.seen:
        return {"ok": False, "error": f"the service answered HTTP {statuses.seen[-1]}"}
    return {"ok": False, "error": "the service could not be reached or did not take it"}


def post(parcel: dict[str, Any]) -> dict[str, Any]:
    """Post the payload as JSON; any 2xx is a receipt. The answer's body is not waited for."""
    headers = {"Idempotency-Key": quote(parcel["key"], safe=":-_.")}
    return _request("POST", parcel["address"], headers, json.dumps(parcel["payload"]).encode())


def ping(parcel: dict[str, Any]) -> dict[str, Any]:
    """Ask for the address."""
    return _request("GET", parcel["address"], {}, None)


def check(parcel: dict[str, Any]) -> dict[str, Any]:
    """Which addresses no service understands; nothing is sent."""
    from apprise import Apprise  # noqa: PLC0415

    logging.getLogger("apprise").addHandler(logging.NullHandler())
    refused = [name for name, address in parcel["addresses"].items() if not Apprise().add(address)]
    return {"refused": refused}


def _request(method: str, address: str, headers: dict[str, str], body: bytes | None) -> dict[str, Any]:
    import requests  # noqa: PLC0415

    headers = {"User-Agent": USER_AGENT, **headers, **({"Content-Type": "application/json"} if body else {})}
    try:
        with requests.request(
            method, address, headers=headers, data=body, timeout=SOCKET_SECONDS, allow_redirects=False, stream=True
        ) as response:
            status = response.status_code
    except requests.Timeout:
        return {"ok": False, "error": "it did not answer in time"}
    except requests.RequestException as error:
        return {"ok": False, "error": f"it could not be reached ({type(error).__name__})"}
    if 200 <= status < 300:
        return {"ok": True}
    refusal = "it redirects, which is not followed" if 300 <= status < 400 else f"it answered HTTP {status}"
    return {"ok": False, "error": refusal}


if __name__ == "__main__":
    main(float(sys.argv[1]))
