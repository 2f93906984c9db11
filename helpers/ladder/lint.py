"""All that can be wrong with a ladder file, found in one reading.

First the shape (pydantic, each key on its own), then what no single key can show:
ids that stand twice, references to nothing, levels that follow each other in a circle.
Both are reported together where the shape allows it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from helpers.ladder.model import Ladder
from helpers.ladder.source import Document, Fault, FileFaults, KeyPath, read_document, walk


def check_ladder(path: Path) -> Ladder:
    """The ladder in a file. Raises `FileFaults` with every fault, or `LadderError`."""
    document = read_document(path)
    faults: list[Fault] = []
    ladder = None
    try:
        ladder = Ladder.model_validate(document.data)
    except ValidationError as error:
        faults += shape_faults(document, error, Ladder)
    faults += _meaning_faults(document)
    if faults or ladder is None:
        raise FileFaults(sorted(dict.fromkeys(faults), key=lambda fault: fault.mark))
    return ladder


# ---- shape -------------------------------------------------------------------------


def shape_faults(document: Document, error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Pydantic's errors as faults in a file, in words for someone who edits YAML.

    `model` is the model that was validated; its keys serve to say what was meant by an
    unknown one.
    """
    names = _known_keys(model)
    for item in error.errors():
        at: KeyPath = tuple(part for part in item["loc"] if isinstance(part, str | int))
        kind, context = item["type"], item.get("ctx", {})
        key = at[-1] if at else ""
        if kind == "extra_forbidden":
            close = difflib.get_close_matches(str(key), names, 1, 0.6)
            mend = f"Did you mean '{close[0]}'?" if close else "Remove it, or see `ladder schema` for the keys."
            yield document.fault(at, f"the key '{key}' isn't known here.", mend, key=True)
        elif kind == "missing":
            yield document.fault(at[:-1], f"the key '{key}' is missing.", f"Add '{key}: …'.")
        elif kind == "string_too_short" or (kind == "too_short" and not item["input"]):
            yield document.fault(at, f"'{key}' is empty.", "Write it, or remove the entry it belongs to.")
        elif kind in ("too_short", "too_long"):
            count, need = len(item["input"]), context["max_length" if kind == "too_long" else "min_length"]
            if kind == "too_long" or count < need:  # otherwise its entries are at fault, and are told one by one
                yield document.fault(at, f"'{key}' has {count} entries; there should be {need}.", "Add or remove some.")
        elif kind == "string_too_long":
            length, limit = len(str(item["input"])), context["max_length"]
            yield document.fault(at, f"'{key}' has {length} characters; there is room for {limit}.", "Shorten it.")
        elif kind == "string_type":
            found = _kind_name(item["input"])
            yield document.fault(at, f"'{key}' should be text, but is {found}.", "Put it in quotes if it is meant so.")
        elif kind == "string_pattern_mismatch":
            yield document.fault(
                at,
                f"'{key}' is {item['input']!r}, which doesn't fit the form {context['pattern']}.",
                "Use lower-case letters, digits and hyphens, with dots between parts."
                if str(key) != "language"
                else "Write a language code such as en or pt-BR.",
            )
        elif kind in ("enum", "literal_error"):
            yield document.fault(at, f"'{key}' is {item['input']!r}.", f"It can be {context['expected']}.")
        else:
            yield document.fault(at, f"'{key}': {item['msg'].rstrip('.')}, but found {_kind_name(item['input'])}.")


def _kind_name(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return f"yes/no ({value})"
        case int() | float():
            return f"the number {value}"
        case dict():
            return "a group of keys"
        case list() | tuple():
            return "a list"
        case _:
            return repr(str(value)[:60])


def _known_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    return sorted({key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})})


# ---- meaning -----------------------------------------------------------------------

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
    yield from _dangling_references(document)
    yield from _circles(document)
    yield from _frequency_order(document)


def _repeated_ids(document: Document) -> Iterator[Fault]:
    """Levels and roles share one namespace, and so does all that is said in them: answers name the id alone."""
    first: dict[tuple[str, str], KeyPath] = {}
    for at, mapping in walk(document.data):
        id = mapping.get("id")
        if not isinstance(id, str) or not at:
            continue
        name = (_NAMESPACES.get(at[0], "said") if len(at) == 2 else "said", id)
        if name in first:
            line = document.mark((*first[name], "id")).line
            yield document.fault((*at, "id"), f"the id '{id}' stands twice (first on line {line}).", "Rename one.")
        else:
            first[name] = at


def _dangling_references(document: Document) -> Iterator[Fault]:
    known = {section: set(_ids(document.data.get(section))) for section in set(_REFERENCES.values())}
    statements = {
        id
        for level in _mappings(document.data.get("levels"))
        for section in ("responsibilities", "signs", "skills")
        for id in _ids(level.get(section))
    }
    for at, mapping in walk(document.data):
        for key, section in _REFERENCES.items():
            named = mapping.get(key)
            targets = named if isinstance(named, list) else [named]
            for index, target in enumerate(targets):
                if isinstance(target, str) and target not in known[section]:
                    place = (*at, key, index) if isinstance(named, list) else (*at, key)
                    yield document.fault(
                        place, f"there is no '{target}' under {section}.", _nearest(target, known[section])
                    )
        drawn = mapping.get("statement")
        if isinstance(drawn, str) and drawn not in statements:
            yield document.fault(
                (*at, "statement"), f"no level has a statement '{drawn}'.", _nearest(drawn, statements)
            )


def _circles(document: Document) -> Iterator[Fault]:
    """Levels that follow themselves, directly or by way of others; each circle is told once."""
    order = list(_ids(document.data.get("levels")))
    before: dict[str, set[str]] = {
        level["id"]: {id for id in level["follows"] if id in order}
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


def _nearest(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"There is: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}." if names else "There is none yet."
