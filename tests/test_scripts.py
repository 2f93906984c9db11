"""The scripts of pages are linted, and their types (JSDoc) checked, in the folders in which pages find them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

from helpers.form import (
    WORDS,
    ChoiceField,
    Field,
    Figure,
    FiguresField,
    GridField,
    Option,
    OrderField,
    PlanField,
    TextField,
    form_spec,
    rating_fields,
)
from helpers.ladder import load_ladder
from helpers.review.page import HPKE
from tests.shared_types import shared_types

HERE = Path(__file__).parent
HELPERS = HERE.parent / "helpers"
FORM, PAGES, WEB = HELPERS / "form/static", HELPERS / "pages/static", HELPERS / "web/static"
SERVED = {
    "app": (FORM, PAGES, WEB),
    "hosted session": (FORM, PAGES, HELPERS / "hosting/static"),
    "site": (FORM, PAGES, WEB, HELPERS / "site/static"),
    "JupyterLab": (FORM, PAGES, HELPERS / "widgets/lab_extensions/career-ladder-kit", HELPERS / "widgets/static"),
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


def faults(script: str, folder: Path) -> dict[int, str]:
    """What is found in each line of a script, beside what scripts share with Python."""
    (folder / "scripts.d.ts").write_text((HERE / "scripts.d.ts").read_text() + shared_types())
    (folder / "deno.json").write_text(settings(["dom", "dom.iterable", "dom.asynciterable", "esnext"]))
    (folder / "script.js").write_text(script + "\n", encoding="utf-8")
    pieces = re.split(r"script\.js:(\d+):\d+", deno("check", "script.js", folder=folder))
    at_fault: dict[int, str] = {}
    for text, number in zip(pieces[::2], pieces[1::2], strict=False):
        at_fault[int(number)] = at_fault.get(int(number), "") + text
    return at_fault


def settings(libraries: list[str]) -> str:
    options = {"checkJs": True, "strict": False, "lib": libraries, "types": ["./scripts.d.ts"]}
    return json.dumps({"compilerOptions": options})


def test_the_types_of_every_page_s_scripts_fit(tmp_path: Path):
    """Those of each page lie in a folder of its name; all in one run, which reads the types of a browser once."""
    (tmp_path / "scripts.d.ts").write_text((HERE / "scripts.d.ts").read_text() + shared_types())
    (tmp_path / "deno.json").write_text(settings(["dom", "dom.iterable", "dom.asynciterable", "esnext"]))
    every = []
    for whose, folders in SERVED.items():
        scripts = BUILT if whose == "site" else {}
        for folder in folders:
            scripts = scripts | {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.*js")}
        for name, text in scripts.items():
            (script := tmp_path / whose / name).parent.mkdir(exist_ok=True)
            script.write_text(text, encoding="utf-8")
            every.append(script.relative_to(tmp_path))
    found = deno("check", *every, folder=tmp_path)
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


WRONG = {
    "/** @type {Answer} */ export const a = { kind: 'rating', state: 'frequent', frequency: 2 };": "frequent",
    "/** @type {Answer} */ export const b = { kind: 'word', text: 'So' };": "word",
    "/** @type {Answer} */ export const c = { kind: 'plan', first_steps: 'Ask' };": "first_steps",
    "/** @param {PhoneState} state */ export const d = (state) => state.blocks[0].forms[0].steps;": "steps",
    "/** @param {PhonePulse} pulse */ export const e = ({ seconds }) => seconds;": "seconds",
    "/** @param {BatchReply} reply */ export const f = (reply) => reply.stands[0].message;": "message",
    "/** @param {LeadState} state */ export const g = (state) => state.news.people;": "people",
    "/** @param {WallPulse} wall */ export const h = (wall) => wall.step;": "step",
    "/** @param {BoardState} board */ export const i = ({ picture }) => picture;": "picture",
    "/** @type {Turn} */ export const j = { session: 's', picture: 'lobby' };": "picture",
    "/** @param {EngineReply} reply */ export const l = (reply) => reply.type === 'view' && reply.picture;": "picture",
    "/** @param {EngineReply} reply */ export const m = (reply) => reply.type === 'seen';": "seen",
    "/** @param {FormReply} reply */ export const n = (reply) => reply.type === 'saved' && reply.since;": "since",
    "/** @type {GridPlace} */ export const o = 'mail/takes';": "mail/takes",
    "/** @type {Batch} */ export const k = { device: 'd', events: [{ id: 'i', subject: 's' }] };": "answer",
}
"""A line of a script ← what in it Python doesn't know, or what is missing there."""


def test_what_python_does_not_know_would_be_found(tmp_path: Path):
    """What both languages share stands once, in Python; a script that names something else is at fault."""
    at_fault = faults("\n".join(WRONG), tmp_path)
    for number, (line, wrong) in enumerate(WRONG.items(), 1):
        assert re.search(rf"['\"]{wrong}['\"]", at_fault.get(number, "")), line


def test_a_form_as_python_says_it_is_what_scripts_take(tmp_path: Path):
    """Every kind of question is in it, and each of its keys is known on the other side."""
    ladder = load_ladder()
    option = Option(id="here", title="Here")
    fields = (
        *rating_fields([statement for _, _, statement in ladder.walk()][:2]),
        TextField(subject="prompt:useful", label="What was useful?"),
        ChoiceField(subject="choice:focus", label="Which?", options=(option,)),
        PlanField(subject="plan:1", title="Plan"),
        FiguresField(subject="lab:a.b", label="How much?", figures=(Figure(id="x", label="X", min=0, max=9, start=1),)),
        OrderField(subject="lab:a.c", label="In which order?", options=(option,)),
        GridField(subject="lab:a.d", label="Where?", items=(option,), scale=(option, option)),
    )
    assert {field.kind for field in fields} == {each.model_fields["kind"].default for each in get_args(Field)}
    spec = form_spec(fields, scale=ladder.scale, words=WORDS, title="Now", token="", spoken=ladder.spoken)
    said = f"/** @type {{FormSpec}} */ export const spec = {json.dumps(spec)};"
    at_fault = faults(said + "\n" + said.replace("spec =", "other =").replace('"blank"', '"empty"'), tmp_path)
    assert list(at_fault) == [2], at_fault.get(1)
    assert '"empty"' in at_fault[2]


def test_every_script_keeps_the_recommended_rules(tmp_path: Path):
    scripts = sorted(path for path in HELPERS.rglob("*.*js") if "node_modules" not in path.parts)
    assert len(scripts) > 20
    found = deno("lint", "--rules-exclude=require-await", *scripts, folder=tmp_path)
    assert not found, found
