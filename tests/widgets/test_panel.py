"""Panels: what they show reaches the screen, and none of it the notebook file."""

import pytest

from helpers.widgets.panel import Panel

PERSONAL = "I was passed over in May"


def test_what_a_panel_shows_is_not_in_what_a_notebook_file_keeps():
    data, metadata = Panel(f"<p>{PERSONAL}</p>")._repr_mimebundle_()
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert PERSONAL not in str(data) + str(metadata)


def test_a_control_in_a_panel_names_what_to_do_and_with_what():
    heard = []
    Panel("", act=lambda act, value: heard.append((act, value))).receive({"act": "show", "value": "founder"})
    assert heard == [("show", "founder")]


@pytest.mark.parametrize("message", [None, {}, {"act": "show"}, {"act": 1, "value": "x"}, "show", {"value": "x"}, []])
def test_a_message_of_another_form_is_nothing(message):
    heard = []
    Panel("", act=lambda act, value: heard.append(act)).receive(message)
    assert heard == []


def test_a_panel_without_controls_hears_nothing():
    Panel("").receive({"act": "show", "value": "founder"})
