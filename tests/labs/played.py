"""A lab as its page sees it, with the answers that a test gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from helpers.charts import load_theme
from helpers.journal import Answer, Event, State, fold
from helpers.labs import Lab
from helpers.labs.context import LabContext
from helpers.ladder import Ladder, load_ladder
from tests.strategies import START

LADDER, THEME = load_ladder(), load_theme()
L = TypeVar("L", bound=Lab)


class Played:
    """Somebody's answers in labs, one after the other."""

    def __init__(self, ladder: Ladder = LADDER) -> None:
        self.ladder = ladder
        self.events: list[Event] = []

    def record(self, subject: str, answer: Answer) -> None:
        at = START + timedelta(seconds=len(self.events))
        self.events.append(
            Event(at=at, subject=subject, answer=answer, ladder=self.ladder.id, ladder_version=self.ladder.version)
        )

    @property
    def state(self) -> State:
        return fold(self.events)

    def context(self, lab: L) -> LabContext[L]:
        """The lab as things stand now."""
        return LabContext(lab, self.ladder, THEME, self.state)


def lab_context(lab: L, given: Mapping[str, Answer]) -> LabContext[L]:
    """A lab after these answers, by subject."""
    played = Played()
    for subject, answer in given.items():
        played.record(subject, answer)
    return played.context(lab)
