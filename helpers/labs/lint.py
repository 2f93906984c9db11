"""All that can be wrong with a lab's file, found in one reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

from helpers.cases import LABS
from helpers.cases.lint import shared_checks
from helpers.documents import Document, Fault, nearest, read_document, read_model
from helpers.labs.model import Lab
from helpers.ladder.model import Ladder


def check_lab(path: Path, ladder: Ladder | None = None) -> Lab:
    """The lab in a file, as the model of the lab that it names.

    Raises `FileFaults` with every fault, or `DocumentError`.
    """
    data = read_document(path).data
    named = data.get("lab") if isinstance(data, dict) else None
    model = lab_model(named) if isinstance(named, str) else Lab
    return read_model(path, model, *model.checks, _unknown_lab, *shared_checks(ladder))


def lab_model(lab_id: str) -> type[Lab]:
    """The model of a lab: `LAB` in the `model.py` of its folder; the base of all labs for an unknown id."""
    if lab_id not in {lab.lab for lab in LABS}:
        return Lab
    model: type[object] = resolve_name(f"helpers.labs.{lab_id}.model:LAB")
    if not issubclass(model, Lab):
        raise TypeError(f"LAB of the lab {lab_id!r} is no Lab")
    return model


def _unknown_lab(document: Document) -> Iterator[Fault]:
    named = document.data.get("lab") if isinstance(document.data, dict) else None
    known = [lab.lab for lab in LABS]
    if isinstance(named, str) and named not in known:
        yield document.fault(("lab",), f"there is no lab '{named}'.", nearest(named, known))
