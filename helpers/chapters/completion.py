"""How much of a page's questions is answered, whatever they ask: what stands beside a lab in the list of chapters."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter
from helpers.chapters.elements import Element
from helpers.chapters.reading import parts
from helpers.chapters.views.header import Progress
from helpers.form import Field, is_answered, is_question
from helpers.journal import State


def questions_of(context: ViewContext, here: Chapter) -> tuple[Field, ...]:
    """What a chapter or a lab asks now, as its page counts it.

    A lab's simulation is imported for it, and NumPy with that. Raises `KitError`, and `ImportError` where something
    that the lab needs isn't there. `context` says how things stand; it may be another chapter's.
    """
    elements = (part for part in parts(context.course, here) if isinstance(part, Element))
    return tuple(field for element in elements for field in element.asks(context).fields if is_question(field))


def answered_of(fields: Sequence[Field], state: State) -> Progress:
    """How many of these questions are answered."""
    return Progress(sum(is_answered(field, state) for field in fields), len(fields))
