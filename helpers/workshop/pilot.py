"""A pilot of a ladder's statements: what the answers of 30 to 50 people say about each statement, and what to reword.

It reads the picture that was revealed (see `suppression`), so it knows no more than a room would see, and of the pairs
only a tally. The thresholds are those of docs/pilot.md: rules of thumb for where to look first. Nothing here is a
figure of how reliable a statement is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from helpers.errors import UsageError
from helpers.ladder import Ladder
from helpers.ladder.model import Level, Statement
from helpers.workshop.suppression import Shown, Snapshot
from helpers.workshop.team import rated, spread

DONT_KNOW = NOT_APPLICABLE = 1 / 5
NO_OPPORTUNITY = 1 / 3
LEFT_OPEN = 1 / 3
"""Beyond such a share of the answers, or of the people, a statement is worth a look."""

ALIKE = 0.9
"""From such a share of one word on, nobody learns anything from the answers."""

FAR = 1 / 4
"""Beyond such a share of pairs that are two or more steps apart, the two took different things for an occasion."""

LEAST_PAIRS = 5
"""Fewer pairs than that are not looked at: they could be told from one another."""

MOST = 10
"""So many statements can be gone through in one sitting."""

COLUMNS = ("statement", "same", "one_apart", "further")


class Pairs(NamedTuple):
    """How many pairs gave the same word to a statement, words one step apart, and words further apart."""

    same: int
    one_apart: int
    further: int

    @property
    def n(self) -> int:
        """How many pairs both gave a frequency."""
        return self.same + self.one_apart + self.further


class Tried(NamedTuple):
    """What was found about one statement; the shares are 0–1.

    `people` gave an answer. `dont_know`, `not_applicable` and `no_opportunity` are shares of their answers, `left_open`
    the share of those who answered the level's most answered statement and not this one. `rated` of the answers are
    frequencies; `spread` is Leik's D over them, 0 (all the same) to 1 (half at either end), None without any, and
    `alike` the share of the most frequent one. `pairs` is None where fewer than five pairs were counted.
    """

    level: Level
    statement: Statement
    people: int
    dont_know: float
    not_applicable: float
    no_opportunity: float
    left_open: float
    rated: int
    spread: float | None
    alike: float
    ends: bool
    pairs: Pairs | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why to look at the statement, in words; none if nothing stands out."""
        return tuple(_reasons(self))


def _reasons(tried: Tried) -> Iterator[str]:
    if tried.dont_know > DONT_KNOW:
        yield "many can’t tell: is it about something that one can’t see oneself?"
    if tried.not_applicable > NOT_APPLICABLE:
        yield "it doesn’t apply to many: does it belong to another level, or to one kind of team?"
    if tried.no_opportunity > NO_OPPORTUNITY:
        yield "the occasion didn’t come up for many: mark it as rare, and it looks back 18 months"
    if tried.left_open > LEFT_OPEN:
        yield "many left it open: is it hard to read, or unwelcome?"
    if tried.ends:
        yield "answers at both ends and none between: it is read in two ways"
    elif tried.rated and tried.alike >= ALIKE:
        yield "nearly all give the same word: nobody learns anything from it"
    if tried.pairs and tried.pairs.further > FAR * tried.pairs.n:
        yield "two views are often far apart: what did each take for an occasion?"


def tried(ladder: Ladder, snapshot: Snapshot, pairs: Mapping[str, Pairs]) -> tuple[Tried, ...]:
    """Each statement whose answers may be seen, in the ladder's order; statements with too few answers are left out.

    `snapshot` has the counts, and `pairs`, by the id of a statement, how near to each other two people's words were; of
    a statement that isn't in them nothing is said.
    """
    all_tried = []
    for level in ladder.levels:
        tables = snapshot.shown(statement.id for each, _, statement in ladder.walk() if each.id == level.id)
        most = max((table.n for table in tables.values()), default=0)
        all_tried += [
            _tried(level, ladder.statement(statement_id), table, most, pairs.get(statement_id))
            for statement_id, table in tables.items()
        ]
    return tuple(all_tried)


def _tried(level: Level, statement: Statement, table: Shown, most: int, pairs: Pairs | None) -> Tried:
    counts, frequencies = table.counts, rated(table.counts)
    given = [counts.get(word, 0) for word in ("0", "1", "2", "3", "4")]
    return Tried(
        level=level,
        statement=statement,
        people=table.n,
        dont_know=counts.get("dont_know", 0) / table.n,
        not_applicable=counts.get("not_applicable", 0) / table.n,
        no_opportunity=counts.get("no_opportunity", 0) / table.n,
        left_open=1 - table.n / most,
        rated=frequencies,
        spread=spread(counts),
        alike=max(given) / frequencies if frequencies else 0.0,
        ends=bool(given[0] + given[1] and given[3] + given[4]) and not given[2] and (spread(counts) or 0) > 0.5,
        pairs=pairs if pairs and pairs.n >= LEAST_PAIRS else None,
    )


def to_reword(found: tuple[Tried, ...]) -> tuple[Tried, ...]:
    """The statements that stand out, those with most reasons first, as many as fit into one sitting."""
    return tuple(sorted((each for each in found if each.reasons), key=lambda each: -len(each.reasons))[:MOST])


def read_pairs(path: Path, ladder: Ladder) -> dict[str, Pairs]:
    """The tally of pairs by statement: a CSV file with a header of the `COLUMNS`.

    Raises `UsageError` where the file can’t be read, or names the line that can’t be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"the tally of pairs can't be read: {error}", where=str(path), next_step="Save it as CSV in UTF-8."
        ) from error
    known = {statement.id for _, _, statement in ladder.walk()}
    pairs: dict[str, Pairs] = {}
    for line, row in enumerate(rows, 2):
        statement_id, numbers = (
            (row.get("statement") or "").strip(),
            [(row.get(name) or "").strip() for name in COLUMNS[1:]],
        )
        if statement_id not in known or statement_id in pairs:
            what = (
                f"line {line} is the second about '{statement_id}'"
                if statement_id in pairs
                else f"line {line}: no statement is '{statement_id}'"
            )
            raise UsageError(what, where=str(path), next_step="Give each statement of the ladder one line, by its id.")
        if not all(number.isdecimal() for number in numbers):
            raise UsageError(
                f"line {line} needs three numbers of pairs",
                where=str(path),
                next_step=f"The header is {', '.join(COLUMNS)}; write 0 where there was no such pair.",
            )
        pairs[statement_id] = Pairs(*map(int, numbers))
    return pairs
