"""Pure: rows of the database -> what the report's template asks for, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pipelines.publish.columns import STANDING
from pipelines.publish.report import charts
from pipelines.publish.report.language import Language
from pipelines.publish.report.trends import Trend, trends
from pipelines.publish.tables import Row
from pipelines.vocabulary import categories

MAIN = "personnel"
SPARK_DAYS = 90
STATIC_DAYS = 365
FRESH_DAYS = 2
DAILY_RECORDS = ("daily_high", "daily_high_since")


@dataclass(frozen=True, slots=True)
class Contents:
    """What the report tells, as rows of pipelines.store.published; `fetched_at` is the newest page's, ISO 8601 UTC."""

    figures: Sequence[Row]
    claims: Sequence[Row]
    records: Sequence[Row]
    corrections: Sequence[Row]
    sources: Sequence[Row]
    fetched_at: str | None


class Page:
    """What the template asks for."""

    def __init__(self, contents: Contents, speech: Language) -> None:
        self.contents = contents
        self.speech = speech

    @cached_property
    def trends(self) -> dict[str, Trend]:
        """By category, in the order of the list."""
        found = trends(self.contents.figures)
        return {category: found[category] for category in categories() if category in found}

    @cached_property
    def newest(self) -> date:
        """The day of the newest list of which any figure stands."""
        return max((trend.last for trend in self.trends.values()), default=date.min)

    @property
    def newest_rows(self) -> list[dict[str, Any]]:
        """The newest list with mean and sparkline; figures that do not stand are marked as such."""
        of_day = {row["category"]: row for row in self.contents.figures if row["report_date"] == str(self.newest)}
        return [self._newest_row(of_day[category], category) for category in categories() if category in of_day]

    def _newest_row(self, row: Row, category: str) -> dict[str, Any]:
        trend = self.trends.get(category)
        means = list(trend.means[-SPARK_DAYS:]) if trend is not None and trend.last == self.newest else []
        known = [mean for mean in means if mean is not None]
        words = self.speech.words["newest"]
        return {
            **row,
            "mean": known[-1] if means and means[-1] is not None else None,
            "spark": charts.spark(means) if len(known) > 1 else None,
            "trend": words["trend_words"].format(
                first=self.speech.number(known[0]),
                last=self.speech.number(known[-1]),
                highest=self.speech.number(max(known)),
            )
            if len(known) > 1
            else words["no_trend"],
        }

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Each source with how many days its newest list is behind the newest of all."""
        return [
            {**row, "behind": self._behind(row["newest_list"])}
            for row in sorted(self.contents.sources, key=lambda row: str(row["title"]).casefold())
        ]

    def _behind(self, newest: Any) -> int:
        days = (self.newest - date.fromisoformat(newest)).days if newest else 0
        return days if days > FRESH_DAYS else 0

    @property
    def disputes(self) -> list[dict[str, Any]]:
        """Figures that do not stand, newest first; days in a row of one category and one reason are one entry.

        Such an entry goes from `report_date` until `until`, and from `total` to `highest`.
        """
        runs: list[dict[str, Any]] = []
        doubtful = [row for row in self.contents.figures if row["status"] not in STANDING]
        for row in sorted(doubtful, key=lambda row: (str(row["category"]), str(row["report_date"]))):
            run = runs[-1] if runs else None
            if run is not None and _continues(run, row):
                run |= {"until": row["report_date"], "highest": row["total"]}
            else:
                runs.append({**row, "until": None, "highest": row["total"]})
        return sorted(runs, key=lambda run: str(run["until"] or run["report_date"]), reverse=True)

    @property
    def corrections(self) -> list[Row]:
        """Corrections, the last known first."""
        return list(reversed(self.contents.corrections))

    @property
    def records(self) -> list[Row]:
        """The records that stand, newest first."""
        return [row for row in reversed(self.contents.records) if row["withdrawn_at"] is None]

    @property
    def withdrawn(self) -> int:
        """How many records a correction took back."""
        return sum(row["withdrawn_at"] is not None for row in self.contents.records)

    @property
    def claims(self) -> list[dict[str, Any]]:
        """Claims, newest first, each with its value in words."""
        ordered = sorted(self.contents.claims, key=lambda row: (str(row["first_published_at"] or ""), row["id"]))
        return [{**row, "amount": self._amount(row)} for row in reversed(ordered)]

    def _amount(self, claim: Row) -> str:
        if claim["value"] is None:
            return str(self.speech.words["claims"]["no_value"])
        ends = [claim["value"]] if claim["value_high"] is None else [claim["value"], claim["value_high"]]
        value = "–".join(self.speech.number(float(end)) for end in ends)
        words: Mapping[str, str] = self.speech.words["qualifiers"]
        qualified = words.get(str(claim["qualifier"]), "{value}").format(value=value)
        return f"{qualified} {claim['unit']}" if claim["unit"] else qualified

    def record_days(self, category: str) -> dict[date, str]:
        """The days on which a category's daily change was a record that stands."""
        return {
            date.fromisoformat(str(row["report_date"])): str(row["kind"])
            for row in self.contents.records
            if row["category"] == category and row["kind"] in DAILY_RECORDS and row["withdrawn_at"] is None
        }

    @property
    def main(self) -> str:
        """The category that is drawn first."""
        return MAIN if MAIN in self.trends else next(iter(self.trends), "")

    @cached_property
    def chart_words(self) -> dict[str, str]:
        """Words inside the charts."""
        words = self.speech.words["chart"]
        return {"date": words["date"], "value": words["delta"], "mean": words["mean"]}

    @cached_property
    def locale(self) -> dict[str, Any]:
        """Number and date words for the charts."""
        return charts.locale_of(self.speech.words["locale"], self.speech.common["months"])

    @property
    def static_chart(self) -> dict[str, str]:
        """The last year of the main category, for a browser that runs no script, and what it shows in words."""
        trend = self.trends[self.main]
        rows = charts.points(trend, self.record_days(self.main))[-STATIC_DAYS:]
        chart = charts.main_chart(rows, charts.PAGE, self.chart_words, width=charts.STATIC_WIDTH)
        first = trend.last - timedelta(days=len(rows) - 1)
        words = self.speech.words["chart"]["static"]
        return {
            "svg": charts.drawn(chart, rows, self.locale),
            "words": words.format(
                category=self.speech.category(self.main),
                **{"from": self.speech.day(first)},
                until=self.speech.day(trend.last),
            ),
        }

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the page's script draws from."""
        rows = charts.points(self.trends[self.main], {}) if self.main else []
        return {
            "series": {category: self._series(trend) for category, trend in self.trends.items()},
            "main": charts.compiled(charts.main_chart(rows, charts.PAGE, self.chart_words, width="container")),
            "overview": charts.compiled(charts.overview_chart(rows, charts.PAGE)),
            "locale": self.locale,
            "words": {**self.speech.words["chart"], "locale": self.speech.words["locale"]},
        }

    def _series(self, trend: Trend) -> dict[str, Any]:
        records = self.record_days(trend.category)
        return {
            "first": str(trend.first),
            "totals": trend.totals,
            "changes": trend.changes,
            "means": trend.means,
            "records": sorted((day - trend.first).days for day in records if trend.first <= day <= trend.last),
        }


def _continues(run: Mapping[str, Any], row: Row) -> bool:
    """Whether a doubtful figure is of the day after a run of such, with the same status, reason and source."""
    last = date.fromisoformat(str(run["until"] or run["report_date"]))
    alike = all(run[name] == row[name] for name in ("category", "status", "rule", "source"))
    return alike and date.fromisoformat(str(row["report_date"])) - last == timedelta(days=1)
