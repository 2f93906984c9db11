"""Where a system's own few colours stand for all others; Windows calls it a contrast theme."""

from __future__ import annotations

from playwright.sync_api import Page

GROUNDS = """(all) => all.map((each) =>
    getComputedStyle(document.querySelector(each)).backgroundColor.match(/\\d+/g).slice(0, 3).join())"""
"""Red, green and blue of each ground: of one that can be seen through, they are those of the page below it."""


def stands_out(page: Page, this: str, others: str) -> bool:
    """Whether the ground of `this` differs from that of `others`, selectors both, on a page with forced colours."""
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    ground, others_ground = page.evaluate(GROUNDS, [this, others])
    return bool(ground != others_ground)
