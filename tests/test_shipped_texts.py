"""What people read is set as print is: data, chapters, pages and guides use curly apostrophes and quotes."""

import json
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.metadata import metadata
from pathlib import Path

import pytest

from helpers.documents import read_document, walk
from helpers.paths import ROOT

STRAIGHT = re.compile(r"""\w'\w|\w"|"\w""")
SEARCHED = {"words"}
"""What a lab looks for in an answer; nobody reads it, and answers are made straight before."""
CODE = re.compile(r"^```.*?^```$|^ {4}.*?$|`[^`]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
"""Of Markdown: blocks and spans of code, and where links lead."""
CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
READ = ("alt", "aria-label", "data-past", "data-say", "placeholder", "title")
"""Attributes whose values are shown or read out."""


class PageTexts(HTMLParser):
    """The texts of a page that people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ and value]

    def handle_data(self, data: str) -> None:
        if data.strip() and self.cdata_elem is None:
            self.found.append(data)


def texts(path: Path) -> Iterator[str]:
    """Every text for people in a data file or a chapter."""
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    elif path.suffix == ".md":
        yield CODE.sub(" ", path.read_text(encoding="utf-8"))
    else:
        for _, mapping in walk(read_document(path).data):
            for key, value in mapping.items():
                if key not in SEARCHED:
                    yield from (
                        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)
                    )


@pytest.mark.parametrize(
    "path",
    [
        *ROOT.glob("data/ladders/*.yaml"),
        *ROOT.glob("data/labs/**/*.yaml"),
        *ROOT.glob("data/workshops/*.yaml"),
        *(path for path in ROOT.glob("notebooks/**/*.ipynb") if ".ipynb_checkpoints" not in path.parts),
        ROOT / "README.md",
        ROOT / "FACILITATING.md",
        *ROOT.glob("docs/**/*.md"),
    ],
    ids=lambda path: path.name,
)
def test_texts_have_no_typewriter_quotes(path):
    found = list(texts(path))
    assert found
    assert [text for text in found if STRAIGHT.search(text)] == []


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_to_another_file_of_the_kit_leads_there(path):
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    inside = [link.partition("#")[0] for link in links if not link.startswith(("http", "mailto", "#"))]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_to_a_heading_finds_it(path):
    """By the name that GitHub gives a heading: a coach who is led to one way must not land at the top of a page."""
    for link in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", path.read_text(encoding="utf-8")):
        page, _, wanted = link.partition("#")
        if not page or (page.endswith(".md") and not page.startswith("http")):
            there = (path.parent / page if page else path).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", CODE_BLOCK.sub("", there), re.MULTILINE)
            names = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
            assert wanted in names, link


def test_the_list_of_parts_names_every_package_that_the_kit_needs_with_the_licence_that_it_states():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]}
    page = (ROOT / "docs/privacy/parts.md").read_text(encoding="utf-8")
    listed = dict(
        re.findall(r"^\| ([a-z][\w.-]+) \| ([^|]+) \|$", page.partition("## What the kit needs")[2], re.MULTILINE)
    )
    del listed["package"]
    assert listed.keys() == needed
    for name, licence in listed.items():
        about = metadata(name)
        stated = about.get_all("License-Expression") or [
            *(about.get_all("License") or []),
            *(each for each in about.get_all("Classifier") or [] if each.startswith("License ::")),
        ]
        family = licence.partition("-")[0]  # of "LGPL-3.0" what every way to state it has
        assert any(family in each for each in stated), name


def test_the_readme_says_how_long_labs_take_as_the_labs_do():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"of the labs take up to (\d+) minutes, .* the one for chapter 7 takes (\d+)", readme)
    assert told
    labs = sorted(ROOT.glob("notebooks/*_lab_*.ipynb"))
    minutes = {path.name[:2]: json.loads(path.read_text("utf-8"))["metadata"]["kit"]["minutes"] for path in labs}
    *most, last = minutes.values()
    assert (int(told[1]), int(told[2])) == (max(most), last)
    assert min(most) >= int(told[1]) - 3


def test_the_newest_version_that_changes_tell_of_is_the_kit_s():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+) \(\d{1,2} \w+ \d{4}\)$", changes, re.MULTILINE)
    kit = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert versions[0] == kit
    assert versions == sorted(versions, key=lambda version: [*map(int, version.split("."))], reverse=True)
    others = set(re.findall(r"^## (.+)$", changes, re.MULTILINE)) - {"Unreleased"}
    assert len(others) == len(versions), "each has its number and its day"


TEMPLATES = sorted([*ROOT.glob("helpers/pages/**/*.j2"), *ROOT.glob("helpers/labs/**/*.j2")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "helpers")))
def test_pages_have_no_typewriter_quotes(path):
    source = path.read_text(encoding="utf-8")
    page = PageTexts()
    page.feed(JINJA.sub(" ", source))
    assert [text for text in page.found if STRAIGHT.search(text)] == []
    literals = [block for block in JINJA.findall(source) if not block.startswith("{#")]
    assert [block for block in literals if re.search(r"\w'\w", block)] == [], "words inside an expression"


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.stem)
def test_no_chapter_says_what_comes_next_since_that_follows_one_s_own_route(path):
    for text in texts(path):
        assert not re.search(r"\b(?:next|last|previous) chapter\b|\bNext is\b", text), text
