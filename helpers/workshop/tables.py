"""A snapshot's tables as files, for whoever works on with the figures. They hold what was shown, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from helpers.journal.rows import Cell, for_spreadsheet
from helpers.ladder import Ladder
from helpers.workshop.suppression import CATEGORIES, COARSE, NoData, Shown, Snapshot

COLUMNS = ("statement", "level", "title", "state", "people")
"""`state` is shown, hidden (there are answers, of too few people) or no_data; `people` is how many answered."""


def columns(snapshot: Snapshot) -> tuple[str, ...]:
    """`COLUMNS`, and those of the counts: of the frequencies 0–4 and the answers that are none; or, with coarse bars,
    of their three parts. Nothing stands where a table isn't shown."""
    return (*COLUMNS, *(COARSE if snapshot.coarse else CATEGORIES))


def rows(ladder: Ladder, snapshot: Snapshot, statements: Iterable[str]) -> Iterator[dict[str, Cell]]:
    """One mapping from each of `columns` to its cell for every one of these statements, in the ladder's order.

    `statements` are ids. Where the `snapshot` shows nothing of a statement, its counts are None; so is the one of
    “less” where it isn't counted, since occasions are rare.
    """
    wanted, known, rare = set(statements), columns(snapshot), ladder.rare
    for level, _, statement in ladder.walk():
        if statement.id not in wanted:
            continue
        table = snapshot.tables.get(statement.id, NoData())
        row = dict.fromkeys(known) | {"statement": statement.id, "level": level.id, "title": statement.title}
        row["state"] = table.state
        if isinstance(table, Shown):
            row["people"] = table.n
            row |= {category: table.counts.get(category, 0) for category in (COARSE if snapshot.coarse else CATEGORIES)}
            if snapshot.coarse and statement.id in rare and not row["less"]:
                row["less"] = None  # it isn't counted there, and nought would say that nobody is below
        yield row


def as_csv(ladder: Ladder, snapshot: Snapshot, statements: Iterable[str]) -> str:
    """The rows as CSV with a header, for a spreadsheet.

    `statements` are ids, in any order: the `ladder` gives theirs. Where the `snapshot` shows nothing of a statement,
    its counts are empty cells.
    """
    out = io.StringIO()
    table = csv.DictWriter(out, columns(snapshot), lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writeheader()
    for row in rows(ladder, snapshot, statements):
        table.writerow({column: for_spreadsheet(cell) for column, cell in row.items()})
    return out.getvalue()


def as_json(ladder: Ladder, snapshot: Snapshot, statements: Iterable[str], *, min_group: int) -> str:
    """The same as JSON, with how many took part and the smallest group that is shown.

    `statements` are ids of the `ladder`; `min_group` is that smallest group. Where the `snapshot` shows nothing of a
    statement, its counts are null.
    """
    content = {
        "ladder": ladder.id,
        "ladder_version": ladder.version,
        "snapshot": snapshot.number,
        "people": snapshot.people,
        "min_group": min_group,
        "coarse": snapshot.coarse,
        "statements": list(rows(ladder, snapshot, statements)),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
