"""Sharing from the last chapter in a real browser: what is seen is what is downloaded, and nobody is kept out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.journal import Journal, PlanItem, Words, often
from helpers.ladder import load_ladder
from helpers.widgets.shown import REPORTS
from helpers.workshop.share import file_name, make_share, read_share

SAID = "<b>not</b> {{ bold }}"


@pytest.fixture
def answered(app) -> Journal:
    """A journal with a rating, a reflection that may be released, and two plans."""
    journal, ladder = Journal.open(app.journal), load_ladder()
    journal.record("statement:mid.metrics", often(2), ladder=ladder)
    journal.record(f"prompt:{ladder.prompts[0].id}", Words(text=SAID), ladder=ladder)
    journal.record("profile:name", Words(text="Ottilie"), ladder=ladder)
    for number in (1, 2):
        journal.record(f"plan:{number}", PlanItem(when=f"it is {number}", then="begin"), ladder=ladder)
    return journal


def test_someone_ticks_a_text_reads_the_file_and_downloads_that_very_file(
    app, page: Page, answered: Journal, tmp_path: Path, violations
) -> None:
    share = make_share(load_ladder(), answered.events())
    page.goto(app.link)
    page.goto(app.url("/08_your_path"))
    panel = page.locator(".kp-share")
    content = panel.get_by_role("region", name="The content of the file")
    expect(content).to_be_visible()
    assert SAID not in (content.text_content() or "")
    assert violations(page, ".kp-share") == []

    # By keyboard: open, tick, choose; the focus stays where it was.
    panel.get_by_text("Reflections that you could add: 1").click()
    box = panel.get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    expect(content).to_contain_text(SAID)
    expect(panel.get_by_role("checkbox")).to_be_checked()
    expect(panel.get_by_role("checkbox")).to_be_focused()
    panel.get_by_text("A commitment that you could add").click()
    panel.get_by_label("When it is 2, I will begin").check()
    expect(content).to_contain_text("When it is 2, I will begin")
    assert violations(page, ".kp-share") == []

    seen = content.text_content()
    try:
        panel.get_by_role("button", name="Write this file").click()
        with page.expect_download() as download:
            panel.get_by_role("link", name="Download share-").click()
        assert download.value.suggested_filename == file_name(share)
        download.value.save_as(tmp_path / "share.json")
        assert (tmp_path / "share.json").read_text(encoding="utf-8") == seen
    finally:
        (REPORTS / file_name(share)).unlink(missing_ok=True)
    held = read_share((tmp_path / "share.json").read_bytes())
    assert (held.released[0].text, held.commitment) == (SAID, "When it is 2, I will begin")
    assert "Ottilie" not in (seen or "")
