"""A lab on the page: where the templates are that labs share."""

from __future__ import annotations

from pathlib import Path

from helpers.pages.page import pages_from

TEMPLATES = Path(__file__).with_name("templates")

page = pages_from(TEMPLATES)
"""The HTML of a template that labs share; every value in it is escaped."""
