"""The lab of the neighbouring roles: a week of tasks in each family, to sort by energy and by skill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault, KeyPath
from helpers.frozen import Frozen
from helpers.labs.model import Lab
from helpers.ladder.model import Id, ShortText, Text


class Task(Frozen):
    """Something that somebody in the family does in a week; `shows` are the ladder's statements that it uses."""

    id: Id
    title: ShortText
    text: Text
    shows: tuple[Id, ...] = ()


class Week(Frozen):
    """A plausible week in one family of roles, and whose week it is.

    `title` stands above it (None: what the ladder calls the role), `note` below that.
    """

    role: Id
    title: ShortText | None = None
    note: Text | None = None
    person: Text
    tasks: tuple[Task, ...] = Field(min_length=3, max_length=12)


class AnotherChair(Lab):
    """Lab 7: one week for each family of neighbouring roles."""

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _repeated(document),)

    families: tuple[Week, ...] = Field(min_length=1)

    def week(self, role_id: str) -> Week | None:
        """The week of a family; None if the lab has none for it."""
        return next((week for week in self.families if week.role == role_id), None)


LAB = AnotherChair


def _repeated(document: Document) -> Iterator[Fault]:
    """A task's id stands once in the whole lab, and a family has one week."""
    families = document.data.get("families") if isinstance(document.data, dict) else None
    seen: dict[tuple[str, str], int] = {}
    for index, family in enumerate(families if isinstance(families, list) else ()):
        if not isinstance(family, dict):
            continue
        tasks = family.get("tasks")
        named: list[tuple[KeyPath, str, object]] = [(("families", index, "role"), "role", family.get("role"))]
        named += [
            (("families", index, "tasks", at, "id"), "task", task.get("id"))
            for at, task in enumerate(tasks if isinstance(tasks, list) else ())
            if isinstance(task, dict)
        ]
        for at, kind, given_id in named:
            if not isinstance(given_id, str):
                continue
            if (kind, given_id) in seen:
                yield document.fault(
                    at, f"the {kind} '{given_id}' stands twice (first on line {seen[kind, given_id]}).", "Keep one."
                )
            else:
                seen[kind, given_id] = document.mark(at).line
