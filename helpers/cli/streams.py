"""What the commands print reaches whoever reads it: people's words have letters that a code page hasn't."""

from __future__ import annotations

import codecs
import io
import sys

ANYTHING = "kit-anything"
"""How characters are printed that the encoding hasn't: see `_anything`."""


def print_anything() -> None:
    """See that standard output and error print any text.

    What goes to a file or a pipe is UTF-8, on Windows too, where it would be the code page's and end in an error
    at the first letter that this hasn't. A terminal keeps its encoding.
    """
    codecs.register_error(ANYTHING, _anything)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors=ANYTHING)


def _anything(error: UnicodeError) -> tuple[str | bytes, int]:
    """The bytes of a file's name that is no text in the system's encoding; else the character's number."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("backslashreplace")(error)
