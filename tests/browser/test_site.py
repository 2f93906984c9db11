"""The site in a real browser: read, answered in and come back to, with no server behind it but files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from helpers.ladder import load_ladder
from tests.site.built import Built, build_once, served

FIRST = load_ladder().level("associate").responsibilities[0]
LEVEL_1 = "01_associate_pm.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The site of the shipped ladder, served as files below a path."""
    with served(build_once(tmp_path_factory)) as site:
        yield site


def rate(page: Page, nth: int = 0) -> None:
    page.locator("[data-element=rate-responsibilities] fieldset").nth(nth).get_by_label("often", exact=True).check()


def test_a_visitor_answers_before_the_engine_is_there_and_finds_it_again(
    site: Built, open_page: Callable[..., Page]
) -> None:
    """Nothing leaves the browser; another window agrees; what was answered stands there after a reload."""
    page = open_page()
    page.goto(site.url + LEVEL_1)
    expect(page.get_by_text(FIRST.text).first).to_be_visible()
    rate(page)
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    expect(page.locator("[data-element=insight]")).to_contain_text("1 of 12 rated")
    site.asked.clear()
    rate(page, 1)
    expect(page.locator("[data-count]")).to_have_text("2 of 12")
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert site.asked == []

    other = page.context.new_page()
    other.goto(site.url + LEVEL_1)
    expect(other.locator("[data-count]")).to_have_text("2 of 12")
    rate(page, 2)
    expect(other.locator("[data-count]")).to_have_text("3 of 12")
    page.reload()
    expect(page.locator("[data-count]")).to_have_text("3 of 12")
    assert page.context.cookies() == []


def test_a_page_and_its_worker_may_ask_for_nothing_of_another_origin(site: Built, page: Page) -> None:
    """A page's policy doesn't bind a worker by itself: this one is started so that it does."""
    with page.expect_event("worker") as found:
        page.goto(site.url + LEVEL_1)
    elsewhere = site.url.replace("127.0.0.1", "localhost") + "went-out"
    ask = f"() => fetch('{elsewhere}', {{ mode: 'no-cors' }}).then(() => 'went out', (error) => error.name)"
    for asker in (found.value, page):
        assert asker.evaluate(ask) == "TypeError"
        assert asker.evaluate(f"() => fetch('{site.url}site.json').then(({{ ok }}) => ok)") is True
    assert not [path for path in site.asked if "went-out" in path]
