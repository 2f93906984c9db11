"""Where the kit's own files are, and which ones a person asked for instead."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder that holds `notebooks/`, `data/` and `helpers/`."""

LADDER_FILE = "LADDER_FILE"
LADDER_JOURNAL = "LADDER_JOURNAL"


def ladder_path(path: Path | str | None = None) -> Path:
    """The ladder to use: the one given, else `$LADDER_FILE`, else the shipped one."""
    return Path(path or os.environ.get(LADDER_FILE) or ROOT / "data/ladders/product-management.yaml").expanduser()
