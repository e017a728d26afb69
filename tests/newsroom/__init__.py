"""The newsroom: a local news site that plays the outlets, with real figures and our own words."""

from tests.newsroom.faults import Answer, Faults, Misprint, typos
from tests.newsroom.server import SPANS, Hit, Newsroom

__all__ = ["SPANS", "Answer", "Faults", "Hit", "Misprint", "Newsroom", "typos"]
