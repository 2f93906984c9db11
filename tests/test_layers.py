"""Imports run one way, and the core stays free of the notebook's heavy libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[1] / "helpers"
LAYERS = [
    {"errors", "files", "frozen", "interrupts", "kernels", "paths"},
    {"clock", "documents"},
    {"ladder"},
    {"journal"},
    {"cases", "insight"},
    {"charts"},
    {"report"},
    {"workshop"},
    {"database", "form", "pages"},
    {"labs"},
    {"widgets", "hosting"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
CORE = [f"helpers.{name}" for name in ("errors", "ladder", "journal", "insight", "cases", "charts", "report")]
HEAVY = ("pandas", "matplotlib", "IPython", "ipywidgets", "papermill", "numpy", "anywidget")


def layer(path: Path) -> str:
    return path.relative_to(HELPERS).parts[0].removesuffix(".py")


def imported_layers(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[1] for name in names if name.startswith("helpers.")}


MODULES = sorted(path for path in HELPERS.rglob("*.py") if path != HELPERS / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HELPERS)))
def test_a_module_imports_its_own_layer_or_lower_ones(path):
    own = layer(path)
    assert own in RANK, f"helpers/{own} has no place in the layers"
    for other in imported_layers(path):
        assert other == own or RANK[other] < RANK[own], f"{path} ({own}) imports helpers.{other}"


@pytest.mark.parametrize("path", sorted(HELPERS.glob("labs/*/*.py")), ids=lambda path: str(path.relative_to(HELPERS)))
def test_of_a_lab_the_page_alone_knows_forms_and_pages(path):
    if path.name != "page.py":
        assert imported_layers(path).isdisjoint({"form", "pages"})


def test_the_core_starts_without_the_heavy_libraries():
    code = f"import sys, {', '.join(CORE)}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
