"""The lab “Sit in another chair” from one end to the other in the app: by keyboard, and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.adjacent.model import AnotherChair
from tests.browser.conftest import Served
from tests.browser.lab_page import open_lab_page, region
from tests.browser.measures import beyond_screen
from tests.patience import until

LAB = load_lab("adjacent")
assert isinstance(LAB, AnotherChair)
WEEK = LAB.families[0]


def place(page: Page, title: str, step: str) -> None:
    """Choose a step for a task by keyboard; each task stands in two grids, and a step only in one of them."""
    groups = page.get_by_role("radiogroup", name=title)
    groups.get_by_role("radio", name=step, exact=True).press("Space")


def said(request: Request) -> dict[str, Any]:
    return request.post_data_json or {"type": ""}


def answered_late(page: Page) -> list[Callable[[], None]]:
    """Hold the reply to the next answer, which the kit has kept; gives what lets it go."""
    late: list[Callable[[], None]] = []

    def hold(route: Route) -> None:
        if said(route.request)["type"] == "answer" and not late:
            reply = route.fetch()
            late.append(lambda: route.fulfill(response=reply))
        else:
            route.continue_()

    page.route("**/messages", hold)
    return late


def test_the_lab_from_one_end_to_the_other_by_keyboard(page: Page, app: Served) -> None:
    open_lab_page(page, app, "adjacent", LAB.keep.question)
    weeks = page.get_by_role("region", name="What this week says")
    first, second = WEEK.tasks[:2]
    expect(weeks.first).to_contain_text("Give a task both answers")
    place(page, first.title, "gives energy")
    place(page, first.title, "could do tomorrow")
    expect(weeks.first).to_contain_text("1 of 7 tasks sorted")
    late = answered_late(page)
    place(page, second.title, "takes energy")
    until(lambda: page.wait_for_timeout(50) or late)
    place(page, second.title, "could do tomorrow")
    expect(weeks.first).to_contain_text("2 of 7 tasks sorted: 1 would give you energy, 1 would take it.")
    with page.expect_request(lambda request: said(request)["type"] == "look" and not said(request)["version"]):
        late[0]()  # the page passes over what was drawn before, and asks for all of it
    assert "2 of 7 tasks sorted" in weeks.first.inner_text()
    expect(weeks.first).to_contain_text(f"You could do “{second.title}” tomorrow, and it would cost you energy.")
    side = region(page, "The weeks you sorted, side by side")
    expect(side).to_contain_text("2 of 7")
    expect(side).to_contain_text(first.title)

    page.get_by_role("button", name="Start this lab afresh").press("Enter")
    expect(weeks.first).to_contain_text("Give a task both answers")
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(weeks.first).to_contain_text("2 of 7 tasks sorted")
    state = Journal.open(app.journal).state()
    assert f"{first.id}:gives" in state.picked(LAB.subject(f"{WEEK.role}.energy"))
    assert not any(subject.startswith(("evidence:", "statement:")) for _, subject in state.current)


def test_on_a_phone_nothing_is_wider_than_the_screen(
    phone: Page, app: Served, violations: Callable[..., list[str]]
) -> None:
    open_lab_page(phone, app, "adjacent", LAB.keep.question)
    assert beyond_screen(phone) <= 0
    assert violations(phone) == []
