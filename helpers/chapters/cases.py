"""Which judgement cases a level has."""

from __future__ import annotations

from helpers.cases import Case, load_cases
from helpers.chapters.course import Course
from helpers.paths import labs_path, own_labs


def of_level(course: Course, level_id: str) -> tuple[Case, ...]:
    """The cases of a level, which it names or which go by its id; none where it has none.

    The shipped cases are about the levels of the shipped ladder: they are shown where the course has a
    lab of the level too, and one's own (`$LADDER_LABS`) always. Raises `DocumentError` for a faulty file.
    """
    if named := course.ladder.level(level_id).cases:
        return load_cases(named).cases
    name = f"cases/{level_id}.yaml"
    practised = any(lab.level == level_id for lab in course.labs)
    if not (own_labs(name) or (practised and labs_path(name).exists())):
        return ()
    return load_cases(level_id).cases
