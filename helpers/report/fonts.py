"""The fonts that a report may use, the same on every machine before any other.

The kit's own typeface comes from a Python package, Typst brings a few families of its
own, and the fonts of the machine stand last: they are asked only for what the others
lack, so that two machines make the same file of the same words.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import typst

FAMILY = "Source Sans Pro"
"""The kit's typeface (SIL Open Font Licence)."""

EMBEDDED = ("Libertinus Serif", "New Computer Modern", "New Computer Modern Math", "DejaVu Sans Mono")
"""What Typst carries with it, in the order in which it fills in for the kit's typeface."""

FACES = ("Light", "Regular", "It", "Semibold", "SemiboldIt", "Bold")
"""The faces of the kit's typeface that a report may use."""


@cache
def font_book(*, system: bool) -> typst.Fonts:
    """The kit's and Typst's fonts, with those of this machine if `system`. Read once a process."""
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=[str(_kit_fonts())])


@cache
def _kit_fonts() -> Path:
    """A folder with just the faces that the report uses.

    The package holds every face twice, as .otf and .ttf, and Typst would take whichever
    the file system lists first; a folder with one of each keeps PDFs identical.
    """
    folder = Path(tempfile.mkdtemp(prefix="report-fonts-"))
    owner = os.getpid()

    def clear() -> None:
        if os.getpid() == owner:  # a process forked from this one still needs the folder
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    with as_file(files("font_source_sans_pro") / "files") as source:
        for face in FACES:
            shutil.copyfile(source / f"SourceSansPro-{face}.otf", folder / f"SourceSansPro-{face}.otf")
    return folder
