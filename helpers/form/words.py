"""Every word of a form that is not the ladder's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "form": "Questions",
        "fetching": "Fetching your answers…",
        # rating
        "scale": "What these answers mean",
        "or": "or:",
        "clear": "clear answer",
        "or_more": "{number} or more",
        "meaning": "What does this mean?",
        "examples": "Examples",
        "links": "Read more",
        "mandatory": "Mandatory at this level",
        "practice": "A way to practise",
        "add_evidence": "Add evidence",
        "evidence": "Your evidence",
        "evidence_hint": "A line that someone else could check: what, when, who saw it.",
        "from_lab": "Practised in a lab, at an invented company; your report says so beside it. If this is about your "
        "own work, empty the box and write it anew.",
        "at_hand": "What you noted in the last {period} ({n})",
        "stands_at": "as evidence at “{title}”",
        "also": "This also shows…",
        "shown_by": "Also shown by your evidence at: {titles}",
        # choice
        "clear_choice": "clear choice",
        "others": "All others to choose from ({n})",
        "at_most": "Choose at most {max}.",
        "full": "You have chosen {max}, the most there can be. To choose another, take one away first.",
        # plan
        "plan_focus": "What this plan is about",
        "plan_own": "Something of my own",
        "plan_earlier": "Your focus from an earlier visit",
        "plan_aim": "What I want to do more, or better",
        "plan_aim_hint": "In your own words, as you would say it to a colleague.",
        "plan_when": "If / when …",
        "plan_when_hint": "A moment that will come up: a meeting, a request, a day of the week.",
        "plan_then": "then I will …",
        "plan_then_hint": "What you do in that moment, small enough to start the same day.",
        "plan_first_step": "My first step",
        "plan_first_step_hint": "What you can do this week.",
        "plan_by": "By",
        "plan_by_hint": "The date of the first step.",
        "plan_shows": "What will show that it worked",
        "plan_shows_hint": "Something that you, or someone else, will be able to see.",
        "plan_follow_up": "Look back on",
        "plan_follow_up_hint": "A date to see how it went.",
        "plan_obstacle": "What may get in the way",
        "plan_obstacle_hint": "In you or around you. If you can name it, fit the moment above to it.",
        "plan_again": "Look back again on",
        "plan_again_third": "(another date)",
        "plan_again_hint": "Leave open any that you don’t want.",
        "plan_propose": "Fill in two, six and twelve weeks from now",
        "plan_proposed": "Three dates to look back are filled in. Move or empty any of them.",
        "plan_remove": "remove this plan",
        "plan_removed": "This plan is set aside. Your journal still has it.",
        "plan_restore": "Put it back",
        # figures
        "slider": "slider",
        "as_started": "As it starts",
        "starts_at": "Started at {value}",
        "between": "from {min} to {max}",
        "to_start": "back to the start",
        "total": "{sum} of {total} {unit}",
        "total_left": "{rest} left",
        "total_over": "{rest} too many",
        # order
        "place": "Place of {title}",
        "up": "Move up: {title}",
        "down": "Move down: {title}",
        "placed": "{title}: now {place} of {total}.",
        "keep_order": "This is my order",
        "clear_order": "start the order afresh",
        "no_order": "Not put in order yet.",
        # progress
        "progress": "{n} of {total} answered",
        "all_answered": "All {total} answered",
        "next": "Next unanswered",
        "undo": "undo",
        "undo_last": "undo last change",
        # saving
        "saving": "saving…",
        "saved": "saved ✓",
        "held": "kept on this device",
        "said_saved": "Saved.",
        "said_undone": "Undone: {title}.",
        "retry": "Try again",
        "stands": "Not saved: meanwhile this was answered otherwise, in another window or another place.",
        "no_answer": "no answer",
        "keep_mine": "Keep what stands here",
        "take_other": "Take the other answer",
        "not_answering": "Not saved yet: the kit's engine isn't answering. Your words are still here.\n"
        "In a notebook, choose Run ▸ Run All Cells and they'll be saved. "
        "Copy what you wrote before you close or reload this page.",
        "not_answering_yet": "Your answers can't be fetched yet: the kit's engine isn't answering.\n"
        "It may be busy. In a notebook, choose Run ▸ Run All Cells; otherwise reload this page.",
    }
)
"""Every word of a form that is not the ladder's, in one place, so that it can be translated."""

WORDS_ON_A_PAGE: Mapping[str, str] = MappingProxyType(
    {
        **WORDS,
        "not_answering": "Not kept yet: this browser isn’t answering. Your words are still here.\n"
        "Copy what you wrote before you close or reload this page.",
        "not_answering_yet": "Your answers can’t be fetched yet. This page goes on trying by itself.",
    }
)
"""The same for a page of its own, with no notebook around it."""

WORDS_IN_THE_APP: Mapping[str, str] = MappingProxyType(
    {
        **WORDS,
        "not_answering": "Not saved yet: the kit isn’t answering. Your words are still here, and this page saves them "
        "by itself once it answers.\nIf you stopped the kit, start it again.",
        "not_answering_yet": "Your answers can’t be fetched yet. This page goes on trying by itself.",
    }
)
"""The same for a page of the app, which finds the kit again by itself."""
