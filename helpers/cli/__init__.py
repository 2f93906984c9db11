"""The `ladder` command: thin commands over the packages below.

A person's mistake prints as its message and exits with 1; anything else that goes
wrong is a fault of the kit and keeps its traceback.
"""

from __future__ import annotations

import sys

from helpers.cli.streams import print_anything
from helpers.errors import KitError
from helpers.interrupts import end_at_interrupts, raise_at_interrupts
from helpers.paths import COMMAND


def main() -> None:
    """Run the `ladder` command with the arguments of this process."""
    end_at_interrupts()  # while it loads, there is nothing to put away
    # Whatever opens a notebook loads jsonschema, and that loads this where it is installed, which compiles the
    # grammars of 38 kinds of address: 1.4 s, and no notebook is checked for one. Where there is none, it does without.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from helpers.cli.commands import app

    # A hosted session's database is whole whenever a process ends, and until the service hears signals
    # itself, an exception in the midst of loading would only be told as a fault.
    if sys.argv[1:2] != ["host"]:
        raise_at_interrupts()

    print_anything()
    try:
        app(prog_name=COMMAND)
    except KitError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
