"""Who we say we are to the outlets."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

PRODUCT = "losswatch"
"""The product token that robots.txt groups are matched by."""


def _version() -> str:
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0.1"


def user_agent(contact: str) -> str:
    """An honest user agent with an address at which the crawler's operator is reached."""
    return f"{PRODUCT}/{_version()} (+{contact})"


USER_AGENT = user_agent(os.environ.get("LOSSWATCH_CONTACT", "https://github.com/losswatch/losswatch"))
