"""Panels in a real browser: what is shown, what survives a refresh, and what works without a mouse."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from helpers.chapters import Give, Stored, ViewContext, asking, bringing, contents, inbox, plan_calendar, report
from helpers.chapters.files import stored
from helpers.chapters.views import destinations, header, level, overview, time
from helpers.journal import Event, Journal, PlanItem, Problem, Words
from helpers.ladder import load_ladder
from helpers.pages import STATIC as PAGES
from helpers.paths import PACKAGE, ROOT
from helpers.widgets.panel import Panel
from tests.browser.measures import beyond_screen
from tests.chapters.contexts import LADDER, NOON, context
from tests.strategies import event

STYLES = (PAGES / "kit.css", PACKAGE / "widgets/static/jupyter.css")
"""Those of a panel in a notebook."""
ADDRESS = "http://localhost/panel/"
"""Never asked for: what lies there is handed to the browser from memory."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A panel</title><link rel="stylesheet" href="kit.css"><style>{style}</style></head>
<body data-jp-theme-light="{light}">{config}<main><h1>A chapter</h1><h2>A section</h2></main>
<script type="module">
  import panel from "./panel.js";
  const listeners = [];
  window.sent = [];
  window.receive = (message) => listeners.forEach((listen) => listen(message));
  const model = {{
    on: (_, listen) => listeners.push(listen),
    off: (_, listen) => listeners.splice(listeners.indexOf(listen), 1),
    send: (message) => window.sent.push(message),
  }};
  const el = document.querySelector("main").appendChild(document.createElement("div"));
  window.close = panel.render({{ model, el }});
  window.ready = true;
</script></body></html>"""

_DARK = "body { background: #111; color: #fff; --jp-layout-color1: #111; --jp-content-font-color1: #fff; }"


def open_panel(page: Page, html: str = "", *, dark: bool = False, config: dict[str, Any] | None = None) -> None:
    """Put a panel on a page of its own, as a notebook would, and send it this HTML."""
    script = f'<script id="jupyter-config-data" type="application/json">{json.dumps(config)}</script>' if config else ""
    files = {
        "": ("text/html", _PAGE.format(style=_DARK if dark else "", light=str(not dark).lower(), config=script)),
        "panel.js": ("text/javascript", Panel._esm),
        "kit.css": ("text/css", "\n".join(path.read_text(encoding="utf-8") for path in STYLES)),
    }

    def serve(route: Any) -> None:
        kind, body = files.get(route.request.url.removeprefix(ADDRESS), ("text/plain", ""))
        route.fulfill(body=body, content_type=kind)

    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    show(page, html)


def test_on_paper_every_word_of_a_text_to_copy_stands(page: Page, tmp_path: Path):
    """It shows as many lines as it has rows; whoever prints the page wants all of them, and the page as it was."""
    words = " ".join(f"word{number}" for number in range(300))
    open_panel(page, f'<label class="kp-paste">To copy<textarea readonly rows="3">{words}</textarea></label>')
    for paper, margin in product(["A4", "Letter"], ["0mm", "30mm"]):
        around = dict.fromkeys(("top", "left", "right", "bottom"), margin)
        page.pdf(path=tmp_path / "panel.pdf", format=paper, margin=around)
        text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "panel.pdf").pages)
        assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == [], (paper, margin)
    expect(page.locator(".kp-printed")).to_have_count(0)
    expect(page.get_by_label("To copy")).to_be_visible()


def show(page: Page, html: str, folders: tuple[str, ...] = ("/home/ada/kit/notebooks",)) -> None:
    """What the kernel sends when it shows this HTML."""
    page.evaluate("(message) => window.receive(message)", {"html": html, "folders": folders})


def sent(page: Page) -> list[dict[str, str]]:
    """What the panel has sent to the kernel, the first question left out, and the numbers of presses checked off."""
    messages = page.evaluate("window.sent.slice(1)")
    numbers = [message.pop("act") for message in messages]
    assert all(re.fullmatch("[0-9a-f]{32}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers), "each press has a number of its own"
    return messages


def planned(number: int) -> Event:
    days = [NOON.date() + timedelta(days=number * days) for days in (3, 14, 42)]
    item = PlanItem(when="a request comes", then="ask why", by=days[0], follow_up=days[1], look_again=(days[2],))
    return event(LADDER, f"plan:{number}", item, at=NOON)


def moment(example: str) -> ViewContext:
    events = Journal.open(ROOT / f"data/examples/{example}.jsonl").events()
    return context(*events, ladder=load_ladder(), here=2, problems=(Problem(3, "not an answer"),))


def views(now: ViewContext) -> dict[str, str]:
    """Every kind of panel, filled in."""
    here = now.ladder.level("mid")
    during, after = report.making(lambda: report.make_pdf(now), partial(report.invitation, now))
    sheet = report.make_one_to_one(now)
    assert isinstance(after, Give)
    kept = Stored("data:application/pdf;base64,JVBERg==", "/home/ada/kit/reports/ada-2026-11-23.pdf")
    return {
        "header": header.header(now),
        "contents": contents.view(now),
        "one-to-one": sheet.then(kept).html,
        "onward": header.onward(now),
        "inbox": inbox.view(now),
        "second-view": asking.view(now),
        "bring": bringing.view(now),
        "summary": level.summary(now.ladder, here, now.here),
        "map": overview.terrain_map(now),
        "terrain-notes": overview.terrain_notes(now.ladder),
        "scale": overview.scale(now.ladder),
        "principles": overview.principles(now.ladder),
        "route": overview.route(now),
        "changes": level.changes(now.ladder, here),
        "notes": level.notes(now.ladder, here),
        "insight": level.insight(now, "senior"),
        "chooser": destinations.chooser(now.ladder, "founder"),
        "role": destinations.role(now, "founder"),
        "compare": destinations.compare(now),
        "between": destinations.between(now),
        "since": time.since_last_time(now),
        "aloud": time.plan_aloud(now),
        "pdf": report.invitation(now),
        "pdf-during": during.html,
        "pdf-after": after.then(kept).html,
    }


# What is shown


def test_a_panel_asks_the_kernel_what_to_show(page):
    open_panel(page, "<p>Here.</p>")
    assert page.evaluate("window.sent") == [{"type": "hello"}]
    expect(page.locator(".kp")).to_have_text("Here.")


def test_a_panel_that_is_gone_listens_no_more(page):
    open_panel(page, "<p>Here.</p>")
    page.evaluate("window.close()")
    show(page, "<p>There.</p>")
    expect(page.locator(".kp")).to_have_text("Here.")


def test_a_refresh_leaves_open_what_was_opened_and_the_focus_where_it_was(page):
    html = '<details data-key="one"><summary>One</summary>…</details><button data-key="two">Two</button>'
    open_panel(page, html)
    page.get_by_text("One").click()
    page.get_by_role("button", name="Two").focus()
    show(page, f"<p>News.</p>{html}")
    assert page.locator("details").evaluate("details => details.open")
    expect(page.get_by_role("button", name="Two")).to_be_focused()
    page.get_by_text("One").focus()
    show(page, html)
    expect(page.get_by_text("One")).to_be_focused()


def test_what_came_of_an_action_is_told_to_people_who_listen(page):
    open_panel(page, '<section data-say="Your PDF is ready">…</section>')
    expect(page.get_by_role("status")).to_have_text("Your PDF is ready")
    show(page, "<section>…</section>")
    expect(page.get_by_role("status")).to_have_text("")


def test_what_a_press_brought_stays_until_the_next_press_and_says_when_it_is_past(page, tmp_path):
    """Found on a site: an answer that was saved just then drew the panel anew, and the link was gone."""
    plan = planned(1)
    now = context(plan)
    open_panel(page, plan_calendar.view(now))
    page.get_by_role("button", name="Make a calendar file").click()
    show(page, plan_calendar.view(now))  # a save that comes between the press and what comes of it
    (given,) = plan_calendar.act(now, plan_calendar.MAKE)
    made = given.then(stored(given, tmp_path)).html
    show(page, made)
    link, past = page.get_by_role("link", name="Download my-plan.ics"), page.get_by_text("Your plans have changed")
    expect(page.get_by_role("status")).to_have_text("Your calendar file is ready to download")
    link.focus()
    page.evaluate(
        "new MutationObserver((all) => (window.saidAgain = all.length)).observe("
        "document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true })"
    )
    show(page, plan_calendar.view(context(plan, event(now.ladder, "profile:name", Words(text="Ada")))))
    expect(link).to_be_visible()  # another answer has nothing to do with it
    expect(past).to_have_count(0)
    assert page.evaluate("window.saidAgain") is None, "what was said is said once"
    more = context(plan, planned(2))
    for _ in range(2):
        show(page, plan_calendar.view(more))
        expect(page.get_by_text("6 days of your plans lie ahead")).to_be_visible()
        expect(link).to_be_visible()
        expect(past).to_have_count(1)
    show(page, plan_calendar.view(now))  # it was taken back
    expect(past).to_have_count(0)
    show(page, plan_calendar.view(more))
    page.get_by_role("checkbox").check()
    show(page, plan_calendar.view(more.within(plan_calendar.WORDS)))
    expect(link).to_have_count(0)  # the next press begins anew
    expect(past).to_have_count(0)


def test_a_pdf_that_is_being_made_is_not_told_off_by_an_answer_meanwhile(page):
    now = context()
    open_panel(page, report.invitation(now))
    show(page, report.invitation(now, busy=True))
    show(page, report.invitation(context(planned(1))))
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="Making your PDF")).to_be_visible()
    expect(page.get_by_text("have changed since")).to_have_count(0)


def test_where_a_control_is_gone_its_neighbour_has_the_focus_and_what_is_searched_for_stays_typed(page):
    def item(key: str) -> str:
        return f'<ul><li><button data-key="{key}">{key}</button></li></ul>'

    html = "".join(map(item, "abc"))
    search = '<input type="search" data-key="find" data-act="find " aria-label="Find">'
    open_panel(page, html + search)
    page.get_by_role("button", name="b").focus()
    show(page, item("a") + item("c"))
    expect(page.get_by_role("listitem").last).to_be_focused()  # where another press of the same key does nothing
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="c")).to_be_focused()
    show(page, item("a"))
    expect(page.get_by_role("listitem")).to_be_focused()
    show(page, html + search)
    box = page.get_by_role("searchbox", name="Find")
    box.press_sequentially("pri")
    page.keyboard.press("ArrowLeft")
    show(page, html + search)  # an answer is saved meanwhile
    page.keyboard.type("x")
    expect(box).to_have_value("prxi")
    page.keyboard.press("Enter")
    assert sent(page) == [{"type": "act", "value": "find prxi"}]


# Controls


def test_a_note_finds_any_statement_by_the_keyboard_alone_and_by_touch(page, phone, violations):
    ladder = load_ladder()
    note = event(ladder, "note:1", Words(text="Refused a request for the roadmap"))
    open_panel(page, inbox.view(context(note, ladder=ladder)))
    page.get_by_role("button", name="Another statement").press("Enter")
    (asked,) = sent(page)
    (looking,) = inbox.act(context(note, ladder=ladder), asked["value"])
    chosen = context(note, ladder=ladder).within(looking.own)
    show(page, inbox.view(chosen))
    expect(page.get_by_role("button", name="Another statement")).to_be_focused()
    assert page.get_by_role("button", name="Another statement").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("roadmap")
    page.keyboard.press("Enter")
    (found,) = inbox.act(chosen, sent(page)[1]["value"])
    show(page, inbox.view(chosen.within(found.own)))
    expect(page.get_by_role("status")).to_contain_text("found")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert violations(page, "main") == []

    open_panel(phone, inbox.view(chosen))
    phone.get_by_role("radio", name=ladder.levels[-1].short_title).tap()
    phone.get_by_role("searchbox").fill("roadmap")
    phone.get_by_role("button", name="Search all levels").tap()
    level, *searches = phone.evaluate("window.sent.slice(1).map(({ value, act }) => [value, act])")
    assert level[0] == f"level {ladder.levels[-1].id}"
    assert {value for value, _ in searches} == {"find roadmap"}
    assert len({act for _, act in searches}) == 1, "leaving the box and pressing is one search"
    show(phone, inbox.view(chosen.within(found.own)))
    assert beyond_screen(phone) <= 0
    assert all(one.bounding_box()["height"] >= 44 for one in phone.locator(".kp-found button").all())


def test_a_family_is_chosen_with_the_keyboard_alone(page):
    ladder = load_ladder()
    open_panel(page, destinations.chooser(ladder, ladder.roles[0].id))
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name=ladder.roles[0].title)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert sent(page) == [{"type": "act", "value": role.id} for role in ladder.roles[1:3]]


def test_a_family_is_chosen_by_touch(phone):
    ladder = load_ladder()
    open_panel(phone, destinations.chooser(ladder, ladder.roles[0].id))
    phone.get_by_role("radio", name=ladder.roles[3].title).tap()
    assert sent(phone) == [{"type": "act", "value": ladder.roles[3].id}]


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_pdf_button_is_pressed_with_the_keyboard_and_not_twice(page, key):
    open_panel(page, report.invitation(context()))
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    assert sent(page) == [{"type": "act", "value": ""}]
    show(page, report.invitation(context(), busy=True))
    expect(page.get_by_role("button", name="Making your PDF")).to_be_focused()
    page.keyboard.press(key)
    assert len(sent(page)) == 1


def test_a_file_from_a_workshop_is_sent_as_its_words_and_one_far_too_large_as_none(page, tmp_path):
    open_panel(page, bringing.view(moment("linh")))
    file = tmp_path / "my-journal.jsonl"
    file.write_text('{"v":1,"text":"Zoë \u2028 <b>"}\n', encoding="utf-8")
    page.get_by_label("The file").set_input_files(file)
    page.wait_for_function("window.sent.length > 1")
    assert sent(page) == [{"type": "act", "value": "bring " + file.read_text(encoding="utf-8")}]
    file.write_bytes(b"x" * 800_000)
    page.get_by_label("The file").set_input_files([])
    page.get_by_label("The file").set_input_files(file)
    page.wait_for_function("window.sent.length > 2")
    assert sent(page)[1] == {"type": "act", "value": "bring "}


def test_the_pdf_is_downloaded_under_its_name(page, tmp_path):
    made = report.make_pdf(context())
    open_panel(page, made.then(stored(made, tmp_path)).html)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download journal-2026-11-23.pdf").click()
    assert download.value.suggested_filename == "journal-2026-11-23.pdf"
    assert Path(download.value.path()).read_bytes() == made.data


# Links

LINKS = '<a href="01_associate_pm.ipynb">One</a><a href="https://example.com/">Out</a>'
LAB = {"appName": "JupyterLab", "baseUrl": "/base/", "serverRoot": "~/kit dir"}


def test_a_link_outside_jupyterlab_stays_what_it_is(page):
    open_panel(page, config={"baseUrl": "/"})
    show(page, LINKS)
    link = page.get_by_role("link", name="One")
    assert link.get_attribute("href") == "01_associate_pm.ipynb"
    assert link.get_attribute("data-commandlinker-command") is None


@pytest.mark.parametrize("root", ["~/kit dir", "~/kit dir/", "/home/ada/kit dir"])
def test_a_link_in_jupyterlab_opens_the_notebook_as_a_tab(page, root):
    open_panel(page, config={**LAB, "serverRoot": root})
    show(page, LINKS, ("/home/ada/kit dir/notebooks", "~/kit dir/notebooks"))
    link = page.get_by_role("link", name="One")
    assert link.get_attribute("href") == "/base/lab/tree/notebooks/01_associate_pm.ipynb"
    assert link.get_attribute("data-commandlinker-command") == "docmanager:open"
    assert json.loads(link.get_attribute("data-commandlinker-args")) == {"path": "notebooks/01_associate_pm.ipynb"}
    assert page.get_by_role("link", name="Out").get_attribute("data-commandlinker-command") is None


def test_a_notebook_beside_the_servers_folder_keeps_plain_links(page):
    open_panel(page, config=LAB)
    show(page, LINKS, ("/home/ada/kit dir 2/notebooks", "~/kit dir 2/notebooks"))
    assert page.get_by_role("link", name="One").get_attribute("href") == "01_associate_pm.ipynb"


# For everybody


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_panel_has_a_serious_accessibility_fault(page, violations, dark):
    open_panel(page, dark=dark)
    for name, html in views(moment("tomasz")).items():
        show(page, html)
        assert violations(page, "main") == [], name


@pytest.mark.parametrize("example", ["linh", "yusuf"])
def test_no_panel_is_wider_than_a_phone(phone, example):
    open_panel(phone)
    for name, html in views(moment(example)).items():
        show(phone, html)
        assert beyond_screen(phone) <= 0, name


def test_pictures_have_a_narrow_form_of_their_own_on_a_phone(phone):
    open_panel(phone, overview.terrain_map(moment("linh")))
    picture = phone.locator("img")
    assert picture.evaluate("img => img.naturalWidth") == 350
    assert picture.evaluate("img => img.complete && img.width / img.naturalWidth") > 0.9


def test_in_a_narrow_notebook_a_picture_is_moved_sideways_and_its_letters_stay_as_large(phone: Page):
    """JupyterLab leaves a picture 270 pixels of a phone: drawn as wide as that, its letters would be of nine."""
    open_panel(phone, overview.terrain_map(moment("linh")) + level.insight(moment("linh"), "senior"))
    phone.locator("main").evaluate("main => { main.className = 'jp-Notebook'; main.style.width = '270px'; }")
    pictures = phone.locator(".kp-picture img:visible")
    assert pictures.count() > 1
    for picture in pictures.all():
        width, own = picture.evaluate("picture => [picture.getBoundingClientRect().width, picture.naturalWidth]")
        assert width >= own - 1
    layer, below = (phone.locator(f".kp-map {one}:visible").bounding_box() for one in (".kp-places", "img"))
    assert layer == pytest.approx(below, abs=1), "what is pressed lies where it is drawn"
    assert phone.locator("main").evaluate("main => main.scrollWidth") <= 270


@pytest.mark.parametrize(
    "draw", [destinations.between, lambda now: level.insight(now, "senior")], ids=["gap", "insight"]
)
def test_the_letters_of_a_picture_in_a_card_hardly_shrink_on_a_phone(phone, draw):
    open_panel(phone, draw(moment("linh")))
    assert phone.locator(".kp-card .kp-picture img").evaluate("img => img.width / img.naturalWidth") > 0.9


def test_destinations_stand_side_by_side_with_their_parts_in_line_and_on_a_phone_one_after_the_other(page, phone):
    html = destinations.compare(moment("linh"))

    def tops(page: Page) -> list[list[float]]:
        open_panel(page, html)
        sides = page.locator(".kp-side").all()
        return [[part.bounding_box()["y"] for part in side.locator("h4").all()] for side in sides]

    wide = tops(page)
    assert len(wide) > 1
    assert all(side == wide[0] for side in wide)
    first, second, *_ = tops(phone)
    assert second[0] > first[-1]
