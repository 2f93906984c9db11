"""Reading a notebook as the source of a chapter: nothing in it is run, and no kernel is needed.

A notebook's metadata say what it teaches:

    "kit": {"teaches": "level", "level": "mid", "ladder": "product-management",
            "title": "Mid-level PM", "minutes": 25, "brief": 12}

`ladder` is the ladder that its prose speaks of, and is left out where the prose suits any. A single
Markdown cell that speaks of one ladder says so in its own metadata, `"kit": {"ladder": "product-management"}`,
and one that is of use in JupyterLab alone, `"kit": {"where": "jupyterlab"}`. A cell of either kind that somebody
may skip on the way to the questions (a story, a remark) says `"kit": {"fold": true}`: on a page it is closed at first.
In JupyterLab prose is closed by the `<details>` that a cell's Markdown stands in, with its heading as the summary;
these tags are no part of what is read here.

A code cell is one call of a method of the kit with literal arguments, read as a syntax tree.
"""

from __future__ import annotations

import ast
import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field, ValidationError, model_validator

from helpers.documents import read_once
from helpers.errors import DocumentError
from helpers.frozen import Frozen
from helpers.ladder.model import Id, Text
from helpers.paths import as_typed

OPENING = 'from helpers.widgets import open_kit\nkit = open_kit("{stem}")'
"""The first code cell of every chapter: a kernel doesn't know which notebook it runs, so that the cell says it."""


class Teaches(StrEnum):
    """What a notebook is for."""

    START = "start"
    SHORT = "short"
    TALK = "talk"
    LEVEL = "level"
    ROLES = "roles"
    PATH = "path"
    LAB = "lab"


class About(Frozen):
    """What a notebook's metadata say: what it teaches, for which ladder (None: any), and how long it takes.

    `level` is the level's id; a notebook for levels that names none is the one that draws itself for any.
    `minutes` are in full, `brief` for somebody who goes straight to the questions (None: by what is asked).
    A lab names its `lab`, and the `level` that it practises (None: the neighbouring roles).
    """

    teaches: Teaches
    level: Id | None = None
    lab: Id | None = None
    ladder: Id | None = None
    title: Text | None = None
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    brief: Annotated[int, Field(ge=1, le=600)] | None = None

    @model_validator(mode="after")
    def _a_lab_has_an_id(self) -> About:
        if (self.teaches is Teaches.LAB) != (self.lab is not None):
            raise ValueError("a notebook that teaches a lab, and no other, names it as 'lab'")
        return self


class Mark(Frozen):
    """What a cell's metadata say: the ladder that it speaks of (None: any), where it is shown, whether it is closed."""

    ladder: Id | None = None
    where: Literal["jupyterlab"] | None = None
    fold: bool = False


class TextCell(NamedTuple):
    """A Markdown cell."""

    id: str
    text: str
    mark: Mark = Mark()


class CallCell(NamedTuple):
    """A code cell that is one call of the kit."""

    id: str
    method: str
    positional: tuple[Any, ...]
    named: dict[str, Any]
    mark: Mark = Mark()


class OtherCell(NamedTuple):
    """A code cell that is something else: it runs in JupyterLab alone."""

    id: str


Cell = TextCell | CallCell | OtherCell


class Notebook(NamedTuple):
    """A notebook as it was read; `about` is None for one that is no chapter."""

    path: Path
    about: About | None
    cells: tuple[Cell, ...]

    @property
    def stem(self) -> str:
        """Its file's name without the ending."""
        return self.path.stem


def _read(path: Path) -> Notebook:
    try:
        data = json.loads(path.read_bytes())
        about = data["metadata"].get("kit")
        cells = tuple(cell for number, raw in enumerate(data["cells"]) if (cell := _cell(raw, number)))
        return Notebook(path, None if about is None else About.model_validate_json(json.dumps(about)), cells)
    except OSError as error:
        raise DocumentError(f"this notebook can't be read: {error.strerror}", where=str(path)) from None
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'kit'}: {each['msg']}" for each in error.errors())
        raise DocumentError(
            f"its metadata don't say what it teaches ({what})",
            where=str(path),
            next_step="Mend “kit” in the notebook's metadata, or copy it from another chapter.",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DocumentError(
            "this is no notebook", where=str(path), next_step="Put back an earlier copy of it, or take it away."
        ) from None


read_notebook = read_once(_read, keep=200)
"""The notebook in a file, read again only if it has changed. Raises `DocumentError`."""


_FRAME: Final = re.compile(r"^(?:<details><summary>|</summary>|</details>)\n*", re.MULTILINE)
"""The lines in which Markdown stands that JupyterLab shows closed at first."""


def marks(raw: dict[str, Any]) -> Mark:
    """What a cell's metadata say of it, as it stands in the file. Raises `ValidationError`."""
    return Mark.model_validate((raw.get("metadata") or {}).get("kit") or {})


def _cell(raw: dict[str, Any], number: int) -> Cell | None:
    """A cell as the kit reads it; None for one that has nothing to show."""
    source = raw["source"]
    text = (source if isinstance(source, str) else "".join(source)).strip()
    cell_id = str(raw.get("id") or f"cell-{number}")
    if not text:
        return None
    if raw["cell_type"] == "markdown":
        return TextCell(cell_id, as_typed(_FRAME.sub("", text).strip()), marks(raw))
    return _code(cell_id, text, marks(raw)) if raw["cell_type"] == "code" else None


def _code(cell_id: str, source: str, mark: Mark) -> CallCell | OtherCell | None:
    try:
        tree = ast.parse(source)
        if not tree.body or _is_opening(tree):
            return None
        match tree.body:
            case [ast.Expr(ast.Call(ast.Attribute(ast.Name("kit"), method), positional, named))]:
                literal = {str(each.arg): ast.literal_eval(each.value) for each in named if each.arg is not None}
                if len(literal) == len(named) and not method.startswith("_"):
                    return CallCell(cell_id, method, tuple(map(ast.literal_eval, positional)), literal, mark)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        pass  # magics, names, sums: what isn't a literal isn't read
    return OtherCell(cell_id)


def _is_opening(tree: ast.Module) -> bool:
    match tree.body:
        case [ast.ImportFrom(), ast.Assign(value=ast.Call(args=[ast.Constant(str(stem))], keywords=[]))]:
            return ast.dump(tree) == ast.dump(ast.parse(OPENING.format(stem=stem.replace('"', ""))))
    return False
