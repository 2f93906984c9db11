"""The `ladder` command: thin commands over the packages below.

A person's mistake prints as its message and exits with 1; anything else that goes
wrong is a fault of the kit and keeps its traceback.
"""

from __future__ import annotations

import io
import sys

from helpers.errors import KitError


def main() -> None:
    """Run the `ladder` command with the arguments of this process."""
    from helpers.cli.commands import app

    # A file's name needn't be UTF-8 on Linux; it goes out as the bytes that it is.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="surrogateescape")
    try:
        app(prog_name="ladder")
    except KitError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
