"""The work of reading a text grows as the text does: function calls are counted, which take no clock to compare."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from pipelines.losses import read_losses

HEADING = "The General Staff has counted 151,000 soldiers, 3,405 tanks, 2,400 guns, 480 MLRS, "


def calls(work: Callable[[], object]) -> int:
    """How many functions are entered, and generators gone on with, in some work."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "item", ["5 gravity looms, ", "helicoptrs - 5, ", "tanks - 5, looms - 5; ", "looms: 5 (+1)\n", "tanks of looms, "]
)
def test_twice_as_many_items_are_no_more_than_twice_the_work(item: str) -> None:
    once, twice = (f"{HEADING}{item * count}300 planes, 289 helicopters." for count in (400, 800))
    read_losses(twice, language="en")  # the vocabulary is built, and words are met for the first time
    assert calls(lambda: read_losses(twice, language="en")) < 2.2 * calls(lambda: read_losses(once, language="en"))
