"""A deck in a real browser with the network off: everything is inside, fits, moves and can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from helpers.workshop.agenda import shipped
from helpers.workshop.deck import open_deck
from helpers.workshop.export import deck_html
from tests.browser.lone_words import lone_words

OVERFLOWING = """() => {
  const slide = document.querySelector('section.present .kit-slide'), room = slide.getBoundingClientRect();
  return [...slide.querySelectorAll('*')]
    .map((each) => [each.tagName, each.textContent.slice(0, 40), each.getBoundingClientRect()])
    .filter(([, , at]) => at.left < room.left - 1 || at.right > room.right + 1 || at.bottom > room.bottom + 1)
    .map(([tag, text]) => `${tag}: ${text}`);
}"""
"""What stands out of the slide in view, as lines to read."""


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of each shipped deck, as a file."""
    folder = tmp_path_factory.mktemp("decks")
    made = {}
    for id in shipped():
        path = folder / f"{id}.html"
        path.write_text(deck_html(open_deck(id)), encoding="utf-8")
        made[id] = path.as_uri()
    return made


@pytest.fixture
def offline(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser without a network; at the end nothing may have asked for any."""
    asked: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert [url[:120] for url in asked if urlsplit(url).scheme not in ("file", "data", "blob", "about")] == []


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.wait_for_function("window.Reveal?.isReady()")
    settle(page)
    assert faults == []
    return page


def settle(page: Page) -> None:
    """Wait until the slide in view has been made to fit."""
    page.wait_for_function("document.querySelector('section.present .kit-slide')?.style.getPropertyValue('--fit')")


def go_to(page: Page, slide: str) -> None:
    """Press the arrow key until a slide is in view."""
    while not page.locator(f'section.present [data-slide="{slide}"]').count():
        assert not page.evaluate("Reveal.isLastSlide()"), f"there is no slide {slide}"
        page.keyboard.press("ArrowRight")
    settle(page)


@pytest.mark.parametrize("id", shipped())
def test_arrow_keys_lead_through_slides_that_fit_and_can_be_read(
    id: str, decks: dict[str, str], offline: BrowserContext, violations: Callable[..., list[str]]
) -> None:
    page = opened(offline, decks[id])
    slides = open_deck(id).slides
    assert page.evaluate("Reveal.getTotalSlides()") == len(slides)
    for slide in slides:
        here = page.locator(f'section.present [data-slide="{slide.id}"]')
        expect(here).to_be_visible()
        settle(page)
        box = here.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (1280, 720)
        assert page.evaluate(OVERFLOWING) == [], slide.id
        assert float(here.evaluate("it => it.style.getPropertyValue('--fit')")) >= 0.8, slide.id
        assert violations(page, "section.present") == [], slide.id
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f'section.present [data-slide="{slides[-2].id}"]')).to_be_visible()


LONE = "section.present .kit-slide :is(h1, h2, p, li, dd, td)"
"""Texts of the slide in view."""

MARKED = """() => {
  const marked = document.querySelectorAll('section.present .kit-slide :is(h1, h2), section.present .kit-points li');
  return [...marked].every((each) => parseFloat(getComputedStyle(each, '::before').borderTopWidth) > 0);
}"""
"""Whether the marks before headings and points are drawn as lines, which a contrast theme leaves standing."""


@pytest.mark.parametrize("id", shipped())
def test_no_short_word_stands_alone_and_marks_outlive_a_contrast_theme(
    id: str, decks: dict[str, str], offline: BrowserContext
) -> None:
    """“Where we stand, where to / next”; and with forced colours nothing told where a point begins."""
    page = opened(offline, decks[id])
    page.emulate_media(forced_colors="active")
    for slide in open_deck(id).slides:
        settle(page)
        assert lone_words(page, LONE) == [], slide.id
        assert page.evaluate(MARKED), slide.id
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("id", shipped())
def test_in_a_notebook_a_slide_grows_with_its_words(id: str, page: Page) -> None:
    """No script runs there that makes them fit: the third promise stood below the slide’s edge, and was cut off."""
    deck = open_deck(id)
    for slide in deck.slides:
        page.set_content(f'<style>{deck.style}</style><section class="present">{deck.slide(slide.id).html}</section>')
        assert page.evaluate(OVERFLOWING) == [], slide.id


def test_the_speakers_view_opens_with_minutes_and_words(decks: dict[str, str], offline: BrowserContext) -> None:
    page = opened(offline, decks["ninety-minutes"])
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    view = popup.value
    notes = view.locator(".speaker-controls-notes .value")
    expect(notes).to_contain_text("Minutes 0–7: Why we are here")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(notes).to_contain_text("Minutes 10–19: The terrain")
    expect(notes).to_contain_text("after Senior product manager, one road leads on to")
    expect(notes).to_contain_text("They reach equally far.")


def test_notes_are_not_on_the_slides(decks: dict[str, str], offline: BrowserContext) -> None:
    page = opened(offline, decks["ninety-minutes"])
    assert page.locator("aside.notes").count() == page.evaluate("Reveal.getTotalSlides()")
    assert page.locator("aside.notes:visible").count() == 0


def test_a_countdown_starts_pauses_goes_on_and_ends_without_a_sound(
    decks: dict[str, str], offline: BrowserContext
) -> None:
    offline.clock.install()
    page = opened(offline, decks["taster-30"])
    go_to(page, "rating")
    clock = page.locator("section.present .kit-clock")
    button = page.locator("section.present .kit-start")
    expect(clock).to_have_text("7:00")
    button.click()
    offline.clock.run_for(61_000)
    expect(clock).to_have_text("5:59")
    page.keyboard.press("t")
    expect(button).to_have_text("Go on")
    offline.clock.run_for(60_000)
    expect(clock).to_have_text("5:59")
    button.click()
    offline.clock.run_for(400_000)
    expect(clock).to_have_text("0:00")
    expect(button).to_have_text("Again")


def test_the_speakers_clock_and_the_audiences_are_one(decks: dict[str, str], offline: BrowserContext) -> None:
    page = opened(offline, decks["taster-30"])
    go_to(page, "rating")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    current = popup.value.frame_locator("#current-slide iframe").locator("section.present")
    button, clock = page.locator("section.present .kit-start"), page.locator("section.present .kit-clock")
    expect(current.locator(".kit-clock")).to_have_text("7:00")
    current.locator(".kit-start").click()
    expect(button).to_have_text("Pause")
    expect(current.locator(".kit-start")).to_have_text("Pause")
    expect(clock).not_to_have_text("7:00")
    button.click()
    expect(current.locator(".kit-start")).to_have_text("Go on")
    expect(current.locator(".kit-clock")).to_have_text(clock.inner_text())
    popup.value.keyboard.press("t")
    expect(button).to_have_text("Pause")

    # A view that comes while the clock runs shows where it stands.
    frame = popup.value.frame_locator("#current-slide iframe")
    frame.locator("html").evaluate("it => { it.dataset.before = ''; location.reload(); }")
    expect(frame.locator("html[data-before]")).to_have_count(0)
    expect(current.locator(".kit-start")).to_have_text("Pause")
    expect(current.locator(".kit-clock")).not_to_have_text("7:00")


@pytest.mark.parametrize(("width", "height"), [(800, 600), (1920, 1080)])
def test_another_projector_shows_the_same_slide_smaller_or_larger(
    width: int, height: int, decks: dict[str, str], offline: BrowserContext
) -> None:
    page = opened(offline, decks["half-day"])
    page.set_viewport_size({"width": width, "height": height})
    box = page.locator("section.present .kit-slide").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(width, abs=2)
    assert box["height"] <= height + 1


def test_long_words_of_a_company_get_smaller_until_they_fit(tmp_path: Path, offline: BrowserContext) -> None:
    text = (shipped()["taster-30"]).read_text(encoding="utf-8")
    long = "A very long line that somebody wrote because they wanted to be complete about it. " * 3
    points = f'          - "{long}"\n' * 5
    (old,) = [line for line in text.splitlines(keepends=True) if "points: [Six statements" in line]
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace(old, f"        points:\n{points}"), encoding="utf-8")
    path = tmp_path / "deck.html"
    path.write_text(deck_html(open_deck(mine)), encoding="utf-8")
    page = opened(offline, path.as_uri())
    go_to(page, "rating")
    assert page.evaluate(OVERFLOWING) == []
