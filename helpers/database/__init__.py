"""Hosted sessions in a database: SQLite, or PostgreSQL by its address. Import it only where a session is hosted."""

from helpers.database.answers import Given
from helpers.database.engine import open_engine
from helpers.database.progress import Progress, Reached
from helpers.database.store import Appended, BlockState, Joined, Opened, Participant, SessionInfo, Store, mark_of
from helpers.database.team import find_team, is_counted, open_feedback, open_team, remove_uncounted
from helpers.database.tokens import tidy_code

__all__ = [
    "Appended",
    "BlockState",
    "Given",
    "Joined",
    "Opened",
    "Participant",
    "Progress",
    "Reached",
    "SessionInfo",
    "Store",
    "find_team",
    "is_counted",
    "mark_of",
    "open_engine",
    "open_feedback",
    "open_team",
    "remove_uncounted",
    "tidy_code",
]
