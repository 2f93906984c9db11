"""What the answers say: pure functions from a ladder and a state to frozen results.

    coverage        what is answered at a level, with n
    destinations    the roads from where somebody stands
    gaps            from now to what a destination expects, and what carries over
    strengths       what is shown already, evidence first
    focus           at most three suggestions, each with its reason
    change          what is different since an earlier visit

No composite score, no mean, no verdict: counts, words and the answers behind them.
"""

from helpers.insight.change import (
    Changes,
    ChoiceChange,
    Edit,
    EvidenceChange,
    RatingChange,
    ReflectionChange,
    changes_since,
    earlier_visit,
)
from helpers.insight.coverage import APART, Coverage, ItemView, Kind, coverage, item_views
from helpers.insight.destinations import (
    Destination,
    Road,
    chosen_destination,
    crossings,
    destination,
    roads_from,
    standing_of,
)
from helpers.insight.focus import Focus, Why, suggest_focus
from helpers.insight.gaps import Gap, GapItem, Transfer, gap
from helpers.insight.strengths import Strength, strengths
from helpers.insight.words import (
    answer_label,
    day_in_words,
    expectation,
    frequency_label,
    state_label,
    whose_expectation,
)

__all__ = [
    "APART",
    "Changes",
    "ChoiceChange",
    "Coverage",
    "Destination",
    "Edit",
    "EvidenceChange",
    "Focus",
    "Gap",
    "GapItem",
    "ItemView",
    "Kind",
    "RatingChange",
    "ReflectionChange",
    "Road",
    "Strength",
    "Transfer",
    "Why",
    "answer_label",
    "changes_since",
    "chosen_destination",
    "coverage",
    "crossings",
    "day_in_words",
    "destination",
    "earlier_visit",
    "expectation",
    "frequency_label",
    "gap",
    "item_views",
    "roads_from",
    "standing_of",
    "state_label",
    "strengths",
    "suggest_focus",
    "whose_expectation",
]
