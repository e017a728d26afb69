"""How the newsroom misbehaves, on purpose."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tests.newsroom.figures import Count, counts

Drift = Literal["renamed", "wrapped", "scripted", "login", "consent", "emptied"]


@dataclass(frozen=True, slots=True)
class Misprint:
    """One outlet prints another figure than the General Staff's, or (`total` None) leaves the line out.

    The page is corrected on the day `until`; without one it stays wrong.
    """

    host: str
    day: date
    category: str
    total: int | None
    delta: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL answers instead of its page, after `delay` seconds."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Faults:
    """The default is a good day.

    `answers`: a URL, or a host for all of its pages but robots.txt -> what successive requests get. The last answer
    repeats; None is the ordinary page. `layouts`: a host -> how the shape of its articles has changed.
    """

    misprints: tuple[Misprint, ...] = ()
    answers: Mapping[str, tuple[Answer | None, ...]] = field(default_factory=dict)
    layouts: Mapping[str, Drift] = field(default_factory=dict)


def typos(host: str, days: list[date], *, one_in: int = 50, seed: int = 0) -> tuple[Misprint, ...]:
    """Slips of the hand in one outlet's totals: a digit dropped, doubled, swapped with the next or changed."""
    source = random.Random(seed)
    return tuple(
        Misprint(host, day, category, slip, count.delta)
        for day in days
        for category, count in counts(day).items()
        if source.randrange(one_in) == 0
        for slip in [_slip(count, source)]
        if slip != count.total
    )


def _slip(count: Count, source: random.Random) -> int:
    digits = str(count.total)
    at = source.randrange(len(digits))
    head, digit, tail = digits[:at], digits[at], digits[at + 1 :]
    slipped = source.choice(
        [
            head + tail,
            head + digit * 2 + tail,
            head + tail[:1] + digit + tail[1:],
            head + source.choice("0123456789") + tail,
        ]
    )
    return int(slipped or digits)


def drifted(html: str, drift: Drift) -> str:
    """An article after its outlet changed the layout."""
    return _DRIFTS[drift](html)


def _renamed(html: str) -> str:
    renamed = re.sub(r'\b(class|id|itemprop)="[^"]*"', r'\1="v2"', html)
    return re.sub(r"<(/?)(article|main|h1)\b", r"<\1div", renamed)


def _wrapped(html: str) -> str:
    return html.replace("<body>", '<body><div id="root"><div>').replace("</body>", "</div></div></body>")


def _scripted(html: str) -> str:
    head, _, rest = html.partition("<body>")
    text = re.sub(r"<[^>]+>", " ", rest.partition("</body>")[0]).replace('"', "'").replace("\n", " ")
    state = f'<script type="application/json">{{"body": "{text}"}}</script>'
    return f'{head}<body><div id="__next"></div>{state}</body></html>'


def _login(html: str) -> str:
    form = (
        '<form action="/login"><h1>Sign in to read on</h1><input name="user"><input name="word" type="password"></form>'
    )
    return f"{html.partition('<body>')[0]}<body>{form}</body></html>"


def _consent(html: str) -> str:
    wall = "<h1>Before you continue</h1><p>We and our 1,412 partners store data.</p>"
    return f"{html.partition('<body>')[0]}<body>{wall}</body></html>"


def _emptied(html: str) -> str:
    return re.sub(r"<(li|p)\b([^>]*)>.*?(?=</\1>|<li|<p\b|</ul>)", r"<\1\2>", html, flags=re.DOTALL)


_DRIFTS: Mapping[Drift, Callable[[str], str]] = {
    "renamed": _renamed,
    "wrapped": _wrapped,
    "scripted": _scripted,
    "login": _login,
    "consent": _consent,
    "emptied": _emptied,
}
