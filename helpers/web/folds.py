"""What a page shows closed at first: stories and remarks that stand between somebody and the questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from helpers.chapters import Part, Prose

_HEADING = re.compile(r"^#{1,2} +(.+?)\s*#*$", re.MULTILINE)


class Fold(NamedTuple):
    """Parts of a page that open with one press. `key` names it, `headings` say what is in it; () where nothing is."""

    key: str
    headings: tuple[str, ...]


def blocks(parts: Sequence[tuple[Part, bool]]) -> Iterator[tuple[Fold | None, range]]:
    """The parts of a page, by their places: those that stand open (None), and those that are folded together.

    `parts` are in reading order, each with whether anything stands there now; a fold in which nothing does is none.
    """
    for is_fold, group in groupby(range(len(parts)), key=lambda at: parts[at][0].fold):
        places = list(group)
        span = range(places[0], places[-1] + 1)
        inside = [parts[at][0] for at in span if parts[at][1]]
        headings = tuple(heading for part in inside for heading in _headings(part))
        yield (Fold(f"fold-{parts[span[0]][0].id}", headings) if is_fold and inside else None), span


def _headings(part: Part) -> tuple[str, ...]:
    if isinstance(part, Prose):
        return tuple(_HEADING.findall(part.text))
    return (part.heading,) if part.heading else ()
