"""Imports run one way, and the core stays free of the notebook's heavy libraries."""

import subprocess
import sys
from pathlib import Path

HELPERS = Path(__file__).parents[1] / "helpers"
CORE = [f"helpers.{name}" for name in ("errors", "ladder", "journal", "insight", "cases", "charts", "report")]
HEAVY = ("pandas", "matplotlib", "IPython", "ipywidgets", "papermill", "numpy", "anywidget")


def test_imports_run_downwards_and_never_in_a_circle():
    """The layers, and what a lab may know, stand in pyproject.toml. In a process of its own: it sets logging anew."""
    lint = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports('pyproject.toml', no_cache=True))"
    )
    done = subprocess.run([sys.executable, "-c", lint], capture_output=True, text=True, cwd=HELPERS.parent)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_the_core_starts_without_the_heavy_libraries():
    code = f"import sys, {', '.join(CORE)}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_course_knows_no_kernel_no_widget_and_no_server_and_would_start_in_a_browser():
    """Neither now nor when a chapter is read and drawn, or a report is made as a page or as text.

    Under Pyodide what is barred here isn't there at all.
    """
    done = subprocess.run(
        [sys.executable, "-c", COURSE.format(barred=BARRED)], capture_output=True, text=True, cwd=HELPERS.parent
    )
    assert done.stdout.strip() == "drawn", done.stderr[-2000:]


BARRED = (
    *("IPython", "ipywidgets", "anywidget", "traitlets", "jupyter_client", "nbformat", "papermill"),
    *("starlette", "uvicorn", "sqlalchemy", "psycopg", "numpy", "pandas", "matplotlib", "psutil", "multiprocessing"),
    *("_multiprocessing", "_posixshmem", "fcntl", "typst", "pebble", "helpers.interrupts", "helpers.kernels"),
)
COURSE = """
import sys
sys.modules.update(dict.fromkeys({barred!r}))  # None there: importing it raises ImportError
from datetime import UTC, datetime
from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.charts import load_theme
from helpers.ladder import load_ladder
found = course(load_ladder())
for here in found.chapters:
    now = ViewContext.of(found, here, (), theme=load_theme(), now=datetime.now(UTC), kept=Kept("here"))
    for part in parts(found, here):
        if isinstance(part, Element):
            part.shows(now), part.asks(now)
from helpers.chapters.report import make_page
from helpers.report import as_text, build_one_to_one
assert make_page(now).data.startswith(b"<!DOCTYPE html>")
assert as_text(build_one_to_one(now.ladder, (), on=now.now.date(), theme=now.theme))
print("drawn")
"""


def test_the_steps_of_hosted_databases_stand_in_one_line():
    """Two that were written side by side would both be the last one, and no database could be opened."""
    steps = sorted((HELPERS / "database/migrations/versions").glob("v*.py"))
    numbers = [step.name[1:5] for step in steps]
    assert numbers == [f"{number:04}" for number in range(1, len(steps) + 1)]
    for step, number, before in zip(steps, numbers, [None, *numbers], strict=False):
        text = step.read_text(encoding="utf-8")
        assert f'\nrevision = "{number}"\n' in text, step.name
        assert (f'\ndown_revision = "{before}"\n' if before else "\ndown_revision = None\n") in text, step.name
