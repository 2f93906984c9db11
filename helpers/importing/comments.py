"""Comments in a ladder file, which go where what they stand above goes.

ruamel.yaml keeps a comment with whatever stands before it. Where statements move, or one goes, it would stand above
another one then, or go with the wrong one; so the lines that are comments are taken out before a file is changed, and
put back afterwards. Which lines these are, and what stands around them, is told by YAML’s own events and their marks:
a line of a text that begins with “#” or “- id:” is a line of that text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import yaml

from helpers.documents import events

Key = tuple[str, ...]


class Place(NamedTuple):
    """Where comments may stand: above a key or an item or, with `is_end`, below the last thing of a group.

    `key` says what it is, wherever it stands: an item of a list is called by the list and its id. `line` counts from 0,
    and is the last one of a group for its end; `column` is how far it is indented.
    """

    key: Key
    is_end: bool
    line: int
    column: int


class Comments(NamedTuple):
    """The places of a file in its order: key, whether it is an end, and the comments there, without its indentation."""

    at: tuple[tuple[Key, bool, tuple[str, ...]], ...]

    def without(self, begun: str) -> Comments:
        """The same without the lines that begin so."""
        return Comments(tuple((k, e, tuple(x for x in lines if not x.startswith(begun))) for k, e, lines in self.at))


NONE = Comments(())


def taken_out(text: str) -> tuple[str, Comments]:
    """A ladder file without the lines that are comments, and these. Raises `yaml.YAMLError`.

    Empty lines above comments stay where they are. Those below go with them: a text that keeps its empty lines (`|+`)
    would have more of them otherwise.
    """
    file = _File(text)
    held: list[list[str]] = [[] for _ in file.places]
    rest: list[str] = []
    is_empty: list[bool] = []  # whether such a line is, and in no text
    number: int | None = None  # the place of this run of comments and empty lines; None before the first comment
    for at, line in enumerate(file.lines):
        if not file.is_free[at]:
            number = None
        elif line.strip():
            number = file.place_of_comment(at, number)
            held[number].append(line.rstrip()[min(file.places[number].column, _indentation(line)) :])
            continue
        elif number is not None:
            held[number].append("")
            continue
        rest.append(line)
        is_empty.append(file.is_free[at])
    while is_empty and is_empty[-1]:  # what parted the end of the file from comments there
        is_empty.pop()
        rest.pop()
    of_places = zip(file.places, held, strict=True)
    return _joined(rest), Comments(tuple((place.key, place.is_end, tuple(lines)) for place, lines in of_places))


def put_back(text: str, comments: Comments) -> str:
    """A file with the comments where what they stood at is; of what has gone, above what came after it.

    Raises `yaml.YAMLError`.
    """
    if not any(lines for _, _, lines in comments.at):
        return text
    file = _File(text)
    there: dict[tuple[Key, bool], list[int]] = {}  # of two items of a list that have one id, each in its turn
    for number, place in enumerate(file.places):
        there.setdefault((place.key, place.is_end), []).append(number)
    held: dict[int, list[str]] = {}
    waiting: list[str] = []
    for key, is_end, lines in comments.at:
        waiting += lines
        if numbers := there.get((key, is_end)):
            held[numbers.pop(0)] = waiting
            waiting = []
    above: dict[int, list[str]] = {}
    for number in sorted(held):
        place = file.places[number]
        above.setdefault(file.line_below(place), []).extend(_indented(held[number], place.column))
    written = [each for at, line in enumerate(file.lines) for each in (*above.get(at, ()), line)]
    end = above.get(len(file.lines), [])
    return _joined([*written, *([""] if end else []), *end])


class _Node(NamedTuple):
    """A value: its first and last line and its column; what a scalar says; what stands in a group, with keys or not."""

    first: int
    last: int
    column: int
    says: str = ""
    pairs: tuple[tuple[_Node | None, _Node], ...] = ()
    is_flow: bool = False


class _File:
    """The lines of a YAML text, which of them are empty or comments, and its places in order."""

    def __init__(self, text: str) -> None:
        self.lines = text.removeprefix("\ufeff").rstrip(" ").removesuffix("\n").split("\n")
        self.begins = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.is_free = [not line.strip() or line.lstrip().startswith("#") for line in self.lines]
        self.text_begins = list(range(len(self.lines)))  # for each line the one on which the text begins that it is of
        parts = events(_joined(self.lines))
        root = next((self._node(part, parts) for part in parts if isinstance(part, yaml.NodeEvent)), None)
        while self.lines and self.is_free[-1] and not self.lines[-1].strip():
            self.lines.pop()
            self.is_free.pop()
        self.places = [*(self._places(root, ()) if root else ())]
        if not self.places or self.places[-1].key:
            self.places.append(Place((), True, 0, 0))  # what is no group has an end too
        self.beginning = [number for number, place in enumerate(self.places) if not place.is_end]

    def place_of_comment(self, at: int, before: int | None) -> int:
        """The number of the place that a comment on a line belongs to, which doesn't come before that of the last one.

        It is above what stands below it, unless it is indented deeper: then it is below the last thing of its group.
        """
        following = bisect_right(self.beginning, at, key=lambda n: self.places[n].line)
        below = self.beginning[following] if following < len(self.beginning) else len(self.places)
        ends = below
        while ends and self.places[ends - 1].is_end:
            ends -= 1
        column = _indentation(self.lines[at])
        if below < len(self.places) and column <= self.places[below].column:
            return below
        among = range(max(ends, before or 0), below)
        return next((n for n in among if self.places[n].column <= column), min(below, len(self.places) - 1))

    def line_below(self, place: Place) -> int:
        """The line above which the comments of a place are written: none that is within a text."""
        if place.is_end:
            return place.line + 1 if place.key else len(self.lines)
        return self.text_begins[place.line]

    def _line(self, mark: Any) -> int:
        return min(bisect_right(self.begins, mark.index) - 1, len(self.lines) - 1)

    def _node(self, event: yaml.NodeEvent, parts: Iterator[yaml.Event]) -> _Node:
        """What begins with an event, read to its end."""
        begun: Any = event.start_mark
        ended: Any = event.end_mark
        first, last = self._line(begun), self._line(ended)
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">") and last > first and ended.index == self.begins[last]:
                last -= 1  # it ends where the line after it begins
            for at in range(first, last + 1) if last > first else ():
                self.is_free[at], self.text_begins[at] = False, min(first, self.text_begins[at])
            return _Node(first, last, begun.column, event.value)
        if not isinstance(event, yaml.CollectionStartEvent):
            return _Node(first, last, begun.column)
        nodes: list[_Node] = []
        end: yaml.Event = event
        for end in parts:
            if not isinstance(end, yaml.NodeEvent):  # what ends this group
                break
            nodes.append(self._node(end, parts))
        is_map = isinstance(event, yaml.MappingStartEvent)
        pairs = tuple(zip(nodes[::2], nodes[1::2], strict=True)) if is_map else tuple((None, node) for node in nodes)
        # A group in lines ends for its reader where the next thing begins: its last line is that of its last part.
        last = self._line(end.end_mark) if event.flow_style else max([first, *(node.last for node in nodes)])
        return _Node(first, last, begun.column, "", pairs, bool(event.flow_style))

    def _places(self, node: _Node, key: Key) -> Iterator[Place]:
        """The places of a group: above each key or item, those in it, and its end."""
        column = 0
        for at, (name, value) in enumerate(node.pairs):
            here = (*key, name.says) if name else _key_of_item(value, key, at)
            if not node.is_flow:
                line = name.first if name else self._dash(node, value)
                column = name.column if name else _indentation(self.lines[line])
                yield Place(here, False, line, column)
            elif name is None and self._begins_a_line(value):
                column = value.column
                yield Place(here, False, value.first, column)
            yield from self._places(value, here)
        if node.pairs and not node.is_flow:
            yield Place(key, True, node.last, column)

    def _begins_a_line(self, node: _Node) -> bool:
        return not self.lines[node.first][: node.column].strip()

    def _dash(self, node: _Node, item: _Node) -> int:
        """The line of the dash before an item, which may stand above it."""
        for at in range(item.first, node.first - 1, -1):
            line = self.lines[at]
            if not self.is_free[at] and line[node.column : node.column + 1] == "-":
                return at
        return item.first


def _key_of_item(item: _Node, key: Key, at: int) -> Key:
    """What stands for an item of the list `key`: the list and its id; without one what it says, or its number `at`."""
    own = _id_of(item)
    return (*key[-1:], own) if own else (*key, item.says or str(at))


def _id_of(node: _Node) -> str:
    return next((value.says for name, value in node.pairs if name and name.says == "id"), "")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(lines: Sequence[str], column: int) -> Iterator[str]:
    """Comments at a column, the first of them exactly: right below a text it would be a line of it otherwise."""
    for at, line in enumerate(lines):
        yield " " * column + (line if at else line.lstrip()) if line else ""


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
