"""Reading a chapter or a lab from its notebook: its prose, and the elements of its calls. Nothing is run."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace

from helpers.chapters.course import Chapter, Course
from helpers.chapters.elements import Element, Part, Prose
from helpers.chapters.kit import Kit
from helpers.chapters.maker import Maker, always
from helpers.chapters.notebook import CallCell, OtherCell, Teaches, TextCell, read_notebook
from helpers.chapters.practice import LabKit
from helpers.errors import KitError
from helpers.pages.render import render


def kit_of(course: Course, here: Chapter, show: Callable[[Element], None]) -> Kit | LabKit:
    """The kit whose methods the cells of a chapter, or of a lab, call; `show` is given each element.

    Raises `KitError` for a lab that can't be opened. The `course` says what there is, and `here` is the chapter whose
    cells they are.
    """
    return (LabKit if here.teaches is Teaches.LAB else Kit)(course, here, show)


def parts(course: Course, here: Chapter) -> tuple[Part, ...]:
    """What a chapter holds, in reading order, read from its notebook. Nothing is run.

    A cell that is no call of the kit, or one that the kit refuses, becomes an element that says so.
    Prose about another ladder is left out. Raises `DocumentError` if the notebook can't be read.
    """
    read_parts: list[Part] = []
    kit = kit_of(course, here, read_parts.append)
    for cell in read_notebook(here.notebook).cells:
        match cell:
            case TextCell(cell_id, text, mark) if mark.where is None and mark.ladder in (None, course.ladder.id):
                read_parts.append(Prose(f"text-{cell_id}", text, mark.fold))
            case CallCell():
                before = len(read_parts)
                read_parts.extend(_trouble(kit, cell))
                if cell.mark.fold:
                    read_parts[before:] = [replace(part, fold=True) for part in read_parts[before:]]
            case OtherCell(cell_id):
                read_parts.append(Element(f"cell-{cell_id}", view=always(render("left_out"))))
    return tuple(read_parts)


def _trouble(kit: Maker, cell: CallCell) -> list[Element]:
    """Make a cell's call; what stands in its place where it can't be made."""
    method = getattr(kit, cell.method, None)
    try:
        if method is None:
            raise TypeError
        inspect.signature(method).bind(*cell.positional, **cell.named)
    except TypeError:
        return [Element(f"cell-{cell.id}", view=always(render("left_out")))]
    try:
        method(*cell.positional, **cell.named)
    except KitError as error:
        return [Element(f"cell-{cell.id}", view=always(render("trouble", what=str(error))))]
    return []
