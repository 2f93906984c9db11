"""Events as a pandas table. Imported only when somebody asks for it: the core does without pandas."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.journal.events import Event
from helpers.journal.rows import COLUMNS, rows

_TEXT = (
    "kind",
    "about",
    "rater",
    "state",
    "text",
    "ids",
    "figures",
    "aim",
    "when",
    "then",
    "first_step",
    "shows",
    "obstacle",
    "look_again",
)


def journal_frame(events: Iterable[Event]) -> pd.DataFrame:
    """One row an event, in the order of time, with the columns of `helpers.journal.rows.COLUMNS`.

    `at` is in UTC, `by` and `follow_up` are dates without a time, `frequency` (0–4), `current` and
    `dropped` can be missing: a missing frequency is no zero, so means and sums leave it out.
    """
    table = pd.DataFrame(list(rows(events)), columns=list(COLUMNS))
    text = dict.fromkeys((*_TEXT, "ladder", "ladder_version", "id"), "string")
    table = table.astype({**text, "frequency": "Int8", "current": "boolean", "dropped": "boolean"})
    table["at"] = pd.to_datetime(table["at"], utc=True).astype("datetime64[us, UTC]")
    for day in ("by", "follow_up"):
        table[day] = pd.to_datetime(table[day]).astype("datetime64[us]")
    return table
