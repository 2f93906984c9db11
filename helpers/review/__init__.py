"""The second view: what another person saw of some statements, beside what their owner said when they asked.

invitation ── asked in a message ──▶ what came back ── read, confirmed ──▶ reply ── with the answers frozen ──▶ agenda
"""

from helpers.review.agenda import (
    NOT_SEEN,
    WORDS,
    Agenda,
    Item,
    Where,
    agenda_of,
    as_text,
    own_answers,
    own_label,
    seen_label,
)
from helpers.review.asking import MOST, Invitation, ask, invitations, proposed
from helpers.review.message import message
from helpers.review.opening import reply_to
from helpers.review.reading import Line, Read, Said, read, said

__all__ = [
    "MOST",
    "NOT_SEEN",
    "WORDS",
    "Agenda",
    "Invitation",
    "Item",
    "Line",
    "Read",
    "Said",
    "Where",
    "agenda_of",
    "as_text",
    "ask",
    "invitations",
    "message",
    "own_answers",
    "own_label",
    "proposed",
    "read",
    "reply_to",
    "said",
    "seen_label",
]
