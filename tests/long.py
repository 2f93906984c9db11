"""What takes long runs in small on every run, and in full with `python3 start.py test --long`."""

from __future__ import annotations

import os
import sys
from typing import Final

TEST_LONG: Final = "TEST_LONG"

IN_A_BROWSER: Final = 5
"""Tries in the Python of a browser, which takes ten times as long: the same rules are tried in full beside it, and
what can be otherwise there is so for the first few as well."""


def tries(few: int, many: int) -> int:
    """How often something is tried: `few` times as a rule, `many` times with `--long`.

    Chance in a test comes from `random` (or NumPy's), which stands at a printed number when a test
    begins, so that what was found is found again with `--seed`.
    """
    if sys.platform == "emscripten":
        return min(few, IN_A_BROWSER)
    return many if os.environ.get(TEST_LONG) else few
