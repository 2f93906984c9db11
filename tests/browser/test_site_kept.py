"""What a site keeps: where the engine can't run, where a browser is killed, where there is no room."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from helpers.charts import load_theme
from helpers.form import STATIC as FORM
from helpers.journal import Event, Journal
from helpers.journal.events import format_of
from helpers.journal.subjects import KINDS
from helpers.ladder import load_ladder
from helpers.review.page import HPKE
from helpers.site.answers import questions
from helpers.site.build import HERE, answers_page
from helpers.web.engine import Engine
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.forced_colors import stands_out
from tests.browser.measures import beyond_screen
from tests.long import tries
from tests.other_languages import in_language
from tests.patience import PATIENCE
from tests.report.people import SECOND_VISIT
from tests.site.built import Built, build_once, served
from tests.test_language_of_parts import Heard, mistaken
from tests.web.test_engine import Memory

LADDER = load_ladder()
STATEMENTS = LADDER.level("associate").responsibilities
LABELS = [step.label for step in LADDER.scale.frequencies]
LAST = len(STATEMENTS) - 1
LEVEL_1 = "01_associate_pm.html"
WORDS = "The export epic of March: </script> #panic() “quoted”, ünd."
READ = """async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const db = await done(indexedDB.open(`kit ${new URL(".", location.href).pathname}`));
    const pieces = await done(db.transaction("lines").objectStore("lines").getAll());
    db.close();
    return new TextDecoder().decode(await new Blob(pieces).arrayBuffer());
}"""

DAMAGED = """() => ["{", "null"].forEach((text, at) =>
    localStorage.setItem(`kit-words@${new URL(".", location.href).pathname} gone x statement:damaged-${at}`, text))"""
WAITING = {
    "lookback:1": {"kind": "words", "text": "It went well."},
    "plan:1": {"kind": "plan", "focus": None, "aim": "Less", "obstacle": "", "look_again": []},
    "plan:2": {"kind": "plan", "focus": None, "aim": "More", "obstacle": "Time", "look_again": []},
    "agreed:1": {"kind": "words", "text": "Twice a week."},
}
"""What may wait, by its subject."""

THEIRS = {"It went well.", "Twice a week."}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped ladder."""
    return build_once(tmp_path_factory)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Built]:
    """It, served."""
    with served(folder) as site:
        yield site


def rate(page: Page, nth: int, label: str) -> None:
    fields = page.locator("[data-element=rate-responsibilities] fieldset")
    fields.nth(nth).get_by_label(label, exact=True).check()


@pytest.mark.parametrize(
    "policy", ["worker-src 'none'", "script-src 'self'; worker-src blob:"], ids=["no-worker", "no-webassembly"]
)
def test_a_browser_that_may_not_run_the_engine_gives_every_answer_back(
    folder: Path, policy: str, open_page: Callable[..., Page], violations: Callable[..., list[str]], tmp_path: Path
) -> None:
    """Rated, typed and chosen: each stands on the page to print, and in the file, which opens at home."""
    page = open_page(width=320, height=700, accept_downloads=True, color_scheme="dark", forced_colors="active")
    with served(folder, policy) as site:
        page.goto(site.url + LEVEL_1)
        page.get_by_role("button", name="It’s mine").click()
        expect(page.locator("html[data-engine=away]")).to_be_attached()
        expect(page.locator("#kit-coming")).to_contain_text("can’t run the kit’s engine")
        rate(page, 0, LABELS[3])
        field = page.locator(".kit-field").filter(has=page.locator(".kit-title", has_text=STATEMENTS[0].title)).first
        field.get_by_role("button", name="evidence").click()
        field.get_by_role("textbox").fill(WORDS)
        field.get_by_role("textbox").blur()
        rate(page, 1, LABELS[1])
        rate(page, 1, LABELS[4])
        page.goto(site.url + "index.html")
        page.locator("[data-element=standing]").get_by_role("radio").nth(1).check()
        page.get_by_role("button", name="Chapters").click()
        assert stands_out(page, ".kw-column [aria-current]", ".kw-column li a:not([aria-current])")
        page.evaluate(DAMAGED)  # costs the others nothing
        with page.expect_download() as download:
            page.get_by_role("button", name="Save my answers").first.click()
        download.value.save_as(tmp_path / "journal.jsonl")
        page.get_by_role("link", name="Read or print my answers").click()
        shown = page.locator("#kit-answers")
        for words in (STATEMENTS[0].title, LABELS[3], WORDS, LABELS[4], LADDER.levels[1].title):
            expect(shown).to_contain_text(words)
        expect(shown).not_to_contain_text(LABELS[1])
        assert violations(page) == []
        assert beyond_screen(page) <= 0
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Print this page")).to_be_focused()
    journal = Journal.open(tmp_path / "journal.jsonl")
    assert journal.problems() == ()
    assert {event.v for event in journal.events()} == {1}, "each is said as early versions say it"
    answers = {str(event.subject): event.answer for event in journal.events()}
    assert answers[f"statement:{STATEMENTS[0].id}"].frequency == 3
    assert answers[f"evidence:{STATEMENTS[0].id}"].text == WORDS
    assert answers[f"statement:{STATEMENTS[1].id}"].frequency == 4
    assert answers["choice:standing"].chosen == (LADDER.levels[1].id,)


def test_waiting_answers_of_a_ladder_in_another_language_are_told_as_such_and_in_the_earliest_format(
    open_page: Callable[..., Page],
) -> None:
    """The page of all answers by itself, with a line for each kind that came later than the first format."""
    ladder = in_language("de")
    rated, rare, *_ = [statement.id for _, _, statement in ladder.walk()]
    often = {"kind": "rating", "state": "frequency", "frequency": 3, "occasions": None}
    seen = {"kind": "evidence", "text": "In March.", "supports": [rare, rated], "labs": ["deep"]}
    waits = {
        f"statement:{rated}": often,
        f"statement:{rare}": {**often, "occasions": 2},
        f"evidence:{rare}": seen,
        **WAITING,
    }
    engine = Engine(ladder, Memory(), theme=load_theme(), link=lambda here: here.stem, now=lambda: SECOND_VISIT)
    html = answers_page(questions(engine), "")

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        found = next(
            (folder / name for folder in (HERE / "static", FORM, HPKE.parent) if (folder / name).is_file()), None
        )
        if name == "my-answers.html":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif found:
            route.fulfill(path=found)
        else:
            route.fulfill(status=404)

    page = open_page()
    page.route("http://localhost/**", answer)
    page.add_init_script(
        f"""for (const [subject, answer] of Object.entries({json.dumps(waits)}))
        localStorage.setItem(`kit-words gone x ${{subject}}`, JSON.stringify({{ answer, at: 1790000000000 }}))"""
    )
    page.goto("http://localhost/my-answers.html")
    expect(page.locator("html[data-ready]")).to_be_attached()
    expect(page.locator("#kit-answers")).to_contain_text(ladder.statement(rated).title)
    texts = Heard(page.content()).texts
    assert not mistaken([(lang, text) for lang, text in texts if text not in THEIRS], "de")
    assert ("de", ladder.scale.frequencies[3].label) in texts
    (evidence,) = page.locator(".kw-answer", has_text="In March.").all()
    assert evidence.locator("p").all_inner_texts()[1:] == [
        "Your evidence: In March.",
        "This also shows…",
        ladder.statement(rated).title,
    ], "whatever the evidence stands beside is named, and no id of anything"
    lines = page.evaluate(
        """async () => new TextDecoder().decode(await (await import("/lines.js")).allLines())"""
    ).splitlines()
    events = {str(event.subject): event for event in map(Event.model_validate_json, lines)}
    assert set(events) == set(waits)
    for line in lines:
        said = json.loads(line)
        event = events[said["subject"]]
        assert said["v"] == format_of(KINDS[event.subject.kind], event.answer, event), said
    assert [events[f"plan:{number}"].v for number in (1, 2)] == [1, 3]


def start(chromium: Browser, folder: Path) -> tuple[BrowserContext, psutil.Process]:
    """A browser of its own over a profile, and its process."""
    context = chromium.browser_type.launch_persistent_context(folder, executable_path=find_chromium(), args=QUIET)
    context.set_default_timeout(1000 * PATIENCE)
    mark = f"--user-data-dir={folder}"
    found = [one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or [])]
    first = min(found, key=lambda one: one.create_time())  # which started all the others
    return context, first


def test_whatever_was_called_saved_outlives_a_kill_at_any_moment(
    site: Built, chromium: Browser, tmp_path: Path
) -> None:
    """The renderer crashes, or the whole browser is killed, in the midst of answers; and room runs out."""
    told: dict[int, str] = {}  # what was called saved last, by question
    given: dict[int, list[str]] = {}  # what was given after that, and may or may not be there
    profile = tmp_path / "profile"
    kills = tries(2, 200)
    for kill in range(kills):
        context, leader = start(chromium, profile)
        page = context.new_page()
        page.goto(site.url + LEVEL_1)
        if kill == 0:
            page.get_by_role("button", name="It’s mine").click()
            expect(page.locator("html[data-engine=there]")).to_be_attached()
        check(page, told, given)
        for left in reversed(range(random.randint(1, 5))):
            # What may not have arrived is answered again first; the last answer before a browser is killed isn't waited
            # for, and the one before a renderer is.
            nth = next(iter(given), random.randrange(LAST))
            label = random.choice([each for each in LABELS if each != given.get(nth, [told.get(nth)])[-1]])
            rate(page, nth, label)
            given.setdefault(nth, []).append(label)
            if kill % 2 if left == 0 else random.random() < 0.7:
                saved = page.locator("[data-saved]")
                expect(saved).to_have_text(re.compile(r"^(Saved\.|Not saved yet)$"))
                if saved.inner_text().strip() != "Saved.":
                    # It had arrived after all, while the page showed what stood before it: so it asks which counts.
                    page.get_by_role("button", name="Keep what stands here").click()
                expect(saved).to_have_text("Saved.")
                told |= {at: labels[-1] for at, labels in given.items()}
                given.clear()
                check(page, told, given)
        if kill % 2:
            with suppress(Exception):
                page.goto("chrome://crash")
            page = context.new_page()
            page.goto(site.url + "404.html")
            check(page, told, given)
            context.close()
        else:
            leader.kill()
            with suppress(Exception):
                context.close()
            leader.wait(PATIENCE)

    context, _ = start(chromium, profile)
    page = context.new_page()
    page.goto(site.url + LEVEL_1)
    check(page, told, given)
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    expect(page.locator("[data-saved]")).not_to_have_text(re.compile("kept on|Saving"))
    before = page.evaluate(READ)
    context.close()
    # Chromium lets a site write for half a minute by the room that it counted at an earlier write, so room
    # runs out in a browser that has written nothing yet.
    context, _ = start(chromium, profile)
    page = context.new_page()
    page.goto(site.url + "404.html")
    session = context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.url.rstrip("/").rpartition("/")[0], "quotaSize": 1})
    page.goto(site.url + LEVEL_1)
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    assert page.evaluate(READ) == before
    rate(page, LAST, LABELS[2])
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    expect(page.get_by_text("no room left").first).to_be_visible()
    assert page.evaluate(READ) == before
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.url.rstrip("/").rpartition("/")[0]})
    rate(page, LAST, LABELS[3])
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert f"statement:{STATEMENTS[LAST].id}" in page.evaluate(READ)

    # Another site on the same host knows nothing of it, and erasing there erases nothing here.
    other = site.folder.parent / "other"
    if not other.exists():
        other.symlink_to(site.folder)
    second = context.new_page()
    second.goto(site.url.replace("/kit/", "/other/") + LEVEL_1)
    second.get_by_role("button", name="It’s mine").click()
    expect(second.locator("html[data-engine=there]")).to_be_attached()
    expect(second.locator("[data-count]")).to_have_text(re.compile("^0 of"))
    rate(second, 0, LABELS[0])
    expect(second.locator("[data-saved]")).to_have_text("Saved.")
    before = page.evaluate(READ)
    second.get_by_role("button", name="Erase everything").click()
    second.get_by_role("button", name="Yes, erase all").click()
    expect(second.get_by_role("button", name="It’s mine")).to_be_visible()
    assert (second.evaluate(READ), page.evaluate(READ)) == ("", before)
    context.close()


def kept(page: Page) -> dict[int, str]:
    """The last answer of each of the questions, by its number."""
    found = {}
    lines = [json.loads(line) for line in page.evaluate(READ).splitlines()]
    for line in sorted(lines, key=lambda line: line["at"]):
        for nth, statement in enumerate(STATEMENTS):
            if line["subject"] == f"statement:{statement.id}":
                found[nth] = LABELS[line["answer"]["frequency"]]
    return found


def check(page: Page, told: dict[int, str], given: dict[int, list[str]]) -> None:
    """Nothing that was called saved is gone, but for what was given after it."""
    found = kept(page)
    for nth, label in told.items():
        assert found.get(nth) in {label, *given.get(nth, set())}, (nth, label, found)
