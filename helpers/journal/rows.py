"""Events as rows of a table, for a spreadsheet or pandas; one row an event, one column a fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime

from helpers.journal.events import Ask, Choice, Event, Evidence, Figures, PlanItem, Rating, Reply, Seen, Words
from helpers.journal.lines import Contents, as_object
from helpers.journal.state import by_time, fold

Cell = str | int | bool | datetime | date | None

COLUMNS = (
    "at",
    "rater",
    "kind",
    "about",
    "current",
    "state",
    "frequency",
    "text",
    "ids",
    "figures",
    "aim",
    "when",
    "then",
    "first_step",
    "by",
    "shows",
    "follow_up",
    "dropped",
    "obstacle",
    "look_again",
    "ladder",
    "ladder_version",
    "id",
)
"""What the columns of a row hold.

`kind` and `about` are the two parts of the subject. `current` says whether the answer stands or was
replaced by a later one. `state` and `frequency` (0–4) are a rating's, `text` is evidence's, a
reflection's, a lab's or a profile's, or what a second view says; `ids` are, separated by spaces, the
statements that evidence supports, what was chosen, asked or seen, or a plan's focus; `figures` are a
lab's numbers, as "name=number" with spaces between; `aim` to `look_again` are a plan's (further dates to
look back with spaces between). None where a column doesn't apply.
"""


def rows(events: Iterable[Event]) -> tuple[dict[str, Cell], ...]:
    """One mapping from each of `COLUMNS` to its cell for every event, in the order of time."""
    events = tuple(events)
    current = {event.id for event in fold(events).current.values()}
    return tuple(
        dict.fromkeys(COLUMNS) | _event_cells(event) | {"current": event.id in current}
        for event in sorted(events, key=by_time)
    )


def _event_cells(event: Event) -> dict[str, Cell]:
    return {
        "at": event.at,
        "rater": event.rater.value,
        "kind": event.subject.kind,
        "about": event.subject.id,
        "ladder": event.ladder,
        "ladder_version": event.ladder_version,
        "id": event.id,
        **_answer_cells(event),
    }


def _answer_cells(event: Event) -> dict[str, Cell]:
    match event.answer:
        case Rating(state=state, frequency=frequency):
            return {"state": state.value, "frequency": frequency}
        case Evidence(text=text, supports=supports):
            return {"text": text, "ids": " ".join(supports)}
        case Words(text=text):
            return {"text": text}
        case Choice(chosen=chosen):
            return {"ids": " ".join(chosen)}
        case Figures(values=values):
            return {"figures": " ".join(f"{name}={value!r}" for name, value in values.items())}
        case Ask(whom=whom, word=word, statements=statements):
            return {"text": "\n".join(text for text in (whom, word) if text), "ids": " ".join(statements)}
        case Reply(by=by, seen=seen, more=more):
            said = "\n".join(text for text in (by, *map(_saw, seen), more) if text)
            return {"text": said, "ids": " ".join(sighting.statement for sighting in seen)}
        case PlanItem(focus=focus) as item:
            again = " ".join(day.isoformat() for day in item.look_again)
            return {"ids": focus or "", **item.model_dump(exclude={"kind", "focus"}), "look_again": again or None}


def _saw(sighting: Seen) -> str:
    often = "not seen" if sighting.often is None else str(sighting.often)
    return f"{sighting.statement}: {often}" + (f", {sighting.example}" if sighting.example else "")


def as_csv(events: Iterable[Event]) -> str:
    """The rows as CSV with a header, for a spreadsheet; an empty cell where a column doesn't apply.

    A spreadsheet runs text that begins with "=", "+", "-" or "@" as a formula, whoever wrote it. Such
    text gets an apostrophe in front.
    """
    out = io.StringIO()
    # Left to itself, csv doesn't quote a lone carriage return, and readers then see two rows.
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows({column: for_spreadsheet(cell) for column, cell in row.items()} for row in rows(events))
    return out.getvalue()


def as_json(contents: Contents) -> str:
    """A journal as one JSON array: the events in the order of time, then each line that this version can't read
    but that is a JSON object, all exactly as the journal has them. What is no JSON can't stand in an array.
    """
    lines = [event.model_dump_json() for event in sorted(contents.events, key=by_time)]
    lines += [line.decode() for line in contents.unread if as_object(line) is not None]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def for_spreadsheet(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; a time as ISO 8601 has it."""
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@")):
        return f"'{cell}"
    return cell
