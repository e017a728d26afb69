"""What was read from an article, as a person wants to see it."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.claims import Claim
from pipelines.extraction import Extraction
from pipelines.losses import Figure, LossReport
from pipelines.problems import Problem

SEVERITIES = {"error": "not read", "warning": "look at", "note": "left out"}


def show(console: Console, extraction: Extraction) -> None:
    """Print the lists, the claims, and what was left out and why."""
    if extraction.page.title:
        console.print(escape(extraction.page.title), style="bold")
    if not extraction.reports:
        console.print("no list of the General Staff on this page")
    for report in extraction.reports:
        console.print(_report_table(report))
    if extraction.claims:
        console.print(_claims_table(extraction.claims))
    else:
        console.print("no claims on this page")
    for problem in extraction.problems:
        console.print(_problem_line(problem), soft_wrap=True)


def _report_table(report: LossReport) -> Table:
    day = f"as of {report.report_date} (from the {report.date_basis})" if report.report_date else "of an unknown day"
    table = Table(title=f"Losses {day}", title_justify="left")
    for heading, align in (("category", "left"), ("total", "right"), ("change", "right"), ("read from", "left")):
        table.add_column(heading, justify=align)  # type: ignore[arg-type]
    for figure in report.figures:
        table.add_row(figure.category, _total(figure), _delta(figure.delta), _quotes(figure))
    return table


def _total(figure: Figure) -> str:
    total = "" if figure.total is None else f"{figure.total:,}"
    return f"about {total}" if figure.approximate else total


def _delta(delta: int | None) -> str:
    return "" if delta is None else f"{delta:+,}"


def _quotes(figure: Figure) -> str:
    quotes = [figure.quote, figure.delta_quote] if figure.delta_quote else [figure.quote]
    return " … ".join(f"“{escape(quote)}”" for quote in quotes)


def _claims_table(claims: tuple[Claim, ...]) -> Table:
    table = Table(title="Claims", title_justify="left")
    for heading in ("agency", "topic", "figure", "period", "record", "sentence"):
        table.add_column(heading)
    for claim in claims:
        agency = f"{claim.agency} (relaying {claim.relays})" if claim.relays else claim.agency
        record = "yes" if claim.record else ""
        table.add_row(agency, claim.topic, _value(claim), claim.period or "", record, escape(claim.quote))
    return table


def _value(claim: Claim) -> str:
    if claim.value is None:
        return "no figure"
    high = "" if claim.value_high is None else f" to {claim.value_high:,}"
    qualifier = "" if claim.qualifier == "exact" else claim.qualifier.replace("_", " ") + " "
    return f"{qualifier}{claim.value:,}{high} {claim.unit}"


def _problem_line(problem: Problem) -> str:
    quote = f": “{escape(problem.quote)}”" if problem.quote else ""
    return f"{SEVERITIES[problem.severity]}: {escape(problem.detail)}{quote}"
