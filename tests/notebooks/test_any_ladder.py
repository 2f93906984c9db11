"""The notebook that draws itself runs in a kernel with ladders of other shapes, as nbval runs all notebooks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers.paths import LADDER_FILE, LADDER_JOURNAL, ROOT


@pytest.mark.parametrize("name", ["three-levels", "nine-levels", "one-level"])
def test_the_notebook_for_any_level_runs_with_any_ladder(name, tmp_path):
    ladder = ROOT / f"tests/fixtures/ladders/{name}.yaml"
    files = {LADDER_FILE: str(ladder), LADDER_JOURNAL: str(tmp_path / "journal.jsonl")}
    done = subprocess.run(
        # Cells build on one another, so they keep their order where tests otherwise have none.
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "--nbval-lax", "notebooks/any_level.ipynb"],
        cwd=ROOT,
        env={**os.environ, **files},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
