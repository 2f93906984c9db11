"""Papermill's side of the engine `fork`, and the target of its entry point.

A module of its own because papermill loads entry points while it is imported itself:
what this imports must not import papermill, or each would wait for the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import Engine, NotebookExecutionManager  # type: ignore[import-untyped]

from helpers.report.engine import NotebookProcess


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
        out, where the caller is. Raises `RuntimeError` if the process ends on the way.
        """
        from helpers.report.shell import LANGUAGE

        folder = (resources or {}).get("metadata", {}).get("path") or Path.cwd()
        with NotebookProcess(str(folder)) as process:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    went_well = cell.cell_type != "code" or not cell.source.strip() or process.run(cell)
                    if not went_well:
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = LANGUAGE
