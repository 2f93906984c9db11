"""The answer form in a real browser: every answer is saved by itself, and none is ever lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.form import WORDS, ChoiceField, Option, PlanField, TextField, rating_fields
from helpers.journal.events import Choice, Evidence, PlanItem, Rating, RatingState, Words, often
from helpers.ladder import load_ladder
from tests.browser.form_page import Kernel, add_form, close_form, open_form, release
from tests.browser.measures import beyond_screen
from tests.hostile import HOSTILE
from tests.patience import until
from tests.widgets.conftest import TINY

LADDER = load_ladder(TINY)
FIRST = LADDER.level("first")
RATINGS = rating_fields(FIRST.statements)
WHY = TextField(subject="prompt:first.prompt-why", label="Why do you do this?", hint="Begin with yesterday.")
NAME = TextField(subject="profile:name", label="Your name", single_line=True)
STANDING = ChoiceField(
    subject="choice:standing",
    label="Where are you now?",
    options=tuple(Option(id=level.id, title=level.title, detail=level.summary.text) for level in LADDER.levels),
    max=1,
)
COMPARE = ChoiceField(
    subject="choice:compare",
    label="What would you compare?",
    options=tuple(Option(id=id, title=id.title()) for id in ("north", "east", "south", "west")),
    max=2,
)
PLAN = PlanField(
    subject="plan:1",
    title="Plan",
    focus="first.listen",
    focus_options=tuple((statement.id, statement.title) for statement in FIRST.statements),
)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG = "We kept a log of every decision, and Ana from sales quoted it in the June review without being asked to. " * 4


@pytest.fixture
def kernel() -> Kernel:
    """Three statements to rate and a question to reflect on."""
    return Kernel([*RATINGS, WHY], LADDER.scale)


@pytest.fixture
def form(page: Page, kernel: Kernel) -> Page:
    """A page with that form on it, with no answers yet."""
    open_form(page, kernel)
    expect(page.get_by_role("radio").first).to_be_visible()
    return page


def field(within: Page | Locator, title: str) -> Locator:
    """One question with all that stands around it."""
    page = within if isinstance(within, Page) else within.page
    return within.locator(".kit-field").filter(has=page.locator(".kit-title", has_text=title))


def saved(page: Page, title: str) -> None:
    """Wait until a question says that its answer is saved."""
    expect(field(page, title).get_by_text(WORDS["saved"])).to_be_visible()


def open_evidence(page: Page, title: str) -> Locator:
    """Open the line of evidence of a statement, and get it."""
    field(page, title).get_by_role("button", name="Add evidence").click()
    return field(page, title).get_by_role("textbox")


def freeze(page: Page) -> None:
    """Stop the page's clock: from now on only `page.clock.run_for` lets time pass there."""
    page.clock.install(time=NOW)
    page.clock.pause_at(NOW + timedelta(seconds=1))


def rated(frequency: int) -> dict[str, object]:
    return often(frequency).model_dump(mode="json")


# --- rating


def test_nothing_is_chosen_before_somebody_chooses(form, kernel):
    expect(form.get_by_role("radio")).to_have_count(3 * 8)
    expect(form.get_by_role("radio", checked=True)).to_have_count(0)
    assert kernel.events == []


def test_a_statement_and_its_answers_have_their_words_as_names(form):
    """What a screen reader says: the statement for the group, the word for each answer."""
    group = form.get_by_role("group", name=re.compile("Writing.*write things down"))
    names = ["not yet", "seldom", "sometimes", "often", "almost always"]
    apart = ["no opportunity so far", "not applicable here", "don't know"]
    for name in names + apart:
        expect(group.get_by_role("radio", name=name, exact=True)).to_be_visible()
    expect(form.get_by_text(LADDER.scale.question)).to_be_visible()


def test_a_click_on_a_word_saves_the_answer_at_once(form, kernel):
    field(form, "Writing").get_by_text("often").click()
    saved(form, "Writing")
    assert kernel.answers("statement:first.write") == [rated(3)]


def test_a_statement_is_rated_with_the_keyboard_alone(form, kernel):
    field(form, "Writing").get_by_role("radio").first.focus()
    form.keyboard.press("Space")
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowDown")
    saved(form, "Writing")
    expect(field(form, "Writing").get_by_role("radio", name="sometimes")).to_be_checked()
    form.keyboard.press("ArrowLeft")
    expect(field(form, "Writing").get_by_role("radio", name="seldom")).to_be_checked()
    saved(form, "Writing")
    assert kernel.answers("statement:first.write")[-1] == rated(1)
    # One Tab leaves the group, as with any radio buttons: 24 answers are three stops.
    form.keyboard.press("Tab")
    expect(field(form, "Writing").get_by_role("button", name="clear answer")).to_be_focused()


def test_the_answers_that_are_no_frequency_are_one_group_with_those_that_are(form, kernel):
    field(form, "Writing").get_by_role("radio", name="not yet").click()
    field(form, "Writing").get_by_role("radio", name="don't know").click()
    saved(form, "Writing")
    expect(form.get_by_role("radio", checked=True)).to_have_count(1)
    assert kernel.answers("statement:first.write")[-1] == Rating(state=RatingState.DONT_KNOW).model_dump(mode="json")


def test_what_comes_up_seldom_is_asked_by_its_own_question_and_with_its_number_of_occasions(page):
    """The number is asked once there is a word for how often, goes with every such word, and with no other answer."""
    ladder = load_ladder()
    rare = ladder.scale.rare
    assert rare is not None
    statements = [ladder.statement(id) for id in ("director.org-design", "director.coach")]
    kernel = Kernel(list(rating_fields(statements)), ladder.scale)
    open_form(page, kernel)
    seldom, usual = (field(page, statement.title) for statement in statements)
    expect(seldom).to_contain_text(f"{rare.question.removesuffix(' …')} {statements[0].text}?")
    expect(seldom).to_contain_text(rare.note)
    page.get_by_text(WORDS["scale"]).click()
    expect(page.get_by_text(rare.no_opportunity.meaning)).to_be_visible()
    expect(usual).not_to_contain_text("18 months")
    number = seldom.get_by_role("group", name=rare.how_many)
    expect(number).to_be_hidden()
    subject = f"statement:{statements[0].id}"
    for act, answer in (
        (lambda: seldom.get_by_text("almost always", exact=True).click(), often(4)),
        (lambda: number.get_by_label("1", exact=True).check(), often(4, occasions=1)),
        (lambda: seldom.get_by_text("often", exact=True).click(), often(3, occasions=1)),
        (lambda: number.get_by_label("4 or more").check(), often(3, occasions=4)),
        (lambda: seldom.get_by_text("don’t know").click(), Rating(state=RatingState.DONT_KNOW)),
    ):
        act()
        kept = [answer.model_dump(mode="json")]
        until(lambda kept=kept: page.evaluate("true") and kernel.answers(subject)[-1:] == kept)
    expect(number).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    seldom.get_by_text("seldom", exact=True).click()
    expect(number).to_be_visible()
    assert beyond_screen(page) <= 0


def test_an_answer_can_be_taken_back(form, kernel):
    clear = field(form, "Writing").get_by_role("button", name="clear answer: Writing")
    expect(clear).to_be_hidden()
    field(form, "Writing").get_by_role("radio", name="often", exact=True).click()
    clear.click()
    saved(form, "Writing")
    expect(form.get_by_role("radio", checked=True)).to_have_count(0)
    assert kernel.answers("statement:first.write")[-1]["state"] == "unanswered"


def test_what_a_statement_means_is_told_on_demand(form):
    meaning = form.get_by_text("Notes that others use.")
    button = field(form, "Writing").get_by_role("button", name=WORDS["meaning"])
    expect(meaning).to_be_hidden()
    button.press("Enter")
    expect(meaning).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.press("Enter")
    expect(meaning).to_be_hidden()


# --- evidence


def test_evidence_is_written_and_linked_with_the_keyboard_alone(form, kernel):
    opener = field(form, "Writing").get_by_role("button", name="Add evidence")
    opener.press("Enter")
    form.keyboard.press("Tab")
    expect(field(form, "Writing").get_by_role("textbox", name="Your evidence: Writing")).to_be_focused()
    form.keyboard.type("Minutes of 3 May")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.keyboard.press("Tab")
    form.keyboard.press("Space")
    saved(form, "Writing")
    line = Evidence(text="Minutes of 3 May", supports=("first.write", "first.trust"))
    assert kernel.answers("evidence:first.write")[-1] == line.model_dump(mode="json")


def test_a_statement_names_the_evidence_elsewhere_that_shows_it_too(form):
    open_evidence(form, "Writing").fill("Minutes of 3 May")
    field(form, "Writing").get_by_text(WORDS["also"]).click()
    field(form, "Writing").get_by_role("checkbox", name="Trust").check()
    expect(field(form, "Trust").get_by_text("Also shown by your evidence at: Writing")).to_be_visible()
    field(form, "Writing").get_by_role("checkbox", name="Trust").uncheck()
    expect(form.get_by_text("Also shown by")).to_be_hidden()


def test_evidence_that_is_there_is_in_view(page, kernel):
    kernel.record("evidence:first.write", Evidence(text=LONG, supports=("first.write",)))
    open_form(page, kernel)
    expect(field(page, "Writing").get_by_role("textbox")).to_have_value(LONG)
    expect(field(page, "Writing").get_by_role("textbox")).to_be_visible()


def test_what_was_noted_of_a_statement_is_one_press_away_and_closed_until_then(page, kernel):
    """Somebody else may see this screen. What comes in later changes nothing that is open or closed."""
    first = {"day": "2 March 2026", "text": "<b>The call</b>", "at": ""}
    kernel.beside = {"first.write": {"period": "six months", "moments": [first]}}
    open_form(page, kernel)
    button = page.get_by_role("button", name="What you noted in the last six months (1): Writing")
    expect(page.get_by_role("button", name="What you noted")).to_have_count(1)
    expect(page.get_by_text("<b>The call</b>")).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 March 2026: <b>The call</b>")).to_be_visible()
    second = {"day": "", "text": "3 March: the mail", "at": "Trust"}
    noted = {"first.write": {"period": "six months", "moments": [second, first]}}
    page.evaluate("(beside) => window.forms[0].receive({type: 'values', values: {}, beside})", noted)
    expect(page.get_by_text("3 March: the mail as evidence at “Trust”")).to_be_visible()
    page.evaluate("() => window.forms[0].receive({type: 'values', values: {}, beside: {}})")
    expect(page.get_by_role("button", name="What you noted")).to_have_count(0)
    expect(page.get_by_text("The call")).to_be_hidden()


def test_a_line_from_a_lab_stays_practice_when_it_is_edited_and_not_when_it_is_written_anew(page, kernel):
    """Where it came from goes with the answer; nothing is told by its words."""
    kernel.record("evidence:first.write", Evidence(text="Ranked by cost.", supports=("first.write",), labs=("mid",)))
    open_form(page, kernel)
    line, note = field(page, "Writing").get_by_role("textbox"), field(page, "Writing").get_by_text(WORDS["from_lab"])
    expect(note).to_be_visible()
    line.press("Control+Home")
    page.keyboard.type("By hand: ")
    line.press("Tab")
    saved(page, "Writing")
    expect(note).to_be_visible()
    last = kernel.answers("evidence:first.write")[-1]
    assert (last["text"], last["labs"]) == ("By hand: Ranked by cost.", ["mid"])
    line.press("Control+a")
    page.keyboard.type("The note of 3 May.")
    expect(note).to_be_hidden()
    line.press("Tab")
    saved(page, "Writing")
    last = kernel.answers("evidence:first.write")[-1]
    assert (last["text"], "labs" in last) == ("The note of 3 May.", False)
    field(page, "Writing").get_by_role("button", name="Undo").click()
    expect(note).to_be_visible()
    expect(line).to_have_value("By hand: Ranked by cost.")
    line.fill("")
    line.press_sequentially("Mine.")
    line.press("Tab")
    saved(page, "Writing")
    assert "labs" not in kernel.answers("evidence:first.write")[-1]


def test_evidence_keeps_supporting_a_statement_of_another_page(page, kernel):
    kernel.record("evidence:first.write", Evidence(text="x", supports=("first.write", "lead.coach")))
    open_form(page, kernel)
    field(page, "Writing").get_by_role("textbox").fill("better")
    saved(page, "Writing")
    assert kernel.answers("evidence:first.write")[-1]["supports"] == ["first.write", "lead.coach"]


# --- saving text


def test_text_is_saved_once_somebody_rests(form, kernel):
    freeze(form)
    field(form, "Why").get_by_role("textbox").press_sequentially("Because it matters")
    assert kernel.answers("prompt:first.prompt-why") == []
    form.clock.run_for(701)
    saved(form, "Why")
    assert kernel.answers("prompt:first.prompt-why") == [{"kind": "words", "text": "Because it matters"}]


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.keyboard.press("Tab"),
        lambda page: page.keyboard.press("Control+s"),
        lambda page: page.evaluate("dispatchEvent(new Event('pagehide'))"),
        lambda page: page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        ),
        close_form,
    ],
    ids=["leaving the box", "Ctrl+S", "leaving the page", "hiding the tab", "closing the notebook"],
)
def test_text_is_saved_at_once_when_somebody_leaves(form, kernel, leave: Callable[[Page], None]):
    freeze(form)  # the pause in typing never comes
    field(form, "Why").get_by_role("textbox").press_sequentially("Because")
    leave(form)
    form.wait_for_function("true")
    assert kernel.answers("prompt:first.prompt-why") == [{"kind": "words", "text": "Because"}]


def test_any_text_comes_back_as_it_was_written_and_is_never_markup(page):
    questions = {f"prompt:hostile-{number}": text for number, text in enumerate(HOSTILE.values())}
    fields = [TextField(subject=subject, label=text, hint=text) for subject, text in questions.items()]
    kernel = Kernel([*RATINGS, *fields], LADDER.scale)
    for subject, text in questions.items():
        kernel.record(subject, Words(text=text))
    kernel.record("evidence:first.write", Evidence(text=HOSTILE["html"], supports=("first.write",)))
    open_form(page, kernel)
    expect(page.locator(".kit-body")).not_to_have_attribute("inert", "")

    values = page.evaluate("[...document.querySelectorAll('.kit-words textarea')].map((box) => box.value)")
    # A text area knows one kind of line end.
    assert values == [text.replace("\r\n", "\n").replace("\r", "\n") for text in questions.values()]
    assert page.locator(".kit-form :is(script, img, b, i, style, iframe)").count() == 0
    assert [message["type"] for message in kernel.heard] == ["hello"], "showing an answer changes nothing"


def test_what_people_write_is_not_left_in_the_browser_once_it_is_saved(form, kernel):
    kernel.mode = "failing"
    field(form, "Why").get_by_role("textbox").fill("Because")
    expect(form.get_by_role("alert").filter(has_text="disk")).to_be_visible()
    words = "[localStorage, sessionStorage].flatMap(Object.values).filter((one) => one.includes('Because'))"
    assert len(form.evaluate(words)) == 1, "what is not saved yet waits in this browser"
    kernel.mode = "ok"
    form.get_by_role("button", name=WORDS["retry"]).click()
    expect(field(form, "Why").locator(".kit-status")).to_have_text(WORDS["saved"])
    assert form.evaluate(words) == []
    assert form.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    for box in form.get_by_role("textbox").all():
        expect(box).to_have_attribute("autocomplete", "off")


# --- when saving goes wrong


def test_a_failure_is_loud_and_in_place_and_the_words_stay(form, kernel):
    kernel.mode = "failing"
    box = field(form, "Why").get_by_role("textbox")
    box.fill("Because")
    alert = field(form, "Why").get_by_role("alert")
    expect(alert).to_contain_text("The disk is full")
    expect(alert).to_contain_text("Make room, then try again.")
    expect(box).to_have_value("Because")
    expect(field(form, "Writing").get_by_role("alert")).to_be_empty()

    kernel.mode = "ok"
    alert.get_by_role("button", name="Try again").click()
    saved(form, "Why")
    expect(alert).to_be_empty()
    assert kernel.answers("prompt:first.prompt-why") == [{"kind": "words", "text": "Because"}]


def test_trying_again_sends_everything_that_is_not_saved_yet(form, kernel):
    kernel.mode = "failing"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    field(form, "Trust").get_by_role("radio", name="seldom").click()
    expect(form.get_by_role("alert").filter(has_text="disk")).to_have_count(2)
    kernel.mode = "ok"
    form.get_by_role("button", name="Try again").first.click()
    saved(form, "Writing")
    saved(form, "Trust")


def test_the_next_answer_heals_a_failure_by_itself(form, kernel):
    kernel.mode = "failing"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    expect(field(form, "Writing").get_by_role("alert")).to_contain_text("disk")
    kernel.mode = "ok"
    field(form, "Writing").get_by_role("radio", name="sometimes").click()
    saved(form, "Writing")
    expect(field(form, "Writing").get_by_role("alert")).to_be_empty()


def test_a_kernel_that_does_not_answer_is_told_after_five_seconds(form, kernel):
    freeze(form)
    kernel.mode = "silent"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    form.clock.run_for(4900)
    expect(field(form, "Writing").get_by_role("alert")).to_be_empty()
    form.clock.run_for(200)
    expect(field(form, "Writing").get_by_role("alert")).to_contain_text("Not saved yet")
    expect(field(form, "Writing").get_by_role("radio", name="seldom")).to_be_checked()


def test_a_kernel_that_is_gone_for_good_is_told_at_once(form):
    form.evaluate("window.gone = true")
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    expect(field(form, "Writing").get_by_role("alert")).to_contain_text("Not saved yet")
    form.evaluate("window.gone = false")
    form.get_by_role("button", name="Try again").click()
    saved(form, "Writing")


def test_a_late_reply_still_counts(form, kernel):
    """A laptop that slept, a kernel that was busy: what was sent arrives, and the alarm goes away."""
    freeze(form)
    kernel.mode = "held"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    form.clock.run_for(5100)
    expect(field(form, "Writing").get_by_role("alert")).to_contain_text("Not saved yet")
    release(form, kernel)
    saved(form, "Writing")
    expect(field(form, "Writing").get_by_role("alert")).to_be_empty()


def test_after_a_restart_the_next_form_brings_what_was_not_saved(form, kernel):
    """The kernel was restarted: messages are lost. Running the cell again loses no word."""
    kernel.mode = "silent"
    field(form, "Why").get_by_role("textbox").fill("Because")
    field(form, "Writing").get_by_role("radio", name="seldom").click()

    close_form(form)
    kernel.mode = "ok"
    add_form(form, kernel)

    expect(field(form, "Why").get_by_role("textbox")).to_have_value("Because")
    expect(field(form, "Writing").get_by_role("radio", name="seldom")).to_be_checked()
    saved(form, "Why")
    saved(form, "Writing")
    assert kernel.answers("prompt:first.prompt-why") == [{"kind": "words", "text": "Because"}]
    assert kernel.answers("statement:first.write") == [rated(1)]


def test_what_had_arrived_after_all_is_not_sent_again(form, kernel):
    kernel.mode = "held"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    form.wait_for_function("true")
    close_form(form)
    kernel.mode = "ok"
    add_form(form, kernel)
    expect(field(form, "Writing").get_by_role("radio", name="seldom")).to_be_checked()
    assert [message["type"] for message in kernel.heard] == ["hello", "answer", "hello"]


LEAVE = """() => {
    let others = false;
    addEventListener("beforeunload", () => (others = true));
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return { asked: event.defaultPrevented, others };
}"""


def test_nobody_leaves_by_mistake_while_something_is_unsaved(form, kernel):
    """Others may put something away in a listener of their own, also for those who then stay: it isn't reached."""
    kernel.mode = "failing"
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    expect(field(form, "Writing").get_by_role("alert")).to_contain_text("disk")
    assert form.evaluate(LEAVE) == {"asked": True, "others": False}


def test_nobody_is_asked_to_stay_once_all_is_saved(form):
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    saved(form, "Writing")
    assert form.evaluate(LEAVE) == {"asked": False, "others": True}


# --- coming in: what was answered before, elsewhere, or not at all


def test_earlier_answers_are_there(page, kernel):
    kernel.record("statement:first.write", often(4))
    kernel.record("statement:first.trust", Rating(state=RatingState.NOT_APPLICABLE))
    kernel.record("prompt:first.prompt-why", Words(text="Because"))
    open_form(page, kernel)
    expect(field(page, "Writing").get_by_role("radio", name="almost always")).to_be_checked()
    expect(field(page, "Trust").get_by_role("radio", name="not applicable here")).to_be_checked()
    expect(field(page, "Why").get_by_role("textbox")).to_have_value("Because")
    assert [message["type"] for message in kernel.heard] == ["hello"], "opening a form says nothing new"


def test_a_form_cannot_be_filled_in_before_it_knows_the_answers(page, kernel):
    """Otherwise an empty box would invite somebody to write over what they wrote last week."""
    freeze(page)
    kernel.record("prompt:first.prompt-why", Words(text="Because"))
    kernel.mode = "held"
    open_form(page, kernel)
    expect(page.locator(".kit-body")).to_have_attribute("inert", "")
    page.clock.run_for(5100)
    expect(page.get_by_role("alert").first).to_contain_text("can't be fetched yet")
    release(page, kernel)
    expect(field(page, "Why").get_by_role("textbox")).to_have_value("Because")
    expect(page.locator(".kit-body")).not_to_have_attribute("inert", "")
    expect(page.get_by_text("can't be fetched")).to_be_hidden()


def test_answers_that_could_not_be_fetched_can_be_asked_for_again(page, kernel):
    freeze(page)
    kernel.mode = "silent"
    open_form(page, kernel)
    page.clock.run_for(5100)
    kernel.mode = "ok"
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".kit-body")).not_to_have_attribute("inert", "")


def test_questions_that_tell_of_answers_come_as_answers_do(page):
    """They aren't in the widget's state, so a kernel that is silent means a form without questions."""
    freeze(page)
    kernel = Kernel([WHY], LADDER.scale, private=True)
    kernel.record(WHY.subject, Words(text="Because"))
    kernel.mode = "silent"
    open_form(page, kernel)
    page.clock.run_for(5100)
    expect(page.get_by_role("alert")).to_contain_text("can't be fetched yet")
    kernel.mode = "ok"
    page.get_by_role("button", name="Try again").click()
    expect(field(page, "Why").get_by_role("textbox")).to_have_value("Because")
    expect(page.get_by_text("can't be fetched")).to_be_hidden()


def test_two_forms_about_the_same_thing_agree(page, kernel):
    open_form(page, kernel, forms=2)
    first, second = page.locator(".kit-form").all()
    field(first, "Writing").get_by_role("radio", name="often", exact=True).click()
    expect(field(second, "Writing").get_by_role("radio", name="often", exact=True)).to_be_checked()
    assert len(kernel.events) == 1


def test_news_waits_until_somebody_has_stopped_typing(form, kernel):
    box = field(form, "Why").get_by_role("textbox")
    box.click()
    values = {"prompt:first.prompt-why": {"kind": "words", "text": "from elsewhere"}}
    form.evaluate("(values) => window.forms[0].receive({type: 'values', values})", values)
    expect(box).to_have_value("")
    field(form, "Writing").get_by_role("radio").first.focus()
    expect(box).to_have_value("from elsewhere")


def test_news_never_replaces_what_is_not_saved_yet(form, kernel):
    kernel.mode = "failing"
    box = field(form, "Why").get_by_role("textbox")
    box.fill("mine")
    field(form, "Writing").get_by_role("radio").first.focus()
    expect(form.get_by_role("alert").filter(has_text="disk")).to_be_visible()
    values = {"prompt:first.prompt-why": {"kind": "words", "text": "from elsewhere"}}
    form.evaluate("(values) => window.forms[0].receive({type: 'values', values})", values)
    expect(box).to_have_value("mine")


# --- progress and undo


def test_progress_counts_what_is_answered_and_leads_to_what_is_not(form):
    expect(form.get_by_text("0 of 4 answered").first).to_be_visible()
    field(form, "Trust").get_by_role("radio", name="seldom").click()
    expect(form.get_by_text("1 of 4 answered").first).to_be_visible()

    following = form.get_by_role("button", name="Next unanswered").first
    following.click()
    expect(field(form, "Listening").get_by_role("radio").first).to_be_focused()
    form.keyboard.press("Space")
    following.click()
    expect(field(form, "Why").get_by_role("textbox")).to_be_focused()
    form.keyboard.type("Because")
    following.click()
    expect(field(form, "Writing").get_by_role("radio").first).to_be_focused()
    form.keyboard.press("Space")
    expect(form.get_by_text("All 4 answered").first).to_be_visible()
    expect(following).to_be_hidden()


def test_a_screen_reader_hears_once_that_things_are_saved(form):
    freeze(form)
    field(form, "Trust").get_by_role("radio", name="seldom").click()
    saved(form, "Trust")
    field(form, "Trust").get_by_role("radio", name="often", exact=True).click()
    saved(form, "Trust")
    said = form.locator("[aria-live=polite]")
    expect(said).to_be_empty()
    form.clock.run_for(1100)
    expect(said).to_have_text("Saved. 1 of 4 answered")


def test_a_screen_reader_hears_of_nothing_saved_while_another_answer_is_on_its_way(form, kernel):
    """What was about to be said of the answer before isn't, and what was said is taken back."""
    freeze(form)
    said = form.locator("[aria-live=polite]")
    field(form, "Trust").get_by_role("radio", name="seldom").click()
    saved(form, "Trust")
    kernel.mode = "held"
    field(form, "Trust").get_by_role("radio", name="often", exact=True).click()
    form.clock.run_for(1100)
    expect(said).to_be_empty()
    release(form, kernel)
    form.clock.run_for(1100)
    expect(said).to_have_text("Saved. 1 of 4 answered")
    field(form, "Trust").get_by_role("radio", name="seldom").click()
    expect(said).to_be_empty()


def test_undo_goes_back_step_by_step_and_records_each_as_an_answer(form, kernel):
    for name in ("seldom", "sometimes"):
        field(form, "Writing").get_by_role("radio", name=name).click()
    field(form, "Trust").get_by_role("radio", name="often", exact=True).click()

    back = form.get_by_role("button", name="undo last change").first
    back.click()
    expect(field(form, "Trust").get_by_role("radio", checked=True)).to_have_count(0)
    back.click()
    expect(field(form, "Writing").get_by_role("radio", name="seldom")).to_be_checked()
    back.click()
    expect(field(form, "Writing").get_by_role("radio", checked=True)).to_have_count(0)
    expect(back).to_be_hidden()
    saved(form, "Writing")
    states = [answer["frequency"] for answer in kernel.answers("statement:first.write")]
    assert states == [1, 2, 1, None]
    assert kernel.answers("statement:first.trust")[-1]["state"] == "unanswered"


def test_undo_beside_a_question_undoes_that_question(form, kernel):
    field(form, "Writing").get_by_role("radio", name="seldom").click()
    field(form, "Trust").get_by_role("radio", name="often", exact=True).click()
    field(form, "Writing").get_by_role("button", name="undo: Writing").click()
    expect(field(form, "Writing").get_by_role("radio", checked=True)).to_have_count(0)
    expect(field(form, "Trust").get_by_role("radio", name="often", exact=True)).to_be_checked()


def test_a_stretch_of_typing_is_one_step_to_undo(form, kernel):
    freeze(form)
    box = field(form, "Why").get_by_role("textbox")
    for part in ("Because", " it", " matters"):
        box.press_sequentially(part)
        form.clock.run_for(701)
    saved(form, "Why")
    field(form, "Why").get_by_role("button", name="undo").click()
    expect(box).to_have_value("")
    saved(form, "Why")
    texts = [answer["text"] for answer in kernel.answers("prompt:first.prompt-why")]
    assert texts == ["Because", "Because it", "Because it matters", ""]


def test_undo_inside_a_text_stays_the_browsers_own(form):
    box = field(form, "Why").get_by_role("textbox")
    box.click()
    form.keyboard.type("word")
    form.keyboard.press("Control+z")
    expect(box).to_have_value("")
    form.keyboard.press("Control+Shift+z")
    expect(box).to_have_value("word")


# --- text areas


def test_a_text_area_grows_with_its_text_and_never_shrinks_while_somebody_types(form):
    box = field(form, "Why").get_by_role("textbox")
    before = box.bounding_box()["height"]
    box.fill("line\n" * 20)
    tall = box.bounding_box()["height"]
    assert tall > before
    assert box.evaluate("(box) => box.scrollHeight <= box.clientHeight"), "no scrollbar inside"
    box.fill("")
    assert box.bounding_box()["height"] == tall


def test_a_text_area_keeps_the_height_that_somebody_dragged_it_to(form):
    box = field(form, "Why").get_by_role("textbox")
    box.evaluate("(box) => (box.style.height = '400px')")  # what the browser does while the corner is dragged
    box.fill("short")
    assert box.bounding_box()["height"] == 400
    form.set_viewport_size({"width": 700, "height": 900})
    form.wait_for_function("document.querySelector('.kit-form').clientWidth < 700")
    assert box.bounding_box()["height"] == 400


def test_a_long_text_is_in_full_view_when_the_form_opens(page, kernel):
    kernel.record("prompt:first.prompt-why", Words(text=LONG * 5))
    open_form(page, kernel)
    box = field(page, "Why").get_by_role("textbox")
    expect(box).to_have_value(LONG * 5)
    page.wait_for_function(
        "(() => { const b = [...document.querySelectorAll('textarea')].at(-1);"
        " return b.scrollHeight <= b.clientHeight; })()"
    )


# --- choices


def test_one_of_several_is_chosen_with_radio_buttons_and_can_be_taken_back(page):
    kernel = Kernel([STANDING], None)
    open_form(page, kernel)
    page.get_by_role("radio", name="Lead").check()
    saved(page, "Where")
    page.get_by_role("button", name="clear choice").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    saved(page, "Where")
    assert [answer["chosen"] for answer in kernel.answers("choice:standing")] == [["lead"], []]


@pytest.mark.parametrize("width", [1000, 390])
def test_what_a_choice_means_stands_under_its_words(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_form(page, Kernel([STANDING], None))
    option = page.locator(".kit-option", has=page.locator(".kit-hint")).first
    words = option.locator("label span").bounding_box()["x"]
    hint = option.locator(".kit-hint").evaluate(
        "hint => hint.getBoundingClientRect().left + parseFloat(getComputedStyle(hint).paddingInlineStart)"
    )
    assert abs(words - hint) < 1


def test_at_most_so_many_can_be_chosen_and_the_form_says_why(page):
    kernel = Kernel([COMPARE], None)
    open_form(page, kernel)
    expect(page.get_by_text("Choose at most 2.")).to_be_visible()
    page.get_by_role("checkbox", name="South").check()
    page.get_by_role("checkbox", name="North").check()
    expect(page.get_by_text("You have chosen 2, the most there can be.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="East")).to_be_disabled()
    page.get_by_role("checkbox", name="South").uncheck()
    expect(page.get_by_role("checkbox", name="East")).to_be_enabled()
    page.get_by_role("checkbox", name="West").check()
    saved(page, "compare")
    chosen = [tuple(answer["chosen"]) for answer in kernel.answers("choice:compare")]
    assert chosen == [("south",), ("south", "north"), ("north",), ("north", "west")], "in the order of choosing"


def test_what_is_chosen_stands_above_the_others_and_nothing_moves_while_they_are_open(page):
    kernel = Kernel([COMPARE.model_copy(update={"first": 1})], None)
    kernel.record("choice:compare", Choice(chosen=("east",)))
    open_form(page, kernel)
    others = page.get_by_text("All others to choose from (2)")
    expect(others).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(page.get_by_role("checkbox", name="East")).to_be_checked()
    others.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    saved(page, "compare")
    expect(page.locator("details").get_by_role("checkbox", checked=True)).to_be_focused()
    others.click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(page.get_by_text("All others to choose from (1)")).to_be_visible()
    assert len(kernel.answers("choice:compare")[-1]["chosen"]) == 2


def test_a_choice_that_is_no_longer_on_offer_is_let_go(page):
    kernel = Kernel([COMPARE], None)
    kernel.record("choice:compare", Choice(chosen=("gone", "north")))
    open_form(page, kernel)
    expect(page.get_by_role("checkbox", name="North")).to_be_checked()
    page.get_by_role("checkbox", name="East").check()
    saved(page, "compare")
    assert kernel.answers("choice:compare")[-1]["chosen"] == ["north", "east"]


# --- plans


def test_a_plan_is_written_part_by_part(page):
    kernel = Kernel([PLAN], None)
    open_form(page, kernel)
    expect(page.get_by_role("combobox")).to_have_value("first.listen")
    page.get_by_label("If / when").fill("somebody objects")
    page.get_by_label("then I will").fill("ask one more question")
    page.get_by_label("By", exact=True).fill("2026-12-04")
    page.get_by_label("Look back on").fill("2027-01-15")
    saved(page, "Plan")
    expect(page.locator(".kit-status")).to_have_text(WORDS["saved"])
    assert kernel.events[-1].answer == PlanItem(
        focus="first.listen",
        when="somebody objects",
        then="ask one more question",
        by=date(2026, 12, 4),
        follow_up=date(2027, 1, 15),
    )


def test_three_dates_to_look_back_are_proposed_and_each_can_be_moved_or_emptied(page):
    days = (date(2026, 3, 16), date(2026, 4, 13), date(2026, 5, 25))
    kernel = Kernel([PLAN.model_copy(update={"propose": days})], None)
    open_form(page, kernel)
    page.get_by_label(WORDS["plan_obstacle"]).fill("a holiday")
    propose = page.get_by_role("button", name=WORDS["plan_propose"])
    propose.click()
    expect(propose).to_be_hidden()
    again = page.get_by_label(WORDS["plan_again"])
    again.first.fill("")
    again.last.fill("2026-06-01")
    expect(page.locator(".kit-status")).to_have_text(WORDS["saved"])
    said = kernel.events[-1].answer
    assert (said.obstacle, said.look_backs) == ("a holiday", (days[0], date(2026, 6, 1)))
    expect(again.first).to_have_value("")
    expect(again.last).to_have_value("2026-06-01")


def test_a_date_that_is_half_typed_is_not_taken_for_one(page):
    """Typing the year 2026 passes through the years 2, 20 and 202."""
    kernel = Kernel([PLAN], None)
    open_form(page, kernel)
    freeze(page)
    page.get_by_label("By", exact=True).focus()
    page.keyboard.type("050520")
    page.clock.run_for(701)
    assert kernel.events == []
    page.keyboard.type("26")
    page.clock.run_for(701)
    saved(page, "Plan")
    assert kernel.events[-1].answer.by == date(2026, 5, 5)


def test_a_plan_can_be_set_aside_and_put_back(page):
    kernel = Kernel([PLAN], None)
    kernel.record("plan:1", PlanItem(aim="listen more"))
    open_form(page, kernel)
    page.get_by_role("button", name="remove this plan").click()
    expect(page.get_by_text("This plan is set aside.")).to_be_visible()
    expect(page.get_by_label("What I want")).to_be_hidden()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("What I want")).to_have_value("listen more")
    saved(page, "Plan")
    assert [answer["dropped"] for answer in kernel.answers("plan:1")] == [False, True, False]


def test_a_focus_from_an_earlier_visit_stays(page):
    kernel = Kernel([PLAN], None)
    kernel.record("plan:1", PlanItem(focus="deep.solve"))
    open_form(page, kernel)
    expect(page.get_by_role("combobox").locator("option:checked")).to_have_text(WORDS["plan_earlier"])
    page.get_by_label("What I want").fill("solve it")
    saved(page, "Plan")
    assert kernel.answers("plan:1")[-1]["focus"] == "deep.solve"


# --- everybody


def full_kernel() -> Kernel:
    """Every kind of question, with answers, long texts, open panels to come and one failure to come."""
    kernel = Kernel([*RATINGS, WHY, NAME, STANDING, COMPARE, PLAN], LADDER.scale)
    kernel.record("statement:first.write", often(3))
    kernel.record("evidence:first.write", Evidence(text=LONG, supports=("first.write", "first.trust")))
    kernel.record("statement:first.trust", Rating(state=RatingState.NO_OPPORTUNITY))
    kernel.record("prompt:first.prompt-why", Words(text="A" * 300))
    kernel.record("choice:standing", Choice(chosen=("lead",)))
    kernel.record("choice:compare", Choice(chosen=("north", "west")))
    kernel.record("plan:1", PlanItem(when=LONG))
    moment = {"day": "2 March 2026", "text": LONG, "at": "Trust"}
    kernel.beside = {"first.write": {"period": "six months", "moments": [moment, {**moment, "at": ""}]}}
    return kernel


def test_axe_finds_nothing_serious_in_any_state(open_page, violations):
    page = open_page()
    kernel = full_kernel()
    open_form(page, kernel)
    for button in page.get_by_role("button", name=WORDS["meaning"]).all():
        button.click()
    page.get_by_text(WORDS["scale"]).click()
    page.get_by_text(WORDS["also"]).first.click()
    page.get_by_role("button", name="What you noted").click()
    field(page, "Writing").get_by_role("radio", name="seldom").click()
    saved(page, "Writing")
    kernel.mode = "failing"
    field(page, "Listening").get_by_role("radio", name="seldom").click()
    expect(page.get_by_role("alert").filter(has_text="disk")).to_be_visible()
    for width, scheme in product([390, 1280], ["light", "dark"]):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (width, scheme)


LONG_WORD = "Qualitätssicherungsmaßnahmenkatalogüberarbeitungsvorschläge"


WORDED = frozenset(("title", "label", "text", "detail", "hint", "meaning"))


def with_long_words(spec):
    """The same with a word that no phone has room for in every title, label and text; the kit’s own words stay."""

    def worded(key, value):
        return LONG_WORD if key in WORDED and isinstance(value, str) and value else with_long_words(value)

    if isinstance(spec, dict):
        return {key: value if key == "words" else worded(key, value) for key, value in spec.items()}
    return [with_long_words(each) for each in spec] if isinstance(spec, list | tuple) else spec


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("worded", [lambda spec: spec, with_long_words], ids=["as it is", "in long words"])
def test_a_phone_shows_all_of_it_with_no_scrolling_sideways(open_page, width, worded):
    page = open_page(width=width)
    kernel = full_kernel()
    kernel.spec = worded(kernel.spec)
    open_form(page, kernel)
    expect(page.get_by_role("radio").first).to_be_visible()
    beyond = page.evaluate(
        "(width) => [...document.querySelectorAll('.kit-form *')]"
        ".filter((e) => !e.closest('.kit-unseen') && e.getBoundingClientRect().right > width)"
        ".map((e) => e.outerHTML.slice(0, 80))",
        width,
    )
    assert beyond == []
    assert beyond_screen(page) <= 0


def test_on_a_phone_every_answer_is_big_enough_for_a_thumb(open_page):
    page = open_page(width=390)
    open_form(page, full_kernel())
    expect(page.get_by_role("radio").first).to_be_visible()
    page.get_by_text(WORDS["also"]).first.click()
    small = page.evaluate(
        "[...document.querySelectorAll('.kit-form :is(label:has(input), button, summary, textarea, select, input)')]"
        ".filter((e) => !e.matches('label input') && e.offsetParent && getComputedStyle(e).visibility === 'visible')"
        ".filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 100))"
    )
    assert small == []


# --- without a notebook


def test_the_form_works_on_a_page_of_its_own(form):
    """A hosted page brings its own way to save: a promise for each answer."""
    spec = Kernel([WHY], None).spec
    kept = form.evaluate(
        """async (spec) => {
            const el = document.body.appendChild(document.createElement("div"));
            const kept = [];
            const onAnswer = async (subject, answer) => (kept.push([subject, answer]), { at: "now" });
            createForm(el, { spec: { ...spec, token: "hosted" }, values: {}, onAnswer });
            const box = el.querySelector("textarea");
            box.value = "Because";
            box.dispatchEvent(new Event("input"));
            box.dispatchEvent(new Event("blur"));
            await 0;
            return kept;
        }""",
        spec,
    )
    assert kept == [["prompt:first.prompt-why", {"kind": "words", "text": "Because"}]]


def test_a_newer_answer_is_never_overtaken_by_an_older_one(form):
    """On a network a later request can arrive first; so each answer waits for the one before it."""
    spec = Kernel(RATINGS, LADDER.scale).spec
    kept = form.evaluate(
        """async (spec) => {
            const el = document.body.appendChild(document.createElement("div"));
            const kept = [];
            const waiting = [];
            const onAnswer = (subject, answer) =>
                new Promise((resolve) => (kept.push(answer.frequency), waiting.push(resolve)));
            createForm(el, { spec: { ...spec, token: "hosted" }, values: {}, onAnswer });
            const radios = el.querySelectorAll("input[type=radio]");
            for (const radio of [radios[0], radios[1], radios[2]]) radio.click();
            const first = [...kept];
            waiting[0]({ at: "now" });
            await new Promise((resolve) => setTimeout(resolve));
            return [first, kept];
        }""",
        spec,
    )
    assert kept == [[0], [0, 2]]


HOSTED = """(spec) => {
    const el = document.body.appendChild(document.createElement("div"));
    window.kept = [];
    const onAnswer = async (subject, answer) => (window.kept.push([subject, answer]), { held: true });
    window.hosted = createForm(el, { spec: { ...spec, token: "hosted" }, values: {}, onAnswer });
    el.id = "hosted";
}"""


@pytest.fixture
def hosted(form: Page) -> Locator:
    """A form whose answers are held on the device until something else has saved them."""
    form.evaluate(HOSTED, Kernel([RATINGS[0], WHY], LADDER.scale).spec)
    return form.locator("#hosted")


def test_an_answer_that_is_held_on_the_device_says_so_and_is_no_reason_to_stay(form, hosted):
    field(hosted, "Why").get_by_role("textbox").fill("Because")
    expect(field(hosted, "Why").get_by_text(WORDS["held"])).to_be_visible()
    assert form.evaluate(LEAVE) == {"asked": False, "others": True}
    expect(field(hosted, "Why").get_by_role("alert")).to_be_empty()


def test_the_next_answer_need_not_wait_for_the_one_that_is_held(form, hosted):
    for name in ("seldom", "often"):
        field(hosted, "Writing").get_by_role("radio", name=name, exact=True).click()
    form.wait_for_function("window.kept.length === 2")
    assert [answer["frequency"] for _, answer in form.evaluate("window.kept")] == [1, 3]


def test_a_field_says_what_became_of_an_answer_that_was_held(form, hosted):
    field(hosted, "Writing").get_by_role("radio", name="seldom").click()
    for kind in ("held", "saving", "held", "saved"):
        form.evaluate("(kind) => window.hosted.mark('statement:first.write', kind)", kind)
        expect(field(hosted, "Writing").get_by_text(WORDS[kind])).to_be_visible()


def test_nothing_is_said_of_an_older_answer_while_a_newer_one_is_being_written(form, hosted):
    freeze(form)
    box = field(hosted, "Why").get_by_role("textbox")
    box.press_sequentially("Bec")
    form.clock.run_for(701)
    box.press_sequentially("ause")
    form.evaluate("window.hosted.mark('prompt:first.prompt-why', 'saved')")
    expect(field(hosted, "Why").get_by_text(WORDS["saved"])).to_be_hidden()


def test_an_answer_that_was_refused_stays_with_its_message_until_another_is_given(form, hosted):
    box = field(hosted, "Why").get_by_role("textbox")
    box.fill("Because")
    expect(field(hosted, "Why").get_by_text(WORDS["held"])).to_be_visible()
    form.evaluate("window.hosted.mark('prompt:first.prompt-why', 'refused', 'Too long.\\nShorten it.')")
    alert = field(hosted, "Why").get_by_role("alert")
    expect(alert).to_have_text("Too long.Shorten it.")
    form.evaluate("window.hosted.mark('prompt:first.prompt-why', 'saved')")
    expect(alert).not_to_be_empty()
    expect(box).to_have_value("Because")
    box.fill("So")
    expect(alert).to_be_empty()
    expect(field(hosted, "Why").get_by_text(WORDS["held"])).to_be_visible()


def test_a_refusal_stands_while_another_answer_of_the_same_field_is_given(form, hosted):
    writing = field(hosted, "Writing")
    writing.get_by_role("button", name="Add evidence").click()
    writing.get_by_role("textbox").fill("Minutes")
    expect(writing.get_by_text(WORDS["held"])).to_be_visible()
    form.evaluate("window.hosted.mark('evidence:first.write', 'refused', 'Too long.')")
    writing.get_by_role("radio", name="seldom").click()
    form.wait_for_function("window.kept.length === 2")
    expect(writing.get_by_role("alert")).to_have_text("Too long.")
