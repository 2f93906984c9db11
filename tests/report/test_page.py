"""The report as one HTML file says what the PDF says, needs nothing beside it, and runs nothing."""

from __future__ import annotations

import re

import pytest

from helpers.report import as_page, as_text, build_one_to_one, build_report
from tests.hostile import HOSTILE
from tests.report.people import DAY, FIELDS, whole_story
from tests.report.test_view import Page


@pytest.fixture
def made(shipped, theme):
    return build_report(shipped, whole_story(shipped), on=DAY, theme=theme)


def test_it_is_a_file_of_its_own_that_loads_and_runs_nothing(made, theme):
    page = as_page(made, theme)
    tags = Page(page).tags
    assert page.startswith("<!DOCTYPE html>")
    assert not {tag for tag, _ in tags} & {"script", "link", "iframe", "object", "form"}
    sources = [value for _, attrs in tags for key, value in attrs.items() if key in ("src", "href", "srcset")]
    assert all(value and value.startswith(("data:image/svg+xml", "#")) for value in sources)
    (policy,) = [attrs["content"] for tag, attrs in tags if tag == "meta" and "http-equiv" in attrs]
    assert policy.startswith("default-src 'none'")
    assert ("html", {"lang": made.language}) in tags


def test_its_contents_lead_to_every_section(made, theme):
    tags = Page(as_page(made, theme)).tags
    targets = [attrs["id"] for tag, attrs in tags if tag == "h2"]
    assert [attrs["href"] for tag, attrs in tags if tag == "a"] == [f"#{id}" for id in targets]
    assert len(set(targets)) == len(targets) == len(made.sections)


def test_a_note_is_read_after_the_heading_that_it_belongs_to(made, theme):
    page = as_page(made, theme)
    assert '<p class="pmr-note">' in page
    for article in re.findall(r"<article.*?</article>", page, re.DOTALL):
        assert re.match(r"<article[^>]*>\s*<h[34]", article)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_text(tiny, theme, name):
    plain, hostile = (
        Page(as_page(build_report(tiny, whole_story(tiny, words, name="A"), on=DAY, theme=theme), theme))
        for words in ("x", HOSTILE[name])
    )
    assert {tag for tag, _ in hostile.tags} == {tag for tag, _ in plain.tags}


def test_as_text_it_has_every_word_and_no_trailing_room(tiny, theme):
    text = as_text(build_report(tiny, whole_story(tiny), on=DAY, theme=theme))
    assert all(field in text for field in FIELDS)
    assert "\n\n\n" not in text
    numbered = as_text(build_one_to_one(tiny, [], on=DAY, theme=theme))
    assert re.findall(r"^\d\.", numbered, re.MULTILINE) == ["1.", "2.", "3.", "4."]
