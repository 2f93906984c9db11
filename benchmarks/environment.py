"""What every benchmark needs: the kit, and what its tests need besides."""

from __future__ import annotations

import sys
from importlib.util import find_spec

NEEDED = ("pydantic", "psutil", "playwright")
"""One package of the kit's own, and two of its tests'."""


def need_tests() -> None:
    """End with one sentence where this Python isn't that of the tests."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.exit(
            f"The benchmarks need what the tests need, and {' and '.join(missing)} can't be found here: run "
            "`python3 start.py test --version` once, then `.venv/bin/python benchmarks/…`."
        )
