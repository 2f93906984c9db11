"""Comments above the levels and statements of a ladder file, which go where these go.

ruamel.yaml keeps a comment with whatever stands before it. Where statements move, or one goes, it would stand above
another one then, or go with the wrong one; so they are taken out before a file is changed, and put back afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ITEM = re.compile(r"( *)- id: *[\"']?([a-z0-9.-]+)[\"']? *(?:#.*)?")
_COMMENT = re.compile(r"( *)#.*")


class Above(NamedTuple):
    """The id of a level or a statement, in the order of the file, and the lines above it, without its indentation."""

    id: str
    lines: tuple[str, ...]


class Comments(NamedTuple):
    """What stands above each level and statement, and at the end of the file."""

    above: tuple[Above, ...]
    end: tuple[str, ...]


NONE = Comments((), ())


def taken_out(text: str) -> tuple[str, Comments]:
    """A ladder file without the comments above its levels and statements and at its end, and these."""
    lines = text.rstrip("\n").split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    above: list[Above] = []
    rest: list[str] = []
    begun = False
    list_of: str | None = None  # the indentation of the items among which a line stands, if it does
    for line in lines[:end]:
        begun = begun or line.startswith("levels:")
        item = _ITEM.fullmatch(line) if begun else None
        if item:
            block = _block(rest, {item[1], list_of} if list_of and list_of.startswith(item[1]) else {item[1]})
            above.append(Above(item[2], tuple(each[len(item[1]) :].rstrip() for each in block)))
            del rest[len(rest) - len(block) :]
            list_of = item[1]
        elif list_of and line.strip() and not _COMMENT.fullmatch(line) and not line.startswith(f"{list_of} "):
            list_of = None
        rest.append(line)
    last = _block(rest, {list_of})
    del rest[len(rest) - len(last) :]
    comments = tuple(line for line in (*last, *lines[end:]) if line.strip())
    return "\n".join(rest).rstrip("\n") + "\n", Comments(tuple(above), comments)


def put_back(text: str, comments: Comments) -> str:
    """A file with the comments above what they stood above; of what has gone, above what came after it."""
    lines = text.rstrip("\n").split("\n")
    begin = next((at for at, line in enumerate(lines) if line.startswith("levels:")), len(lines))
    items = {item[2] for line in lines[begin:] if (item := _ITEM.fullmatch(line))}
    waiting: list[str] = []
    by_id: dict[str, list[list[str]]] = {}  # a level and a role may have one id
    for each in comments.above:
        waiting += each.lines
        if each.id in items:
            by_id.setdefault(each.id, []).append(waiting)
            waiting = []
    written = [*lines[:begin], *_with(lines[begin:], by_id)]
    last = [*waiting, *comments.end]
    return "\n".join([*written, *(["", *last] if last else [])]) + "\n"


def _with(lines: list[str], by_id: dict[str, list[list[str]]]) -> Iterator[str]:
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item and by_id.get(item[2]):
            yield from (item[1] + each if each else "" for each in by_id[item[2]].pop(0))
        yield line


def _block(lines: list[str], indents: set[str | None]) -> list[str]:
    """The comments right above an item, with empty lines among them, as far as they are indented in one of these ways.

    What is indented otherwise is another's text.
    """
    begin = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        comment = _COMMENT.fullmatch(lines[at])
        if comment and comment[1] in indents:
            begin = at
        elif lines[at].strip():
            break
    return lines[begin:]
