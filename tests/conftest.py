"""No property is timed: a machine may be busy, and the first example loads the vocabulary."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
