"""The steps of the import page as the worker of a site calls them: bytes in, a page out, and its files in the page."""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from pathlib import Path

from helpers.importing import as_ladder, tables_of, understand
from helpers.site.importing import Importing
from helpers.web.importing import MOST_BYTES

CELLS = b"Level\tStatement\nJunior\tAsks early\nSenior\tWrites <b>down</b> what was agreed"


def step(steps: Importing, *fields: tuple[str, str, bytes]) -> str:
    return steps.step(json.dumps([[name, file] for name, file, _ in fields]), [memoryview(data) for *_, data in fields])


def test_the_ladder_file_stands_in_the_page_that_tells_of_it() -> None:
    made = step(Importing(), ("file", "", b""), ("pasted", "", CELLS), ("title", "", "Über uns".encode()))
    assert "2 levels, 2 statements" in made
    assert "Writes &lt;b&gt;down&lt;/b&gt;" in made
    href = re.search(r'href="data:application/yaml;base64,([^"]+)" download="([^"]+)"', made)
    assert href
    expected = as_ladder(
        understand(tables_of(Path("a.csv"), CELLS)), id=href[2].removesuffix(".yaml"), title="Über uns", language="en"
    )
    assert b64decode(html.unescape(href[1])).decode() == expected.text


def test_a_mistake_is_told_on_the_page_and_an_upload_is_remembered() -> None:
    steps = Importing()
    assert "no table that can be read" in step(steps, ("file", "a.png", b"x"))
    assert f"{MOST_BYTES / 1e6:g} MB together" in steps.too_much()
    grid = b"One,Two\nAsks,Tells\n"
    asked = step(steps, ("file", "a.csv", grid))
    name = re.search(r'name="upload" value="([^"]+)"', asked)
    assert name
    assert "Are the levels across the top" in asked
    again = step(steps, ("upload", "", name[1].encode()), ("answer:levels", "", b"diagonal"))
    assert "Are the levels across the top" in again
