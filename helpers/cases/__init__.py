"""Judgement cases and the labs that there are, as data: agendas, handouts and chapters name them.

    data/labs/cases/<level>.yaml → Cases

Importing this package imports no lab, and nothing that a lab needs.
"""

from __future__ import annotations

from pathlib import Path

from helpers.cases.catalogue import LABS, Entry, entry
from helpers.cases.lint import check_cases
from helpers.cases.model import Case, CaseOption, Cases
from helpers.documents import read_once
from helpers.errors import DocumentError
from helpers.paths import labs_path

__all__ = ["LABS", "Case", "CaseOption", "Cases", "Entry", "check_cases", "entry", "load_cases"]

_cases = read_once(check_cases)


def load_cases(level_id: str, path: Path | str | None = None) -> Cases:
    """The judgement cases of a level: from `path`, else `$LADDER_LABS`, else as shipped.

    Raises `FileFaults` with every fault of the file, or `DocumentError`, also where a level has none.
    """
    file = Path(path).expanduser() if path else labs_path(f"cases/{level_id}.yaml")
    cases = _cases(file)
    if cases.level != level_id:
        raise DocumentError(f"these are the cases of the level '{cases.level}', not '{level_id}'", where=str(file))
    return cases
