"""A YAML file as a checked model, or all its faults at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from helpers.documents.source import MOST_FAULTS, Document, Fault, FileFaults, KeyPath, read_document
from helpers.paths import typed

M = TypeVar("M", bound=BaseModel)


def read_model(path: Path, model: type[M], *checks: Callable[[Document], Iterable[Fault]]) -> M:
    """The model that a YAML file holds.

    `checks` find what no single key can show, in the raw data: they run even where the
    shape is wrong, so that one reading tells everything. Raises `FileFaults` with every
    fault in the order of the file, or `KitError` for a file that can't be read.
    """
    document = read_document(path)
    faults: list[Fault] = []
    instance: M | None = None
    try:
        instance = model.model_validate(document.data)
    except ValidationError as error:
        faults += islice(shape_faults(document, error, model), MOST_FAULTS)
    for check in checks:
        faults += islice(check(document), MOST_FAULTS)
    if faults or instance is None:
        raise FileFaults(sorted(dict.fromkeys(faults), key=lambda fault: fault.mark))
    return instance


def shape_faults(document: Document, error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Pydantic's errors as faults in a file, in words for someone who edits YAML.

    `model` is the model that was validated; its keys serve to say what was meant by an
    unknown one. `document` is the file as it was read, which knows on what line each key stands.
    """
    names = _known_keys(model)
    for item in error.errors(include_url=False):
        at: KeyPath = tuple(part for part in item["loc"] if isinstance(part, str | int))
        kind, context = item["type"], item.get("ctx", {})
        key = at[-1] if at else ""
        if kind == "extra_forbidden":
            close = difflib.get_close_matches(str(key), [name for name in names if name != key], 1, 0.6)
            mend = f"Did you mean '{close[0]}'?" if close else f"Remove it, or see `{typed('schema')}` for the keys."
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
            written = _kind_name(item["input"])
            yield document.fault(
                at, f"'{key}' should be text, but is {written}.", "Put it in quotes if it is meant so."
            )
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
