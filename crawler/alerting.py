"""The alert configuration of a run: the file the setting names, its addresses from the environment, both checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scrapy.settings import BaseSettings

from pipelines.alerts.config import AlertConfig, AlertConfigError, load_alerts
from pipelines.alerts.delivery import refused_addresses

DEFAULT_FILE = "alerts.toml"


def alerts_of(settings: BaseSettings, environment: Mapping[str, str]) -> AlertConfig:
    """What setting `ALERTS_FILE` names; without that setting and without alerts.toml, nobody is told of anything.

    Raises AlertConfigError in one line that holds no secret.
    """
    named = str(settings.get("ALERTS_FILE") or "")
    path = Path(named or DEFAULT_FILE)
    return load_alerts(path, environment) if named or path.exists() else AlertConfig()


def check_addresses(config: AlertConfig) -> None:
    """Ask Apprise whether it knows what each address means; nothing is sent. Raises AlertConfigError."""
    addresses = {name: target.address for name, target in config.targets.items() if target.format != "webhook"}
    refused = refused_addresses(addresses) if addresses else []
    if refused is None:
        raise AlertConfigError("alerts: the delivery process does not start, so no address could be checked")
    if refused:
        raise AlertConfigError(f"alerts: no service understands the address of {', '.join(refused)}")
