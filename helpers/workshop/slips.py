"""Slips of paper “Was it worth it?”, for those who take part by file or on paper: counted as a pile.

    beside share files      feedback.json in their folder, by the group of the picture; each pile is shown at once
    in a hosted session     a pile among what phones say, shown when whoever leads presses for it

A pile has at least as many slips as the smallest group, so that no single slip can be told from what it adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from helpers.errors import UsageError
from helpers.workshop.feedback import Feedback, questions
from helpers.workshop.memory import Folder
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import NotYet

SLIP = "slip"
"""What one of a pile is called here."""


def keeps_slips(team: TeamSession) -> bool:
    """Whether slips can be counted beside this session's files."""
    return isinstance(team.memory, Folder) and team.memory.slips() is not None


def slips_beside(team: TeamSession, *, new: bool = False) -> TeamSession | None:
    """What slips say beside a folder of share files; None for a place that keeps no files, or none of slips.

    Where none were counted there is nothing, unless a `new` one may begin. It has the smallest group of the `team`.
    """
    memory = team.memory.slips() if isinstance(team.memory, Folder) else None
    if memory is None or not (memory.begun or new):
        return None
    said = TeamSession(memory, questions())
    if not memory.begun:
        said.begin(team.min_group)
    keep_to_group(said, team.min_group)
    return said


def keep_to_group(said: TeamSession, least: int) -> None:
    """Have what people say of a workshop follow the smallest group of its picture, which may change until it is shown.

    What somebody answered already by a larger one keeps to that. `said` holds their answers, and `least` is the group.
    """
    if said.snapshot is None and said.min_group != least:
        with suppress(UsageError):
            said.begin(least)


def count_slips(said: TeamSession, slips: int, counts: Mapping[str, Mapping[str, int]], *, id: str = "") -> None:
    """Count a pile in and show it: a pile is a whole group, so there is nothing to wait for.

    `slips` is how many there are, `counts` how many gave each answer, by question, and `id` names the pile as in
    `TeamSession.add_paper`; `said` is what slips say so far. Raises `UsageError` if the counts don't fit together.
    """
    said.add_paper(slips, counts, id=id, called=SLIP)
    with suppress(NotYet):  # the same pile once more
        said.reveal()


def feedback_shown(said: TeamSession | None) -> Feedback | None:
    """What may be seen of what people said of a workshop; None before it was shown."""
    snapshot = said.snapshot if said else None
    if said is None or snapshot is None:
        return None
    return Feedback(snapshot, tuple(text for prompt in said.words() for text in prompt.texts), said.words_went())
