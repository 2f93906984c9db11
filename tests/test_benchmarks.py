"""A benchmark says in one sentence what it needs when that isn't there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers.paths import ROOT

BENCHMARKS = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if path.name != "environment.py")


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_without_what_the_tests_need_it_says_so_and_how_to_get_it(path):
    """A Python that looks for no installed packages has none."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-S", str(path)], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    (said,) = done.stderr.splitlines()
    assert "need what the tests need" in said
    assert "`python3 start.py test --version`" in said
