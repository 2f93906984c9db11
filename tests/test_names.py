"""A variable is called after what it holds, so that nobody has to read its right-hand side to know."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.paths import PACKAGE

VAGUE = {"found", "told", "one", "made", "id"}
"""What a field or a parameter may be called, which stands beside its owner's name; a variable stands alone."""

SAMPLES = {
    "def f():\n    found = 1": {"found"},
    "def f(ids):\n    for one, id in ids: pass": {"one", "id"},
    "def f(ids):\n    return [id for id in ids]": {"id"},
    "def f(ids):\n    if made := ids: return made": {"made"},
    "def f(path):\n    with path as found: pass": {"found"},
    "def f(text):\n    match text:\n        case str(told): pass": {"told"},
    "def f():\n    def told(): pass": {"told"},
    "key = lambda one: one.id": {"one"},
    "def f(id, *, found=None):\n    return id, found": set(),
    "class Kept:\n    id: str\n    found = 1": set(),
    "def f():\n    return page('view', found=1).id": set(),
}


def vague(source: str, name: str) -> Iterator[str]:
    """Each variable of a function, a comprehension or a lambda that is called by one of the vague names."""

    def within(table: symtable.SymbolTable) -> Iterator[str]:
        if isinstance(table, symtable.Function):
            for symbol in table.get_symbols():
                is_named_by_callers = symbol.is_parameter() and table.get_name() != "lambda"
                if symbol.get_name() in VAGUE and symbol.is_local() and not is_named_by_callers:
                    yield f"{name}:{table.get_lineno()} {symbol.get_name()}"
        for inner in table.get_children():
            yield from within(inner)

    return within(symtable.symtable(source, name, "exec"))


@pytest.mark.parametrize("source", SAMPLES)
def test_vague_names_are_seen_and_fields_and_parameters_are_not(source: str):
    assert {place.split()[1] for place in vague(source, "here")} == SAMPLES[source]


def test_variables_say_what_they_hold():
    places = [place for path in sorted(PACKAGE.rglob("*.py")) for place in vague(path.read_text("utf-8"), where(path))]
    assert not places, "Name them by what they hold: " + ", ".join(places)


def where(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()
