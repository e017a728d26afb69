"""A few of the crashes that `python -m tests.alert_crashes` makes, at every run of the suite."""

from __future__ import annotations

from tests.alert_crashes import bench, sample

POINTS = 6


def test_killed_anywhere_nothing_is_lost_and_nothing_is_told_more_than_twice() -> None:
    with bench() as tried:
        at_messages = [point for point in tried.points if not point.line]
        between = [point for point in tried.points if point.place.endswith("relay.py")]
        trials = [
            tried.crash(point) for point in [*sample(between, POINTS), *sample(tried.points, POINTS), *at_messages]
        ]
    assert len(at_messages) == 2
    assert all(trial.reached for trial in trials)
    assert [trial for trial in trials if not trial.is_good] == []
