"""All that can be wrong with a ladder file, found in one reading.

The shape is `helpers.documents`' business; here stands what no single key can show: ids
that stand twice, references to nothing, levels that follow each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from helpers.documents import Document, Fault, KeyPath, nearest, read_model, walk
from helpers.ladder.model import Ladder


def check_ladder(path: Path) -> Ladder:
    """The ladder in a file. Raises `FileFaults` with every fault, or `DocumentError`."""
    return read_model(path, Ladder, _meaning_faults)


_REFERENCES = {
    # the key that refers → the list whose ids it may name
    "origin": "sources",
    "competency": "competencies",
    "track": "tracks",
    "follows": "levels",
}

_NAMESPACES: dict[str | int, str] = {
    "sources": "sources",
    "competencies": "competencies",
    "tracks": "tracks",
    "levels": "places",
    "roles": "places",
}


def _meaning_faults(document: Document) -> Iterator[Fault]:
    if not isinstance(document.data, dict):
        return
    yield from _repeated_ids(document)
    yield from _old_ids_in_use(document)
    yield from _unknown_versions(document)
    yield from _later_keys(document)
    yield from _unasked_states(document)
    yield from _dangling_references(document)
    yield from _circles(document)
    yield from _frequency_order(document)


def _repeated_ids(document: Document) -> Iterator[Fault]:
    """Levels and roles share one namespace, and so does all that is said in them: answers name the id alone."""
    first: dict[tuple[str, str], KeyPath] = {}
    for at, mapping in walk(document.data):
        given_id = mapping.get("id")
        if not isinstance(given_id, str) or not at:
            continue
        name = (_namespace(at), given_id)
        if name in first:
            line = document.mark((*first[name], "id")).line
            yield document.fault(
                (*at, "id"), f"the id '{given_id}' stands twice (first on line {line}).", "Rename one."
            )
        else:
            first[name] = at


def _namespace(at: KeyPath) -> str:
    """Among which ids the id of what stands here must be the only one."""
    return _NAMESPACES.get(at[0], "said") if len(at) == 2 else "said"


def _old_ids_in_use(document: Document) -> Iterator[Fault]:
    """Answers hang on ids: one that something else had before would bring that one's answers along."""
    ids: dict[tuple[str, str], KeyPath] = {}
    for at, mapping in walk(document.data):
        if at and isinstance(mapping.get("id"), str):
            ids.setdefault((_namespace(at), mapping["id"]), at)
    for at, mapping in walk(document.data):
        was = mapping.get("was")
        for index, old in enumerate(was if at and isinstance(was, list) else ()):
            used = ids.get((_namespace(at), old)) if isinstance(old, str) else None
            if used is not None:
                line = document.mark((*used, "id")).line
                yield document.fault(
                    (*at, "was", index),
                    f"the id '{old}' is in use (line {line}), so answers to it can't be carried to another one.",
                    "Take it out of 'was', or give what stands there a new id with 'was: [" + old + "]'.",
                )


def _unknown_versions(document: Document) -> Iterator[Fault]:
    """`versions` end with this version, each once; `since` names one of them."""
    version, versions = document.data.get("version"), document.data.get("versions", [])
    if not isinstance(versions, list):
        return  # the shape says so already
    for index, each in enumerate(versions):
        if each in versions[:index]:
            yield document.fault(("versions", index), f"the version '{each}' stands twice.", "Keep one.")
    if versions and isinstance(version, str) and versions[-1] != version:
        yield document.fault(
            ("versions", len(versions) - 1),
            f"the last of the versions is '{versions[-1]}', and this file is version '{version}'.",
            f"List them oldest first, with '{version}' at the end.",
        )
    for at, mapping in walk(document.data):
        since = mapping.get("since")
        if isinstance(since, str) and since not in versions:
            mend = nearest(since, map(str, versions)) if versions else "List the versions, oldest first, as 'versions'."
            yield document.fault((*at, "since"), f"there is no '{since}' under versions.", mend)


_LATER = {
    **dict.fromkeys(("versions", "was", "since"), 2),
    **dict.fromkeys(("state_question", "state", "mandatory", "examples", "links", "steps", "lab", "cases"), 3),
    **dict.fromkeys(("occasions", "rare"), 4),
}
"""The format in which a key came."""


def _later_keys(document: Document) -> Iterator[Fault]:
    """What an earlier version of the kit can't read says so by the file's number."""
    format = document.data.get("format")
    if not isinstance(format, int):
        return  # the shape says so already
    for at, mapping in walk(document.data):
        later = {key: _LATER[key] for key in mapping.keys() & _LATER.keys()}
        if at == ("scale",) and mapping.get("expected", 3) is None:
            later["expected"] = 3
        for key, since in sorted(later.items()):
            if format < since:
                what = f"'{key}' came with format {since}, and this file says format {format}."
                if key == "expected":
                    what = f"a scale that expects nothing came with format {since}, and this file says format {format}."
                yield document.fault((*at, key), what, f"Write 'format: {since}' at the top.", key=True)
                return


def _unasked_states(document: Document) -> Iterator[Fault]:
    """A statement that is no act needs a question that it doesn't complete."""
    scale = document.data.get("scale")
    question = scale.get("question") if isinstance(scale, dict) else None
    if not isinstance(scale, dict) or not isinstance(question, str) or not question.endswith("…"):
        return
    for at, mapping in walk(document.data):
        if mapping.get("state") is True and not scale.get("state_question"):
            yield document.fault(
                (*at, "state"),
                "it is asked as it stands, and the scale has no question for that.",
                "Write 'state_question' into the scale: How often was this true of your work in the last six months?",
            )
            return


def _dangling_references(document: Document) -> Iterator[Fault]:
    known = {section: set(_ids(document.data.get(section))) for section in set(_REFERENCES.values())}
    statements = {
        statement_id
        for level in _mappings(document.data.get("levels"))
        for section in ("responsibilities", "signs", "skills", "statements")
        for statement_id in _ids(level.get(section))
    }
    for at, mapping in walk(document.data):
        for key, section in _REFERENCES.items():
            named = mapping.get(key)
            targets = named if isinstance(named, list) else [named]
            for index, target in enumerate(targets):
                if isinstance(target, str) and target not in known[section]:
                    place = (*at, key, index) if isinstance(named, list) else (*at, key)
                    yield document.fault(
                        place, f"there is no '{target}' under {section}.", nearest(target, known[section])
                    )
        drawn = mapping.get("statement")
        if isinstance(drawn, str) and drawn not in statements:
            yield document.fault((*at, "statement"), f"no level has a statement '{drawn}'.", nearest(drawn, statements))


def _circles(document: Document) -> Iterator[Fault]:
    """Levels that follow themselves, directly or by way of others; each circle is told once."""
    order = list(_ids(document.data.get("levels")))
    before: dict[str, set[str]] = {
        level["id"]: {level_id for level_id in level["follows"] if level_id in order}
        for level in _mappings(document.data.get("levels"))
        if level.get("id") in order and isinstance(level.get("follows"), list)
    }
    while True:
        try:
            TopologicalSorter(before).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
        else:
            return
        yield document.fault(
            ("levels", order.index(circle[1]), "follows"),
            f"these levels follow each other in a circle: {' -> '.join(circle)}.",
            "Take one of them out of 'follows'.",
        )
        before[circle[1]].discard(circle[0])


def _frequency_order(document: Document) -> Iterator[Fault]:
    scale = document.data.get("scale")
    steps = scale.get("frequencies") if isinstance(scale, dict) else None
    if not isinstance(steps, list) or len(steps) != 5:
        return  # the shape says so already
    for index, step in enumerate(steps):
        if isinstance(step, dict) and isinstance(step.get("value"), int) and step["value"] != index:
            yield document.fault(
                ("scale", "frequencies", index, "value"),
                f"step {index + 1} of the scale has the value {step['value']}.",
                f"The steps go from 0 to 4 in order: write {index}.",
            )


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _ids(value: Any) -> Iterator[str]:
    yield from (item["id"] for item in _mappings(value) if isinstance(item.get("id"), str))
