"""What Python and the scripts of pages share, as TypeScript made of Python's own models.

    journal answers · kinds of subjects · questions of a form · words of a form · what a page and its engine say

Nothing of it is written down a second time or kept as a file: the check of the scripts' types (`test_scripts.py`) makes
it anew, so a kind, a field, a state or a word that is renamed in Python is a fault of every script that names the old.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from helpers.form.fields import Field, scale_spec
from helpers.form.words import WORDS
from helpers.journal.events import Answer
from helpers.journal.subjects import KINDS
from helpers.ladder import load_ladder
from helpers.web.protocol import Said

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def shared_types() -> str:
    """Declarations for a `.d.ts` file: `Answer`, `Subject`, `Question`, `FormWords`, `ScaleSpec` and `Sent`.

    A field of an answer that may be left out in a line of a journal may be left out in a script.
    """
    return "\n".join(
        [
            _named(TypeAdapter(Answer).json_schema(), "Answer"),
            f"type SubjectKind = {_literals(KINDS)};",
            "type Subject = `${SubjectKind}:${string}`;",
            _named(_all_there(TypeAdapter(Field).json_schema(mode="serialization")), "Question"),
            f"type FormWords = {_record(dict.fromkeys(WORDS, 'string'))};",
            f"type ScaleSpec = {_shape(scale_spec(load_ladder().scale))};",
            _named(TypeAdapter(Said).json_schema(), "Sent"),
        ]
    )


def _all_there(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, of objects that are always written with all of their fields."""
    parts = {called: {**part, "required": [*part.get("properties", ())]} for called, part in schema["$defs"].items()}
    return {**schema, "$defs": parts}


def _named(schema: dict[str, Any], name: str) -> str:
    """The type of a schema under a name, and under theirs the types that it names."""
    parts = {called: _type(part) for called, part in schema.get("$defs", {}).items()}
    return "\n".join(f"type {called} = {said};" for called, said in {**parts, name: _type(schema)}.items())


def _type(schema: Mapping[str, Any]) -> str:
    """A JSON schema, as pydantic writes it, in TypeScript. Raises `KeyError` for what the models here don't have."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return _literals([schema["const"]])
    if "enum" in schema:
        return _literals(schema["enum"])
    if "anyOf" in schema or "oneOf" in schema:
        return f"({' | '.join(map(_type, schema.get('anyOf') or schema['oneOf']))})"
    if not schema.keys() - {"title", "default", "description"}:
        return "any"
    match schema["type"]:
        case "object" if "properties" in schema:
            parts = schema["properties"]
            needed = {*schema.get("required", ()), *(key for key, part in parts.items() if "const" in part)}
            return _record({key if key in needed else f"{key}?": _type(part) for key, part in parts.items()})
        case "object":
            return f"Record<string, {_type(schema.get('additionalProperties', {}))}>"
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(map(_type, schema['prefixItems']))}]"
        case "array":
            return f"{_type(schema['items'])}[]"
        case kind:
            return _PLAIN[kind]


def _shape(value: Any) -> str:
    """The type of something that is JSON already."""
    match value:
        case dict():
            return _record({key: _shape(part) for key, part in value.items()})
        case list() | tuple():
            return f"({' | '.join(sorted({_shape(part) for part in value})) or 'any'})[]"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
    return "any"


def _record(parts: Mapping[str, str]) -> str:
    return "{ " + " ".join(f"{key}: {said};" for key, said in parts.items()) + " }"


def _literals(values: Iterable[object]) -> str:
    return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
