"""What a page held that could not be taken as it stands: each is one line for a person and one row in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was left out, held or not understood.

    `kind` is a slug (unknown_label, misprint, corrupt_figure, conflicting_figures, undated_report …), `detail` is
    one line for a person, `quote` the exact words it is about and `start` their place in the page's text.
    A note explains what was rightly left out, or read in spite of a fault of the page; a warning asks for a look; an
    error means figures are missing.
    """

    kind: str
    detail: str
    severity: Severity = "warning"
    quote: str = ""
    start: int | None = None
