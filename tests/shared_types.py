"""What Python and the scripts of pages share, as TypeScript made of Python's own models.

    journal answers · kinds of subjects · questions of a form · words of a form · what a page and its engine say ·
    what pages of a hosted session and their service say

Nothing of it is written down a second time or kept as a file: the check of the scripts' types (`test_scripts.py`) makes
it anew, so a kind, a field, a state or a word that is renamed in Python is a fault of every script that names the old.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import BaseModel, TypeAdapter

from helpers.form import replies
from helpers.form.fields import Field, GridField, scale_spec
from helpers.form.words import WORDS
from helpers.hosting import protocol as hosting
from helpers.hosting.bodies import Batch, Turn
from helpers.http.middleware import ProblemReply
from helpers.journal.events import Answer
from helpers.journal.subjects import KINDS
from helpers.ladder import load_ladder
from helpers.web import protocol

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

SENT: tuple[type[BaseModel], ...] = (Batch, Turn)
"""What pages of a hosted session send as JSON."""

HEARD: tuple[type[BaseModel], ...] = (
    hosting.PhoneState,
    hosting.PhonePulse,
    hosting.BatchReply,
    hosting.LeadState,
    hosting.WallPulse,
    hosting.KeyedSession,
    hosting.BoardState,
    ProblemReply,
)
"""What they are told."""


def shared_types() -> str:
    """Declarations for a `.d.ts` file: `Answer`, `Subject`, `Question`, `GridPlace`, `FormWords`, `ScaleSpec`, what
    pages say to their engine (`Sent`) and hear of it (`EngineReply`), or of a kernel (`FormReply`), and by their names
    the models of `SENT` and `HEARD`.

    A field of an answer that may be left out in a line of a journal may be left out in a script.
    """
    schemas = {
        "Answer": TypeAdapter(Answer).json_schema(),
        "Question": _all_there(TypeAdapter(Field).json_schema(mode="serialization")),
        "Sent": TypeAdapter(protocol.Said).json_schema(),
        **{model.__name__: model.model_json_schema() for model in SENT},
        **{model.__name__: model.model_json_schema(mode="serialization") for model in HEARD},
    }
    return "\n".join(
        [
            *_named(schemas),
            f"type SubjectKind = {_literals(KINDS)};",
            "type Subject = `${SubjectKind}:${string}`;",
            f"type GridPlace = `{GridField.place('${string}', '${string}')}`;",
            f"type FormWords = {_record(dict.fromkeys(WORDS, 'string'))};",
            f"type ScaleSpec = {_shape(scale_spec(load_ladder().scale))};",
            f"type EngineReply = {_hinted(protocol.EngineReply)};",
            f"type FormReply = {_hinted(replies.FormReply)};",
        ]
    )


def _all_there(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, of objects that are always written with all of their fields."""
    parts = {called: {**part, "required": [*part.get("properties", ())]} for called, part in schema["$defs"].items()}
    return {**schema, "$defs": parts}


def _named(schemas: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """The types of schemas under their names, and under theirs the types that they name, each once.

    Raises `ValueError` where two models that differ have one name.
    """
    fields: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for called, part in {**schema.get("$defs", {}), name: schema}.items():
            own = sorted(part.get("properties", ()))
            if called not in fields:
                fields[called] = own
                yield f"type {called} = {_type(part)};"
            elif fields[called] != own:
                raise ValueError(f"two models that scripts know are called {called}")


def _type(schema: Mapping[str, Any]) -> str:
    """A JSON schema, as pydantic writes it, in TypeScript. Raises `KeyError` for what the models here don't have."""
    if "tsType" in schema:
        return str(schema["tsType"])
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
            part = schema.get("additionalProperties")
            return f"Record<string, {_type(part) if isinstance(part, dict) else 'any'}>"
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(map(_type, schema['prefixItems']))}]"
        case "array":
            return f"{_type(schema['items'])}[]"
        case kind:
            return _PLAIN[kind]


def _hinted(hint: Any) -> str:
    """A type of Python's in which `TypedDict`s may stand, which pydantic reads from Python 3.12 on."""
    if isinstance(hint, UnionType):
        return f"({' | '.join(map(_hinted, get_args(hint)))})"
    if not is_typeddict(hint):
        return _type(TypeAdapter(hint).json_schema())
    parts = get_type_hints(hint, include_extras=True)
    optional = {key: get_args(part)[0] for key, part in parts.items() if get_origin(part) is NotRequired}
    return _record({f"{key}?" if key in optional else key: _hinted(optional.get(key, parts[key])) for key in parts})


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
