"""A headless Chromium driven through its DevTools protocol over a pipe; it may reach nothing but what a test opens."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-default-apps", "--no-first-run", "--no-default-browser-check", "--no-proxy-server", "--mute-audio",
    "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--lang=en-US",
)  # fmt: skip
LAUNCH = """
import fcntl, os, sys
commands, answers = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3])
os.dup2(commands, 3), os.dup2(answers, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The protocol's pipes are the descriptors 3 and 4."""
PATIENCE = 20


def find_chromium() -> str | None:
    """The browser's program, or None where none is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Tab:
    """One page: what it was asked for, what it logged and what it tried to reach."""

    call: Callable[..., dict[str, Any]]
    session: str
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol; its result."""
        return self.call(method, parameters, self.session)

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Set the window's size in CSS pixels, and light or dark."""
        phone = width < 600
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=scheme)

    def open(self, address: str, *, ready: str = "document.readyState === 'complete'") -> None:
        """Load an address and wait until the expression `ready` holds. Raises AssertionError if it never does."""
        self.send("Page.navigate", url=address)
        self.wait(ready)

    def wait(self, condition: str) -> None:
        """Wait until an expression holds. Raises AssertionError if it never does."""
        held = self.run(
            f"new Promise(done => {{ let left = {PATIENCE * 20}; const look = () => ({condition}) ? done(true) :"
            " left-- ? setTimeout(look, 50) : done(false); look(); })"
        )
        assert held is True, f"never came true: {condition}; the page says {self.console}"

    def run(self, script: str) -> Any:
        """The value of an expression in the page. Raises AssertionError where it throws."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release one key."""
        code = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40}[key]
        text = {"Enter": "\r", " ": " "}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text)

    def picture(self, *, whole: bool = False) -> bytes:
        """A screenshot as PNG, of the window or of the whole page."""
        clip = {}
        if whole:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}
        return base64.b64decode(
            self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **clip)["data"]
        )

    def named(self) -> list[tuple[str, str]]:
        """The accessibility tree's nodes as (role, name), in order."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored") and "role" in node
        ]


class Browser:
    """The running browser."""

    def __init__(self, commands: int, answers: int) -> None:
        self.commands = commands
        self.answers = answers
        self.number = 0
        self.unread = b""
        self.tabs: dict[str, Tab] = {}

    def tab(self) -> Tab:
        """A new tab with nothing in it."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        tab = self.tabs[session] = Tab(self.call, session)
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            tab.send(f"{domain}.enable")
        return tab

    def call(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        """Send a command and read until its answer, keeping what the tabs tell meanwhile."""
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self._read()
            if message.get("id") == self.number:
                assert "error" not in message, f"{method}: {message['error']}"
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self.unread:
            more = os.read(self.answers, 1 << 16)
            assert more, "the browser is gone"
            self.unread += more
        line, _, self.unread = self.unread.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        tab = self.tabs.get(message.get("sessionId", ""))
        if tab is None:
            return
        told = message["params"]
        match message["method"]:
            case "Runtime.consoleAPICalled" if told["type"] in ("error", "warning", "assert"):
                tab.console.append(" ".join(str(each.get("value", each)) for each in told["args"]))
            case "Runtime.exceptionThrown":
                tab.console.append(str(told["exceptionDetails"]))
            case "Log.entryAdded" if told["entry"]["level"] in ("error", "warning"):
                tab.console.append(told["entry"]["text"])
            case "Network.requestWillBeSent":
                tab.requests.append(told["request"]["url"])


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it."""
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                LAUNCH,
                str(commands_out),
                str(answers_in),
                program,
                *FLAGS,
                f"--user-data-dir={profile}",
            ],
            pass_fds=(commands_out, answers_in),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile, "TZ": "UTC"},
        )
        os.close(commands_out)
        os.close(answers_in)
        try:
            yield Browser(commands_in, answers_out)
        finally:
            process.terminate()
            process.wait(10)
            os.close(commands_in)
            os.close(answers_out)


def address_of(file: Path) -> str:
    """A file's address for a browser."""
    return file.resolve().as_uri()
