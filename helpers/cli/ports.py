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


def steady_socket(
    usual: int,
    what: str,
    listen: Callable[[int], socket.socket],
    *,
    tell: Callable[[str], object] = print,
    memory: Path | None = None,
) -> socket.socket:
    """A socket that listens at the port which `steady_port` chooses.

    A port is chosen by listening on it: of two programs that start at one moment, the second would find the port
    taken that it had just seen free. `listen` makes the socket of a port, and raises `OSError` or `KitError` where
    it is taken. `usual`, `what`, `tell` and `memory` are those of `steady_port`, and so is what is raised.
    """
    held: list[socket.socket] = []

    def free(port: int) -> bool:
        try:
            held.append(listen(port))
        except (OSError, KitError):
            return False
        return True

    steady_port(usual, what, free=free, tell=tell, memory=memory)
    return held[0]


def listen_here(port: int) -> socket.socket:
    """A socket that listens at a port of this machine alone. Raises `UsageError` where that can't be."""
    try:
        return socket.create_server((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"port {port} can't be used: {error.strerror if isinstance(error, OSError) else error}",
            next_step="Choose another with --port, or leave --port out to get one that is free.",
        ) from None


def _known(memory: Path) -> dict[str, int]:
    try:
        kept = json.loads(memory.read_bytes())
        return {what: port for what, port in kept.items() if isinstance(port, int) and 0 < port < 2**16}
    except (OSError, ValueError, AttributeError):  # it isn't there, or isn't what was written
        return {}
