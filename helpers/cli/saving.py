"""What JupyterLab writes when it saves a chapter: the notebook, without what anybody answered."""

from __future__ import annotations

from typing import Any

LEFT_BY_A_RUN = ("collapsed", "execution", "scrolled", "trusted")


def keep_answers_out(model: dict[str, Any], path: str, **_: object) -> None:
    """Drop outputs and what a run left behind from a notebook that is about to be saved.

    What the kit shows (answers, pictures, a report) belongs to the journal's owner and
    would otherwise end up in a file that is shared. JupyterLab calls this before each
    save, its own every two minutes included. Only the kit's `notebooks/` are changed.
    """
    if model["type"] != "notebook" or not path.strip("/").startswith("notebooks/"):
        return
    notebook = model["content"]
    notebook["metadata"].pop("widgets", None)
    language = notebook["metadata"].get("language_info", {}).get("name", "python")
    notebook["metadata"]["language_info"] = {"name": language}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        for key in LEFT_BY_A_RUN:
            cell["metadata"].pop(key, None)
