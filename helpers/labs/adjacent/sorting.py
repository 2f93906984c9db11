"""What a sorted week says: counts and lists, side by side, with no score and no winner."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from helpers.labs.adjacent.model import Task, Week


class Energy(StrEnum):
    """What a task does to somebody."""

    GIVES = "gives"
    NEUTRAL = "neutral"
    TAKES = "takes"


class Skill(StrEnum):
    """How far somebody could do a task today."""

    CAN = "can"
    PARTLY = "partly"
    LEARN = "learn"


class Sorted(NamedTuple):
    """A week with its tasks in nine cells; `open` are the tasks with one answer or none."""

    week: Week
    cells: Mapping[tuple[Energy, Skill], tuple[Task, ...]]
    open: tuple[Task, ...]

    @property
    def placed(self) -> int:
        """How many tasks have both answers."""
        return sum(map(len, self.cells.values()))

    def tasks(self, *energies: Energy, skill: Skill | None = None) -> tuple[Task, ...]:
        """The tasks with one of these energies (and this skill), in the order of the week."""
        matching = [
            task
            for (energy, can), tasks in self.cells.items()
            if energy in energies and skill in (None, can)
            for task in tasks
        ]
        return tuple(task for task in self.week.tasks if task in matching)


def sort_week(week: Week, energy: Mapping[str, str], skill: Mapping[str, str]) -> Sorted:
    """A week sorted by two answers for each task, given by task id.

    A task with an answer missing, or with a word that is no answer, is open and in no cell. `energy` says what a task
    does to somebody, `skill` how far they could do it today.
    """
    cells: dict[tuple[Energy, Skill], list[Task]] = {(e, s): [] for e in Energy for s in Skill}
    open_: list[Task] = []
    for task in week.tasks:
        try:
            cells[Energy(energy.get(task.id, "")), Skill(skill.get(task.id, ""))].append(task)
        except ValueError:
            open_.append(task)
    return Sorted(week, {place: tuple(tasks) for place, tasks in cells.items()}, tuple(open_))
