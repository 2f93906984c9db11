"""JSON as somebody may hand it over: how deep it goes, in the Python of a browser as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.errors import DocumentError
from helpers.importing.trees import from_json

FILE = Path("levels.json")


@pytest.mark.parametrize("side", ["[", '{"a":'])
def test_what_is_nested_too_deep_is_told(side: str):
    """Where Python's own stack is a browser's, going down ends all of it, and no error can be caught."""
    with pytest.raises(DocumentError, match="nested too deep"):
        from_json(FILE, side * 100_000)


def test_brackets_in_a_text_nest_nothing():
    text = 'says “[why]” and "[' * 300
    (table,) = from_json(FILE, json.dumps([{"level": "One", "text": text}]))
    assert text in [cell.text for row in table.rows for cell in row]
