"""The page on which somebody answers a second view, from a disk and with the network off, and by a link to a site."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.journal import Ask, Rater
from helpers.journal.recording import answered
from helpers.ladder import load_ladder
from helpers.review import Invitation, Line, Said, read
from helpers.review.page import answer_file, answer_page, digest, link
from helpers.review.sealing import KeyFile, unsealed
from tests.browser.measures import beyond_screen

LADDER = load_ladder()
STATEMENTS = LADDER.level("mid").responsibilities[:3]
HOSTILE = '<img src=x onerror="document.title=1"> </script> & "1 never"'


@pytest.fixture
def invitation() -> Invitation:
    asked = Ask(of=Rater.PEER, statements=tuple(one.id for one in STATEMENTS), word=f"Hello {HOSTILE}")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Invitation(answered("ask:1f3c09ab", asked, LADDER, at, Rater.SELF), asked)


def fill(page: Page) -> None:
    """Answer two of three lines by keyboard."""
    first, second, _ = page.get_by_role("group").all()
    first.get_by_role("radio", name="often", exact=True).focus()
    page.keyboard.press("Space")
    first.get_by_role("textbox").fill(f"The call\n{HOSTILE}")
    first.get_by_role("checkbox").check()
    second.get_by_role("radio", name="haven’t seen it").check(force=True)
    page.get_by_role("textbox", name="One thing to do more of").fill("Say no")
    page.get_by_role("button", name="Make my reply").click()


def test_the_file_answers_with_the_network_off_and_only_the_key_opens_its_reply(
    invitation: Invitation, open_page: Callable[..., Page], violations: Callable[..., list[str]], tmp_path: Path
):
    key = KeyFile(tmp_path / "key.pem")
    file = tmp_path / "view.html"
    file.write_bytes(answer_file(invitation, LADDER, key.create(), name=f"Ada {HOSTILE}"))
    page = open_page(width=320, height=700)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {HOSTILE} asks you")
    expect(page.locator("img")).to_have_count(0)
    assert beyond_screen(page) <= 0
    assert violations(page, "main") == []
    page.get_by_role("button", name="Make my reply").click()
    expect(page.get_by_role("alert").filter(has_text="at least one line")).to_be_focused()
    fill(page)
    with page.expect_download() as given:
        page.get_by_role("link", name="Save it as a file").click()
    assert given.value.suggested_filename == "second-view-1f3c09ab.txt"
    text = Path(given.value.path()).read_text(encoding="utf-8")
    assert "The call" not in text
    assert text == page.get_by_role("textbox", name="The text of your reply").input_value()
    got = unsealed(text, invitation, key, LADDER.scale)
    assert got.lines == (Line(1, Said(3, f"The call\n{HOSTILE}")), Line(2, Said(None, "")))
    assert (got.more, got.quotable) == ("Say no", {1})
    with page.expect_download() as copy:
        page.get_by_role("link", name="Keep a copy for yourself").click()
    assert "1 often, The call" in Path(copy.value.path()).read_text(encoding="utf-8")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert violations(page, "main") == []
    assert told == []


def test_a_browser_that_cannot_encrypt_says_so_first_and_gives_lines(
    invitation: Invitation, page: Page, tmp_path: Path
):
    file = tmp_path / "view.html"
    file.write_bytes(answer_file(invitation, LADDER, KeyFile(tmp_path / "key.pem").create()))
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    page.goto(file.as_uri())
    expect(page.get_by_role("alert").first).to_contain_text("This browser can’t encrypt here")
    fill(page)
    text = page.get_by_role("textbox", name="The text of your reply").input_value()
    got = read(text, [words for _, words in invitation.questions], LADDER.scale)
    assert [(line.number, line.said.often, line.said.clear) for line in got.lines] == [(1, 3, True), (2, None, True)]
    assert (got.reference, got.quotable, got.more) == ("1f3c09ab", {1}, "Say no")


def test_a_link_names_the_statements_and_one_that_is_broken_says_what_to_do(
    invitation: Invitation, page: Page, tmp_path: Path
):
    site = tmp_path / "second-view.html"
    site.write_bytes(answer_page(LADDER))
    whole = link(invitation, LADDER, "https://example.org/v.html", name="Zoë").partition("#")[2]
    page.goto(f"{site.as_uri()}#{whole}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë asks you")
    expect(page.get_by_role("group")).to_have_count(3)
    expect(page.get_by_role("group").nth(2)).to_contain_text(" ".join(STATEMENTS[2].text.split()))
    fill(page)
    expect(page.get_by_role("textbox", name="The text of your reply")).to_have_value(
        re.compile(r"\[Second view 1f3c09ab\]")
    )
    earlier = re.sub(r"^2~\w+", f"1~{digest(LADDER, 1)}", whole)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.as_uri()}?earlier#{earlier}")
    expect(page.get_by_role("group")).to_have_count(3)
    for number, (broken, told) in enumerate(
        (
            ("", "names no questions"),
            (whole[:10], "names no questions"),
            ("9" + whole[1:], "newer version"),
            ("1" + whole[1:], "another version"),
            (whole.replace("~", "~0", 1), "another version"),
            (whole.replace(".", ".zz", 1), "names no questions"),
        )
    ):
        page.goto(f"{site.as_uri()}?{number}#{broken}")
        expect(page.get_by_role("alert").first).to_contain_text(told)
        expect(page.get_by_role("group")).to_have_count(0)
