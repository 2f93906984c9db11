"""What axe-core finds on a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.measures import styled

RUN = "async (within) => (await axe.run(within, { resultTypes: ['violations'] })).violations"


def violations_in(page: Page, within: str = "body") -> list[dict[str, Any]]:
    """Every rule that is broken there, as axe-core tells it: `id`, `impact` and `nodes`.

    A document gets axe-core the first time: half a megabyte, and a page is looked at again and again.
    """
    if not styled(page).evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, within)
