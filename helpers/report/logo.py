"""A theme's logo: read, tried, and brought to one size for every page."""

from __future__ import annotations

import base64
import tempfile
from functools import lru_cache
from pathlib import Path

import typst

from helpers import files
from helpers.charts import Theme
from helpers.errors import ReportError
from helpers.report.fonts import font_book

MOST_BYTES = 5_000_000
"""The largest file that is taken: it is read for every report."""

_KINDS = {".svg": "svg+xml", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_END_OF_JPEG = b"\xff\xd9"
_FORMATS = {"svg+xml": "svg", "png": "png", "jpeg": "jpg"}
_DRAWN = b'#image("/logo", format: sys.inputs.format)'


def logo_of_one_size(path: Path) -> str:
    """A logo of any kind (.svg, .png, .jpg) as an SVG of one size, the logo at its top right.

    Raises `ReportError` for a file that can't be read, and for one that holds no whole picture: left to itself,
    a page would just have no logo.
    """
    kind = _KINDS[path.suffix.lower()]
    try:
        data = files.read(path, most=MOST_BYTES)
    except OSError as error:
        raise ReportError(
            f"the logo can't be read: {files.reason(error)}", where=str(path), next_step="Check 'logo' in the theme."
        ) from error
    svg, broken = _made(kind, data)
    if broken:
        raise ReportError(
            f"the logo can't be drawn: {broken}",
            where=str(path),
            next_step="Open it in a picture program and save it anew, or name another file as 'logo' in the theme.",
        )
    return svg


def check_logo(theme: Theme) -> None:
    """Raise `ReportError` for a logo that can't be read or drawn, before anything is made with it."""
    if theme.logo is not None:
        logo_of_one_size(theme.logo)


@lru_cache(maxsize=4)
def _made(kind: str, data: bytes) -> tuple[str, str]:
    """The logo of one size, and what is wrong with it ("" if it can be drawn)."""
    text = base64.b64encode(data).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120"><image width="400" height="120" '
        f'preserveAspectRatio="xMaxYMin" href="data:image/{kind};base64,{text}"/></svg>'
    )
    if kind in _STARTS and not data.startswith(_STARTS[kind]):
        return svg, f"this is no {kind.upper()} file, whatever its name says"
    # Decoders take half a JPEG for a whole one with a grey rest; a preview inside it may have an end of its own.
    if kind == "jpeg" and _END_OF_JPEG not in data[len(data) // 2 :]:
        return svg, "the file breaks off before its end"
    # What is broken inside an SVG may be left out without a word, so it is drawn by itself.
    with tempfile.TemporaryDirectory(prefix="logo-") as scratch:
        page, inputs = Path(scratch, "page.typ"), {"format": _FORMATS[kind]}
        page.write_bytes(_DRAWN)
        page.with_name("logo").write_bytes(data)
        try:
            typst.compile(page, root=page.parent, font_paths=font_book(system=False), sys_inputs=inputs)
        except typst.TypstError as error:
            return svg, str(error).strip() or "it is broken"
    return svg, ""
