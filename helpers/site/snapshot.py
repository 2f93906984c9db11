"""The memory of an engine that is ready, made in Node when a site is built, so that a browser wakes it.

It isn't the same bytes each time, and no site needs it: where there is no Node, pages start their engine afresh.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from helpers.clock import utc_now
from helpers.site import parts
from helpers.site.parts import Tell

SCRIPT: Final = Path(__file__).with_name("snapshot.mjs")
PYTHON: Final = "python.mjs"
ENGINE: Final = "engine.pack"

_PATIENCE: Final = 300
"""Seconds: what takes ten on most machines."""

_MOST_KEPT: Final = 4
"""How many are kept: each is 14 MB, and a kit that changes makes one after the other."""

_UNDER_WAY: Final = 3600
"""Seconds for which one is kept besides: builds that run at once don't throw away what another rests on."""


def snapshot(python: Mapping[str, bytes], static: Mapping[str, bytes], kept: Path, tell: Tell) -> bytes:
    """The snapshot for these files of Pyodide and of the kit; empty where it can't be made, which `tell` says.

    `kept` is the folder in which those that were made stay, each by the hash of all that goes into it and its own.
    `python` has the files of Pyodide and `static` those of the kit, each by its name.
    """
    command = parts.node()
    if command is None:
        tell("There is no Node here, so that the pages will start more slowly")
        return b""
    digest = hashlib.sha256(SCRIPT.read_bytes())
    for part in (*(python[name] for name in sorted(python)), static[PYTHON], static[ENGINE]):
        digest.update(hashlib.sha256(part).digest())
    made_of = digest.hexdigest()[:16]
    if data := _whole(kept, made_of):
        return data
    tell("Starting the engine once, so that browsers needn’t")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in {**python, PYTHON: static[PYTHON], ENGINE: static[ENGINE]}.items():
            (folder / file).write_bytes(data)
        taken = folder / "made"
        arguments = [str(SCRIPT), *(str(folder / file) for file in (PYTHON, "", ENGINE, "made"))]
        try:
            done = subprocess.run(
                [*command, *arguments], capture_output=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            done = None
        if done is None or done.returncode or not taken.is_file():
            tell("Node couldn’t start the engine, so that the pages will start more slowly")
            return b""
        _forget_old(kept)
        data = taken.read_bytes()
        parts.put(taken, kept / _name(made_of, data))
    return data


def _name(made_of: str, data: bytes) -> str:
    return f"snapshot-{made_of}-{hashlib.sha256(data).hexdigest()}.pack"


def _forget_old(kept: Path) -> None:
    """Make room for one more."""
    by_age = sorted((path.stat().st_mtime, path) for path in kept.glob("snapshot-*.pack"))
    for made_at, path in by_age[: 1 - _MOST_KEPT]:
        if made_at < utc_now().timestamp() - _UNDER_WAY:
            path.unlink(missing_ok=True)


def _whole(kept: Path, made_of: str) -> bytes:
    """What was kept of this, if it still is what its name says; empty if not. Every visitor's browser runs it."""
    for place in kept.glob(f"snapshot-{made_of}-*.pack"):
        data = place.read_bytes()
        if place.name == _name(made_of, data):
            return data
        place.unlink(missing_ok=True)
    return b""
