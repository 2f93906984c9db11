"""Answers: the event model, the file that keeps them, and where somebody stands now."""

from helpers.journal.events import (
    UNANSWERED,
    Answer,
    Choice,
    Event,
    Evidence,
    Figures,
    PlanItem,
    Rater,
    Rating,
    RatingState,
    Words,
    often,
)
from helpers.journal.lines import Problem
from helpers.journal.merge import union
from helpers.journal.state import State, fold
from helpers.journal.store import Journal, default_path

__all__ = [
    "UNANSWERED",
    "Answer",
    "Choice",
    "Event",
    "Evidence",
    "Figures",
    "Journal",
    "PlanItem",
    "Problem",
    "Rater",
    "Rating",
    "RatingState",
    "State",
    "Words",
    "default_path",
    "fold",
    "often",
    "union",
]
