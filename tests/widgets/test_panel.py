"""Panels: what they show reaches the screen, and nothing personal the notebook file."""

from pathlib import Path

import pytest

from helpers.widgets.panel import Panel

PERSONAL = "I was passed over in May"


class Screen:
    """What a panel sends, in order."""

    def __init__(self, panel: Panel) -> None:
        self.shown: list[str] = []
        panel.send = lambda message: self.shown.append(message["html"])


def test_a_notebook_file_keeps_one_impersonal_line_of_an_output():
    data, metadata = Panel(f"<p>{PERSONAL}</p>")._repr_mimebundle_()
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert data["text/plain"] == "Run this cell again to see what stands here."
    assert not metadata


def test_what_a_panel_shows_is_no_part_of_the_state_that_tools_write_into_a_file():
    state = str(Panel(f"<p>{PERSONAL}</p>", folder=Path("/home/ada")).get_state())
    assert PERSONAL not in state
    assert "ada" not in state


def test_a_screen_that_asks_gets_the_page_as_it_is_now():
    panel = Panel("one")
    screen = Screen(panel)
    panel.hear({"type": "hello"})
    panel.show("two")
    panel.hear({"type": "hello"})
    assert screen.shown == ["one", "two", "two"]


def test_a_page_that_stays_the_same_is_not_sent_again():
    panel = Panel("one")
    screen = Screen(panel)
    panel.show("one")
    assert screen.shown == []


def test_a_control_is_told_to_the_panels_act_with_its_value():
    heard = []
    panel = Panel("", act=lambda *told: heard.append(told))
    panel.hear({"type": "act", "value": "founder"})
    assert heard == [(panel, "founder")]
    for act in ("one", "one", "two"):
        panel.hear({"type": "act", "value": "founder", "act": act})
    assert len(heard) == 3, "a press that comes twice is one press"


@pytest.mark.parametrize(
    "message", [None, [], "hello", {}, {"type": "act"}, {"type": "act", "value": 1}, {"type": "other", "value": "x"}]
)
def test_a_message_of_another_form_is_nothing(message):
    heard = []
    panel = Panel("", act=lambda *told: heard.append(told))
    screen = Screen(panel)
    panel.hear(message)
    assert heard == screen.shown == []


def test_a_panel_without_controls_hears_nothing():
    Panel("").hear({"type": "act", "value": "founder"})
