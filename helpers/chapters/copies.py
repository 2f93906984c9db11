"""Notebooks for JupyterLab where a ladder has none of its own: there a chapter is a file that somebody opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers.chapters.course import NOTEBOOKS, Chapter, Course
from helpers.chapters.notebook import OPENING, marks


def missing(course: Course, folder: Path = NOTEBOOKS) -> Iterator[tuple[Path, str]]:
    """The notebooks to write so that each chapter of a course can be opened, as (path, text).

    None where every chapter and lab stands in `folder` under its own name and holds nothing about another
    ladder. Otherwise those that aren't there yet, in the folder of the ladder's id below it, so that their
    links to each other lead somewhere. Raises `DocumentError` if a notebook can't be read.
    """
    own = folder / course.ladder.id
    if not own.is_dir() and all(_is_fit(course, here) for here in (*course.pages, *course.labs)):
        return
    for here in (*course.pages, *course.labs):
        if not (own / here.file).exists():
            yield own / here.file, _copy(course, here)


def _is_fit(course: Course, here: Chapter) -> bool:
    """Whether a chapter can be opened as it is written."""
    return here.notebook.stem == here.stem and len(_kept(course, here)) == len(_raw(here)["cells"])


def _copy(course: Course, here: Chapter) -> str:
    """A chapter's notebook as one of this ladder: under its own name, with what it teaches in its metadata."""
    raw = _raw(here)
    about = {**raw["metadata"]["kit"], "ladder": course.ladder.id}
    if here.level:
        about |= {"level": here.level}
    raw["metadata"] |= {"kit": about, "title": here.title}
    raw["cells"] = _kept(course, here)
    opening, ours = (OPENING.format(stem=stem) for stem in (here.notebook.stem, here.stem))
    for cell in raw["cells"]:
        if "".join(cell["source"]) == opening:
            cell["source"] = ours.splitlines(keepends=True)
    # As JupyterLab writes it, so that saving a chapter changes nothing in the file.
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _kept(course: Course, here: Chapter) -> list[dict[str, Any]]:
    """The cells of a notebook without those that speak of another ladder."""
    return [cell for cell in _raw(here)["cells"] if marks(cell).ladder in (None, course.ladder.id)]


def _raw(here: Chapter) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(here.notebook.read_bytes())
    return raw
