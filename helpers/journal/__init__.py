"""Answers: the event model, the file that keeps them, and where somebody stands now.

A journal outlives the version that wrote it, so each line says its own format, and a line that a version
doesn't know is told by its number, kept, and passed on to the byte. How a new kind of line or a new field
raises the format's number stands in `helpers.journal.events`.
"""

from helpers.journal.events import (
    UNANSWERED,
    Answer,
    Ask,
    Choice,
    Event,
    Evidence,
    Figures,
    PlanItem,
    Rater,
    Rating,
    RatingState,
    Reply,
    Seen,
    Words,
    often,
    says_something,
)
from helpers.journal.lines import Contents, Problem
from helpers.journal.merge import together, union
from helpers.journal.state import State, fold
from helpers.journal.store import Journal, default_path
from helpers.journal.subjects import Subject

__all__ = [
    "UNANSWERED",
    "Answer",
    "Ask",
    "Choice",
    "Contents",
    "Event",
    "Evidence",
    "Figures",
    "Journal",
    "PlanItem",
    "Problem",
    "Rater",
    "Rating",
    "RatingState",
    "Reply",
    "Seen",
    "State",
    "Subject",
    "Words",
    "default_path",
    "fold",
    "often",
    "says_something",
    "together",
    "union",
]
