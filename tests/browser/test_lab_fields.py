"""The fields of labs in a real browser: by keyboard, on a phone, and with nothing saved that nobody meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.form import WORDS, Figure, FiguresField, GridField, Option, OrderField
from helpers.journal.events import Figures
from tests.browser.form_page import Kernel, add_form, close_form, open_form
from tests.browser.measures import beyond_screen

LEVERS = FiguresField(
    subject="lab:mid.levers",
    label="What if?",
    hint="Move one at a time.",
    figures=(
        Figure(
            id="price", label="Price", unit="£ a month", min=0, max=100, step=0.5, start=12, detail="As on the site."
        ),
        Figure(id="people", label="People on support", min=0, max=30, start=8),
        Figure(id="mix", label="Change of the mix", min=-20, max=20, start=0),
    ),
    total=30,
    total_unit="places",
)
ORDER = OrderField(
    subject="lab:mid.ranking",
    label="What comes first?",
    options=(
        Option(id="door", title="The door sticks", detail="People pull where they should push."),
        Option(id="till", title="The till is slow"),
        Option(id="sign", title="The sign is faded"),
        Option(id="roof", title="The roof leaks"),
    ),
    cut=2,
    cut_label="There is room for two",
)
ENERGY = GridField(
    subject="lab:adjacent.energy",
    label="What gives you energy?",
    items=(
        Option(id="call", title="Call a partner", detail="Forty minutes."),
        Option(id="sheet", title="Fix the sheet"),
    ),
    scale=tuple(Option(id=step, title=step) for step in ("gives", "neutral", "takes")),
)


@pytest.fixture
def kernel() -> Kernel:
    return Kernel([LEVERS, ORDER, ENERGY], None)


@pytest.fixture
def form(page: Page, kernel: Kernel) -> Page:
    open_form(page, kernel)
    expect(page.get_by_role("radio").first).to_be_visible()
    return page


def field(page: Page, title: str) -> Locator:
    return page.locator(".kit-field").filter(has_text=title).first


def saved(page: Page, title: str) -> None:
    expect(field(page, title).get_by_text(WORDS["saved"])).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".kit-item .kit-what > span:first-child").all_inner_texts()


# --- numbers


def test_a_number_that_nobody_touched_is_no_answer(form: Page, kernel: Kernel) -> None:
    """A slider has a value before anyone moved it."""
    expect(form.get_by_role("spinbutton", name="Price (£ a month)")).to_have_value("12")
    expect(form.get_by_text(WORDS["as_started"]).first).to_be_visible()
    form.get_by_role("spinbutton", name="People on support").fill("9")
    saved(form, "What if?")
    assert kernel.answers("lab:mid.levers") == [{"kind": "figures", "values": {"people": 9.0}}]


def test_a_slider_is_moved_with_the_keyboard_and_says_its_unit(form: Page, kernel: Kernel) -> None:
    slider = form.get_by_role("slider", name="Price (slider)")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    saved(form, "What if?")
    expect(slider).to_have_attribute("aria-valuetext", "13 £ a month")
    expect(form.get_by_role("spinbutton", name="Price (£ a month)")).to_have_value("13")
    assert kernel.answers("lab:mid.levers")[-1] == {"kind": "figures", "values": {"price": 13.0}}
    field(form, "What if?").get_by_role("button", name="undo").click()
    expect(slider).to_have_value("12")


def test_a_number_below_nought_has_a_minus_sign_where_it_is_read_and_a_hyphen_in_its_box(
    form: Page, kernel: Kernel
) -> None:
    expect(form.get_by_text("from −20 to 20")).to_be_visible()
    slider = form.get_by_role("slider", name="Change of the mix (slider)")
    slider.press("Home")
    saved(form, "What if?")
    expect(slider).to_have_attribute("aria-valuetext", "−20")
    expect(form.get_by_role("spinbutton", name="Change of the mix")).to_have_value("-20")
    assert kernel.answers("lab:mid.levers")[-1]["values"] == {"mix": -20.0}


def test_a_number_out_of_bounds_becomes_the_nearest_that_can_be(form: Page, kernel: Kernel) -> None:
    box = form.get_by_role("spinbutton", name="Price (£ a month)")
    box.fill("250")
    box.press("Tab")
    expect(box).to_have_value("100")
    saved(form, "What if?")
    assert kernel.answers("lab:mid.levers")[-1]["values"] == {"price": 100.0}
    assert all(answer["values"]["price"] <= 100 for answer in kernel.answers("lab:mid.levers"))


def test_an_emptied_box_is_a_number_left_as_it_starts(form: Page, kernel: Kernel) -> None:
    box = form.get_by_role("spinbutton", name="People on support")
    box.fill("3")
    saved(form, "What if?")
    box.fill("")
    box.press("Tab")
    expect(box).to_have_value("8")
    saved(form, "What if?")
    assert kernel.answers("lab:mid.levers")[-1] == {"kind": "figures", "values": {}}


def test_the_sum_is_told_and_too_much_is_said_not_refused(form: Page, kernel: Kernel) -> None:
    total = form.locator(".kit-total")
    expect(total).to_have_text("20 of 30 places · 10 left")
    form.get_by_role("spinbutton", name="People on support").fill("25")
    expect(total).to_have_text("37 of 30 places · 7 too many")
    saved(form, "What if?")
    assert kernel.answers("lab:mid.levers")[-1]["values"] == {"people": 25.0}


def test_back_to_the_start_is_an_answer_too_and_can_be_undone(form: Page, kernel: Kernel) -> None:
    reset = form.get_by_role("button", name="back to the start: What if?")
    expect(reset).to_be_hidden()
    box = form.get_by_role("spinbutton", name="Price (£ a month)")
    box.fill("40")
    saved(form, "What if?")
    reset.click()
    expect(box).to_have_value("12")
    expect(box).to_be_focused()
    saved(form, "What if?")
    assert kernel.answers("lab:mid.levers")[-1] == Figures(values={}).model_dump(mode="json")
    field(form, "What if?").get_by_role("button", name="undo").click()
    expect(box).to_have_value("40")


def test_numbers_are_there_again_when_the_cell_runs_again(form: Page, kernel: Kernel) -> None:
    form.get_by_role("spinbutton", name="Price (£ a month)").fill("40.5")
    saved(form, "What if?")
    close_form(form)
    add_form(form, kernel)
    expect(form.get_by_role("spinbutton", name="Price (£ a month)")).to_have_value("40.5")
    expect(form.get_by_role("spinbutton", name="People on support")).to_have_value("8")


# --- order


def test_an_order_that_nobody_made_is_no_answer_until_it_is_kept(form: Page, kernel: Kernel) -> None:
    expect(form.get_by_text(WORDS["no_order"])).to_be_visible()
    assert kernel.events == []
    form.get_by_role("button", name=WORDS["keep_order"]).press("Enter")
    saved(form, "What comes first?")
    assert kernel.answers("lab:mid.ranking")[-1]["chosen"] == ["door", "till", "sign", "roof"]


def test_a_thing_is_moved_with_the_keyboard_keeps_the_focus_and_says_its_place(form: Page, kernel: Kernel) -> None:
    up = form.get_by_role("button", name="Move up: The roof leaks")
    up.focus()
    for _ in range(5):
        form.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(form.get_by_text("The roof leaks: now 1 of 4.")).to_be_attached()
    assert titles(form) == ["The roof leaks", "The door sticks", "The till is slow", "The sign is faded"]
    saved(form, "What comes first?")
    assert kernel.answers("lab:mid.ranking")[-1]["chosen"] == ["roof", "door", "till", "sign"]
    form.get_by_role("button", name="Move down: The roof leaks").press("Enter")
    assert titles(form)[:2] == ["The door sticks", "The roof leaks"]


def test_a_place_can_be_named_at_once(form: Page, kernel: Kernel) -> None:
    place = form.get_by_role("combobox", name="Place of The sign is faded")
    place.select_option("1")
    expect(place).to_have_value("1")
    saved(form, "What comes first?")
    assert kernel.answers("lab:mid.ranking")[-1]["chosen"] == ["sign", "door", "till", "roof"]
    field(form, "What comes first?").get_by_role("button", name="undo").click()
    assert titles(form)[0] == "The door sticks"


def test_the_line_stands_after_as_many_as_there_is_room_for(form: Page) -> None:
    cut = form.locator(".kit-cut:visible")
    expect(cut).to_have_count(1)
    expect(cut).to_have_text("There is room for two")
    form.get_by_role("combobox", name="Place of The roof leaks").select_option("1")
    expect(form.locator("li", has=form.locator(".kit-cut:visible"))).to_contain_text("The till is slow")


# --- a small scale for several things


def test_each_thing_has_one_answer_on_the_scale_and_it_can_be_taken_back(form: Page, kernel: Kernel) -> None:
    call = form.get_by_role("radiogroup", name="Call a partner")
    call.get_by_role("radio", name="gives").press("Space")
    form.keyboard.press("ArrowRight")
    form.get_by_role("radiogroup", name="Fix the sheet").get_by_role("radio", name="takes").check()
    saved(form, "What gives you energy?")
    assert kernel.answers("lab:adjacent.energy")[-1]["chosen"] == ["call:neutral", "sheet:takes"]
    call.get_by_role("button", name="clear answer: Call a partner").click()
    expect(call.get_by_role("radio", checked=True)).to_have_count(0)
    saved(form, "What gives you energy?")
    assert kernel.answers("lab:adjacent.energy")[-1]["chosen"] == ["sheet:takes"]


# --- for everyone


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    open_page: Callable[..., Page], kernel: Kernel, violations: Callable[..., list[str]], colour_scheme: str
) -> None:
    page = open_page(color_scheme=colour_scheme)
    open_form(page, kernel)
    expect(page.get_by_role("radio").first).to_be_visible()
    page.get_by_role("spinbutton", name="People on support").fill("25")
    page.get_by_role("button", name=WORDS["keep_order"]).click()
    page.get_by_role("radio", name="gives").first.check()
    assert violations(page, "main") == []


def test_on_a_phone_nothing_sticks_out_and_everything_can_be_hit(phone: Page, kernel: Kernel) -> None:
    open_form(phone, kernel)
    expect(phone.get_by_role("radio").first).to_be_visible()
    assert beyond_screen(phone) <= 0
    for control in phone.locator(".kit-form :is(button, select, input):visible").all():
        box = control.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    for button in phone.locator(".kit-step-button").all():
        assert (button.bounding_box() or {"height": 0})["height"] >= 44
