"""Pure: a voice, and what is known of the speakers of an article so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.vocabulary.agencies import no_ministries
from pipelines.vocabulary.lexicon import Term


@dataclass(frozen=True, slots=True)
class Voice:
    """Who asserts what stands near `start`: an agency, or None for somebody whose figures are not claims.

    `denied` is one that declines to speak, `aside` one that passes on what another says, `source` the name of one
    whose figures are not claims but may be relayed, `keeper` one whose sums over a week or more are claims, `weak` a
    state or its capital, `guessed` one that no word says to speak.
    """

    start: int
    end: int
    agency: str | None
    relays: str | None = None
    named: bool = True
    denied: bool = False
    aside: bool = False
    source: str | None = None
    keeper: bool = False
    weak: bool = False
    guessed: bool = False


@dataclass(slots=True)
class Speakers:
    """What is known of the speakers of an article so far."""

    voice: Voice | None = None
    line: int = -1
    people: dict[str, Term] = field(default_factory=dict)
    heard: set[str | None] = field(default_factory=set)
    relayed: set[str | None] = field(default_factory=set)
    told: Voice | None = None
    authority: Voice | None = None
    officials: bool = False
    named: set[str] = field(default_factory=set)
    document: bool = False
    headlines: bool = False

    def speak(self, voice: Voice, line: int) -> None:
        """A voice that goes on from a line; the last one that may be a ministry is whom "the ministry" means."""
        self.voice, self.line = voice, line
        if voice.agency and voice.agency not in no_ministries():
            self.authority = voice
