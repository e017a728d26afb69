"""Rows of the database -> the report's HTML, in one language. Reads its own template and words and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.alerts.messages import clean
from pipelines.publish.report import charts
from pipelines.publish.report.contents import Contents, Page
from pipelines.publish.report.language import Language

FOLDER = Path(__file__).parent
SHOWN = 40
"""Rows of a list that the page shows; the rest is in the published files."""
FILES = (
    "losses.csv", "losses-long.csv", "losses.json", "losses.parquet", "claims.csv", "records.csv", "corrections.csv",
    "losswatch.db", "feed.atom", "datapackage.json",
)  # fmt: skip


def render(contents: Contents, language: str) -> str:
    """The page. `language` is one of LANGUAGES."""
    speech = Language(language)
    page = Page(contents, speech)
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": speech.number,
        "day": speech.day,
        "moment": speech.moment,
        "category": speech.category,
        "clean": lambda text: clean(str(text)),
        "web": web_address,
    }
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    runtime, script = charts.runtime(), (FOLDER / "page.js").read_text(encoding="utf-8")
    return environment.get_template("page.html.jinja").render(
        words=speech.words,
        page=page,
        files=FILES,
        shown=SHOWN,
        style=style,
        runtime=runtime,
        script=script,
        policy=_policy(style, (runtime, script)),
        data=_inert(json.dumps(page.data, ensure_ascii=False, separators=(",", ":"))),
    )


def picture(contents: Contents, language: str) -> bytes | None:
    """The main chart as PNG; None where there is no series to draw."""
    page = Page(contents, Language(language))
    words, trend = page.speech.words, page.trends.get(page.main)
    if trend is None:
        return None
    subtitle = words["chart"]["png_subtitle"].format(day=page.speech.day(page.newest))
    return charts.png(
        charts.points(trend, page.record_days(page.main)),
        page.chart_words,
        page.locale,
        title=f"{page.speech.category(page.main)}: {words['chart']['delta']}",
        subtitle=subtitle,
    )


def web_address(url: str | None) -> str | None:
    """An address a reader may follow: http and https only, else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _policy(style: str, scripts: Iterable[str]) -> str:
    """A Content-Security-Policy under which only this page's own style and scripts do anything."""
    own = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {own}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _inert(text: str) -> str:
    """JSON that ends no script element, whatever text it holds."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
