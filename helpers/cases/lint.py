"""All that can be wrong with a case file, found in one reading, and what of it can be wrong with a lab's file too.

With a ladder, the statements, prompts and levels that a file names are held to it as well. A
file is opened without: its texts serve people whose company has a ladder of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from helpers.cases.model import MOST_WORDS, Cases
from helpers.documents import Document, Fault, KeyPath, nearest, read_model, walk
from helpers.ladder.model import Ladder

Check = Callable[[Document], Iterable[Fault]]
"""Finds in a file's raw data what no single key can show."""


def check_cases(path: Path, ladder: Ladder | None = None) -> Cases:
    """The judgement cases in a file. Raises `FileFaults` with every fault, or `DocumentError`."""
    return read_model(path, Cases, _long_situations, _foreign_cases, *shared_checks(ladder))


def repeated_ids(document: Document) -> Iterator[Fault]:
    """Ids that stand twice in one list: of candidates, options, sources."""
    for at, items in _lists(document.data):
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            given_id = item.get("id") if isinstance(item, dict) else None
            if not isinstance(given_id, str):
                continue
            if given_id in first:
                line = document.mark((*at, first[given_id], "id")).line
                yield document.fault(
                    (*at, index, "id"), f"the id '{given_id}' stands twice (first on line {line}).", "Rename one."
                )
            first.setdefault(given_id, index)


def disordered_ranges(document: Document) -> Iterator[Fault]:
    """Three-point ranges that don't go upwards."""
    for at, mapping in walk(document.data):
        points = [mapping.get(name) for name in ("low", "likely", "high")]
        if all(isinstance(point, int | float) for point in points) and points != sorted(points):
            written = " – ".join(f"{point:g}" for point in points)
            yield document.fault(at, f"the range {written} is out of order.", "Write low ≤ likely ≤ high.")


def shared_checks(ladder: Ladder | None) -> tuple[Check, ...]:
    """What is checked of labs and cases alike; with a `ladder`, what they name of it too."""
    if ladder is None:
        return (repeated_ids, disordered_ranges)
    return (repeated_ids, disordered_ranges, lambda document: _foreign_names(document, ladder))


def _long_situations(document: Document) -> Iterator[Fault]:
    for at, mapping in walk(document.data):
        situation = mapping.get("situation")
        if isinstance(situation, str) and (count := len(situation.split())) >= MOST_WORDS:
            yield document.fault(
                (*at, "situation"), f"this situation has {count} words.", f"Tell it in fewer than {MOST_WORDS}."
            )


def _foreign_cases(document: Document) -> Iterator[Fault]:
    """A case is named after its level, so that no two levels' choices meet in the journal."""
    level = document.data.get("level") if isinstance(document.data, dict) else None
    cases = document.data.get("cases") if isinstance(document.data, dict) else None
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        case_id = case.get("id") if isinstance(case, dict) else None
        if isinstance(case_id, str) and isinstance(level, str) and not case_id.startswith(f"{level}."):
            yield document.fault(
                ("cases", index, "id"),
                f"the case '{case_id}' isn't named after its level.",
                f"Write {level}.{case_id}.",
            )


def _foreign_names(document: Document, ladder: Ladder) -> Iterator[Fault]:
    """Levels, statements and prompts that the ladder doesn't have."""
    if not isinstance(document.data, dict):
        return
    levels = [level.id for level in ladder.levels]
    level = document.data.get("level")
    if isinstance(level, str) and level not in levels:
        yield document.fault(("level",), f"the ladder has no level '{level}'.", nearest(level, levels))
    statements = [statement.id for _, _, statement in ladder.walk()]
    prompts = [prompt.id for _, prompt in ladder.walk_prompts()]
    for at, mapping in walk(document.data):
        for key, kind, known in (
            ("shows", "statement", statements),
            ("statements", "statement", statements),
            ("prompts", "prompt", prompts),
        ):
            named = mapping.get(key)
            for index, named_id in enumerate(named if isinstance(named, list) else ()):
                if isinstance(named_id, str) and named_id not in known:
                    yield document.fault(
                        (*at, key, index), f"the ladder has no {kind} '{named_id}'.", nearest(named_id, known)
                    )


def _lists(data: Any) -> Iterator[tuple[KeyPath, list[Any]]]:
    for at, mapping in walk(data):
        for key, value in mapping.items():
            if isinstance(value, list):
                yield (*at, key), value
