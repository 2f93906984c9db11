"""A pile of paper sheets, counted, and codes, pasted: the form for both as data, and what comes of handing them in."""

from __future__ import annotations

import re
from typing import Any

from helpers.errors import KitError, UsageError
from helpers.insight.words import count_of
from helpers.workshop.session import MOST_SHEETS, TeamSession
from helpers.workshop.suppression import CATEGORIES

LONGEST = 40_000
"""Characters of what is pasted at once; more codes than a workshop has people take less."""

_ID = re.compile(r"[0-9a-f]{32}")


def answer(session: TeamSession, message: object) -> dict[str, object] | None:
    """What the form (`tally.js`) hears for what it said: it asks for itself, or hands in a pile. None for all else."""
    match message:
        case {"type": "hello"}:
            return _form(session)
        case {"type": "count", "id": str(pile_id), "sheets": sheets, "counts": dict(counts)} if _ID.fullmatch(pile_id):
            return _count(session, pile_id, sheets, counts)
        case {"type": "codes", "text": str(text)}:
            return _codes(session, text[:LONGEST])
    return None


def _count(session: TeamSession, pile_id: str, sheets: object, counts: dict[Any, Any]) -> dict[str, object]:
    try:
        if not (_is_count(sheets) and all(_is_row(statement_id, row) for statement_id, row in counts.items())):
            raise UsageError("counts are whole numbers, nought or more")
        session.add_paper(int(str(sheets)), counts, id=pile_id)
    except KitError as error:
        return {"type": "said", "done": False, "text": str(error)}
    return {"type": "said", "done": True, "text": f"{count_of(int(str(sheets)), 'sheet')} counted in."}


def _codes(session: TeamSession, text: str) -> dict[str, object]:
    try:
        number = session.add_codes(text)
    except KitError as error:
        return {"type": "said", "about": "codes", "done": False, "text": str(error)}
    said = f"{count_of(number, 'code')} counted in. Codes are shown by themselves, from {session.min_group} on."
    return {"type": "said", "about": "codes", "done": True, "text": said}


def _form(session: TeamSession) -> dict[str, object]:
    ladder, scale = session.ladder, session.ladder.scale
    apart = (scale.no_opportunity, scale.not_applicable, scale.dont_know)
    labels = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
    labels += [state.label for state in apart]
    return {
        "type": "form",
        "least": session.min_group,
        "most": MOST_SHEETS,
        "answers": [{"id": category, "label": label} for category, label in zip(CATEGORIES, labels, strict=True)],
        "levels": [
            {"title": level.title, "statements": [{"id": s.id, "title": s.title} for s in level.statements]}
            for level in ladder.levels
        ],
    }


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _is_row(statement_id: object, row: object) -> bool:
    return isinstance(statement_id, str) and isinstance(row, dict) and all(map(_is_count, row.values()))
