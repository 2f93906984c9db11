"""A participant's way through a session, request by request, over a real service."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta
from html.parser import HTMLParser

import httpx
import pypdf
import pytest
from ical.calendar_stream import IcsCalendarStream

from helpers.insight import day_in_words
from helpers.journal import Journal, fold, often
from helpers.workshop.hosted import plan_session, release_mark
from tests.hosting.server import LADDER, PLAN, STATEMENTS, WORKSHOP, Served, database, served
from tests.patience import PATIENCE, until

DEVICE = "d" * 32
HTML = {"accept": "text/html"}
PROMPT = f"prompt:{PLAN.prompts[0]}"
RATED = f"statement:{STATEMENTS[0]}"


def rating(frequency):
    return {"kind": "rating", "state": "frequency", "frequency": frequency}


def words(text):
    return {"kind": "words", "text": text}


def event(subject, answer, age=0):
    return {"id": uuid.uuid4().hex, "subject": subject, "answer": answer, "age": age}


def send(client, *events, device=DEVICE):
    answer = client.post("/w/events", json={"device": device, "events": list(events)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def values(client):
    return client.get("/w/state").json()["values"]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def open_service(service: Served) -> Served:
    """A session of which every block is open."""
    service.open_all()
    return service


def test_before_a_block_is_opened_its_questions_are_not_told(service):
    with service.joined() as client:
        state = client.get("/w/state").json()
        assert [block["opened"] for block in state["blocks"]] == [False] * 4
        assert STATEMENTS[0] not in client.get("/w/state").text
        service.store.set_block(service.session.id, "rate", open=True)
        state = client.get("/w/state").json()
        assert [block["open"] for block in state["blocks"]] == [False, True, False, False]
        asked = [field["statement_id"] for field in state["blocks"][1]["forms"][0]["spec"]["fields"]]
        assert asked == list(PLAN.statements)


def test_an_answer_is_there_after_a_reload_and_on_the_other_device(open_service):
    with open_service.joined() as phone:
        told = send(phone, first := event(RATED, rating(3)))
        assert told == {"saved": [first["id"]], "refused": [], "stands": [], "new": 1, "answers": 1}
        assert values(phone)[RATED]["frequency"] == 3
        with open_service.joined() as laptop:
            assert values(laptop) == {}, "another person so far"
            laptop.post("/back", data={"token": phone.cookies["kit-me"]})
            assert values(laptop)[RATED]["frequency"] == 3
            send(laptop, event(RATED, rating(1)), device="e" * 32)
        assert values(phone)[RATED]["frequency"] == 1


def test_sending_again_changes_nothing_even_after_a_newer_answer(open_service):
    """A reply got lost, somebody went on, and the device asks again."""
    with open_service.joined() as client:
        first, second = event(RATED, rating(3)), event(RATED, rating(4))
        send(client, first)
        send(client, second)
        assert send(client, first, second)["saved"] == sorted([first["id"], second["id"]])
        assert values(client)[RATED]["frequency"] == 4
        assert client.post("/w/journal.jsonl").text.count("\n") == 2


def test_what_was_given_offline_earlier_does_not_win_over_what_was_given_since(open_service):
    with open_service.joined() as client:
        send(client, event(RATED, rating(1), age=0), device="a" * 32)
        send(client, event(RATED, rating(4), age=10**12), device="b" * 32)
        assert values(client)[RATED]["frequency"] == 1


def test_joining_again_on_the_same_device_makes_nobody_new(open_service):
    with open_service.joined() as client:
        send(client, event(RATED, rating(2)))
        client.post("/join", data={"code": open_service.session.code.lower().replace("", " ")})
        assert values(client)[RATED]["frequency"] == 2
    assert open_service.store.progress(open_service.session.id).joined == 1


def test_a_closed_session_lets_nobody_in_but_loses_nothing(open_service):
    with open_service.joined() as client:
        open_service.store.close(open_service.session.id)
        late = event(RATED, rating(2))
        assert send(client, late)["saved"] == [late["id"]], "a phone that was offline"
        assert not any(block["open"] for block in client.get("/w/state").json()["blocks"])
        assert client.post("/w/report.pdf").headers["content-type"] == "application/pdf"
        client.cookies.clear()
        assert client.post("/join", data={"code": open_service.session.code}).status_code == 409


def test_whoever_comes_to_a_closed_session_is_told_before_they_type_anything(open_service):
    """They met the form for joining, pressed Join, were refused, and “Back to the session” led to the same form."""
    door = f"/j/{open_service.session.code}"
    with open_service.joined() as inside, httpx.Client(base_url=open_service.url, timeout=PATIENCE) as stranger:
        assert 'action="/join"' in stranger.get(door).text
        open_service.store.close(open_service.session.id)
        for asked in (door, f"{door}?try"):
            told = stranger.get(asked, headers=HTML)
            assert told.status_code == 409
            assert "This session is closed; nobody can join any more." in told.text
            assert "comes back with their personal link" in told.text
            assert "<h1>You can’t join this session</h1>" in told.text
            assert 'href="/back">Go on where I was' in told.text
            assert "<form" not in told.text
            assert "Back to the session" not in told.text, "they were never in it"
        assert inside.get(door).status_code == 200
        again = inside.post("/join", data={"code": open_service.session.code}, headers=HTML)
        assert again.url.path == "/w", "who is in it goes on"
        assert "Back to the session" in inside.get("/nowhere", headers=HTML).text


def test_a_full_session_says_so(shared):
    small = PLAN.model_copy(update={"most_people": 3})
    session = shared.store.open_session(small, timedelta(days=1))
    full = shared._replace(session=session)
    for _ in range(3):
        with full.joined():
            pass
    with httpx.Client(base_url=full.url, timeout=PATIENCE) as client:
        refused = client.post("/join", data={"code": session.code}, headers={"accept": "text/html"})
        assert refused.status_code == 409
        assert "<h1" in refused.text
        with full.leading() as lead:
            assert "as many as this session takes, 3" in lead.get("/f").text
            more = lead.post(
                "/f/room", data={"session": session.id, "most": "4"}, headers={"accept": "application/json"}
            )
            assert more.json()["said"] == "There is room for 4 people now."
            for wrong in ("", "0", "301", "many", "9" * 5000):
                refused = lead.post("/f/room", data={"session": session.id, "most": wrong})
                assert refused.status_code == 400
        assert client.post("/join", data={"code": session.code}).status_code == 303


def test_an_erased_session_is_gone_for_everybody(open_service):
    with open_service.joined() as client:
        send(client, event(PROMPT, words("mine")))
        open_service.store.erase(open_service.session.id)
        assert client.get("/w/state").status_code == 401
        assert "Erased at" in client.get("/w", headers={"accept": "text/html"}).text


def test_the_pdf_holds_ones_own_words_and_name(open_service):
    with open_service.joined() as client:
        send(client, event(PROMPT, words("The three hours with support on Tuesday.")), event(RATED, rating(4)))
        pdf = text_of(client.post("/w/report.pdf", data={"name": "Amara Okafor"}).content)
        assert "The three hours with support on Tuesday." in pdf
        assert "Amara Okafor" in pdf


def test_the_pdf_counts_against_what_was_asked_as_the_phone_does(open_service):
    """Two of four are answered, one of them without a frequency, and none of the senior level, which was left out."""
    first, second, *_ = STATEMENTS
    apart = {"kind": "rating", "state": "no_opportunity"}
    with open_service.joined() as client:
        send(client, event(f"statement:{first}", rating(3)), event(f"statement:{second}", apart))
        pdf = " ".join(text_of(client.post("/w/report.pdf").content).split())
    assert "1 of 4 statements at 2 levels, and 1 set apart" in pdf
    assert "0 of 1 rated" in pdf, "the senior level stands there with what was asked of it"


def test_the_days_of_a_plan_go_into_a_calendar_and_tell_nothing_of_it(open_service):
    with open_service.joined() as client:
        assert client.post("/w/plan.ics").status_code == 409
        plan = {
            "kind": "plan",
            "focus": STATEMENTS[0],
            "when": "sales asks",
            "then": "I ask",
            "obstacle": "my boss is in the room",
            "by": "2998-12-20",
            "follow_up": "2999-01-02",
            "look_again": ["2999-02-02", "2999-03-02"],
        }
        send(client, event("plan:1", plan))
        answer = client.post("/w/plan.ics")
        worded = client.post("/w/plan.ics", data={"titles": "words"})
        page = client.get("/w").text
        pdf = " ".join(text_of(client.post("/w/report.pdf").content).split())
        send(client, event("plan:1", {**plan, "dropped": True}))
        gone = client.post("/w/plan.ics")
        at = open_service.store.session(open_service.session.id).erase_at
        erased = day_in_words(at.astimezone().date())
    assert answer.headers["content-type"].startswith("text/calendar")
    first, *found = IcsCalendarStream.calendar_from_ics(answer.text).events
    assert (first.dtstart, first.summary) == (date(2998, 12, 20), "A first step")
    days = [date(2999, month, 2) for month in (1, 2, 3)]
    assert [(each.dtstart, each.summary) for each in found] == [(day, "Ten minutes to look back") for day in days]
    for each in (first, *found):
        assert "I have a file from a workshop" in (each.description or "")
        assert f"erased on {erased} at the latest." in (each.description or ""), "whoever leads may do so before"
        assert "start.py" not in (each.description or ""), "nobody is told a command that they may not have"
    assert "sales" not in answer.text
    assert [each.summary for each in IcsCalendarStream.calendar_from_ics(worded.text).events][1:] == [
        "Ten minutes to look back: When sales asks, I ask"
    ] * 3
    taken_out = IcsCalendarStream.calendar_from_ics(gone.text).events
    assert [(each.uid, each.status) for each in taken_out] == [(each.uid, "CANCELLED") for each in (first, *found)]
    assert 'name="titles" value="words" autocomplete="off">' in page, "the tick is there, and off"
    assert "In the way my boss is in the room" in pdf
    assert "2 February 2999" in pdf
    assert "2 March 2999" in pdf


def test_the_journal_opens_at_home_with_everything_in_it(open_service, tmp_path):
    with open_service.joined() as client:
        send(client, event(RATED, rating(4)), event(PROMPT, words("so it was")))
        send(client, event("plan:1", {"kind": "plan", "focus": STATEMENTS[0], "when": "sales asks", "then": "I ask"}))
        path = tmp_path / "my-journal.jsonl"
        path.write_bytes(client.post("/w/journal.jsonl", data={"name": "Amara"}).content)
    opened = Journal.open(path)
    state = opened.state(LADDER)
    assert not opened.problems()
    assert state.rating(STATEMENTS[0]) == often(4)
    assert state.words(PROMPT) == "so it was"
    assert state.words("profile:name") == "Amara"
    assert [item.when for _, item in state.plan()] == ["sales asks"]
    opened.record(RATED, often(2), ladder=LADDER)
    assert opened.state(LADDER).rating(STATEMENTS[0]) == often(2), "and it goes on there"


def test_a_text_reaches_the_team_only_when_it_was_ticked(open_service):
    with open_service.joined() as client:
        assert client.get("/w/state").json()["release"] is None
        send(client, event(PROMPT, words("for the team")))
        (field,) = client.get("/w/state").json()["release"]["spec"]["fields"]
        (option,) = field["options"]
        assert (option["detail"], option["id"]) == ("for the team", release_mark(PROMPT, "for the team"))
        assert send(client, event("choice:release", {"kind": "choice", "chosen": [option["id"]]}))["refused"] == []


def test_who_leaves_is_forgotten_on_the_device_and_who_erases_altogether(open_service):
    with open_service.joined() as client:
        send(client, event(PROMPT, words("gone soon")))
        token = client.cookies["kit-me"]
        client.post("/w/leave")
        assert client.get("/w/state").status_code == 401
        client.post("/back", data={"token": token})
        assert values(client)[PROMPT]["text"] == "gone soon"
        client.post("/w/erase")
        assert client.get("/w/state").status_code == 401
    assert open_service.store.by_token(token) is None
    assert open_service.store.progress(open_service.session.id).joined == 0


def test_the_pulse_tells_of_what_the_facilitator_did_and_of_nothing_that_others_said(service):
    def told():
        return client.get("/w/pulse").json()["version"]

    with service.joined() as client, service.joined() as other:
        before = told()
        send(other, event(RATED, rating(2)))
        service.store.set_block(service.session.id, "rate", open=True)
        until(lambda: told() != before)
        assert client.get("/w/pulse").json()["left"] is None


# --- without JavaScript


def plain_form(client):
    """Every control of the page's forms for answers as a browser would send it, untouched; `client` or a page."""

    class Controls(HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.sent: list[tuple[str, str]] = []
            self.area: str | None = None
            self.select: str | None = None

        def handle_starttag(self, tag, attrs):
            at = dict(attrs)
            if tag == "input" and at.get("name"):
                kind = at.get("type", "text")
                if kind in ("radio", "checkbox") and "checked" not in at:
                    return
                self.sent.append((at["name"], at.get("value") or ""))
            elif tag == "textarea":
                self.area, self.text = at["name"], ""
            elif tag == "select":
                self.select = at["name"]
            elif tag == "option" and self.select and "selected" in at:
                self.sent.append((self.select, at.get("value") or ""))

        def handle_data(self, data):
            if self.area:
                self.text += data

        def handle_endtag(self, tag):
            if tag == "textarea" and self.area:
                text = self.text[1:] if self.text.startswith("\n") else self.text
                self.sent.append((self.area, text.replace("\n", "\r\n")))
                self.area = None
            elif tag == "select":
                self.select = None

    page = Controls()
    page.feed(client if isinstance(client, str) else client.get("/w").text)
    return [pair for pair in page.sent if pair[0] not in ("name", "token", "code")]


def submit(client, changed):
    kept = [(name, value) for name, value in plain_form(client) if name not in changed]
    lists = {name: [given] if isinstance(given, str) else given for name, given in changed.items()}
    added = [(name, value) for name, given in lists.items() for value in given]
    body: dict[str, list[str]] = {}
    for name, value in [*kept, *added]:
        body.setdefault(name, []).append(value)
    return client.post("/w/answers", data=body)


def test_what_seldom_comes_up_is_asked_over_a_longer_time_without_javascript_too(tmp_path):
    rare = next(statement for _, _, statement in LADDER.walk() if statement.id in LADDER.rare)
    usual = next(statement for _, _, statement in LADDER.walk() if statement.id not in LADDER.rare)
    about_it = LADDER.scale.model_copy(update={"question": "How often was this true of your work?"})
    ladder = LADDER.model_copy(update={"scale": about_it})
    plan = plan_session(WORKSHOP, ladder, statements=(rare.id, usual.id))
    with served(database(tmp_path), plan=plan) as service:
        service.open_all()
        with service.joined() as client:
            fields = client.get("/w").text.split('class="plain-field"')
    (asked,) = (field for field in fields if f'name="statement:{rare.id}"' in field)
    (other,) = (field for field in fields if f'name="statement:{usual.id}"' in field)
    assert f"{rare.text}?" in asked, "this one completes a question of its own"
    assert f"{usual.text}?" not in other
    for said in (LADDER.scale.rare.period, LADDER.scale.rare.note):
        assert said in asked
        assert said not in other


def test_a_form_without_javascript_keeps_what_it_was_given(open_service):
    with open_service.joined() as client:
        told = submit(
            client,
            {
                RATED: "3",
                f"statement:{STATEMENTS[1]}": "no_opportunity",
                f"evidence:{STATEMENTS[0]}": "The page\r\nfrom March",
                PROMPT: "A good question",
                "choice:focus": [STATEMENTS[0], STATEMENTS[2]],
                "plan:1/when": "sales asks",
                "plan:1/by": "2026-12-01",
                "plan:1/obstacle": "my boss is in the room",
                "plan:1/look_again": ["2027-01-12", ""],
            },
        )
        assert told.status_code == 200
        assert "Saved" in told.text
        found = values(client)
        assert found[RATED]["frequency"] == 3
        assert found[f"statement:{STATEMENTS[1]}"]["state"] == "no_opportunity"
        assert found[f"evidence:{STATEMENTS[0]}"]["text"] == "The page\nfrom March"
        assert found[PROMPT]["text"] == "A good question"
        assert found["choice:focus"]["chosen"] == [STATEMENTS[0], STATEMENTS[2]]
        assert (found["plan:1"]["when"], found["plan:1"]["by"]) == ("sales asks", "2026-12-01")
        assert (found["plan:1"]["obstacle"], found["plan:1"]["look_again"]) == (
            "my boss is in the room",
            ["2027-01-12"],
        )
        before = client.post("/w/journal.jsonl").text
        submit(client, {})
        assert client.post("/w/journal.jsonl").text == before, "what nobody changed is no new answer"
        more = {"look_again": [f"2027-0{month}-01" for month in (2, 3, 4)], "aim": "to ask", "obstacle": "x"}
        send(client, event("plan:1", {"kind": "plan", "focus": None, **more}))
        submit(client, {"plan:1/look_again": ["", "2027-03-02"], "plan:1/obstacle": ""})
        plan = values(client)["plan:1"]
        assert (plan["look_again"], plan["aim"]) == (["2027-03-02", "2027-04-01"], "to ask"), "dates beyond two stay"
        assert "obstacle" not in plan


def test_what_a_form_cannot_keep_is_told_and_stays_on_screen(open_service):
    with open_service.joined() as client:
        told = submit(client, {"choice:focus": list(STATEMENTS), PROMPT: "kept all the same"})
        assert told.status_code == 422
        assert told.text.count('name="choice:focus"') == len(STATEMENTS)
        assert 'role="alert"' in told.text
        assert values(client)[PROMPT]["text"] == "kept all the same"
        assert "choice:focus" not in values(client)
        checked = [
            part for part in told.text.split("<input")[1:] if 'name="choice:focus"' in part and "checked" in part
        ]
        assert len(checked) == len(STATEMENTS)


def test_an_answer_that_was_ticked_can_be_taken_back(open_service):
    with open_service.joined() as client:
        submit(client, {RATED: "3", "choice:focus": [STATEMENTS[0]]})
        submit(client, {RATED: "", "choice:focus": []})
        found = values(client)
        assert found[RATED]["state"] == "unanswered"
        assert found["choice:focus"]["chosen"] == []


def test_plans_follow_the_focus_but_none_that_was_written_disappears(open_service):
    def plans():
        blocks = client.get("/w/state").json()["blocks"]
        forms = {form["ask"]: form for form in blocks[-1]["forms"]}
        return [field["subject"] for field in forms["plan"]["spec"]["fields"]]

    with open_service.joined() as client:
        assert plans() == ["plan:1"]
        send(client, event("choice:focus", {"kind": "choice", "chosen": list(STATEMENTS[:2])}))
        assert plans() == ["plan:1", "plan:2"]
        send(client, event("plan:2", {"kind": "plan", "focus": STATEMENTS[1], "aim": "written"}))
        send(client, event("choice:focus", {"kind": "choice", "chosen": []}))
        assert plans() == ["plan:1", "plan:2"]
        late = event("plan:3", {"kind": "plan", "focus": None, "aim": "given offline, before the focus changed"})
        assert send(client, late)["saved"] == [late["id"]]


def test_the_service_below_a_path_leads_to_itself(tmp_path):
    with served(database(tmp_path), root_path="/ladder") as below, below.joined() as client:
        below.open_all()
        page = client.get("/w")
        assert page.url.path == "/ladder/w"
        assert 'action="/w' not in page.text
        assert client.get("/static/form.js").status_code == 200
        stripped = httpx.get(below.url.removesuffix("/ladder") + "/static/form.js", timeout=PATIENCE)
        assert stripped.status_code == 200, "a proxy may take the path off"
        send(client, event(RATED, rating(1)))
        me = below.store.by_token(client.cookies["kit-me"])
        assert fold(below.store.events(me.id)).rating(STATEMENTS[0]) == often(1)
