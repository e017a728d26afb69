"""alerts.toml: what it may say, what is wrong in one line, and that no line holds a secret."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from pipelines.alerts.config import AlertConfigError, Target, load_alerts

ROOT = Path(__file__).parents[3]
SECRET = "json://someone:canary-77d1@127.0.0.1/"


def write(folder: Path, text: str) -> Path:
    path = folder / "alerts.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_valid_and_all_of_it_arrives() -> None:
    names = ("LOSSWATCH_DESK", "LOSSWATCH_CHANNEL", "LOSSWATCH_BOT", "LOSSWATCH_HEARTBEAT")
    config = load_alerts(ROOT / "alerts.example.toml", {name: f"https://{name}/" for name in names})
    assert config.targets["desk"] == Target(
        "desk", "https://LOSSWATCH_DESK/", "html", "en", (time(22, 0), time(7, 0)), 30
    )
    assert [route.to for route in config.routes] == [("desk",), ("channel",), ("bot",)]
    assert config.heartbeat == "https://LOSSWATCH_HEARTBEAT/"


TARGET = '[targets.desk]\nenv = "DESK"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[targets.desk]\nenv = "NOT_SET"', "targets.desk.env: the environment variable NOT_SET is not set"),
        (f'[targets.desk]\nenv = "{SECRET}"', "targets.desk.env: must be the name of an environment variable"),
        ("[targets.desk]\n", "targets.desk.env: is missing"),
        (f'{TARGET}url = "{SECRET}"', "targets.desk.url: is unknown"),
        (f'{TARGET}format = "sms"', "targets.desk.format: must be one of text, html, webhook"),
        (f'{TARGET}language = "xx"', "targets.desk.language: must be one of en, uk"),
        (f'{TARGET}quiet_hours = "at night"', "targets.desk.quiet_hours: must look like 22:00-07:00"),
        (f"{TARGET}digest_minutes = -1", "targets.desk.digest_minutes: must be from 0 to 1440"),
        (f'{TARGET}format = "webhook"', "targets.desk.env: DESK must hold an http(s) address"),
        (f'{TARGET}language = "{SECRET}"', "targets.desk.language: must be one of en, uk, not '***"),
        (f'[targets.desk]\nenv = ["{SECRET}"]', "targets.desk.env: must be a str, not ['***"),
        ('[[routes]]\nto = ["nobody"]', "routes[0].to: names no target: 'nobody'"),
        (f'{TARGET}[[routes]]\nto = ["desk"]\nkinds = ["rumour"]', "routes[0].kinds: 'rumour' is no kind"),
        (f'{TARGET}[[routes]]\nto = ["desk"]\nseverity = "huge"', "routes[0].severity: must be one of"),
        ('timezone = "Mars/Base"', "timezone: is unknown"),
        ('report_url = "javascript:alert(1)"', "report_url: must be an http(s) address"),
        ("recent_days = -3", "recent_days: must be from 0 to 3660"),
        ('[heartbeat]\nenv = "HEART"', "heartbeat.env: the environment variable HEART is not set"),
        ('[heartbeat]\nenv = "DESK"', "heartbeat.env: DESK must hold an http(s) address"),
        ("[[[", "alerts.toml: "),
    ],
)
def test_what_is_wrong_is_one_line_with_the_key_and_without_a_secret(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(AlertConfigError) as caught:
        load_alerts(write(tmp_path, text), {"DESK": SECRET})
    message = str(caught.value)
    assert message.startswith("alerts.toml: ")
    assert complaint in message
    assert "\n" not in message
    assert "canary" not in message


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AlertConfigError, match=r"alerts\.toml: cannot be read: No such file"):
        load_alerts(tmp_path / "alerts.toml", {})


def test_no_repr_holds_a_secret(tmp_path: Path) -> None:
    text = f'{TARGET}[heartbeat]\nenv = "HEART"\n'
    config = load_alerts(write(tmp_path, text), {"DESK": SECRET, "HEART": "https://canary-77d1.example/"})
    assert "canary" not in repr(config)
