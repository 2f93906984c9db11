"""Opening a chapter is quick: what is slow to import stays out until somebody asks for it."""

import subprocess
import sys

SLOW = ("pandas", "numpy", "matplotlib", "typst", "papermill", "nbformat", "nbclient", "rich", "typer")


def test_the_kit_is_imported_without_what_only_some_need():
    code = f"from helpers.widgets import open_kit; import sys; print([m for m in {SLOW!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
