"""A command of `ladder` in the process of the test: one of its own takes a second until the kit is loaded.

What only a process of its own shows is tested with one: its streams and signals, a terminal, what it loads, and for
each file of tests that runs commands here, one that is run as people run it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from subprocess import CompletedProcess

from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.errors import KitError
from helpers.paths import COMMAND


def ladder(*words: object, cwd: Path | None = None) -> CompletedProcess[str]:
    """What a command ends with and says, in a folder (None: where the test is); no line comes from a terminal.

    A person's mistake is its message on stderr and 1, as `main` has it. Raises whatever is a fault of the kit.
    """
    with contextlib.chdir(cwd or Path.cwd()):
        done = CliRunner().invoke(app, [*map(str, words)], prog_name=COMMAND)
    mistake = ""
    if isinstance(done.exception, KitError):
        mistake = f"{done.exception}\n"
    elif done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return CompletedProcess([*map(str, words)], done.exit_code, done.stdout, done.stderr + mistake)
