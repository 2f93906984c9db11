"""Never lose a word on a site: real reloads, links, Back the browser's own dialog, two tabs, paper, versions."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader

from helpers.form import WORDS
from tests.browser.test_never_lose import NOTHING_WAITS, SUBJECT, box
from tests.browser.test_site import LEVEL_1
from tests.browser.test_site_kept import READ
from tests.site.built import Built, build_once, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The site of the shipped ladder, served as files."""
    with served(build_once(tmp_path_factory)) as site:
        yield site


def opened(page: Page, site: Built, name: str = LEVEL_1) -> Page:
    page.goto(site.url + name)
    return ready(page)


def ready(page: Page) -> Page:
    expect(page.locator("html[data-ready][data-engine=there]")).to_be_attached()
    return page


def told(page: Page) -> str:
    """What the lines in this browser say of the question now."""
    lines = [json.loads(line) for line in page.evaluate(READ).splitlines()]
    return next((line["answer"]["text"] for line in reversed(lines) if line["subject"] == SUBJECT), "")


def saved(page: Page, words: str) -> None:
    """Wait until these words are among the lines, and nothing waits."""
    page.wait_for_function(NOTHING_WAITS)
    assert told(page) == words


def stays(page: Page, leave: str) -> None:
    """Leave, and choose Cancel in the browser's own dialog."""
    with page.expect_event("dialog") as asked:
        page.evaluate(f"void setTimeout(() => {leave})")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()


def test_leaving_keeps_the_tail_staying_stays_and_two_tabs_agree(site: Built, open_page: Callable[..., Page]) -> None:
    """A reload, a link and Back within the same second; then two tabs of one chapter, and a cancelled dialog."""
    page = open_page()
    opened(page, site)
    page.get_by_role("button", name="It’s mine").click()
    box(page).press_sequentially("Before the reload, ")
    page.reload()
    expect(box(page)).to_have_value("Before the reload, ")
    saved(ready(page), "Before the reload, ")

    box(page).press_sequentially("before the link, ")
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(page).to_have_title(re.compile("Senior PM"))
    saved(ready(page), "Before the reload, before the link, ")
    page.go_back()
    expect(box(ready(page))).to_have_value("Before the reload, before the link, ")

    box(page).press_sequentially("before Back, ")
    page.go_back()
    page.go_forward()
    words = "Before the reload, before the link, before Back, "
    expect(box(ready(page))).to_have_value(words)
    saved(page, words)

    box(page).press_sequentially("before leaving.")
    page.get_by_role("link", name="Read or print my answers").click()
    words += "before leaving."
    expect(page.locator("#kit-answers")).to_contain_text(words)
    page.go_back()
    expect(box(ready(page))).to_have_value(words)
    saved(page, words)

    deaf = page.context.new_page()
    deaf.add_init_script(DEAF)
    expect(box(opened(deaf, site))).to_have_value(words)
    box(page).fill("From the first tab.")
    box(page).blur()
    expect(box(deaf)).to_have_value("From the first tab.")
    deaf.evaluate("void (globalThis.isDeaf = true)")
    box(page).fill("The first tab, changed.")
    box(page).blur()
    expect(page.locator("[data-saved]")).to_have_text(WORDS["said_saved"])
    saved(page, "The first tab, changed.")
    box(deaf).fill("The other tab, unaware.")
    trouble = deaf.locator(".kit-trouble").filter(has_text=WORDS["stands"])
    expect(trouble).to_contain_text("The first tab, changed.")
    expect(deaf.locator("[data-saved]")).to_have_text("Not saved yet")
    assert told(deaf) == "The first tab, changed."

    for leave in ("location.reload()", "location.assign('my-answers.html')", "history.go(-1)"):
        stays(deaf, leave)
        expect(box(deaf)).to_have_value("The other tab, unaware.")
    deaf.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(deaf).to_have_title(re.compile("Senior PM"))
    deaf.go_back()
    expect(box(ready(deaf))).to_have_value("The other tab, unaware.")
    expect(trouble).to_contain_text("The first tab, changed.")
    deaf.on("dialog", lambda asked: asked.accept())
    deaf.reload()
    expect(box(ready(deaf))).to_have_value("The other tab, unaware.")
    expect(trouble).to_contain_text("The first tab, changed.")
    trouble.get_by_role("button", name=WORDS["keep_mine"]).click()
    expect(deaf.locator("[data-saved]")).to_have_text(WORDS["said_saved"])
    saved(deaf, "The other tab, unaware.")
    expect(box(page)).to_have_value("The other tab, unaware.")


DEAF = """(() => {
    const add = BroadcastChannel.prototype.addEventListener;
    BroadcastChannel.prototype.addEventListener = function (type, listen) {
        add.call(this, type, (event) => globalThis.isDeaf || listen(event));
    };
})()"""
"""A tab that can be kept from hearing of the others, so that it writes without having seen."""


def test_the_place_is_kept_and_paper_has_every_word(site: Built, page: Page, tmp_path: Path) -> None:
    """On reload, Back and Forward, between chapters and from another kind of page; A4 and Letter, with any margins."""
    opened(page, site)
    page.get_by_role("button", name="It’s mine").click()
    heading = page.locator("main > *").nth(14)
    where = "block => Math.round(block.getBoundingClientRect().top)"
    heading.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 120)")
    before = heading.evaluate(where)

    def is_there(block: Locator, place: int) -> None:
        expect(page.locator("html[data-ready]")).to_be_attached()
        assert abs(block.evaluate(where) - place) < 3

    page.reload()
    is_there(heading, before)
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(page).to_have_title(re.compile("Senior PM"))
    assert ready(page).evaluate("scrollY") == 0, "a link opens a chapter at its beginning"
    there = page.locator("main > *").nth(9)
    there.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 80)")
    further = there.evaluate(where)
    page.go_back()
    expect(page).to_have_title(re.compile("Associate PM"))
    is_there(heading, before)
    page.go_forward()
    expect(page).to_have_title(re.compile("Senior PM"))
    is_there(there, further)
    page.reload()
    is_there(there, further)
    page.get_by_role("link", name="Read or print my answers").click()
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.go_back()
    is_there(there, further)

    page.goto(site.url + LEVEL_1)
    words = " ".join(f"word{number}" for number in range(400))
    box(ready(page)).fill(words)
    box(page).blur()
    for paper, margin in product(["A4", "Letter"], ["0mm", "30mm"]):
        around = dict.fromkeys(("top", "left", "right", "bottom"), margin)
        page.pdf(path=tmp_path / "page.pdf", format=paper, margin=around)
        text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "page.pdf").pages)
        assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == [], (paper, margin)
    expect(page.locator(".kit-printed")).to_have_count(0)

    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(page).to_have_title(re.compile("Senior PM"))
    ready(page).locator("details[data-fold] > summary").first.click()
    expect(page.locator("details[data-fold][open]")).to_have_count(1)
    page.reload()
    expect(ready(page).locator("details[data-fold][open]")).to_have_count(1)


def renew(folder: Path, version: str, days: int) -> None:
    """Put another version of a site in the place of the one that is there; nothing of that stays.

    Its files are so many days old. A browser holds what it read for a tenth of that, where a server doesn't say how
    long it may, as the one of Python doesn't.
    """
    (kit,) = folder.glob("kit-*")
    for file in (*folder.glob("*.html"), folder / "keep.js", folder / "site.json"):
        text = file.read_text(encoding="utf-8").replace(kit.name, f"kit-{version}")
        file.unlink()  # it is a second name of a file that other tests share
        file.write_text(re.sub('const VERSION = "[^"]+"', f'const VERSION = "{version}"', text), encoding="utf-8")
        written = file.stat().st_mtime - days * 86_400
        os.utime(file, (written, written))
    kit.rename(folder / f"kit-{version}")


KEPT = """async () => {
    const whole = [];
    for (const name of await caches.keys()) {
        const files = await (await caches.open(name)).keys();
        if (files.some(({ url }) => url.endsWith("/whole"))) whole.push(name.split(" ").at(-1));
    }
    return whole.join();
}"""
"""The versions of the site that are kept whole on this device."""


def test_a_site_that_is_renewed_under_open_pages_loses_nothing_and_says_so(
    site: Built, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """Read over the network, then kept for offline use: old pages go on, and the next visit has the new version."""
    folder = tmp_path / "served/kit"
    shutil.copytree(site.folder, folder, copy_function=os.link)
    renew(folder, "first", 90)
    with served(folder) as mine:
        page = open_page()
        opened(page, mine)
        page.get_by_role("button", name="It’s mine").click()
        page.locator("[data-element=rate-responsibilities]").get_by_label("often", exact=True).first.check()
        page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Your path").click()
        expect(page).to_have_title(re.compile("Your path"))
        ready(page)
        late = page.context.new_page()
        engines: list[Route] = []
        page.context.route("**/engine.pack", lambda route: engines.append(route))
        with page.context.expect_event("request", lambda request: request.url.endswith("engine.pack")):
            late.goto(mine.url + LEVEL_1)
        table = page.context.new_page()
        with page.context.expect_event("request", lambda request: request.url.endswith("engine.pack")):
            table.goto(mine.url + "import.html")
        box(late).fill("Written while the engine was on its way.")
        renew(folder, "second", 60)
        for engine in engines:
            engine.continue_()
        page.context.unroute("**/engine.pack")
        expect(table.locator("[data-import-said]")).to_contain_text("was renewed while this page was open")
        table.close()
        expect(late.locator("#kit-coming")).to_contain_text("was renewed while this page was open")
        expect(late.locator("#kit-notice")).to_have_count(0)
        late.get_by_role("button", name="Reload the page").click()
        expect(late.locator(".kw-renewed")).to_contain_text("new version since you were last here")
        expect(box(ready(late))).to_have_value("Written while the engine was on its way.")
        saved(late, "Written while the engine was on its way.")
        late.reload()
        expect(late.locator(".kw-renewed")).to_have_count(0)

        page.get_by_role("button", name="Make my PDF").click()
        expect(page.locator("#kit-notice")).to_contain_text("no PDF can be made here any more")
        page.get_by_role("button", name="Reload the page").click()
        ready(page)
        page.get_by_role("button", name="Keep for offline").click()
        expect(page.locator("[data-yours-said]")).to_contain_text("whole site is on this device")
        renew(folder, "third", 30)
        opened(late, mine)
        expect(late.locator(".kw-renewed")).to_be_visible()
        late.wait_for_function(f"async () => (await ({KEPT})()) === 'second,third'")
        page.get_by_role("button", name="Make my PDF").click()  # by the version that it is of
        expect(page.locator("[data-element=report] a[download$='.pdf']")).to_be_visible()
        box(late).fill("Written on the third.")
        page.close()
        late.goto("about:blank")
        late.context.set_offline(True)
        opened(late, mine)
        expect(box(late)).to_have_value("Written on the third.")
        assert "/kit-third/" in late.locator("script[type=module]").evaluate("script => script.src")
        saved(late, "Written on the third.")
        late.wait_for_function(f"async () => (await ({KEPT})()) === 'third'")
