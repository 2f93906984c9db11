"""The scripts of pages are linted, and their types (JSDoc) checked, in the folders in which pages find them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.review.page import HPKE
from tests.shared_types import shared_types

HERE = Path(__file__).parent
HELPERS = HERE.parent / "helpers"
FORM, PAGES, WEB = HELPERS / "form/static", HELPERS / "pages/static", HELPERS / "web/static"
SERVED = {
    "app": (FORM, PAGES, WEB),
    "hosted session": (FORM, PAGES, HELPERS / "hosting/static"),
    "site": (FORM, PAGES, WEB, HELPERS / "site/static"),
    "JupyterLab": (FORM, PAGES, HELPERS / "widgets/static"),
    "second view": (HELPERS / "review/answer",),
    "deck": (HELPERS / "workshop/screen",),
}
"""Whose pages ← the folders whose scripts they are given; a later one's comes in the place of an earlier one's."""

BUILT = {
    "where.js": "export const [PYTHON, SNAPSHOT, ENGINE_MB, PDF_MB] = ['', '', 0, 0];\n",
    HPKE.name: HPKE.read_text(encoding="utf-8"),
}
"""What a build writes for a site."""

KEEPS = """
declare const VERSION: string, FILES: string[];
declare const registration: ServiceWorkerRegistration, clients: Clients, skipWaiting: () => Promise<void>;
interface Event extends FetchEventInit {
  waitUntil(done: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}
"""
"""What a build writes before the script that keeps a site offline, and what a service worker has."""


def deno(*args: str | Path, folder: Path) -> str:
    """What it finds, or "" if that is nothing. Files lie in one folder, so that their names alone say which."""
    done = subprocess.run(
        [sys.executable, "-m", "deno", *map(str, args)],
        cwd=folder,
        env={"NO_COLOR": "1", "DENO_DIR": str(folder / ".deno"), "DENO_NO_UPDATE_CHECK": "1", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr + done.stdout


def settings(libraries: list[str]) -> str:
    options = {"checkJs": True, "strict": False, "lib": libraries, "types": ["./scripts.d.ts"]}
    return json.dumps({"compilerOptions": options})


@pytest.mark.parametrize("whose", SERVED)
def test_the_types_of_a_page_s_scripts_fit(whose: str, tmp_path: Path):
    (tmp_path / "scripts.d.ts").write_text((HERE / "scripts.d.ts").read_text() + shared_types())
    (tmp_path / "deno.json").write_text(settings(["dom", "dom.iterable", "dom.asynciterable", "esnext"]))
    scripts = BUILT if whose == "site" else {}
    for folder in SERVED[whose]:
        scripts = scripts | {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.*js")}
    for name, text in scripts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = deno("check", *scripts, folder=tmp_path)
    assert not found, found


def test_the_types_of_the_script_that_keeps_a_site_offline_fit(tmp_path: Path):
    (tmp_path / "scripts.d.ts").write_text(KEEPS)
    (tmp_path / "deno.json").write_text(settings(["webworker", "webworker.iterable", "esnext"]))
    keep = (HELPERS / "site/keep.js").read_text(encoding="utf-8")
    (tmp_path / "keep.js").write_text(keep, encoding="utf-8")
    found = deno("check", "keep.js", folder=tmp_path)
    assert not found, found


def test_a_wrong_type_would_be_found(tmp_path: Path):
    (tmp_path / "scripts.d.ts").write_text("")
    (tmp_path / "deno.json").write_text(settings(["dom", "esnext"]))
    (tmp_path / "wrong.js").write_text('/** @param {number} n */\nconst f = (n) => n;\nf("one");\n')
    assert re.search(r"TS2345.*wrong\.js:3", deno("check", "wrong.js", folder=tmp_path), re.DOTALL)


@pytest.mark.parametrize(
    ("script", "wrong"),
    [
        ('{ kind: "rating", state: "frequent", frequency: 2 }', "frequent"),
        ('{ kind: "word", text: "So" }', "word"),
        ('{ kind: "plan", first_steps: "Ask" }', "first_steps"),
    ],
    ids=["a state", "a kind", "a field"],
)
def test_an_answer_that_python_does_not_know_would_be_found(script: str, wrong: str, tmp_path: Path):
    """What both languages share stands once, in Python; a script that names something else is at fault."""
    (tmp_path / "scripts.d.ts").write_text((HERE / "scripts.d.ts").read_text() + shared_types())
    (tmp_path / "deno.json").write_text(settings(["dom", "dom.iterable", "dom.asynciterable", "esnext"]))
    (tmp_path / "wrong.js").write_text(f"/** @type {{Answer}} */\nexport const answer = {script};\n")
    found = deno("check", "wrong.js", folder=tmp_path)
    assert re.search(r"TS\d+.*wrong\.js:2", found, re.DOTALL), found
    assert wrong in found


def test_every_script_keeps_the_recommended_rules(tmp_path: Path):
    scripts = sorted(path for path in HELPERS.rglob("*.*js") if "node_modules" not in path.parts)
    assert len(scripts) > 20
    found = deno("lint", "--rules-exclude=require-await", *scripts, folder=tmp_path)
    assert not found, found
