"""Which port a page is served on: the same at each start, so that pages which are still open find it again."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from helpers.errors import KitError, UsageError
from helpers.paths import own_folder
from helpers.report.files import write_private

LOOPBACK = "127.0.0.1"
MORE_PORTS = 50
"""How many ports above the usual one are tried where nobody asked for one."""


def is_free(port: int) -> bool:
    """Whether a port of this machine can be listened on."""
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def steady_port(
    usual: int,
    what: str,
    *,
    free: Callable[[int], bool] = is_free,
    tell: Callable[[str], object] = print,
    memory: Path | None = None,
) -> int:
    """The port that `what` had at its last start, else the usual one, else the next one that is free.

    `what` says in a few words what is served, such as the command and its journal; the port is kept
    under it in `memory` (None: a file in the person's own folder). `free` says whether a port can be
    listened on. Where it isn't the one that was expected, `tell` gets a line for the person. Raises
    `UsageError` if none is free.
    """
    memory = memory or own_folder() / ".ports.json"
    known = _known(memory)
    expected = known.get(what, usual)
    candidates: dict[int, None] = dict.fromkeys((expected, *range(usual, usual + MORE_PORTS)))
    port = next((port for port in candidates if free(port)), None)
    if port is None:
        raise UsageError(
            f"the ports {usual} to {usual + MORE_PORTS - 1} are all taken", next_step="Choose another with --port."
        )
    if port != expected:
        tell(
            f"Port {expected} is taken by another program, so the address ends in {port} this time and at the next "
            "starts. A page that is still open at the earlier address stays as it is: open the link below instead."
        )
    if port != known.get(what) and (port != usual or what in known):
        with suppress(KitError):  # then the next start looks again
            write_private(memory, json.dumps({**known, what: port}, indent=1).encode())
    return port


def _known(memory: Path) -> dict[str, int]:
    try:
        kept = json.loads(memory.read_bytes())
        return {what: port for what, port in kept.items() if isinstance(port, int) and 0 < port < 2**16}
    except (OSError, ValueError, AttributeError):  # it isn't there, or isn't what was written
        return {}
