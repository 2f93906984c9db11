"""How far a room is, in counts alone: nothing here can tell who, or what they said.

It sees which subjects a person has said anything about, never an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from helpers.journal import Subject
from helpers.workshop.agenda import Ask
from helpers.workshop.hosted import HostedPlan

PLACES = frozenset((Subject.choice("standing"), Subject.choice("curious")))


class Reached(NamedTuple):
    """How many people have begun a block, and how many have done all that it asks."""

    begun: int
    done: int


class Progress(NamedTuple):
    """How many joined, and how far they are in each block, by its id."""

    joined: int
    answers: Mapping[str, Reached]


def count(plan: HostedPlan, people: Iterable[Collection[str]], joined: int) -> Progress:
    """Counts over people, each given as the subjects about which they say anything now.

    A block is begun with the first answer to one of its questions. It is done when something is
    said of where somebody stands or what draws them, every statement is rated, a reflection written, a focus chosen
    and a plan has something in it, as far as it asks for these.
    """
    asks = [(block.id, block.asks) for block in plan.blocks]
    statements = {Subject.statement(id) for id in plan.statements}
    begun, done = dict.fromkeys((id for id, _ in asks), 0), dict.fromkeys((id for id, _ in asks), 0)
    for subjects in people:
        kinds = {ask: _asked(ask, subjects, statements) for ask in Ask}
        finished = {**{ask: bool(found) for ask, found in kinds.items()}, Ask.RATE: kinds[Ask.RATE] == len(statements)}
        for id, asked in asks:
            begun[id] += any(kinds[ask] for ask in asked)
            done[id] += all(finished[ask] for ask in asked)
    return Progress(joined, {id: Reached(begun[id], done[id]) for id, _ in asks})


def _asked(ask: Ask, subjects: Collection[str], statements: Collection[str]) -> int:
    """How many of these subjects answer such a question."""
    match ask:
        case Ask.STAND:
            return sum(subject in PLACES for subject in subjects)
        case Ask.RATE:
            return sum(subject in statements for subject in subjects)
        case Ask.REFLECT:
            return sum(Subject(subject).kind == "prompt" for subject in subjects)
        case Ask.FOCUS:
            return sum(subject == "choice:focus" for subject in subjects)
        case Ask.PLAN:
            return sum(Subject(subject).kind == "plan" for subject in subjects)
