"""The measures themselves: a page is measured as people see it."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.measures import beyond_screen

ADDRESS = "http://localhost/"
"""Never asked for: what lies there is handed to the browser from memory."""


def test_nothing_is_measured_before_the_stylesheets_are_there(page: Page):
    """“Lead a workshop” was measured without them once, on a machine that was busy."""
    asked: list[Route] = []

    def serve(route: Route) -> None:
        if route.request.url.endswith(".css"):
            asked.append(route)
        else:
            route.fulfill(body="<link rel=stylesheet href=wide.css><p>Words</p>", content_type="text/html")

    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS, wait_until="commit")
    expect(page.locator("p")).to_be_attached()
    page.on("console", lambda _: asked.pop().fulfill(body="p { width: 3000px }", content_type="text/css"))
    page.evaluate("void setTimeout(() => console.log('waits'))")
    assert beyond_screen(page) > 1000
