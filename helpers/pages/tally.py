"""Piles of paper, counted, and codes, pasted: the forms for them as data, and what comes of handing them in.

A pile is of sheets on which people rated, or of slips that say how they found the workshop.
"""

from __future__ import annotations

import re
from typing import Any, TypeGuard

from helpers.errors import KitError, UsageError
from helpers.insight.words import count_of
from helpers.ladder import Ladder
from helpers.workshop.feedback import feedback_lines, questions
from helpers.workshop.session import MOST_SHEETS, TeamSession
from helpers.workshop.slips import count_slips, feedback_shown, keeps_slips, slips_beside
from helpers.workshop.suppression import CATEGORIES
from helpers.workshop.team import FREQUENCIES

LONGEST = 40_000
"""Characters of what is pasted at once; more codes than a workshop has people take less."""

_ID = re.compile(r"[0-9a-f]{32}")


def answer(session: TeamSession, message: object) -> dict[str, object] | None:
    """What the form (`tally.js`) hears for what it said: it asks for itself, or hands in a pile. None for all else."""
    match message:
        case {"type": "hello"}:
            form, least = _form(session.ladder, session.min_group), session.min_group
            return {**form, "slips": _form(questions(), least, apart=False)} if keeps_slips(session) else form
        case {"type": "count", "about": "slips", "id": str(pile_id), "sheets": sheets, "counts": dict(counts)} if (
            _ID.fullmatch(pile_id)
        ):
            return {**_slips(session, pile_id, sheets, counts), "about": "slips"}
        case {"type": "count", "id": str(pile_id), "sheets": sheets, "counts": dict(counts)} if _ID.fullmatch(pile_id):
            return _count(session, pile_id, sheets, counts)
        case {"type": "codes", "text": str(text)}:
            return _codes(session, text[:LONGEST])
    return None


def _count(session: TeamSession, pile_id: str, sheets: object, counts: dict[Any, Any]) -> dict[str, object]:
    try:
        number = _checked(sheets, counts)
        session.add_paper(number, counts, id=pile_id)
    except KitError as error:
        return {"type": "said", "done": False, "text": str(error)}
    return {"type": "said", "done": True, "text": f"{count_of(number, 'sheet')} counted in."}


def _slips(session: TeamSession, pile_id: str, slips: object, counts: dict[Any, Any]) -> dict[str, object]:
    """A pile of slips is shown at once, beside the form: nobody who looks at the picture needs to see it."""
    try:
        number = _checked(slips, counts)
        if (said := slips_beside(session, new=True)) is None:
            raise UsageError("slips aren’t counted here")
        count_slips(said, number, counts, id=pile_id)
    except KitError as error:
        return {"type": "said", "done": False, "text": str(error)}
    shown = feedback_shown(said)
    answers = feedback_lines(shown.snapshot) if shown else ()
    lines = [f"{title} {counted + '.' if counted else 'Too few answered this.'}" for title, counted in answers]
    return {"type": "said", "done": True, "text": " ".join([f"{count_of(number, 'slip')} counted in.", *lines])}


def _checked(sheets: object, counts: dict[Any, Any]) -> int:
    """How many there are. Raises `UsageError` where that or a count is no number."""
    if not (_is_count(sheets) and all(_is_row(statement_id, row) for statement_id, row in counts.items())):
        raise UsageError("counts are whole numbers, nought or more")
    return sheets


def _codes(session: TeamSession, text: str) -> dict[str, object]:
    try:
        pasted = session.add_codes(text)
    except KitError as error:
        return {"type": "said", "about": "codes", "done": False, "text": str(error)}
    said = f"{pasted.in_words} Codes are shown by themselves, from {session.min_group} on."
    return {"type": "said", "about": "codes", "done": True, "text": said}


def _form(ladder: Ladder, least: int, *, apart: bool = True) -> dict[str, object]:
    """The boxes of a pile about a ladder's statements; with the answers that stand `apart` from frequencies, or not."""
    scale = ladder.scale
    labels = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
    if apart:
        labels += [state.label for state in (scale.no_opportunity, scale.not_applicable, scale.dont_know)]
    categories = CATEGORIES if apart else FREQUENCIES
    return {
        "type": "form",
        "least": least,
        "most": MOST_SHEETS,
        "answers": [{"id": category, "label": label} for category, label in zip(categories, labels, strict=True)],
        "levels": [
            {"title": level.title, "statements": [{"id": s.id, "title": s.title} for s in level.statements]}
            for level in ladder.levels
        ],
    }


def _is_count(number: object) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool)


def _is_row(statement_id: object, row: object) -> bool:
    return isinstance(statement_id, str) and isinstance(row, dict) and all(map(_is_count, row.values()))
