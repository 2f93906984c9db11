"""A lab as its page sees it, with the answers that a test gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from helpers.charts import load_theme
from helpers.journal import Answer, Event, fold
from helpers.labs import Lab
from helpers.ladder import load_ladder
from helpers.widgets.labs.moment import LabMoment
from helpers.widgets.session import Moment
from tests.strategies import START

LADDER, THEME = load_ladder(), load_theme()
L = TypeVar("L", bound=Lab)


def lab_moment(lab: L, given: Mapping[str, Answer]) -> LabMoment[L]:
    """A lab after these answers, by subject."""
    events = tuple(
        Event(at=START, subject=subject, answer=answer, ladder=LADDER.id, ladder_version=LADDER.version)
        for subject, answer in given.items()
    )
    return LabMoment(lab, Moment(LADDER, THEME, events, fold(events)))
