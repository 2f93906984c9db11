"""Practice: a lab for every level, with the models that labs play with.

    data/labs/<lab>.yaml → Lab (helpers/labs/<lab>/model.py) → pure functions (simulation.py, charts.py beside it)

Importing this package imports no NumPy; the labs' simulations do.
"""

from __future__ import annotations

from pathlib import Path

from helpers.cases import entry
from helpers.documents import FileFaults, read_once
from helpers.errors import DocumentError
from helpers.labs.lint import check_lab
from helpers.labs.model import Lab, Range
from helpers.paths import labs_path

__all__ = [
    "FileFaults",
    "Lab",
    "Range",
    "check_lab",
    "load_lab",
]

_lab = read_once(check_lab)


def load_lab(lab_id: str, path: Path | str | None = None) -> Lab:
    """The lab with this id: from `path`, else `$LADDER_LABS`, else as shipped.

    A file that has not changed since it was last read is not read again. Raises `UnknownId`
    for a lab that there isn't, `FileFaults` with every fault of the file, or `DocumentError`.
    """
    entry(lab_id)
    file = Path(path).expanduser() if path else labs_path(f"{lab_id}.yaml")
    lab = _lab(file)
    if lab.lab != lab_id:
        raise DocumentError(f"this is the lab '{lab.lab}', not '{lab_id}'", where=str(file))
    return lab
