"""The notebook shows what the PDF says, and nobody's text becomes markup."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest

from helpers.charts import Theme
from helpers.report import ReportView, build_report
from helpers.report.glyphs import with_line_ends
from helpers.report.view import as_html
from tests.hostile import HOSTILE
from tests.report.people import DAY, FIELDS, whole_story
from tests.report.test_typeset import strings


class Page(HTMLParser):
    """What a browser would find: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def test_it_says_all_that_the_model_says_with_the_same_pictures(shipped, theme):
    report = build_report(shipped, whole_story(shipped), on=DAY, theme=theme)
    page = Page(as_html(report, theme))
    for part in report.sections:
        assert part.title in page.text
        for block in part.blocks:
            if block.kind == "lines":
                continue  # room to write by hand belongs on paper
            data = block.model_dump(
                mode="json", exclude={"kind", "look", "tone", "picture", "brief", "table", "numbered"}
            )
            assert all(string in page.text for string in strings(data) if string)
    images = [attrs for tag, attrs in page.tags if tag == "img"]
    figures = [block for part in report.sections for block in part.blocks if block.kind == "figure"]
    assert [image["alt"] for image in images] == [figure.alt for figure in figures]
    for image, figure in zip(images, figures, strict=True):
        assert image["src"] == figure.picture.source


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_text_and_adds_no_tag(tiny, theme, name):
    words = HOSTILE[name]
    plain = Page(as_html(build_report(tiny, whole_story(tiny, "x"), on=DAY, theme=theme), theme))
    page = Page(as_html(build_report(tiny, whole_story(tiny, words, name=words[:50]), on=DAY, theme=theme), theme))
    for field in FIELDS:
        assert with_line_ends(f"{field}: {words}").strip() in page.text
    wanted = {tag for tag, _ in plain.tags}
    assert {tag for tag, _ in page.tags} == wanted
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)


def test_words_keep_their_own_direction(tiny, theme):
    page = Page(as_html(build_report(tiny, whole_story(tiny), on=DAY, theme=theme), theme))
    assert all(attrs.get("dir") == "auto" for tag, attrs in page.tags if tag == "span")


def test_headings_lead_through_it_without_a_gap(shipped, theme):
    page = Page(as_html(build_report(shipped, whole_story(shipped), on=DAY, theme=theme), theme))
    levels = [int(tag[1]) for tag, _ in page.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_notebook_displays_it_and_a_log_does_not(tiny):
    theme = Theme(accent="#123456")
    view = ReportView(build_report(tiny, whole_story(tiny), on=DAY, theme=theme), theme)
    assert "#123456" in view._repr_html_()
    assert "I wrote it up" not in repr(view)
    assert "Ada" not in repr(view)
