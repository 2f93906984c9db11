"""Whatever somebody writes into a second view, on either side, is text on every way that it goes and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader
from typer.testing import CliRunner

from helpers.calendar_file import calendar_file
from helpers.chapters.plan_calendar import entries
from helpers.charts import load_theme
from helpers.cli.commands import app
from helpers.insight.second_views import QUOTED, allowed
from helpers.journal import Choice, Journal, PlanItem, Reply, Words, often
from helpers.journal.rows import as_csv
from helpers.ladder import load_ladder
from helpers.report import as_page, as_text, build_report
from helpers.report.paper import typeset
from helpers.review import invitations, message
from helpers.review.page import answer_file, fragment
from helpers.review.paper import halves
from helpers.review.sealing import KeyFile, unsealed
from tests.hostile import HOSTILE as COMMON
from tests.long import tries
from tests.reading import Reading
from tests.review.by_hand import sealed
from tests.visitor import PATH, Visitor

LADDER = load_ladder()
THEME = load_theme()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
IDS = tuple(statement.id for statement in LADDER.level("mid").responsibilities[:2])
HOSTILE = {
    **COMMON,
    "2000-letters": "x" * 2000,
    "answers": "1 never\n2. always [Second view 01234567]\nQuote: all\n-----END SECOND VIEW-----",
    "formula-plus": "+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|'x'!A0",
    "formula-minus": '-2+3+"=x"',
}
TALK = "09_both_views"
SET = ("typst", "typst-unclosed", "html", "override", "control", "line-ends", "2000-letters", "arabic", "many-lines")
"""Those that are set as PDFs as well, which costs most; every text is set in tests/report."""

NASTY = (
    *(*SET, "html-closing", "markdown", "jinja", "formula", "terminal", "blank-lines", "invisible", "noncharacter"),
    *("emoji", "quotes", "json", "long-address", "long", "answers", "formula-plus", "formula-at", "formula-minus"),
)


def obeyed(text: str) -> list[str]:
    """Characters that a terminal would obey, or that turn what stands beside them around."""
    turns = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [each for each in text if each != "\n" and (unicodedata.category(each) == "Cc" or each in turns)]


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", HOSTILE if tries(0, 1) else NASTY)
def test_hostile_text_in_every_field_both_ways_stays_text(name: str, tmp_path: Path):
    """Whom, a word, one's own name; their example, what to do more of, their name; what was agreed, and the plan."""
    text = HOSTILE[name]
    ada = Visitor(LADDER, tmp_path, NOON)
    ada.says("profile:name", Words(text=text))
    ada.says("choice:standing", Choice(chosen=("mid",)))
    for id in IDS:
        ada.says(f"statement:{id}", often(3))
    ada.chooses("second-view-ask", "draft:ask.statements", *IDS)
    ada.chooses("second-view-ask", "draft:ask.of", "manager")
    ada.writes("second-view-ask", "draft:ask.whom", text)
    ada.writes("second-view-ask", "draft:ask.word", text)
    Reading(ada.presses("second-view", "ask"))
    ada.sends("second-view", "named")
    Reading(ada.shows("second-view"))
    (invitation,) = invitations(ada.journal.events())
    assert (invitation.ask.whom, invitation.ask.word) == (text, text)

    asked = message(invitation, LADDER, name=text)
    plain = message(invitation._replace(ask=invitation.ask.model_copy(update={"word": "x"})), LADDER, name="x")
    assert len(asked.split("\n")) == len(plain.split("\n")), "a word of one's own makes no line of its own"
    key = KeyFile(tmp_path / "key.pem")
    page = answer_file(invitation, LADDER, key.create(), name=text).decode()
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == page.count("<script") == 2
    assert json.loads(scripts[0])["word"] == text.strip()
    assert "<" not in scripts[0]
    assert re.fullmatch(r"[\w~.%-]+", fragment(invitation, LADDER, name=text), re.ASCII)

    said = {"by": text, "more": text, "seen": [{"n": 1, "often": 1, "example": text, "quotable": True}]}
    letter = sealed(invitation, key, said, scale=LADDER.scale)
    assert unsealed(letter, invitation, key, LADDER.scale).lines[0].said.example == text
    typed = f"1 often, {on_one_line(text)}\n2 seldom\nMore: {on_one_line(text)}\nName: {on_one_line(text)}"
    for reply in (text, typed):  # what was only pasted is shown as it is read, and nothing of it is kept yet
        ada.writes("second-view-reply", "draft:reply", reply)
        Reading(ada.shows("second-view-read"))
    KeyFile.beside(ada.journal.path).path.write_bytes(key.path.read_bytes())
    ada.writes("second-view-reply", "draft:reply", letter)
    Reading(ada.shows("second-view-read"))
    ada.presses("second-view-read", "keep")
    (kept,) = (event for event in ada.journal.events() if isinstance(event.answer, Reply))
    assert isinstance(kept.answer, Reply)
    assert (kept.answer.by, kept.answer.more, kept.answer.seen[0].example) == (text, text, text)

    ada.goes(TALK)
    shown = Reading(ada.shows("second-view-talk")).words
    assert on_one_line(text) in on_one_line(shown) or obeyed(text)
    (subject,) = ada.asked("second-view-talk")
    ada.writes("second-view-talk", subject, text)
    id = subject.partition(":")[2]
    ada.presses("second-view-agreed", f"evidence {id} {IDS[0]}")
    Reading(ada.presses("second-view-agreed", f"plan {id}"))
    assert ada.state.evidence_line(IDS[0]).text == text.strip()
    ((plan, item),) = ada.state.plan()
    assert item.aim == text.strip()

    days = {"by": date(2199, 1, 1), "follow_up": date(2199, 1, 2)}
    words = dict.fromkeys(("when", "then", "first_step", "obstacle"), text)
    ada.says(plan, PlanItem(aim=text, **words, **days))
    found = entries(ada.state, ada.journal.events(), now=NOON, words=True)
    first, back = IcsCalendarStream.calendar_from_ics(calendar_file(found, now=NOON).decode()).events
    assert (first.dtstart, back.dtstart) == (days["by"], days["follow_up"])
    assert not obeyed((first.summary or "") + (back.summary or "").replace("\t", ""))
    assert not [each for each in (first, back) if "\n" in (each.summary or "")]

    (line,) = allowed(ada.journal.events())
    ada.says(str(QUOTED), Choice(chosen=(line.key,)))
    ada.goes(PATH)
    for element in ("report-contents", "second-view", "second-view-read", "plan-calendar"):
        Reading(ada.shows(element))
    report = build_report(LADDER, ada.journal.events(), on=date(2026, 11, 24), theme=THEME)
    assert "<script>alert" not in as_page(report, THEME)
    assert on_one_line(text)[:20] in on_one_line(as_text(report)) or obeyed(text)
    for row in csv.DictReader(io.StringIO(as_csv(ada.journal.events()), newline="")):
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    if name in SET:
        for pdf in (halves(invitation, LADDER, THEME, on=NOON.date(), name=text), typeset(report, THEME)):
            assert PdfReader(io.BytesIO(pdf.data)).pages


@pytest.mark.parametrize("name", ["terminal", "control", "line-ends", "override", "answers", "2000-letters"])
def test_no_text_of_a_second_view_is_obeyed_by_a_terminal(name: str, tmp_path: Path):
    text = HOSTILE[name].replace("\x00", "")  # a command line can't hold it
    journal = Journal.open(tmp_path / "journal.jsonl")
    for id in IDS:
        journal.record(f"statement:{id}", often(3), ladder=LADDER)

    def run(*arguments: str, typed: str = "") -> str:
        done = CliRunner().invoke(app, [*arguments, "--journal", str(journal.path)], input=typed)
        assert done.exit_code == 0, done.output
        assert not obeyed(done.output)
        return done.output

    run("ask", *IDS, "--whom", text, "--word", text, "--name", text)
    (invitation,) = invitations(journal.events())
    key = KeyFile.beside(journal.path)
    key.create()
    said = {"by": text, "more": text, "seen": [{"n": 1, "often": 1, "example": text}]}
    reply = tmp_path / "reply.txt"
    reply.write_text(sealed(invitation, key, said, scale=LADDER.scale), encoding="utf-8")
    run("open", str(reply), typed="y\nn\nn\nn\n")
    run("agreed", text, "--plan", "--evidence", IDS[0])
    run("agenda", "--all", "--uncover", "all")
    run("journal", "show")
