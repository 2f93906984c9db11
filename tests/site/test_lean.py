"""What comes before somebody can answer: it is small, and says and does what its source does."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from helpers.charts.typeface import as_source
from helpers.site.lean import bare, pictures_apart

SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><text>It’s “50 %” &amp; more</text><path d="{"M1 1" * 1500}"/></svg>'


@pytest.mark.parametrize("name", ["index.html", "01_associate_pm.html", "08_your_path.html"])
def test_a_page_with_all_its_scripts_and_styles_is_64_kb_at_the_most(site: Path, name: str) -> None:
    """Compressed, and the typeface aside, which comes afterwards."""
    html = (site / name).read_text(encoding="utf-8")
    asked = {name, *re.findall(r'(?:href|src)="(kit-[^"]+\.(?:js|css))"', html)}
    assert any(one.endswith("/form.js") for one in asked)
    assert sum(len(gzip.compress((site / one).read_bytes())) for one in asked) <= 64_000


def test_a_large_picture_of_a_page_is_a_file_with_the_same_drawing() -> None:
    html = Markup('<source srcset="{0}"><img src="{0}"><img src="{1}">').format(as_source(SVG), "data:image/png,x")
    pages = pictures_apart({"index.html": html.encode()}, "kit-1")
    (name,) = pages.keys() - {"index.html"}
    assert pages["index.html"].decode() == f'<source srcset="{name}"><img src="{name}"><img src="data:image/png,x">'
    assert re.sub("<style>.*</style>", "", pages[name].decode()) == SVG


def test_a_script_loses_its_comments_and_nothing_of_what_it_says(site: Path) -> None:
    """A line that begins with two slashes inside a text would be lost: there is none."""
    source = '/** One.\n * Two. */\nconst a = "http://x"; // why\n  // a line\nconst b = a;\n'
    assert bare("a.js", source) == 'const a = "http://x"; // why\nconst b = a;\n'
    assert bare("a.css", "/* Why. */\n.a {\n  margin: 0;\n}\n") == ".a {\nmargin: 0;\n}\n"
    for path in (Path(__file__).parents[2] / "helpers").rglob("static/*.*js"):
        text = path.read_text(encoding="utf-8")
        for comment in re.finditer(r"^[ \t]*(?://.*|/\*.*?\*/[ \t]*)\n", text, re.DOTALL | re.MULTILINE):
            before = bare(path.name, text[: comment.start()])
            assert re.sub(r"//.*|\\`", "", before).count("`") % 2 == 0, (path, comment[0])
