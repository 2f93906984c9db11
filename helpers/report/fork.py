"""Papermill's engine `fork`: each notebook in a fresh process, forked from one with the imports loaded.

A module of its own because papermill loads entry points while it is imported itself: what this imports must not
import papermill, or each would wait for the other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from papermill.engines import Engine, NotebookExecutionManager  # type: ignore[import-untyped]

from helpers.report import pool


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs a notebook as the stock engine does, in a process of its own instead of a kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        resources: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Run the notebook's cells, up to the first that fails.

        They run in the folder `resources["metadata"]["path"]`, as nbclient takes it; left
        out, where the caller is. Raises `RuntimeError` if the process ends on the way. `nb_man` holds the notebook and
        is told of each cell; `kernel_name` is papermill's and counts for nothing here.
        """
        from helpers.report.kernel_shell import LANGUAGE, run_cells

        folder = (resources or {}).get("metadata", {}).get("path") or Path.cwd()
        sources = [cell.source for cell in nb_man.nb.cells if _runs(cell)]
        outcomes = iter(json.loads(pool.run(run_cells, str(folder), sources)))
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            went_well = True
            if _runs(cell):
                outcome = next(outcomes)
                cell.execution_count, went_well = outcome["count"], outcome["ok"]
                cell.outputs = nbformat.from_dict(outcome["outputs"])  # type: ignore[no-untyped-call]
            if not went_well:
                nb_man.cell_exception(cell, cell_index=index)
            nb_man.cell_complete(cell, cell_index=index)
            if not went_well:
                break
        nb_man.nb.metadata["language_info"] = LANGUAGE


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())
