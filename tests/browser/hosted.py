"""Somebody's phone in a hosted session: a real browser on a real service."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from helpers.database import Participant
from helpers.journal import Event, State, fold
from helpers.pages.render import render
from tests.browser.axe import violations_in
from tests.hosting.server import LADDER, PLAN, STATEMENTS, Served

SAID = dict(re.findall(r'<li data-word="(\w+)">(.*?)</li>', render("hosting/words")))
"""What the page says by itself, by the names under which its script asks for it."""

FIRST, SECOND = (LADDER.statement(id).title for id in STATEMENTS[:2])
"""The titles of the first two statements that the session asks to rate."""

QUESTION, OTHER = (LADDER.prompt(id).text for id in PLAN.prompts[:2])
"""The two questions that it asks to reflect on."""

ON_FIRST, ON_SECOND = (f"statement:{id}" for id in STATEMENTS[:2])
ON_QUESTION, ON_OTHER = (f"prompt:{id}" for id in PLAN.prompts[:2])
STAND, RATE, REFLECT, PLANNING = (block.id for block in PLAN.blocks)

WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
"""For `add_init_script`: notes whatever the page does against its Content-Security-Policy."""


def join(page: Page, service: Served) -> Page:
    """Come in by the link, with its one button, and wait until the page works."""
    page.add_init_script(WATCH)
    page.goto(f"{service.url}/j/{service.session.code}")
    page.get_by_role("button", name="Join").click()
    return ready(page)


def ready(page: Page) -> Page:
    """Wait until the page that saves by itself is there."""
    expect(page.locator("#live .hosted-block").first).to_be_visible()
    expect(page.locator("#plain")).to_be_hidden()
    return page


def field(page: Page, title: str) -> Locator:
    """One question with all that stands around it."""
    return page.locator(".kit-field").filter(has=page.locator(".kit-title", has_text=title))


def rate(page: Page, title: str, answer: str) -> None:
    """Give an answer to a statement."""
    field(page, title).get_by_role("radio", name=answer, exact=True).check()


def box(page: Page, title: str) -> Locator:
    """The box for the words that answer a question."""
    found = field(page, title).get_by_role("textbox", include_hidden=True)
    found.first.wait_for(state="attached")
    later = page.locator("details", has=found).filter(has_text=SAID["in_writing"])
    if later.count() and not later.evaluate("it => it.open"):  # what is written after a talk waits folded
        later.locator("summary").click()
    return field(page, title).get_by_role("textbox")


def says(page: Page, word: str) -> None:
    """Wait until the line at the top says so."""
    expect(page.locator("#status")).to_have_text(SAID[word])


def told(page: Page, title: str, what: str) -> None:
    """Wait until a question says so of its answer."""
    expect(field(page, title).locator(".kit-status")).to_have_text(what)


def open_block(service: Served, block: str, *, wanted: bool = True) -> None:
    """What the facilitator does."""
    service.store.set_block(service.session.id, block, open=wanted)


def look(page: Page) -> None:
    """Have the page look now for what has changed, as it does every few seconds: it hears that it is online."""
    page.evaluate("dispatchEvent(new Event('online'))")


def me(page: Page, service: Served) -> Participant:
    """Whoever uses this browser."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "kit-me")
    found = service.store.by_token(token)
    assert found is not None
    return found


def events(page: Page, service: Served) -> tuple[Event, ...]:
    """Everything that the service has of whoever uses this browser."""
    return service.store.events(me(page, service).id)


def state(page: Page, service: Served) -> State:
    """Their answers as they stand in the service."""
    return fold(events(page, service))


def history(page: Page, service: Served, subject: str) -> list[Any]:
    """Every answer that the service has on a subject, oldest first."""
    return [event.answer for event in events(page, service) if event.subject == subject]


def faults(page: Page) -> list[str]:
    """Everything that axe-core finds wrong, grave or not, as lines to read."""
    found = violations_in(page)
    return [f"{one['id']}: {node['target']} {node['html'][:200]}" for one in found for node in one["nodes"]]
