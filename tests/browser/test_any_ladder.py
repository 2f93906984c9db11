"""Ladders of every shape, and in other languages, opened in a real browser: every chapter, at a desk and on a phone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, Route, expect

from helpers.charts import Theme
from helpers.journal import Journal
from helpers.ladder import Competency, Ladder, Level, Statement, load_ladder
from helpers.web.app import LOOPBACK, Place, address, make_app
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from tests.browser.axe import violations_in
from tests.browser.measures import beyond_screen
from tests.importing.test_import import SHAPES
from tests.long import tries
from tests.other_languages import in_language
from tests.patience import PATIENCE, until
from tests.report.people import whole_story
from tests.strategies import SCALE, rate
from tests.test_language_of_parts import mistaken
from tests.test_shapes import imported

SHIPPED = load_ladder()
OURS = [level.title for level in SHIPPED.levels] + [statement.title for _, _, statement in SHIPPED.walk()]
"""What nobody may read in the chapters of another ladder."""

NAMES = [*((name, answers) for name, answers, _, _ in SHAPES), ("merged.xlsx", {}), ("one.csv", {})]
SEEN = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest("script, style, textarea, .kw-said")) continue;
    const text = walk.currentNode.data.replace(/\\s+/g, " ").trim();
    if (text) found.push([parent.closest("[lang]").lang, text]);
  }
  return found;
}"""


@contextmanager
def pages_of(ladder: Ladder, journal: Journal, folder: Path) -> Iterator[tuple[Engine, str]]:
    """The app over a ladder in this very process: its engine, and the link."""
    engine = Engine(ladder, JournalKeeping(journal, ladder, folder / "files"), theme=Theme(), link=address)
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        listening.listen()  # who comes before the server is there waits
        place = Place(listening.getsockname()[1], "token", "key")
        server = uvicorn.Server(uvicorn.Config(make_app(engine, place), log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield engine, place.link
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("[data-ready]")).to_have_count(1)


def test_every_chapter_of_every_shape_opens_asks_and_saves(open_page, tmp_path: Path):
    """At 1280 and at 390 px nothing is wider than the screen, nothing fails, and nothing is of the shipped ladder."""
    page = open_page()
    told: list[str] = []
    page.on("console", lambda message: message.type in ("error", "warning") and told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for at, (name, answers) in enumerate(NAMES):
        (folder := tmp_path / str(at)).mkdir()
        ladder = imported(name, answers, folder)
        journal = Journal.open(folder / "journal.jsonl")
        with pages_of(ladder, journal, folder) as (engine, link):
            page.goto(link)
            base = link.partition("/?")[0]
            rated = ladder.levels[0].statements[0]
            for number, here in enumerate(engine.course.chapters):
                page.set_viewport_size({"width": 1280, "height": 900})
                opened(page, f"{base}/{here.stem}")
                words = page.locator("body").inner_text()
                assert "None" not in words
                assert not [text for text in OURS if text in words], here.stem
                if here.level == ladder.levels[0].id:
                    page.locator(".kit-rating input[type=radio]").first.check()
                    expect(page.locator("[data-saved]")).to_contain_text("saved", ignore_case=True)
                assert beyond_screen(page) <= 0
                page.set_viewport_size({"width": 390, "height": 844})
                assert beyond_screen(page) <= 0, (name, here.stem)
                if (at + number) % tries(4, 1) == 0:
                    broken = [(one["id"], one["nodes"][0]["html"][:200]) for one in violations_in(page)]
                    assert broken == [], (name, here.stem)
            kept = journal.state(ladder).rating(rated.id)
            assert kept.frequency == 0, name
    assert told == []


@pytest.mark.parametrize("language", ["de", "ja"])
def test_what_a_script_shows_is_in_the_ladders_language_too(page: Page, tmp_path: Path, language: str):
    """Forms are drawn by a script, and panels anew after an answer."""
    ladder = in_language(language)
    journal = Journal.open(tmp_path / "journal.jsonl")
    for event in whole_story(ladder):
        journal.record(event.subject, event.answer, ladder=ladder)
    with pages_of(ladder, journal, tmp_path) as (engine, link):
        page.goto(link)
        base = link.partition("/?")[0]
        level, path = engine.course.chapters[1], engine.course.chapters[-1]
        for here in (level, path):
            opened(page, f"{base}/{here.stem}")
            expect(page.locator(".kit-field").first).to_be_visible()
            for opener in page.locator(".kit-opener").all()[:4]:
                opener.click()
            if here == level:
                page.locator(".kit-rating input[type=radio]").nth(3).check()
                expect(page.locator("[data-saved]")).to_contain_text("saved", ignore_case=True)
            texts = [(lang, text) for lang, text in page.evaluate(SEEN)]
            assert not mistaken(texts, language)
            assert sum(lang == language for lang, _ in texts) > 30


def test_a_long_level_is_answered_group_by_group_and_the_bar_tells_of_all_of_it(page: Page, tmp_path: Path):
    """Few groups are pills, many a list that opens; from the last answer of a group the bar leads to the next one."""
    levels = []
    for level, groups in (("few", 3), ("many", 9)):
        statements = [
            Statement(id=f"{level}.s{n}", text=f"להקשיב ללקוחות {n}", competency=f"c{n % groups}") for n in range(27)
        ]
        levels.append(Level(id=level, title="מנהל מוצר", statements=statements))
    ladder = Ladder(
        format=3, id="long", version="1", title="סולם", language="he", scale=SCALE, levels=tuple(levels),
        competencies=tuple(Competency(id=f"c{n}", title=f"תחום {n}") for n in range(9)),
    )  # fmt: skip
    journal = Journal.open(tmp_path / "journal.jsonl")
    for n in set(range(27)) - {10, 19}:
        given = rate(ladder, f"many.s{n}", 2)
        journal.record(given.subject, given.answer, ladder=ladder)
    with pages_of(ladder, journal, tmp_path) as (_, link):
        page.goto(link)
        base = link.partition("/?")[0]
        page.set_viewport_size({"width": 1280, "height": 900})
        opened(page, f"{base}/few")
        expect(page.locator("[data-count]")).to_have_text("0 of 27")
        expect(page.locator("[data-group]")).to_have_text("0 of 9 in this group")
        inner = page.locator(".kp-chooser label > span span")
        rims = inner.evaluate_all("each => each.map((one) => getComputedStyle(one).borderTopWidth)")
        assert {*rims} == {"0px"}  # the ladder's words in a pill are marked, and no pill of their own
        opened(page, f"{base}/many")
        expect(page.locator("[data-count]")).to_have_text("25 of 27")
        expect(page.locator("[data-group]")).to_have_text("3 of 3 in this group")
        held: list[Route] = []
        page.route(
            "**/messages", lambda it: held.append(it) if '"act"' in str(it.request.post_data) else it.continue_()
        )
        page.get_by_role("button", name="Next group").click()
        page.keyboard.press("Shift+Tab")  # nobody answers, and they go elsewhere
        elsewhere = page.locator(":focus").evaluate_handle("each => each")
        until(lambda: page.wait_for_timeout(50) or held)
        held[0].continue_()
        page.unroute("**/messages")
        expect(page.locator("[data-group]")).to_have_text("1 of 3 in this group")
        assert page.evaluate("each => each === document.activeElement", elsewhere), "an answer that came late took it"
        page.get_by_role("button", name="Next open question").click()
        expect(page.locator(".kit-rating input:focus")).to_have_count(1)
        for row in page.locator(".kit-rating").all()[1:]:
            row.locator("input[type=radio]").first.check()
        expect(page.locator("[data-count]")).to_have_text("27 of 27")
        expect(page.get_by_role("button", name="To the questions")).to_be_visible()
        page.set_viewport_size({"width": 390, "height": 844})
        choice = page.get_by_role("combobox")
        choice.focus()
        choice.press("ArrowDown")
        expect(page.locator("h3[lang=he], h3 [lang=he]").filter(has_text="תחום 2").first).to_be_visible()
        expect(choice).to_be_focused()
        assert beyond_screen(page) <= 0
        assert violations_in(page) == []
