"""What a batch has made: a record beside the PDFs, so that the next run makes only what is missing or old.

Each PDF has a small file in the folder `.made`, written once the PDF stands. It holds a
digest of everything that the report came from, one of the PDF, and the PDF's notices. A
digest tells whether something changed, and not what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from helpers import files
from helpers.charts import load_theme
from helpers.errors import KitError
from helpers.journal import disk
from helpers.paths import PACKAGE, ROOT, ladder_path
from helpers.report.files import write_private

FOLDER = ".made"

_PARTS = ("documents", "ladder", "journal", "insight", "charts", "report")
_SOURCES = frozenset({".py", ".typ", ".html"})


def basis(template: Path, ladder: str, theme: str, on: str) -> str:
    """A digest of all that reports of one batch have in common; "" stands for the kit's own ladder and theme.

    The kit counts with the source that reports are made by, as its version stays the same between releases. `template`
    is the notebook that is run, and `on` the day of the reports, as it is handed to it.
    """
    look = Path(theme or ROOT / "data/theme.yaml")
    files = [template, ladder_path(ladder), look]
    with suppress(KitError):  # the report says what is wrong with the theme
        logo = load_theme(theme or None).logo
        files += [logo] if logo else []
    return _digest([on.encode(), version("typst").encode(), _kit(), *map(_content, files)])


def stamp(basis: str, journal: Path) -> str:
    """A digest of all that the report of this journal comes from."""
    return _digest([basis.encode(), _content(journal)])


def recall(pdf: Path, stamp: str) -> tuple[str, ...] | None:
    """The notices of this PDF if it was made from what the stamp stands for and is still as it was made; else None."""
    try:
        record = json.loads(_record(pdf).read_bytes())
        same = record["stamp"] == stamp and record["pdf"] == _digest([pdf.read_bytes()])
        return tuple(map(str, record["notices"])) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(pdf: Path, stamp: str, notices: tuple[str, ...]) -> None:
    """Record a PDF that was just made. Raises `ReportError` if the record can't be written.

    `stamp` is the digest of all that it was made of, and `notices` are told again when it is found.
    """
    record = {"stamp": stamp, "pdf": _digest([pdf.read_bytes()]), "notices": notices}
    write_private(_record(pdf), json.dumps(record).encode())


def forget(pdf: Path) -> None:
    """Let this PDF be made again by the next run."""
    _record(pdf).unlink(missing_ok=True)


def _record(pdf: Path) -> Path:
    return pdf.parent / FOLDER / f"{pdf.stem}.json"


@cache
def _kit() -> bytes:
    inside = (path for part in _PARTS for path in (PACKAGE / part).rglob("*"))
    files = sorted(path for path in inside if path.suffix in _SOURCES)
    return _digest(map(_content, files)).encode()


def _content(path: Path) -> bytes:
    try:
        return files.read(path, most=disk.MOST_BYTES)
    except OSError:
        return b""  # the report that needs it says so


def _digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
