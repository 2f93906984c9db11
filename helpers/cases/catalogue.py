"""The labs that there are, and the notebooks that they are: what the first lines of the shipped files say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.errors import UnknownId
from helpers.paths import ROOT

_NOTEBOOK = re.compile(r"^notebook: *([\w-]+) *$", re.MULTILINE)


class Entry(NamedTuple):
    """A lab's id, and the stem of its notebook's file name."""

    lab: str
    stem: str

    @property
    def file(self) -> str:
        """The notebook's file name, which is also the link to it from the notebook beside it."""
        return f"{self.stem}.ipynb"


def _entries(folder: Path) -> Iterator[Entry]:
    # The key alone is looked for: reading seven files with all that is in them takes longer than a chapter's start.
    for path in folder.glob("*.yaml"):
        if named := _NOTEBOOK.search(path.read_text(encoding="utf-8")):
            yield Entry(path.stem, named[1])


LABS = tuple(sorted(_entries(ROOT / "data/labs"), key=lambda lab: lab.stem))
"""The labs, in the order of their notebooks."""


def entry(lab_id: str) -> Entry:
    """The lab with this id. Raises `UnknownId`, naming the labs there are."""
    for lab in LABS:
        if lab.lab == lab_id:
            return lab
    known = ", ".join(lab.lab for lab in LABS)
    raise UnknownId(f"there is no lab {lab_id!r}", next_step=f"There is: {known}.")
