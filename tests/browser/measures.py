"""Measuring pages as people see them.

A browser shows nothing of a page before its stylesheets are there, but a test can measure it: a page that a press has
opened is parsed, and answers, while they are on their way.
"""

from __future__ import annotations

from playwright.sync_api import Page


def styled(page: Page) -> Page:
    """Wait until the page is there with all its stylesheets."""
    page.wait_for_load_state()
    return page


def beyond_screen(page: Page) -> float:
    """How many px the page is wider than the screen that the test opened; 0 or less where it fits.

    A phone lays out what is too wide on a larger `innerWidth`, so that this isn't asked.
    """
    screen = page.viewport_size
    assert screen
    return styled(page).evaluate("document.documentElement.scrollWidth") - screen["width"]
