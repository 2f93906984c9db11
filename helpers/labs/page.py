"""A lab on the page: where the templates are that labs share."""

from __future__ import annotations

from pathlib import Path

from helpers.pages.page import Page, pages_from

TEMPLATES = Path(__file__).with_name("templates")

page = pages_from(TEMPLATES)
"""The HTML of a template that labs share; every value in it is escaped."""


def pages_of(file: str) -> Page:
    """The pages of one lab: from the templates beside its `page.py` (`file`), and from those that labs share."""
    return pages_from(Path(file).with_name("templates"), TEMPLATES)
