"""What the reconciled database tells its readers of one category on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["confirmed", "single", "disputed", "corrected", "held"]


@dataclass(frozen=True, slots=True)
class Point:
    """One reconciled figure, from the table `losses`.

    `total` is the sum since 2022-02-24, None where only a daily change was printed. `delta` is what that one day added,
    in units: printed on the day's list and borne out, or the difference to yesterday's standing total; None where it is
    not known, so never the sum of several days nor of a correction. `checksum` tells whether
    total(t) = total(t-1) + delta(t) holds with a printed delta: None where nothing could be compared. `corrected` marks
    a day on which the series itself was put right or caught up on missing days, so that the difference to yesterday is
    not the day's.
    """

    report_date: date
    category: str
    total: int | None
    delta: int | None
    status: Status
    checksum: bool | None
    corrected: bool
