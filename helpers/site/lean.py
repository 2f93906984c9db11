"""What a browser fetches before somebody can read and answer, made small: it is to come over a slow line too."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Final
from urllib.parse import unquote

_PICTURE: Final = re.compile(r'(?P<attribute>src|srcset)="data:image/svg\+xml,(?P<svg>[^"]{4000,})"')
"""A picture in a page that is large enough to be a file."""

_BLOCK: Final = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE: Final = re.compile(r"^[ \t]*//.*\n|[ \t]+// [^\"'`\n]*$", re.MULTILINE)
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
_COMMENT: Final = re.compile(r"[ \t]*/\*[^*]*\*/[ \t]*$", re.MULTILINE)
_BLANK: Final = re.compile(r"\n{2,}")
_LEADS_ON: Final = re.compile(r"^((?:(?!//).)*[{,])\n", re.MULTILINE)
"""A line of a script that goes on in the next one, and can't end in a comment."""
_PLAIN: Final = re.compile(r'^(?:[^"\'\n]|"[^"\n]*")+$', re.MULTILINE)
"""A line of a style sheet of which it is clear what is text: that between double quotation marks."""
_AROUND: Final = re.compile(r" ?([{};>]) ?")

_IMPORT: Final = re.compile(r'^import (?:[^"]* from )?"\./([^"]+)";$', re.MULTILINE)


def pictures_apart(pages: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Pages, and beside them their large pictures as files in a folder: what is read and answered comes first.

    A picture carries its letters, some 25 kB that no compression makes smaller.
    """
    pictures: dict[str, bytes] = {}

    def apart(picture: re.Match[str]) -> str:
        data = unquote(unescape(picture["svg"])).encode()
        name = f"{folder}/picture-{hashlib.sha256(data).hexdigest()[:12]}.svg"
        pictures[name] = data
        return f'{picture["attribute"]}="{name}"'

    small = {name: _PICTURE.sub(apart, html.decode()).encode() for name, html in pages.items()}
    return {**small, **pictures}


def bare(name: str, text: str) -> str:
    """A script or a style sheet of the kit's without comments and indentation: a quarter of it.

    Besides, what is open at the end of a line goes on in the same line. Nothing else is touched, so that a fault in a
    browser still names what stands in the source. A comment behind code goes if no quotation mark is in it: then it can
    be no part of a text. Modules (.mjs) hold Python, and stay.
    """
    if name.endswith(".mjs"):
        return text
    text = _BLOCK.sub("", text)
    if name.endswith(".css"):
        tight = _PLAIN.sub(_tight, _INDENT.sub("", _COMMENT.sub("", text)))
        return tight.replace(";\n}", "}").replace("\n", "")  # no text goes over the end of a line
    return _LEADS_ON.sub(r"\1", _BLANK.sub("\n", _INDENT.sub("", _LINE.sub("", text))))


def _tight(line: re.Match[str]) -> str:
    """A line of a style sheet without the spaces that no browser needs; texts in it stay."""
    pieces = line[0].split('"')  # by turns what is no text, and a text
    pieces[::2] = [
        _AROUND.sub(r"\1", piece).replace(": ", ":").replace(", ", ",").replace(";}", "}") for piece in pieces[::2]
    ]
    return '"'.join(pieces)


def together(name: str, parts: Sequence[str], contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Style sheets as one file, `name`, in the order of `parts`: it comes in one go, and compresses better than each.

    `contents` are all files, of which the parts go.
    """
    rest = {each: data for each, data in contents.items() if each not in parts}
    return {**rest, name: b"\n".join(contents[part] for part in parts)}


def asked_for(scripts: Mapping[str, bytes], first: str) -> tuple[str, ...]:
    """The scripts that a script needs before it runs, itself first, so that a page can ask for all of them at once."""
    needed = [first]
    for name in needed:
        needed += [imported for imported in _IMPORT.findall(scripts[name].decode()) if imported not in needed]
    return tuple(dict.fromkeys(needed))
