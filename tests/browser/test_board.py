"""The board on a projector in a real browser: one press shows the picture, and nothing shows a person."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from helpers.journal import RatingState, Words
from helpers.ladder import load_ladder
from helpers.workshop.session import TeamSession
from tests.browser.conftest import LINK, Served, stop_server
from tests.browser.forced_colors import stands_out
from tests.hostile import HOSTILE, visible
from tests.patience import until
from tests.workshop.team import put, share_of

LADDER = load_ladder()
NAMES = ("zoraida", "quentin", "wilhelmina", "xaverine", "yannick", "ottokar")
ASKED = f"prompt:{LADDER.prompts[0].id}"
SAID = list(HOSTILE.values())[: len(NAMES)]


def join(folder: Path, name: str, turn: int, said: str = "") -> str:
    """One person's file: every statement of two levels, some of another. Gives back the person's id."""
    answers: dict[str, int | RatingState] = {}
    for level in ("mid", "senior"):
        for number, statement in enumerate(LADDER.level(level).statements):
            answers[statement.id] = RatingState.DONT_KNOW if (number + turn) % 9 == 8 else (number * 2 + turn * 3) % 5
    if turn < 3:
        answers |= {statement.id: 2 for statement in LADDER.level("director").statements}
    more, release = ({ASKED: Words(text=said)}, (ASKED,)) if said else ({}, ())
    share = share_of(name, answers, ladder=LADDER, more=more, release=release)
    put(folder, name, share)
    return share.id


def serve(folder: Path) -> Served:
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.cli", "board", str(folder), "--no-browser"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    output = []
    for line in process.stdout:
        output.append(line)
        if found := LINK.search(line):
            return Served(found[0], folder / "none.jsonl", process)
    pytest.fail(f"`ladder board` named no link:\n{''.join(output)}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four people's files: one fewer than a picture needs."""
    folder = tmp_path / "gathered"
    folder.mkdir()
    for turn, name in enumerate(NAMES[:4]):
        join(folder, name, turn, SAID[turn])
    (folder / "gwendolen.json").write_text("{")
    return folder


@pytest.fixture
def board(folder: Path) -> Iterator[Served]:
    served = serve(folder)
    yield served
    stop_server(served)


@pytest.fixture
def projector(open_page: Callable[..., Page], board: Served) -> Page:
    page = open_page(width=1280, height=720)
    page.goto(board.link)
    expect(page.locator(".kb-count")).to_be_visible()
    return page


def notes_of(page: Page) -> Page:
    """The window of its own for whoever leads, opened from the board."""
    with page.expect_popup() as popup:
        page.get_by_role("link", name="For you alone").click()
    expect(popup.value.get_by_role("heading", name="For the facilitator alone")).to_be_visible()
    return popup.value


def press(page: Page, name: str) -> None:
    page.locator(".kb").get_by_role("button", name=name, exact=True).click()


def test_a_workshop_from_the_first_file_to_the_words(projector: Page, folder: Path, violations) -> None:
    page, ids = projector, []

    # Before: head counts alone, and files are noticed as they arrive.
    expect(page.locator(".kb-count")).to_have_text("4")
    expect(page.get_by_role("button", name="Reveal")).to_have_attribute("aria-disabled", "true")
    assert page.locator("figure").count() == 0
    ids.append(join(folder, NAMES[4], 4, SAID[4]))
    expect(page.locator(".kb-count")).to_have_text("5")
    ids += [join(folder, name, turn, SAID[turn]) for turn, name in enumerate(NAMES)]
    expect(page.locator(".kb-count")).to_have_text("6")
    expect(page.get_by_role("button", name="Reveal")).not_to_have_attribute("aria-disabled", "true")
    assert page.locator("figure").count() == 0
    assert violations(page, practices=True) == []

    # The press, and every page that can be turned to.
    press(page, "Reveal")
    expect(page.get_by_role("heading", name="To talk about")).to_be_visible()
    html = [page.content()]
    for tab in ("Strong together", "By competency", "By statement", "Coverage", "To talk about"):
        press(page, tab)
        expect(page.locator(".kb").get_by_role("button", name=tab, exact=True)).to_have_attribute(
            "aria-current", "true"
        )
        fits(page)
        html.append(page.content())
        assert violations(page, practices=True) == [], tab
    page.emulate_media(forced_colors="active")
    assert stands_out(page, ".kb nav [aria-current]", ".kb nav button:not([aria-current])")
    page.emulate_media(forced_colors="none")
    press(page, "By statement")
    for level in LADDER.levels:
        press(page, level.short_title)
        shown = page.locator(".kb").get_by_role("button", name=level.short_title, exact=True)
        expect(shown).to_have_attribute("aria-current", "true")
        for part in ("The work", "Signs that it goes well", "Skills"):
            press(page, part)
            expect(page.get_by_role("button", name=part)).to_have_attribute("aria-current", "true")
            fits(page)
    press(page, "Group PM / Director")
    expect(page.locator("figure img")).to_have_attribute("alt", re.compile("hidden: fewer than 5 answers"))
    press(page, "VP / CPO")
    expect(page.locator("figure img")).to_have_attribute("alt", re.compile("no answers"))
    press(page, "To talk about")
    page.locator(".kb-topics button").first.click()
    expect(page.get_by_text("Nobody has to say what they answered.")).to_be_visible()
    fits(page)
    html.append(page.content())

    # What people released comes out as text.
    press(page, "In our words")
    expect(page.locator(".kb-words blockquote")).to_have_count(len(NAMES))
    shown = sorted(visible(text) for text in page.locator(".kb-words blockquote").all_text_contents())
    assert shown == sorted(visible(text.replace("\x00", "\ufffd")) for text in SAID)
    fits(page)
    assert violations(page, practices=True) == []
    html.append(page.content())

    # The facilitator learns why a file is missing, in a window of their own, and not even they see a name here.
    assert "it is not JSON" not in "".join(html)
    notes = notes_of(page)
    notes.get_by_text("Left out: 1 file or folder").click()
    expect(notes.get_by_text("it is not JSON")).to_be_visible()
    assert notes.locator("figure").count() == 0
    assert violations(notes, practices=True) == []
    html.append(notes.content())
    everything = " ".join(html).lower()
    for secret in (*NAMES, "gwendolen", *ids, folder.as_posix().lower()):
        assert secret not in everything


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_press_counts_though_the_board_changes_while_the_button_is_down(projector: Page, folder: Path, by: str):
    page, button = projector, projector.locator(".kb").get_by_role("button", name="Reveal")
    join(folder, NAMES[4], 4)
    expect(page.locator(".kb-count")).to_have_text("5")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.hover()
    button.focus()
    page.mouse.down() if by == "mouse" else page.keyboard.down(" ")
    came: list[str] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer)
        came.append(answer.text())

    page.route("**/messages", pass_on)
    join(folder, NAMES[5], 5)
    until(lambda: page.wait_for_timeout(50) or any("kb-count" in said for said in came))
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    page.mouse.up() if by == "mouse" else page.keyboard.up(" ")
    expect(page.get_by_role("heading", name="To talk about")).to_be_visible()


def test_a_look_that_was_under_way_takes_no_picture_away(projector: Page, folder: Path):
    """What a look found before a button was pressed was drawn for the page that was turned to then."""
    page, held = projector, []

    def hold_looks(route: Route) -> None:
        answer = route.fetch()
        if "kb-count" in answer.text() and (route.request.post_data_json or {}).get("type") == "look":
            held.append((route, answer))
        else:
            route.fulfill(response=answer)

    join(folder, NAMES[4], 4)
    expect(page.locator(".kb-count")).to_have_text("5")
    page.route("**/messages", hold_looks)
    join(folder, NAMES[5], 5)
    until(lambda: page.wait_for_timeout(50) or len(held) == 1)
    press(page, "Reveal")
    heading = page.get_by_role("heading", name="To talk about")
    expect(heading).to_be_visible()
    with page.expect_request(lambda request: (request.post_data_json or {}).get("type") == "look") as again:
        route, answer = held[0]
        route.fulfill(response=answer)
    assert again.value.post_data_json["version"] == ""  # so that what was passed over is told again
    assert heading.is_visible()
    page.unroute_all(behavior="wait")


def test_a_pile_of_paper_is_typed_in_and_counted(projector: Page) -> None:
    page, notes = projector, notes_of(projector)
    notes.get_by_role("spinbutton", name="Number of sheets").fill("5")
    notes.get_by_text("Associate product manager").click()
    notes.get_by_role("spinbutton", name="Keep the board honest: often").fill("5")
    notes.get_by_role("button", name="Count these sheets in").click()
    expect(notes.get_by_text("5 sheets counted in.")).to_be_visible()
    expect(page.locator(".kb-count")).to_have_text("9")
    notes.get_by_role("spinbutton", name="Number of sheets").fill("2")
    notes.get_by_role("button", name="Count these sheets in").click()
    expect(notes.get_by_text("2 sheets are too few to be counted in")).to_be_visible()

    # All five gave one answer: that is said before it is shown.
    press(page, "Reveal")
    expect(page.get_by_role("heading", name="Say this first, aloud")).to_be_visible()
    expect(page.locator(".kb").get_by_text("Keep the board honest")).to_be_visible()
    assert page.locator("figure").count() == 0
    press(page, "It is said. Show the picture")
    press(page, "By statement")
    picture = page.get_by_role("img", name="Keep the board honest, 5 answers: 5 “often”.")
    expect(picture).to_be_visible()


def test_what_the_folder_held_when_the_board_opened_again_stays_as_it_was_shown(projector: Page, folder: Path) -> None:
    join(folder, NAMES[4], 4)
    expect(projector.locator(".kb-count")).to_have_text("5")
    press(projector, "Reveal")
    expect(projector.locator("figure").first).to_be_visible()
    first = TeamSession.open(folder, LADDER).snapshot
    join(folder, NAMES[0], 9)
    projector.reload()
    expect(projector.locator(".kb-count")).to_be_visible()
    assert projector.locator("figure").count() == 0, "a reload begins in the lobby"
    press(projector, "Show it")
    expect(projector.locator("figure").first).to_be_visible()
    assert TeamSession.open(folder, LADDER).snapshot == first


def test_a_larger_wall_shows_the_same_larger_and_a_notice_is_in_view(projector: Page, folder: Path, board: Served):
    page = projector
    join(folder, NAMES[4], 4)
    expect(page.locator(".kb-count")).to_have_text("5")
    press(page, "Reveal")
    press(page, "By competency")
    expect(page.locator("figure img")).to_be_visible()
    sizes = {}
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("[...document.images].every(image => image.complete && image.clientWidth > 0)")
        wide, high = page.evaluate(
            "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])(document.documentElement)"
        )
        assert (wide, high) == (width, height)
        # At one go: what is drawn anew between finding a part and measuring it would have no width.
        sizes[width] = page.evaluate(
            "parts => parts.map(part => document.querySelector(part).getBoundingClientRect().width)",
            [".kb", ".kb h2", "figure img"],
        )
    for small, large in zip(sizes[1280], sizes[1920], strict=True):
        assert large == pytest.approx(1.5 * small, rel=0.02)
    page.set_viewport_size({"width": 1280, "height": 720})
    stop_server(board)
    expect(page.get_by_role("alert")).to_contain_text("The kit isn’t answering")
    expect(page.get_by_role("alert")).to_be_in_viewport()


def fits(page: Page) -> None:
    """Nothing of the board is wider than the screen, and all of its picture is on it."""
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_function("[...document.querySelectorAll('.kb img')].every(image => image.complete)")
    wide, low = page.evaluate(
        """() => [document.documentElement.scrollWidth,
          Math.max(...[...document.querySelectorAll('.kb-main > *')].map(it => it.getBoundingClientRect().bottom))]"""
    )
    assert wide <= 1280
    assert low <= 720
