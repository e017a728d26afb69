"""alerts.toml and the environment -> AlertConfig: who is told what. Addresses are secrets of the environment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from crawler.sources.tables import WrongValueError, build
from pipelines.events import SEVERITY_OF, Severity

Format = Literal["text", "html", "webhook"]
Language = Literal["en", "uk"]

KYIV = ZoneInfo("Europe/Kyiv")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,99}")
ADDRESS = re.compile(r"[A-Za-z][\w+.-]{0,40}://\S{1,2000}")
WEB = re.compile(r"https?://[^\s/]")
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class AlertConfigError(Exception):
    """The configuration cannot be used; the message is one line and holds no secret."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which events go to which targets; an empty list means all."""

    to: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severity: Severity = "low"


@dataclass(frozen=True, slots=True)
class TargetTable:
    """One target as the file declares it; `env` names the environment variable that holds its address."""

    env: str
    format: Format = "text"
    language: Language = "en"
    quiet_hours: str = ""
    digest_minutes: int = 0


@dataclass(frozen=True, slots=True)
class HeartbeatTable:
    """The address that is asked for when a crawl starts, succeeds and fails."""

    env: str


@dataclass(frozen=True, slots=True)
class AlertsFile:
    """The whole file."""

    targets: dict[str, TargetTable] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    heartbeat: HeartbeatTable | None = None
    recent_days: int = 3
    timezone: str = "Europe/Kyiv"
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One place that is told: its address never shows in a repr, a log or a message.

    `quiet` is the local time from and until which only events of high severity are sent; `digest_minutes` the window
    in which others are gathered.
    """

    name: str
    address: str = field(repr=False)
    format: Format = "text"
    language: Language = "en"
    quiet: tuple[time, time] | None = None
    digest_minutes: int = 0


@dataclass(frozen=True, slots=True)
class AlertConfig:
    """Who is told what. `recent_days`: how old a report date or an article may be and still be news."""

    targets: Mapping[str, Target] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    heartbeat: str | None = field(default=None, repr=False)
    recent_days: int = 3
    timezone: ZoneInfo = KYIV
    report_url: str = ""


def load_alerts(path: Path, environment: Mapping[str, str]) -> AlertConfig:
    """Read alerts.toml. Raises AlertConfigError with the file, the key and the reason."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        declared = build(AlertsFile, tables)
        for complaint in _complaints(declared):
            raise complaint
        targets = {name: _target(name, table, environment) for name, table in declared.targets.items()}
        beat = _web_address("heartbeat", declared.heartbeat.env, environment) if declared.heartbeat else None
    except OSError as error:
        raise AlertConfigError(f"{path.name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AlertConfigError(f"{path.name}: is not UTF-8") from error
    except (tomllib.TOMLDecodeError, WrongValueError) as error:
        raise AlertConfigError(f"{path.name}: {ADDRESS.sub('***', str(error))}") from None
    return AlertConfig(
        targets=targets,
        routes=declared.routes,
        heartbeat=beat,
        recent_days=declared.recent_days,
        timezone=ZoneInfo(declared.timezone),
        report_url=declared.report_url,
    )


def _target(name: str, table: TargetTable, environment: Mapping[str, str]) -> Target:
    read = _web_address if table.format == "webhook" else _address
    return Target(
        name=name,
        address=read(f"targets.{name}", table.env, environment),
        format=table.format,
        language=table.language,
        quiet=_quiet_hours(table.quiet_hours),
        digest_minutes=table.digest_minutes,
    )


def _address(key: str, variable: str, environment: Mapping[str, str]) -> str:
    if not VARIABLE.fullmatch(variable):
        raise WrongValueError(f"{key}.env", "must be the name of an environment variable, not an address")
    value = environment.get(variable, "").strip()
    if not value:
        raise WrongValueError(f"{key}.env", f"the environment variable {variable} is not set")
    return value


def _web_address(key: str, variable: str, environment: Mapping[str, str]) -> str:
    address = _address(key, variable, environment)
    if not WEB.match(address):
        raise WrongValueError(f"{key}.env", f"{variable} must hold an http(s) address")
    return address


def _quiet_hours(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    begin, end = text.split("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


def _complaints(declared: AlertsFile) -> Iterator[WrongValueError]:
    """What no single value shows by its type."""
    for name, target in declared.targets.items():
        if target.quiet_hours and not HOURS.fullmatch(target.quiet_hours):
            yield WrongValueError(f"targets.{name}.quiet_hours", "must look like 22:00-07:00")
        if not 0 <= target.digest_minutes <= 24 * 60:
            yield WrongValueError(f"targets.{name}.digest_minutes", "must be from 0 to 1440")
    for place, route in enumerate(declared.routes):
        for unknown in set(route.to) - set(declared.targets):
            yield WrongValueError(f"routes[{place}].to", f"names no target: {unknown!r}")
        for unknown in set(route.kinds) - set(SEVERITY_OF):
            yield WrongValueError(f"routes[{place}].kinds", f"{unknown!r} is no kind: {', '.join(SEVERITY_OF)}")
    if declared.timezone not in available_timezones():
        yield WrongValueError("timezone", f"is unknown: {declared.timezone!r}")
    if not 0 <= declared.recent_days <= 3660:
        yield WrongValueError("recent_days", "must be from 0 to 3660")
    if declared.report_url and not WEB.match(declared.report_url):
        yield WrongValueError("report_url", "must be an http(s) address")
