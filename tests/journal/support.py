"""What several of the journal's tests need: an answer, a real writer, a look into the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers.journal import Event, Journal, often
from tests.journal.strategies import LADDER

ROOT = Path(__file__).resolve().parents[2]
WRITER = [sys.executable, str(Path(__file__).with_name("writer.py"))]


def record(path: Path, frequency: int = 3) -> Event:
    """An answer, saved."""
    return Journal.open(path).record("statement:mid.roadmap", often(frequency), ladder=LADDER)


def writer(path: Path, name: str, count: int, *options: str) -> subprocess.Popen[str]:
    """A process that saves `count` answers on `prompt:<name>` and prints the id of each."""
    return subprocess.Popen(
        [*WRITER, str(path), name, str(count), *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def folder(path: Path) -> dict[str, bytes]:
    """What stands in a journal's folder, but for the empty lock."""
    return (
        {p.name: p.read_bytes() for p in path.parent.iterdir() if p.suffix != ".lock"} if path.parent.exists() else {}
    )
