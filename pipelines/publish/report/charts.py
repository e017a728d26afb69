"""Pure: the report's charts, made with Altair, and what of them vl-convert can draw ahead of the browser.

Colours are those of a Palette: the page's are CSS variables, so that light and dark need one drawing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import altair
import vl_convert

from pipelines.publish.report.trends import Trend

Spec = dict[str, Any]
FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif"
PNG_FONT = "DejaVu Sans, sans-serif"
CHART_HEIGHT = 300
OVERVIEW_HEIGHT = 56
STATIC_WIDTH = 960
PADDING = {"left": 2, "right": 6, "top": 8, "bottom": 2}
"""So much that a record's diamond on the highest day is whole."""
SPARK_WIDTH, SPARK_HEIGHT = 120, 26


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one drawing."""

    bars: str
    line: str
    record: str
    ink: str
    grid: str
    ground: str


PAGE = Palette("var(--bars)", "var(--line)", "var(--record)", "var(--chart-ink)", "var(--grid)", "transparent")
LIGHT = Palette("#b9cbe4", "#1f5fae", "#b3261e", "#454d5a", "#e4e7ec", "#ffffff")


def points(trend: Trend, records: Mapping[date, str]) -> list[dict[str, Any]]:
    """The rows of a chart of daily changes: milliseconds since 1970 in UTC, as Vega wants them."""
    rows = []
    for place, change in enumerate(trend.changes):
        day = trend.day(place)
        rows.append(
            {
                "date": (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000,
                "value": change,
                "mean": trend.means[place],
                "record": change if day in records else None,
            }
        )
    return rows


def main_chart(rows: Sequence[Mapping[str, Any]], palette: Palette, words: Mapping[str, str], **size: Any) -> Any:
    """Bars of days, the line of their mean, diamonds on record days; `from` and `until` bound what is shown."""
    first, last = (rows[0]["date"], rows[-1]["date"]) if rows else (0, 0)
    since, until = altair.param("from", value=first), altair.param("until", value=last)
    day = altair.X(
        "date:T", title=None, scale=altair.Scale(type="utc"), axis=altair.Axis(labelOverlap=True, tickCount=8)
    )
    hint = [
        altair.Tooltip("date:T", title=words["date"], formatType="utc", format="%d.%m.%Y"),
        altair.Tooltip("value:Q", title=words["value"], format=",d"),
        altair.Tooltip("mean:Q", title=words["mean"], format=",.1f"),
    ]
    shown = altair.Chart(altair.NamedData("series")).transform_filter("datum.date >= from && datum.date <= until")
    width = altair.ExprRef("max(0.7, 0.78 * width / max(1, (until - from) / 86400000 + 1))")
    bars = shown.mark_bar(color=palette.bars, width=width, tooltip=True).encode(
        x=day, y=altair.Y("value:Q", title=None, axis=altair.Axis(format=",~f", tickCount=5)), tooltip=hint
    )
    mean = shown.mark_line(color=palette.line, strokeWidth=2, interpolate="monotone").encode(x=day, y="mean:Q")
    marks = (
        shown.transform_filter("isValid(datum.record)")
        .mark_point(shape="diamond", size=70, filled=True, color=palette.record, opacity=1)
        .encode(x=day, y="record:Q", tooltip=hint)
    )
    chart = altair.layer(bars, mean, marks).add_params(since, until)
    return _dressed(chart, palette).properties(**{"height": CHART_HEIGHT, **size})


def overview_chart(rows: Sequence[Mapping[str, Any]], palette: Palette) -> Any:
    """The whole series in small, over which a range is dragged; the chosen one is shaded."""
    first, last = (rows[0]["date"], rows[-1]["date"]) if rows else (0, 0)
    since, until = altair.param("from", value=first), altair.param("until", value=last)
    brush = altair.selection_interval(
        name="brush", encodings=["x"], mark=altair.BrushConfig(fillOpacity=0, strokeOpacity=0)
    )
    day = altair.X("date:T", title=None, scale=altair.Scale(type="utc"), axis=altair.Axis(tickCount=5, grid=False))
    area = (
        altair.Chart(altair.NamedData("series"))
        .mark_area(color=palette.bars, line={"color": palette.line, "strokeWidth": 1})
        .encode(x=day, y=altair.Y("shape:Q", axis=None))
        .transform_calculate(shape="isValid(datum.mean) ? datum.mean : datum.value")
        .add_params(brush)
    )
    shade = (
        altair.Chart(altair.InlineData(values=[{}]))
        .transform_calculate(since="from", until="until")
        .mark_rect(color=palette.line, opacity=0.18)
        .encode(x=altair.X("since:T", scale=altair.Scale(type="utc")), x2="until:T")
    )
    chart = altair.layer(area, shade).add_params(since, until)
    return _dressed(chart, palette).properties(height=OVERVIEW_HEIGHT, width="container")


def compiled(chart: Any) -> Spec:
    """The Vega specification of a chart, whose data the page brings."""
    spec: Spec = vl_convert.vegalite_to_vega(chart.to_dict(validate=True))
    return spec


def drawn(chart: Any, rows: Sequence[Mapping[str, Any]], locale: Mapping[str, Any]) -> str:
    """A chart as SVG for inside a page; the words around it say what it shows, its marks say nothing."""
    svg: str = vl_convert.vegalite_to_svg(
        _with_data(chart, rows),
        format_locale=locale["number"],
        time_format_locale=locale["time"],
    )
    return _silent(svg)


def spark(means: Sequence[float | None]) -> str:
    """A line without axes as SVG, for inside a table."""
    rows = [{"place": place, "mean": mean} for place, mean in enumerate(means)]
    chart = (
        altair.Chart(altair.InlineData(values=rows), width=SPARK_WIDTH, height=SPARK_HEIGHT)
        .mark_line(color=PAGE.line, strokeWidth=1.5)
        .encode(x=altair.X("place:Q", axis=None), y=altair.Y("mean:Q", axis=None, scale=altair.Scale(zero=False)))
        .configure(background="transparent", padding=2, view={"stroke": None})
    )
    return _silent(vl_convert.vegalite_to_svg(chart.to_dict()))


def png(
    rows: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
    locale: Mapping[str, Any],
    *,
    title: str,
    subtitle: str,
) -> bytes:
    """The main chart over all its days as a picture for posting, about 1,200 by 675 points."""
    heading = altair.TitleParams(
        title, subtitle=subtitle, anchor="start", fontSize=26, subtitleFontSize=14, offset=18, font=PNG_FONT,
        subtitleFont=PNG_FONT, color=LIGHT.ink, subtitleColor=LIGHT.ink,
    )  # fmt: skip
    chart = main_chart(rows, LIGHT, words, width=1090, height=510, title=heading).configure(
        background=LIGHT.ground, padding=28, font=PNG_FONT, axis=_axis(LIGHT, size=15), view={"stroke": None}
    )
    picture: bytes = vl_convert.vegalite_to_png(
        _with_data(chart, rows),
        format_locale=locale["number"],
        time_format_locale=locale["time"],
    )
    return picture


def locale_of(name: Any, months: Sequence[str]) -> dict[str, Any]:
    """The number and date words of a locale such as uk-UA, as Vega wants them; `months` as they stand on an axis."""
    return {
        "number": vl_convert.get_format_locale(name),
        "time": {**vl_convert.get_time_format_locale(name), "months": list(months)},
    }


@cache
def runtime() -> str:
    """Vega with everything it needs, as one script; it sets window.vegaEmbed."""
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script


def _dressed(chart: Any, palette: Palette) -> Any:
    return chart.configure(
        background=palette.ground, font=FONT, padding=PADDING, axis=_axis(palette, size=12), view={"stroke": None}
    )


def _axis(palette: Palette, *, size: int) -> dict[str, Any]:
    return {
        "labelColor": palette.ink,
        "labelFontSize": size,
        "gridColor": palette.grid,
        "domainColor": palette.grid,
        "tickColor": palette.grid,
    }


def _with_data(chart: Any, rows: Sequence[Mapping[str, Any]]) -> Spec:
    spec: Spec = chart.to_dict()
    spec["datasets"] = {"series": list(rows)}
    return json.loads(json.dumps(spec)) if rows else spec


def _silent(svg: str) -> str:
    """Without the labels of single marks, which a screen reader would read one by one."""
    bare = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", svg)
    return bare.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
