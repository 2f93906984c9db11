"""The ladder as a table, for whoever wants to count, filter or export it."""

from __future__ import annotations

import pandas as pd

from helpers.ladder.model import Ladder, Skill

COLUMNS = (
    "level",
    "level_title",
    "track",
    "section",
    "statement",
    "title",
    "text",
    "meaning",
    "practice",
    "competency",
    "expected",
    "origin",
)


def ladder_frame(ladder: Ladder) -> pd.DataFrame:
    """The rated statements, one row each, in reading order.

    `expected` is a frequency 0–4 (the scale's own where the statement has none, missing
    where the ladder expects none); `practice` is missing for everything that is not a skill.
    """
    rows = [
        (
            level.id,
            level.title,
            level.track,
            section.value,
            statement.id,
            statement.title,
            statement.text,
            statement.meaning,
            statement.practice.text if isinstance(statement, Skill) and statement.practice else None,
            statement.competency,
            ladder.expected(statement),
            statement.origin,
        )
        for level, section, statement in ladder.walk()
    ]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))
