"""The prose of a chapter on a page: links lead to pages, and nothing that somebody wrote becomes markup."""

from __future__ import annotations

import json

import pytest

from helpers.chapters import NOTEBOOKS
from helpers.web.prose import prose


def link(stem: str) -> str | None:
    return f"/{stem}" if stem.startswith("0") else None


def test_links_to_notebooks_lead_to_their_pages_and_others_stay():
    html = prose("[a](03_senior_pm.ipynb) [b](00_start_here.ipynb#How-it-works) [c](x.ipynb) [d](#Here)", link)
    for href in ("/03_senior_pm", "/00_start_here#How-it-works", "x.ipynb", "#Here"):
        assert f'href="{href}"' in html


def test_a_heading_is_linked_by_its_words_with_hyphens():
    assert '<h2 id="Rate-your-last-six-months">' in prose("## Rate your *last* six months", link)


def test_html_stays_text_and_no_address_runs_a_script():
    html = prose("<script>x</script> <b>bold</b> [go](javascript:alert(1))", link)
    assert "<script" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html


def test_an_empty_cell_in_a_table_s_head_names_nothing():
    html = prose("| | What happens |\n| --- | --- |\n| a | b |", link)
    assert html.count("<th") - html.count("<thead") == 1
    assert '<th scope="col">What happens</th>' in html


def texts(path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_link_to_a_heading_finds_one(path):
    """The headings that a chapter's prose links to stand in some notebook's prose."""
    everywhere = "".join(prose(text, link) for file in NOTEBOOKS.glob("*.ipynb") for text in texts(file))
    for part in "".join(prose(text, link) for text in texts(path)).split('href="')[1:]:
        href = part.split('"')[0]
        if "#" in href:
            assert f'id="{href.partition("#")[2]}"' in everywhere, href
