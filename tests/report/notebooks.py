"""Report notebooks for tests: the kit's own, with another cell."""

from pathlib import Path

import nbformat

from helpers.report.batch import TEMPLATE


def template_with(path: Path, source: str, *, first: bool = True) -> Path:
    """The personal report's notebook with one more cell, before all work or after it."""
    notebook = nbformat.read(TEMPLATE, as_version=4)
    declares = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ()))
    notebook.cells.insert(declares + 1 if first else len(notebook.cells), nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    return path
