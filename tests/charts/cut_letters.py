"""Cuts the typeface of pictures out of Source Sans Pro, and writes down how wide its letters are.

    .venv/bin/python -m tests.charts.cut_letters

makes `helpers/charts/letters/` anew, which is needed when the package or the blocks of
`helpers/charts/typeface.py` change. A test holds the folder to the package.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from helpers.charts.typeface import BLOCKS, FACES, FAMILY, LETTERS, Part, block_of

SOURCES = {"regular": "Regular", "semibold": "Semibold", "italic": "It", "semibold-italic": "SemiboldIt"}
MEASURED = ("regular", "semibold")
"""The faces that pictures are laid out with: a line in italics is a little narrower than an upright one."""

LICENCE = "LICENSE.txt"


def source(face: str) -> TTFont:
    """The whole face, as its package has it."""
    with as_file(files("font_source_sans_pro") / f"files/SourceSansPro-{SOURCES[face]}.ttf") as file:
        return TTFont(BytesIO(file.read_bytes()))


def advances(font: TTFont) -> dict[str, int]:
    """How far each character of the blocks moves on, in thousandths of the text's size."""
    widths, per_em = font["hmtx"], font["head"].unitsPerEm
    characters = {chr(code): name for code, name in font.getBestCmap().items() if block_of(chr(code))}
    return {character: round(widths[name][0] * 1000 / per_em) for character, name in sorted(characters.items())}


def cut(part: Part) -> bytes | None:
    """One file of the typeface, under its own name; None where the face has none of the block's characters."""
    font = source(part.face)
    codes = [code for code in font.getBestCmap() if block_of(chr(code)) == part.block]
    if not codes:
        return None
    options = Options(flavor="woff2", hinting=False, layout_features=["kern", "mark"], notdef_outline=True)
    options.name_IDs, options.name_languages = [], []
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    named = {0: _copyright(), 1: FAMILY, 2: part.face, 4: f"{FAMILY} {part.face}", 6: f"LadderSans-{part.face}"}
    named[13] = "SIL Open Font License, Version 1.1"
    for number, words in named.items():
        font["name"].setName(words, number, 3, 1, 0x409)
    font["head"].modified = font["head"].created  # the same bytes on every day
    font.flavor, packed = "woff2", BytesIO()
    font.recalcTimestamp = False
    font.save(packed)
    return packed.getvalue()


def _grouped(widths: dict[str, int]) -> dict[int, str]:
    """The characters of each width, the narrowest first."""
    return {each: "".join(c for c, width in widths.items() if width == each) for each in sorted(set(widths.values()))}


def _copyright() -> str:
    return source("regular")["name"].getDebugName(0) or ""


def main() -> None:
    """Write every file anew."""
    LETTERS.mkdir(exist_ok=True)
    for old in LETTERS.iterdir():
        old.unlink()
    for part in (Part(face, block) for face in FACES for block in BLOCKS):
        if data := cut(part):
            part.file.write_bytes(data)
    text = json.dumps({face: _grouped(advances(source(face))) for face in MEASURED}, ensure_ascii=False, indent=1)
    (LETTERS / "widths.json").write_text(text + "\n", encoding="utf-8")
    with as_file(files("font_source_sans_pro") / "files/LICENSE.txt") as licence:
        (LETTERS / LICENCE).write_bytes(Path(licence).read_bytes())


if __name__ == "__main__":
    main()
