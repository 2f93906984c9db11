"""YAML as data that remembers where each part stood, so that a fault can be pointed at.

PyYAML's node tree carries a line and column for every key and value; pydantic reports
a fault as a path of keys and indexes. `Document.mark` brings the two together.

Whatever a file holds, it is read or refused in a second or two: how large it is, how deep and how
much of it there is are bounded before anything of it is built, and what its aliases stand for counts each time.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from helpers import files
from helpers.errors import DocumentError


class PlainLoader(yaml.SafeLoader):
    """PyYAML’s own loader, which takes question marks in brackets ("[What?, Who?]") as the C loader does."""

    def scan_plain(self) -> Any:
        """A word without quotes: a question mark in it is a letter like any other."""
        peek = self.peek
        self.peek = lambda index=0: "x" if (char := peek(index)) == "?" else char  # type: ignore[method-assign]
        try:
            return super().scan_plain()
        finally:
            del self.peek


_Loader: Any = getattr(yaml, "CSafeLoader", PlainLoader)
"""The C loader is ten times faster; where PyYAML was built without it, as in a browser, the other one serves."""

_RESOLVER: Any = yaml.resolver.Resolver()
"""What both loaders take a word for that has no quotes."""

MOST_BYTES = 2_000_000
"""The largest file that is read; the shipped ladder has 0.12 MB."""

MOST_NODES = 50_000
"""Keys, values, lists and groups that a file may have, aliases counted as what they stand for (shipped: 3,700)."""

MOST_LEVELS = 40
"""How deep lists and groups may stand in each other; six is the most that the kit's own need."""

LONGEST_NUMBER = 40
"""Characters of a number: more is no number that anybody means, and thousands of digits take minutes."""

MOST_FAULTS = 100
"""How many faults of a file are told; mending these comes first."""

LONGEST_TOLD = 300
"""Characters of one fault, which may quote what stands in the file."""

MOST_NAMES = 500
"""Among how many names one is looked for that was meant."""

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
        said = f"{shortened(self.what)} {shortened(self.mend)}".rstrip()
        return f"{self.path}:{self.mark.line}:{self.mark.column}: {said}"


class FileFaults(DocumentError):
    """All the faults of one file at once, or the first hundred of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        if len(faults) >= MOST_FAULTS:
            count = f"The first {MOST_FAULTS} faults"
        super().__init__("\n".join(map(str, self.faults)) + f"\n{count} in {faults[0].path}")


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
        """A fault at a key path (at its key rather than its value with `key`).

        `what` is wrong there and how to `mend` it are sentences ("": nothing is said of how).
        """
        return Fault(self.path, self.mark(at, key=key), what, mend)


def read_document(path: Path) -> Document:
    """Read a YAML file of mappings, lists and scalars.

    Raises `FileFaults` for YAML that doesn't parse and for keys that stand twice, and
    `DocumentError` for a file that can't be read at all.
    """
    return parse_document(path, _text(path))


def parse_document(path: Path, text: str) -> Document:
    """The same of a text that isn't read from a file; `path` is what its faults are told of.

    Raises `FileFaults`, and `DocumentError` for a text that says nothing.
    """
    try:
        _check_size(path, text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
        what = ", ".join(filter(None, (error.context, error.problem))) or "this isn't YAML"
        mend = "Check the indentation, and quote text that holds ': ' or starts with a sign."
        raise FileFaults([Fault(path, mark, f"{what}.", mend)]) from None
    except yaml.reader.ReaderError:  # its position counts bytes or characters, as the loader does
        match = yaml.reader.Reader.NON_PRINTABLE.search(text)
        place = match.start() if match else 0
        mark = Mark(text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place))
        what = f"a character stands here that YAML forbids (U+{ord(text[place]):04X})."
        raise FileFaults([Fault(path, mark, what, "Take it out.")]) from None
    if node is None:
        raise DocumentError("the file is empty", where=str(path))
    return _document(path, node)


def events(text: str) -> Iterator[yaml.Event]:
    """What YAML reads in a text, bit by bit, each with the marks of its place. Raises `yaml.YAMLError`."""
    return iter(yaml.parse(text, Loader=_Loader))


def _text(path: Path) -> str:
    """What a file holds. Raises `DocumentError` for whatever can't be read."""
    try:
        return files.read(path, most=MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        raise DocumentError("there is no such file", where=str(path), next_step="Check the path for a slip.") from None
    except files.NotAFile as error:
        raise DocumentError(str(error), where=str(path), next_step="Name a YAML file.") from None
    except files.TooLarge as error:
        raise DocumentError(str(error), where=str(path), next_step="Is this the YAML file that you mean?") from None
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"this is not UTF-8 text (byte {error.start})",
            where=str(path),
            next_step="Save it again with the encoding UTF-8.",
        ) from None
    except (OSError, ValueError) as error:  # a NUL in a path is a ValueError
        why = files.reason(error) if isinstance(error, OSError) else str(error)
        raise DocumentError(f"can't be read: {why}", where=str(path)) from None


def _check_size(path: Path, text: str) -> None:
    """Raise `FileFaults` where a file gets deeper or larger than one may be; nothing is built meanwhile."""
    level = count = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        count += isinstance(event, yaml.NodeEvent)
        if level > MOST_LEVELS:
            what = f"here lists and groups stand more than {MOST_LEVELS} deep in each other."
            raise FileFaults([Fault(path, _mark(event), what, "Write it flatter.")])
        if count > MOST_NODES:
            raise FileFaults([_too_much(path, event)])


def _too_much(path: Path, at: yaml.Node | yaml.Event) -> Fault:
    what = f"this file has more than {MOST_NODES:,} keys and values, which is more than is read."
    return Fault(path, _mark(at), what, "Shorten the file, or write out what its aliases (*) stand for.")


def _document(path: Path, root: yaml.Node) -> Document:
    values: dict[KeyPath, Mark] = {}
    keys: dict[KeyPath, Mark] = {}
    faults: list[Fault] = []
    constructor = _Loader("")
    ancestors: list[yaml.Node] = []

    def build(node: yaml.Node, at: KeyPath) -> Any:
        values[at] = _mark(node)
        if len(values) > MOST_NODES or len(ancestors) > MOST_LEVELS:  # by aliases, or it had been found before
            raise FileFaults([*faults[: MOST_FAULTS - 1], _too_much(path, node)])
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
            if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
                raise ValueError("too long")
            return constructor.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError):  # `!!timestamp x` is the third
            said = shortened(repr(node.value), 60)
            faults.append(Fault(path, _mark(node), f"can't make sense of {said}.", "Put it in quotes."))
            return None

    data = build(root, ())
    if faults:
        raise FileFaults(faults)
    return Document(path, data, values, keys)


_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


def _mark(node: yaml.Node | yaml.Event) -> Mark:
    at: Any = node.start_mark
    return Mark(at.line + 1, at.column + 1)


def read_as(word: str) -> str:
    """What a word without quotes is read as: "str", "bool", "int", "float", "null", "timestamp" …"""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, word, (True, False))
    return tag.rpartition(":")[2]


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
    names = sorted(known)[:MOST_NAMES]
    close = difflib.get_close_matches(word, names, 1, 0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"There is: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}." if names else "There is none yet."


def shortened(text: str, most: int = LONGEST_TOLD) -> str:
    """A text of at most so many characters: what is left out of its middle shows as "…"."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-(most // 3) :]}"
