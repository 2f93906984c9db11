"""The docstring of a public function that takes three things or more names each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.paths import PACKAGE

MANY = 3
TOLD_ONCE = {"leading"}
"""Decorators that say for all their functions what these are given."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def public(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """The public functions of a module and of its classes, each with the docstrings that speak of it."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for owner in (tree, *classes):
        for node in owner.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                if TOLD_ONCE.intersection(map(ast.unparse, node.decorator_list)):
                    continue
                about = ast.get_docstring(owner) if isinstance(owner, ast.ClassDef) else ""
                yield node, f"{ast.get_docstring(node)} {about}"


def options() -> set[str]:
    """The names under which several commands take the same option."""
    nodes = [node for path in (PACKAGE / "cli").glob("*.py") for node in ast.parse(path.read_text("utf-8")).body]
    shared = (node for node in nodes if isinstance(node, ast.Assign) and "typer." in ast.unparse(node.value))
    return {ast.unparse(target) for node in shared for target in node.targets}


OPTIONS = options()


def unnamed(function: ast.FunctionDef | ast.AsyncFunctionDef, docstring: str) -> list[str]:
    """The parameters that a docstring doesn't name, in the singular or the plural; what a command takes is told by its
    help."""
    every = [one for one in (*function.args.args, *function.args.kwonlyargs) if one.arg not in ("self", "cls")]
    annotations = {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in every}
    taken = [name for name, said in annotations.items() if "typer." not in said and said not in OPTIONS]
    words = {word.rstrip("s") for word in re.findall(r"\w+", docstring.lower())}
    return [name for name in taken if name.lower().rstrip("s") not in words] if len(taken) >= MANY else []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_each_of_many_parameters_is_named(path: Path):
    found = {function.name: unnamed(function, told) for function, told in public(ast.parse(path.read_text("utf-8")))}
    assert {name: left for name, left in found.items() if left} == {}


def test_one_that_is_left_out_would_be_found():
    tree = ast.parse('def f(one, two, three):\n    """Says one and two."""')
    assert [unnamed(function, told) for function, told in public(tree)] == [["three"]]
