"""Archives that a browser unpacks into the memory of its Python: the same bytes for the same input.

kit/            the kit's own package, with data and notebooks beside it, as in its folder
packages/       what it needs, from wheels
own/            the ladder and the theme that the site is about
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from helpers.paths import PACKAGE, ROOT, own_folder, own_labs
from helpers.report.fonts import FACES

_LEFT_OUT: Final = frozenset({"cli", "database", "hosting", "importing", "shipped", "widgets"})
"""Parts of the kit that a chapter never asks for."""

_DATA: Final = (
    "theme.yaml",
    "follow-up.yaml",
    "ladders/product-management.yaml",
    "labs/*.yaml",
    "labs/cases/*.yaml",
    "workshops/*.yaml",
)
"""The kit's data, below their folder; a site is for everybody, so that nothing comes along but what is named."""

_UNUSED: Final = (".ttf", ".pyi")
"""Endings of files that nothing here reads: of the typeface, reports use the other kind."""

_LEVEL: Final = 9

_OF_MAKING: Final = ".dist-info/sboms/"
"""A folder in a wheel that lists what went into it when it was compiled; nothing reads it."""

Files = Mapping[str, bytes]
"""What an archive holds, by the path in it."""


def the_kit(ladder_id: str, root: Path = ROOT) -> Files:
    """The kit's own package, its data, and the notebooks of a ladder, without what running them left in them.

    What else lies in the folders of data and notebooks, below `root`, is somebody's own and comes along with nothing.
    """
    files = dict(_below(PACKAGE, "kit/helpers", frozenset({"__pycache__", "static", *_LEFT_OUT})))
    for pattern in _DATA:
        for file in (root / "data").glob(pattern):
            files[f"kit/data/{file.relative_to(root / 'data').as_posix()}"] = everywhere(file.read_bytes())
    for folder, name in ((root / "notebooks", ""), (own_folder() / "notebooks" / ladder_id, f"/{ladder_id}")):
        for file in folder.glob("*.ipynb"):
            if (chapter := _chapter(file)) is not None:
                files[f"kit/notebooks{name}/{file.name}"] = chapter
    board = root / "notebooks/facilitator/workshop_board.ipynb"  # which workshops name
    if board.is_file() and (bare := _chapter(board, of_a_course=False)) is not None:
        files[f"kit/notebooks/facilitator/{board.name}"] = bare
    for path in list(files):
        own = own_labs(path.removeprefix("kit/data/labs/")) if path.startswith("kit/data/labs/") else None
        if own is not None:
            files[path] = everywhere(own.read_bytes())
    return files


def everywhere(document: bytes) -> bytes:
    """A YAML file in words that the reader in a browser takes too, without its comments; the same data.

    PyYAML's own parser, which serves where its C library doesn't run, refuses some of what YAML allows: a question
    mark at the end of an item in brackets, for one. What is no YAML stays as it is, for whoever reads it to say so.
    """
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(document.decode(), Loader=loader)
        return (
            yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=120).encode() if node else document
        )
    except (yaml.YAMLError, ValueError):
        return document


def importing() -> Files:
    """What of the kit makes a ladder of a spreadsheet, for the one page that does."""
    return dict(_below(PACKAGE / "importing", "kit/helpers/importing", frozenset({"__pycache__"})))


def unpacked(wheels: Iterable[bytes], *, compiled_for: str) -> Files:
    """What stands in wheels, below "packages/".

    Of modules in machine code only those for `compiled_for` (a part of their file name) are of use: the others
    have the same in Python beside them.
    """
    files: dict[str, bytes] = {}
    for data in wheels:
        with zipfile.ZipFile(io.BytesIO(data)) as wheel:
            for name in wheel.namelist():
                is_foreign = name.endswith(".so") and compiled_for not in name
                if not name.endswith(("/", *_UNUSED)) and not is_foreign and _OF_MAKING not in name:
                    files[f"packages/{name}"] = wheel.read(name)
    return files


def faces(wheels: Iterable[bytes]) -> Files:
    """The kit's typeface from its wheel, with the faces alone that a report may use."""
    used = frozenset(f"/SourceSansPro-{face}.otf" for face in FACES)
    return {
        name: data
        for name, data in unpacked(wheels, compiled_for="abi3").items()
        if not name.endswith(".otf") or name[name.rindex("/") :] in used
    }


def packed(files: Files) -> bytes:
    """An archive of these files, in the order of their names, with no time in it.

    It is gzip over the length of a list (4 bytes, the highest first), the list as JSON ([path, size] for each), and
    the files one after the other: a browser unpacks that by itself, before there is a Python.
    """
    names = sorted(files)
    listed = json.dumps([[name, len(files[name])] for name in names], separators=(",", ":")).encode()
    return gzip.compress(b"".join((len(listed).to_bytes(4), listed, *(files[name] for name in names))), _LEVEL, mtime=0)


def read(archive: bytes) -> Files:
    """The files of an archive, by their paths."""
    data = gzip.decompress(archive)
    at = 4 + int.from_bytes(data[:4])
    files: dict[str, bytes] = {}
    for name, size in json.loads(data[4:at]):
        files[name] = data[at : at + size]
        at += size
    return files


def _chapter(path: Path, *, of_a_course: bool = True) -> bytes | None:
    """A notebook as it is when nobody has run it; None for what is none, or isn't `of_a_course`."""
    try:
        raw = json.loads(path.read_bytes())
        metadata = {name: value for name, value in raw["metadata"].items() if name != "widgets"}
        if of_a_course and "kit" not in metadata:
            return None
        cells = [
            {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
            for cell in raw["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return json.dumps({**raw, "metadata": metadata, "cells": cells}, ensure_ascii=False, indent=1).encode()


def _below(folder: Path, name: str, without: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its path in the archive; `without` folders of these names."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in without:
            yield from _below(path, f"{name}/{path.name}", without)
        elif path.is_file() and path.suffix != ".pyc":
            yield f"{name}/{path.name}", path.read_bytes()
