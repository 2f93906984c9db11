"""What people read is set as print is: the shipped data and the chapters use curly apostrophes and quotes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.documents import read_document, walk
from helpers.places import ROOT

STRAIGHT = re.compile(r"""\w'\w|\w"|"\w""")
SEARCHED = {"words"}
"""What a lab looks for in an answer; nobody reads it, and answers are made straight before."""


def texts(path: Path) -> Iterator[str]:
    """Every text for people in a data file or a chapter."""
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    else:
        for _, mapping in walk(read_document(path).data):
            for key, value in mapping.items():
                if key not in SEARCHED:
                    yield from (
                        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)
                    )


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("data/ladders/*.yaml"), *ROOT.glob("data/labs/**/*.yaml"), *ROOT.glob("notebooks/[0-9]*.ipynb")],
    ids=lambda path: path.name,
)
def test_texts_have_no_typewriter_quotes(path):
    found = list(texts(path))
    assert found
    assert [text for text in found if STRAIGHT.search(text)] == []
