"""YAML as data that remembers where each part stood, so that a fault can be pointed at.

PyYAML's node tree carries a line and column for every key and value; pydantic reports
a fault as a path of keys and indexes. `Document.mark` brings the two together.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from helpers.errors import DocumentError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader is ten times faster; where PyYAML was built without it, the other one serves."""

KeyPath = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """One thing that is wrong in a file: where, what, and what would be right."""

    path: Path
    mark: Mark
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.mark.line}:{self.mark.column}: {self.what} {self.mend}".rstrip()


class FileFaults(DocumentError):
    """All the faults of one file at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join(map(str, faults)) + f"\n{count} in {faults[0].path}")


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and for each key path the mark of its value and of its key."""

    path: Path
    data: Any
    values: dict[KeyPath, Mark]
    keys: dict[KeyPath, Mark]

    def mark(self, at: Sequence[str | int], *, key: bool = False) -> Mark:
        """Where a key path stands; if it isn't there, the nearest parent that is."""
        path = tuple(at)
        if key and path in self.keys:
            return self.keys[path]
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Mark(1, 1))

    def fault(self, at: Sequence[str | int], what: str, mend: str = "", *, key: bool = False) -> Fault:
        """A fault at a key path (at its key rather than its value with `key`)."""
        return Fault(self.path, self.mark(at, key=key), what, mend)


def read_document(path: Path) -> Document:
    """Read a YAML file of mappings, lists and scalars.

    Raises `FileFaults` for YAML that doesn't parse and for keys that stand twice, and
    `DocumentError` for a file that can't be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DocumentError("there is no such file", where=str(path), next_step="Check the path for a slip.") from None
    except IsADirectoryError:
        raise DocumentError("this is a folder", where=str(path), next_step="Name the YAML file inside it.") from None
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"this is not UTF-8 text (byte {error.start})",
            where=str(path),
            next_step="Save it again with the encoding UTF-8.",
        ) from None
    except OSError as error:
        raise DocumentError(f"can't be read: {error.strerror or error}", where=str(path)) from None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
        what = ", ".join(filter(None, (error.context, error.problem))) or "this isn't YAML"
        mend = "Check the indentation, and quote text that holds ': ' or starts with a sign."
        raise FileFaults([Fault(path, mark, f"{what}.", mend)]) from None
    except yaml.YAMLError as error:
        raise DocumentError(f"this isn't YAML: {error}", where=str(path)) from None
    if node is None:
        raise DocumentError("the file is empty", where=str(path))
    return _document(path, node)


def _document(path: Path, root: yaml.Node) -> Document:
    values: dict[KeyPath, Mark] = {}
    keys: dict[KeyPath, Mark] = {}
    faults: list[Fault] = []
    constructor = _Loader("")
    ancestors: list[yaml.Node] = []

    def build(node: yaml.Node, at: KeyPath) -> Any:
        values[at] = _mark(node)
        if node in ancestors:  # an anchor inside itself would never end
            faults.append(Fault(path, _mark(node), "this refers to itself.", "Write it out instead."))
            return None
        ancestors.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return mapping(node, at)
            if isinstance(node, yaml.SequenceNode):
                return [build(item, (*at, index)) for index, item in enumerate(node.value)]
            return scalar(node)
        finally:
            ancestors.pop()

    def mapping(node: yaml.MappingNode, at: KeyPath) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                faults.append(Fault(path, _mark(key_node), "a key must be a plain word.", "Write key: value."))
                continue
            if key in built:
                first = keys[(*at, key)].line
                faults.append(
                    Fault(path, _mark(key_node), f"the key '{key}' stands twice (first on line {first}).", "Keep one.")
                )
                continue
            keys[(*at, key)] = _mark(key_node)
            built[key] = build(value_node, (*at, key))
        return built

    def scalar(node: yaml.Node) -> Any:
        try:
            return constructor.construct_object(node)
        except (yaml.YAMLError, ValueError):
            faults.append(Fault(path, _mark(node), f"can't make sense of {node.value!r}.", "Put it in quotes."))
            return None

    data = build(root, ())
    if faults:
        raise FileFaults(faults)
    return Document(path, data, values, keys)


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def walk(data: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every mapping of plain data with its key path, outermost first."""
    if isinstance(data, dict):
        yield at, data
        for key, value in data.items():
            yield from walk(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*at, index))


def nearest(word: str, known: Iterable[str]) -> str:
    """How to mend a reference to nothing: the closest name there is, or the names there are."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"There is: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}." if names else "There is none yet."
