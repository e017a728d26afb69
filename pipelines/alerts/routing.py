"""Pure: an event -> the targets that are told, and the moment from which each may be."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.alerts.config import AlertConfig, Route, Target
from pipelines.events import SEVERITIES, Event, Severity


def targets_of(event: Event, config: AlertConfig) -> list[Target]:
    """The targets of all routes that match, in the file's order, each once."""
    names = dict.fromkeys(name for route in config.routes if _matches(route, event) for name in route.to)
    return [config.targets[name] for name in names]


def _matches(route: Route, event: Event) -> bool:
    return (
        (not route.kinds or event.kind in route.kinds)
        and (not route.categories or event.subject in route.categories)
        and SEVERITIES.index(event.severity) >= SEVERITIES.index(route.severity)
    )


def not_before(target: Target, severity: Severity, now: datetime, timezone: ZoneInfo) -> datetime:
    """When a target may be told: at once where it matters much, else after its digest window and its quiet hours."""
    if severity == "high":
        return now
    moment = now
    if target.digest_minutes:
        window = target.digest_minutes * 60
        moment = datetime.fromtimestamp((int(now.timestamp()) // window + 1) * window, UTC)
    if target.quiet and _is_quiet(moment.astimezone(timezone).time(), *target.quiet):
        moment = _next(target.quiet[1], moment.astimezone(timezone)).astimezone(UTC)
    return moment


def _is_quiet(at: time, begin: time, end: time) -> bool:
    return begin <= at < end if begin <= end else at >= begin or at < end


def _next(end: time, local: datetime) -> datetime:
    until = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return until if until > local else until + timedelta(days=1)
