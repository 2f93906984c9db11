"""How pictures and reports look: colours that can be read, a typeface, a logo, a paper size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from helpers.documents import Document, Fault, read_model
from helpers.frozen import Frozen
from helpers.paths import ROOT

READABLE = 4.5
"""The least contrast of text with its ground (WCAG 2.2, criterion 1.4.3)."""

LOGO_KINDS = (".svg", ".png", ".jpg", ".jpeg")


def _six_digits(colour: str) -> str:
    if len(colour) == 7 and colour[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in colour[1:]):
        return colour.lower()
    raise PydanticCustomError("colour", 'a colour is written as "#" and six hex digits, such as "#17695c"')


Colour = Annotated[str, AfterValidator(_six_digits)]
"""A colour as "#rrggbb"."""


class Theme(Frozen):
    """The look of everything that is drawn or typeset.

    `accent`, `ink` and `muted` can each be read as text on `background`: `load_theme`
    refuses a file in which they can't. `logo` is an absolute path, or None.
    """

    accent: Colour = "#17695c"
    ink: Colour = "#20292b"
    muted: Colour = "#5a6568"
    background: Colour = "#ffffff"
    font: Annotated[str, StringConstraints(pattern=r"^[\w .-]+$", max_length=80)] = "Source Sans Pro"
    logo: Path | None = None
    paper: Literal["a4", "letter"] = "a4"

    def tint(self, share: float, of: str | None = None) -> str:
        """A colour between the background (0) and the accent, or another colour, (1)."""
        return mix(self.background, of or self.accent, share)


def load_theme(path: Path | str | None = None) -> Theme:
    """The theme in a YAML file; None means the kit's own `data/theme.yaml`.

    Raises `FileFaults` with every fault and its line, or `DocumentError` for a file
    that can't be read.
    """
    file = Path(path or ROOT / "data/theme.yaml").expanduser()
    theme = read_model(file, Theme, _faint_colours, _missing_logo)
    return theme if theme.logo is None else theme.model_copy(update={"logo": _beside(file, theme.logo)})


def mix(ground: str, colour: str, share: float) -> str:
    """A colour `share` of the way (0–1) from `ground` to `colour`."""
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 (none) to 21 (black on white), as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str) -> str:
    """The colour itself if it can be read on the ground, or else the nearest shade of it that can."""
    away = "#000000" if _luminance(ground) > 0.18 else "#ffffff"
    shades = (mix(colour, away, step / 100) for step in range(101))
    return next((shade for shade in shades if contrast(shade, ground) >= READABLE), away)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _faint_colours(document: Document) -> Iterator[Fault]:
    keys = ("background", "accent", "ink", "muted")
    given = document.data if isinstance(document.data, dict) else {}
    colours: dict[str, str] = {}
    for key in keys:
        try:
            colours[key] = _six_digits(str(given.get(key, Theme.model_fields[key].default)))
        except PydanticCustomError:
            return  # the shape says so already
    ground = colours.pop("background")
    for key, colour in colours.items():
        if (ratio := contrast(colour, ground)) < READABLE:
            yield document.fault(
                (key,) if key in given else ("background",),
                f"'{key}' {colour} on the background {ground} has a contrast of {ratio:.1f} to 1; "
                f"to be read it needs {READABLE} to 1.",
                f'The nearest shade that does is "{readable(colour, ground)}".',
            )


def _missing_logo(document: Document) -> Iterator[Fault]:
    logo = document.data.get("logo") if isinstance(document.data, dict) else None
    if not isinstance(logo, str):
        return
    file = _beside(document.path, Path(logo))
    if file.suffix.lower() not in LOGO_KINDS:
        yield document.fault(("logo",), f"'{logo}' is no picture that a report can hold.", "Use .svg, .png or .jpg.")
    elif not file.is_file():
        yield document.fault(("logo",), f"there is no file {file}.", "The path is seen from this file.")


def _beside(file: Path, path: Path) -> Path:
    return (file.parent / path.expanduser()).resolve()
