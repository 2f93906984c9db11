"""How a kernel is talked to: over files that only their owner can open, where the system has sockets for that.

That keeps others on a shared machine from reading along, and it works with no network at all,
not even the machine's own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

LONGEST_SOCKET_PATH = 100
"""Bytes. Linux allows 107 in the path of a socket and macOS 103."""


def transport(sockets: Path) -> Literal["ipc", "tcp"]:
    """Whether a kernel can be reached at `sockets`, the path that its sockets' own begin with.

    Windows doesn't have "ipc", and a socket's path has a limit: then it is "tcp" on the loopback.
    """
    longest = f"{sockets}-5"  # a kernel has five, numbered from 1
    fits = len(os.fsencode(longest)) <= LONGEST_SOCKET_PATH
    return "ipc" if fits and sys.platform != "win32" else "tcp"


def manager_settings(folder: Path) -> dict[str, str]:
    """What a `KernelManager` is told so that its one kernel has its sockets in `folder`, which must be private."""
    sockets = folder / "kernel"
    return {"transport": "ipc", "ip": str(sockets)} if transport(sockets) == "ipc" else {}
