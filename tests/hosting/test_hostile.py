"""Whatever somebody types on their phone comes out as that text, everywhere that it comes out at all."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from markupsafe import escape
from pypdf import PdfReader

from helpers.charts import load_theme
from helpers.clock import today
from helpers.database import open_team
from helpers.hosting.printing import HOME
from helpers.journal import fold
from helpers.journal.lines import parse
from helpers.report.build import build_report
from helpers.report.paper import typeset
from helpers.workshop.hosted import release_mark
from helpers.workshop.team_build import build_team_report
from tests.hostile import HOSTILE
from tests.hosting.server import LADDER, PLAN, STATEMENTS
from tests.hosting.test_participant import PROMPT, event, plain_form, rating, send, submit, values, words

EVIDENCE = f"evidence:{STATEMENTS[0]}"
PLAN_1 = "plan:1"
THEME = load_theme()


def said(text):
    """One text on every kind of question that takes words."""
    plan = {"kind": "plan", "focus": None, "aim": text, "when": text, "then": text, "first_step": text, "shows": text}
    return [
        event(PROMPT, words(text)),
        event(EVIDENCE, {"kind": "evidence", "text": text, "supports": [STATEMENTS[0]]}),
        event(PLAN_1, plan),
        event(f"statement:{STATEMENTS[0]}", rating(2)),
    ]


def released(text):
    marks = [release_mark(PROMPT, text), release_mark(EVIDENCE, text)]
    return event("choice:release", {"kind": "choice", "chosen": marks})


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_kept_as_it_is_and_shown_as_text(service, name):
    text = HOSTILE[name]
    service.open_all()
    with service.joined() as client:
        assert send(client, *said(text))["refused"] == []
        found = values(client)
        assert found[PROMPT]["text"] == found[EVIDENCE]["text"] == found[PLAN_1]["when"] == text

        page = client.get("/w").text
        for area in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL):
            assert "<" not in area, "no markup in a place for words"
            assert unescape(area) in (unescape(str(escape(text))), "")
        scripts = re.findall(r"<script[^>]*>", page)
        assert scripts, "the kit's own"
        assert all(re.fullmatch(r'<script type="module" src="/static/\w+\.js">', one) for one in scripts), (
            "and no other"
        )

        kept = [parse(line, 1) for line in client.post("/w/journal.jsonl").content.split(b"\n") if line]
        assert fold(kept).words(PROMPT) == text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_report_is_the_one_that_the_same_answers_make_at_home(service, name):
    """Byte for byte, but that it counts what was asked and says how to go on at home.

    That any text comes out of that one as text is held by the tests of the report.
    """
    text = HOSTILE[name]
    service.open_all()
    with service.joined() as client:
        send(client, *said(text))
        me = service.store.by_token(client.cookies["kit-me"])
        pdf = client.post("/w/report.pdf", data={"name": text[:200]})
    asked = service.store.plan(service.session.id).statements
    report = build_report(LADDER, service.store.events(me.id), on=today(), theme=THEME, name=text[:200], asked=asked)
    assert pdf.content == typeset(report.with_notices([HOME]), THEME).data


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_sent_by_a_plain_form_is_the_text_that_was_typed(service, name):
    """As browsers send it: every line end as two characters."""
    text = HOSTILE[name].replace("\r\n", "\n").replace("\r", "\n")
    service.open_all()
    with service.joined() as client:
        submit(client, {PROMPT: text.replace("\n", "\r\n")})
        assert values(client)[PROMPT]["text"] == text
        assert dict(plain_form(client))[PROMPT].replace("\r\n", "\n") == text


def test_released_texts_reach_the_board_and_the_team_report_as_text(service):
    service.open_all()
    texts = [text for text in HOSTILE.values() if text.strip()]
    for text in texts:
        with service.joined() as client:
            assert send(client, *said(text), released(text))["refused"] == []
    team = open_team(service.store, service.session.id)
    snapshot = team.reveal()
    shown = {text for each in team.words() for text in each.texts}
    assert shown == set(texts)
    report = build_team_report(LADDER, snapshot, team.words(), on=today(), theme=THEME, min_group=PLAN.min_group)
    pages = PdfReader(io.BytesIO(typeset(report, THEME).data)).pages
    told = "\n".join(page.extract_text() for page in pages)
    assert "<script>alert" in told
    assert "DROP TABLE" in told
    assert "{{ 7 * 7 }}" in told
