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
def test_a_page_with_all_its_scripts_and_styles_is_60_kb_at_the_most(site: Path, name: str) -> None:
    """Compressed, and the typeface aside, which comes afterwards; it was 58 kB in November 2026."""
    html = (site / name).read_text(encoding="utf-8")
    asked = {name, *re.findall(r'(?:href|src)="(kit-[^"]+\.(?:js|css))"', html)}
    assert any(one.endswith("/form.js") for one in asked)
    assert sum(len(gzip.compress((site / one).read_bytes())) for one in asked) <= 60_000


def test_a_large_picture_of_a_page_is_a_file_with_the_same_drawing() -> None:
    html = Markup('<source srcset="{0}"><img src="{0}"><img src="{1}">').format(as_source(SVG), "data:image/png,x")
    pages = pictures_apart({"index.html": html.encode()}, "kit-1")
    (name,) = pages.keys() - {"index.html"}
    assert pages["index.html"].decode() == f'<source srcset="{name}"><img src="{name}"><img src="data:image/png,x">'
    assert re.sub("<style>.*</style>", "", pages[name].decode()) == SVG


def test_a_script_loses_its_comments_and_nothing_of_what_it_says(site: Path) -> None:
    """Inside a text of several lines it would lose what it says: there is none."""
    source = '/** One.\n * Two. */\nif (b) {\n  const a = "http://x // y"; // why\n  // a line\n}\n'
    assert bare("a.js", source) == 'if (b) {const a = "http://x // y";\n}\n'
    assert bare("a.js", 'a(); // it is "b",\nb();\n') == 'a(); // it is "b",\nb();\n'
    assert bare("a.mjs", source) == source
    style = '/* Why. */\n.a > :is(b, c) {\n  margin: 0 1px; /* a "b" */\n}\n\n.d::after { content: "; a: b, c }"; }\n'
    assert bare("a.css", style) == '.a>:is(b,c){margin:0 1px}.d::after{content:"; a: b, c }"}'
    for path in site.glob("kit-*/*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.replace("\\`", "").count("`") % 2 == 0, (path.name, line)
