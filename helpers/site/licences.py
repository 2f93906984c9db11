"""What a site passes on that others made: each part with its version, its hash and its licence, as one text file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from email.parser import BytesParser
from importlib.metadata import distribution
from pathlib import PurePosixPath

from helpers.paths import INSTALLED, PACKAGE, ROOT
from helpers.site.parts import Wheel, lock

_RUNTIME = (
    "Pyodide is under the Mozilla Public License 2.0 (https://www.mozilla.org/MPL/2.0/); its source is at "
    "https://github.com/pyodide/pyodide. Inside it is CPython, under the PSF License Agreement "
    "(https://docs.python.org/3/license.html). Neither was changed."
)


def licences(wheels: Mapping[Wheel, bytes]) -> bytes:
    """The list of a site's parts, and the licences that they carry."""
    return "\n".join(_lines(wheels)).encode()


def _lines(wheels: Mapping[Wheel, bytes]) -> Iterator[str]:
    runtime = lock().runtime
    yield "What this site is made of\n"
    yield "The kit itself: MIT licence, below. The typeface: Source Sans Pro, SIL Open Font License 1.1."
    yield f"{runtime.package} {runtime.version}, {runtime.integrity}\n{_RUNTIME}\n"
    for wheel, data in wheels.items():
        yield f"{wheel.name} {wheel.version}: {_licence(data)}\n  {wheel.file}, sha256 {wheel.sha256}"
    yield _titled("The kit", _of_the_kit())
    yield _titled(
        "Source Sans Pro, and the letters of charts that were cut from it",
        (PACKAGE / "charts/letters/LICENSE.txt").read_text(encoding="utf-8"),
    )
    for wheel, data in wheels.items():
        for name, text in _texts(data):
            yield _titled(f"{wheel.name} {wheel.version}: {name}", text)


def _of_the_kit() -> str:
    """The kit's own licence: in its folder, or where an installer puts that of a package."""
    if not INSTALLED:
        return (ROOT / "LICENSE").read_text(encoding="utf-8")
    return distribution("pm-career-ladder-kit").read_text("licenses/LICENSE") or ""


def _titled(title: str, text: str) -> str:
    return f"\n{'=' * 78}\n{title}\n{'=' * 78}\n\n{text.strip()}\n"


def _licence(data: bytes) -> str:
    """What a wheel says of its licence, in a few words."""
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
        said = BytesParser().parsebytes(wheel.read(name), headersonly=True)
    classified = [
        str(line).rpartition(":: ")[2] for line in said.get_all("Classifier", ()) if "License ::" in str(line)
    ]
    named = str(said.get("License-Expression") or said.get("License") or "").strip().partition("\n")[0]
    return named or ", ".join(classified) or "see its own files"


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        for name in sorted(wheel.namelist()):
            last = PurePosixPath(name).name
            if (
                ".dist-info/" in name
                and not name.endswith("/")
                and last.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
            ):
                yield last, wheel.read(name).decode(errors="replace")
