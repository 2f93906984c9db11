"""What closing means is one rule: the same for a page with JavaScript and without, and told in the same words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.clock import utc_now
from helpers.hosting import facilitator, participant
from helpers.hosting.bodies import day_there
from helpers.hosting.service import ERASED_COOKIE
from helpers.insight.words import day_in_words
from helpers.journal import fold, often
from helpers.paths import ROOT
from helpers.workshop.closing import CLOSING
from tests.hosting.server import STATEMENTS, Served
from tests.hosting.test_participant import PROMPT, RATED, event, plain_form, rating, send, text_of, values

TYPED = "Written before it was closed,\r\nsent after"
HTML = {"accept": "text/html"}


def test_whoever_approves_the_kit_is_told_of_every_cookie_that_a_session_sets():
    told = (ROOT / "docs/privacy/it.md").read_text(encoding="utf-8")
    assert not [name for name in (facilitator.COOKIE, participant.COOKIE, ERASED_COOKIE) if f"`{name}`" not in told]


def filled_in(client) -> dict[str, list[str]]:
    """The plain form as somebody has filled it in, not sent yet."""
    body: dict[str, list[str]] = {}
    for name, value in plain_form(client):
        body.setdefault(name, []).append(value)
    return body | {RATED: ["3"], PROMPT: [TYPED], "plan:1/aim": ["To ask first"]}


def close_parts(service: Served) -> None:
    for block in service.store.plan(service.session.id).blocks:
        service.store.set_block(service.session.id, block.id, open=False)


def close_session(service: Served) -> None:
    service.store.close(service.session.id)


@pytest.mark.parametrize("close", [close_parts, close_session])
def test_what_a_form_without_javascript_held_when_it_was_closed_is_kept(service: Served, close):
    service.open_all()
    with service.joined() as client:
        body = filled_in(client)
        close(service)
        told = client.post("/w/answers", data=body, headers=HTML)
        assert told.status_code == 200
        said = r"Saved at \d\d:\d\d\. A part was closed while you wrote\. What you sent is kept all the same"
        assert re.search(said, told.text)
        found = values(client)
        assert found[RATED]["frequency"] == 3
        assert found[PROMPT]["text"] == TYPED.replace("\r\n", "\n")
        assert found["plan:1"]["aim"] == "To ask first"
        assert RATED not in dict(plain_form(client)), "and nothing more is asked"


@pytest.mark.parametrize("close", [close_parts, close_session])
def test_what_a_phone_held_when_it_was_closed_is_kept_by_the_same_rule(service: Served, close):
    service.open_all()
    with service.joined() as client:
        close(service)
        assert send(client, one := event(RATED, rating(2)))["saved"] == [one["id"]]
        assert [block["open"] for block in client.get("/w/state").json()["blocks"]] == [False] * 4


def test_a_part_that_was_never_opened_takes_nothing(service: Served):
    with service.joined() as client:
        client.post("/w/answers", data={"asked": [RATED], RATED: ["3"]}, headers=HTML)
        assert RATED not in values(client)
        assert [block.is_accepted for block in service.store.blocks(service.session.id)] == [False] * 4


def test_who_comes_late_is_told_and_answers_what_is_opened_again_for_them_alone(service: Served):
    """By the one rule of closing: everybody else's page asks nothing more, and what the late ones answer is kept."""
    block = service.store.plan(service.session.id).blocks[1].id  # rates
    service.open_all()
    with service.joined() as early:
        close_parts(service)
        with service.joined() as late, service.joined() as other, service.leading() as lead:
            page = lead.get("/f").text
            assert "Open again for whoever came late" in page, "fewer than may be shown"
            assert RATED not in dict(plain_form(late))
            assert 'hosted-note">This is closed now. Whoever leads can open it again for you' in late.get("/w").text
            assert "open it again for you" not in re.sub(r"(?s)<template.*", "", early.get("/w").text)
            told = {one["id"]: one for one in late.get("/w/state").json()["blocks"]}
            assert (told[block]["open"], told[block]["missed"]) == (False, True)
            version = late.get("/w/pulse").json()["version"]

            sent = {"session": service.session.id, "block": block}
            assert "open for who came late" in lead.post("/f/late", data=sent, headers={"accept": "*/*"}).text
            assert late.get("/w/pulse").json()["version"] != version, "phones hear of it"
            asks = {who: client.get("/w/state").json()["blocks"][1]["open"] for who, client in
                    {"early": early, "late": late, "other": other}.items()}  # fmt: skip
            assert asks == {"early": False, "late": True, "other": True}
            assert RATED in dict(plain_form(late))
            assert RATED not in dict(plain_form(early))
            send(late, one := event(RATED, rating(2)))
            assert values(late)[RATED]["frequency"] == 2
            page = lead.get("/f").text
            assert "Open for whoever came after it was closed." in page, "no word of the one"

            lead.post("/f/block", data=sent | {"open": "0"})
            page = lead.get("/f").text
            assert "Open again for whoever came late" in page, "one has answered, and missed nothing"
            blocks = [client.get("/w/state").json()["blocks"][1] for client in (late, other)]
            assert [(one["open"], one["missed"]) for one in blocks] == [(False, False), (False, True)]
            assert send(other, one := event(RATED, rating(1)))["saved"] == [one["id"]], "held by a phone until now"

            lead.post("/f/late", data=sent)
            close_session(service)
            assert not late.get("/w/state").json()["blocks"][1]["open"], "a closed session asks nobody"
            assert lead.post("/f/late", data=sent | {"block": "none"}).status_code == 400


def test_a_plan_stays_when_the_focus_that_it_was_for_was_taken_back_elsewhere(service: Served):
    """The form without JavaScript asked for it, so it is taken, though the page would no longer show it."""
    service.open_all()
    with service.joined() as client:
        send(client, event("choice:focus", {"kind": "choice", "chosen": list(STATEMENTS[:2])}))
        body = filled_in(client) | {"plan:2/aim": ["To listen"]}
        assert "plan:2" in {one.partition(" ")[0] for one in body["asked"]}
        send(client, event("choice:focus", {"kind": "choice", "chosen": [STATEMENTS[0]]}))
        client.post("/w/answers", data=body | {"choice:focus": [STATEMENTS[0]]}, headers=HTML)
        assert values(client)["plan:2"]["aim"] == "To listen"


def test_what_is_refused_stays_on_the_screen_of_a_part_that_was_closed(service: Served):
    service.open_all()
    with service.joined() as client:
        body = filled_in(client) | {"choice:focus": list(STATEMENTS)}  # more than can be chosen
        close_parts(service)
        told = client.post("/w/answers", data=body, headers=HTML)
        assert told.status_code == 422
        assert len(re.findall(r'name="choice:focus"[^>]* checked', told.text)) == len(STATEMENTS)


def test_what_cannot_be_kept_since_the_session_was_erased_is_said_and_shown(service: Served):
    service.open_all()
    with service.joined() as client:
        body = filled_in(client) | {PROMPT: ["<b>Mine</b> & only mine"]}
        service.store.erase(service.session.id)
        told = client.post("/w/answers", data=body, headers=HTML)
        assert told.status_code == 401
        assert "Not saved" in told.text
        assert "&lt;b&gt;Mine&lt;/b&gt; &amp; only mine</textarea>" in told.text
        assert "To ask first</textarea>" in told.text


def test_a_form_that_was_drawn_for_somebody_else_shows_what_it_did_not_keep(service: Served):
    service.open_all()
    with service.joined() as client:
        body = filled_in(client) | {"me": ["0" * 32]}
        told = client.post("/w/answers", data=body, headers=HTML)
        assert told.status_code == 409
        assert "sent after</textarea>" in told.text
        me = service.store.by_token(client.cookies["kit-me"])
        assert service.store.events(me.id) == ()


def test_what_closing_means_is_told_in_the_same_words_everywhere(service: Served):
    with service.leading() as lead:
        assert lead.get("/f").text.count(CLOSING) == 2, (
            "beside the parts, and beside the button that closes the session"
        )
    with service.joined() as client:
        assert client.get("/w").text.count(CLOSING) == 1, "whoever takes part may want to go on later"
    helped = CliRunner().invoke(app, ["host", "close", "--help"], env={"COLUMNS": "100", "NO_COLOR": "1"})
    assert CLOSING in " ".join(re.sub(r"[│╭╮╰╯─]", " ", helped.output).split())
    assert CLOSING in (ROOT / "FACILITATING.md").read_text(encoding="utf-8")


def test_a_pdf_carries_the_day_of_the_device_that_asks(service: Served):
    service.open_all()
    days = [utc_now().astimezone(ZoneInfo(zone)).date() for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")]
    there = next(day for day in days if day != service.store.today())  # these two never have the same
    with service.joined() as client:
        send(client, event(RATED, rating(3)))
        made = client.post("/w/report.pdf", data={"day": there.isoformat()})
        assert f"career-report-{there}.pdf" in made.headers["content-disposition"]
        assert day_in_words(there) in text_of(made.content)
        me = service.store.by_token(client.cookies["kit-me"])
        assert fold(service.store.events(me.id)).rating(STATEMENTS[0]) == often(3)


def test_a_device_whose_clock_is_wrong_gets_all_that_was_answered(service: Served):
    """A year behind, its report would hold nothing: everything in it was answered later."""
    service.open_all()
    today = service.store.today()
    with service.joined() as client:
        send(client, event(PROMPT, {"kind": "words", "text": "Said to a phone that is a year behind"}))
        for wrong in (today - timedelta(days=366), today + timedelta(days=3)):
            made = client.post("/w/report.pdf", data={"day": wrong.isoformat()})
            assert f"career-report-{today}.pdf" in made.headers["content-disposition"]
            assert "a year behind" in " ".join(text_of(made.content).split())


@given(st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), st.integers(-4, 4))
def test_a_day_that_is_somewhere_on_earth_is_kept_and_no_other(now: datetime, days: int):
    told = now.date() + timedelta(days=days)
    somewhere = {(now + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}
    assert day_there(told.isoformat(), now) == (told if told in somewhere else now.astimezone().date())


@pytest.mark.parametrize(
    "told", ["", "tomorrow", "2026-02-30", "20270101", "2027-W01-1", "2027-01-01T00:00", "٢٠٢٧-٠١-٠١"]
)
def test_what_is_no_day_leaves_the_servers(told: str):
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert day_there(told, now) == now.astimezone().date()
