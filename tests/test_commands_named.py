"""Commands that a message or a page names are ones that its reader has, whichever way they started the kit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from helpers.chapters.notebook import TextCell, read_notebook
from helpers.cli.commands import app
from helpers.paths import COMMAND, PACKAGE, ROOT, as_typed, typed
from helpers.web.importing import ImportPage
from helpers.web.multipart import Part
from helpers.workshop.agenda import load_workshop, shipped

NAMES = "|".join(sorted(get_command(app).commands))  # type: ignore[attr-defined]
NAMED = re.compile(rf"(?<!-)\bladder ({NAMES})\b(?! import)|python3 start\.py")
ELSEWHERE = ("paths.py",)
"""Where both ways are named."""


def said(tree: ast.AST) -> Iterator[str]:
    """The words of a module that a person may read: docstrings are for whoever works on the kit."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):  # what stands alone is a docstring
            node.body = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_names_a_command_as_only_some_can_type_it():
    found = {
        f"{path.relative_to(PACKAGE)}: {text[:80]}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).as_posix() not in ELSEWHERE
        for text in said(ast.parse(path.read_text(encoding="utf-8")))
        if NAMED.search(text)
    }
    assert found == set()


def test_no_page_does():
    kinds = ("*.j2", "*.typ", "*.js", "*.mjs")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for kind in kinds
        for path in PACKAGE.rglob(kind)
        if NAMED.search(re.sub(r"(?m)^\s*(//|\*|/\*).*$", "", path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_what_is_written_for_the_kits_folder_follows_how_it_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Agendas and notebooks name `python3 start.py`; where the kit was installed they say `ladder`."""
    board = tmp_path / "board.ipynb"
    board.write_bytes((ROOT / "notebooks/facilitator/workshop_board.ipynb").read_bytes())
    monkeypatch.setattr("helpers.paths.COMMAND", "ladder")
    assert typed("host sessions") == "ladder host sessions"
    assert as_typed("python3 start.py --app, python3 start.py share") == "ladder app, ladder share"
    texts = [cell.text for cell in read_notebook(board).cells if isinstance(cell, TextCell)]
    assert any("`ladder board FOLDER`" in text for text in texts)
    told = [load_workshop(id).model_dump_json() for id in shipped()]
    assert not [text for text in (*texts, *told) if "start.py" in text]
    assert all("ladder " in text for text in told)


def test_the_app_is_started_in_one_way_wherever_it_is_told(monkeypatch: pytest.MonkeyPatch):
    """In the README, in the guide to importing, in the ladder file that it makes, and on the page that makes it."""
    monkeypatch.setattr("helpers.paths.COMMAND", "python3 start.py")
    told = typed("app --ladder")
    assert told == "python3 start.py --app --ladder"
    assert f"\n{typed('app')}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"\n{told} my-ladder.yaml\n" in (ROOT / "docs/importing-a-ladder.md").read_text(encoding="utf-8")
    cells = b"Level\tStatement\nOne\tAsks early\nTwo\tWrites it down\n"
    page = ImportPage()
    html, _ = page.step([Part("pasted", "", cells), Part("title", "", b"Ours")])
    assert f"<code>{told} ours.yaml</code>" in html
    monkeypatch.setattr("helpers.paths.COMMAND", "ladder")
    assert typed("app --ladder") == "ladder app --ladder"


def test_in_the_kits_folder_it_is_its_own_script():
    assert COMMAND in ("python3 start.py", "py start.py")
    assert as_typed("python3 start.py --app") == f"{COMMAND} --app" == typed("app")
    assert as_typed("python3 start.py share") == f"{COMMAND} share" == typed("share")
