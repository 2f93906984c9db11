"""What a lab names of a ladder that the ladder in use hasn't: it is left out, and somebody is told."""

from __future__ import annotations

from helpers.cases import load_cases
from helpers.documents import walk
from helpers.labs.model import Lab
from helpers.ladder import Ladder

_NAMING = ("shows", "statements", "prompts")


def left_out(lab: Lab, ladder: Ladder) -> tuple[str, ...]:
    """The ids of statements and prompts that a lab, or the judgement cases of its level, name and a ladder lacks.

    In the order in which they stand there, each once. Raises `KitError` for cases that can't be read.
    """
    data = [lab.model_dump(mode="json")]
    if lab.level:
        data += [case.model_dump(mode="json") for case in load_cases(lab.level).cases]
    named = (
        named_id
        for _, mapping in walk(data)
        for key in _NAMING
        for named_id in mapping.get(key) or ()
        if isinstance(named_id, str)
    )
    known = {statement.id for _, _, statement in ladder.walk()} | {prompt.id for _, prompt in ladder.walk_prompts()}
    return tuple(named_id for named_id in dict.fromkeys(named) if named_id not in known)
