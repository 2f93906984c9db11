"""`AnswerForm`: the one widget with which people give answers in a notebook.

The rules live in `helpers.widgets.answering`, the screen in `static/form.js`; this
module only ties both to a kernel.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from traceback import format_tb
from types import MappingProxyType
from typing import Any

import anywidget
import traitlets

from helpers.journal.events import Answer, Event
from helpers.journal.state import State
from helpers.ladder.model import Scale
from helpers.widgets.answering import (
    ChoiceField,
    Field,
    Figure,
    FiguresField,
    GridField,
    Option,
    OrderField,
    PlanField,
    RatingField,
    TextField,
    apply,
    fault,
    form_spec,
    rating_fields,
)

__all__ = [
    "WORDS",
    "AnswerForm",
    "ChoiceField",
    "Field",
    "Figure",
    "FiguresField",
    "GridField",
    "Option",
    "OrderField",
    "PlanField",
    "RatingField",
    "TextField",
    "rating_fields",
]

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "form": "Questions",
        "fetching": "Fetching your answers…",
        # rating
        "scale": "What these answers mean",
        "or": "or:",
        "clear": "clear answer",
        "meaning": "What does this mean?",
        "practice": "A way to practise",
        "add_evidence": "Add evidence",
        "evidence": "Your evidence",
        "evidence_hint": "A line that someone else could check: what, when, who saw it.",
        "also": "This also shows…",
        "shown_by": "Also shown by your evidence at: {titles}",
        # choice
        "clear_choice": "clear choice",
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
        "said_saved": "Saved.",
        "said_undone": "Undone: {title}.",
        "retry": "Try again",
        "not_answering": "Not saved yet: the kit's engine isn't answering. Your words are still here.\n"
        "In a notebook, choose Run ▸ Run All Cells and they'll be saved. "
        "Copy what you wrote before you close or reload this page.",
        "not_answering_yet": "Your answers can't be fetched yet: the kit's engine isn't answering.\n"
        "It may be busy. In a notebook, choose Run ▸ Run All Cells; otherwise reload this page.",
    }
)
"""Every word of a form that is not the ladder's, in one place, so that it can be translated."""


class AnswerForm(anywidget.AnyWidget):
    """A form that saves each answer by itself, as it is given.

    `fields`: the questions, in reading order.
    `state`: gives the answers as they stand now; asked anew each time a screen opens the
    form, so a reload, a restart or a second tab shows what the journal holds.
    `on_answer`: keeps one answer and returns its event; may raise `JournalNotSaved`,
    which the person reads beside the answer, with their words kept on screen. It may be
    called from another thread than the notebook's own (JupyterLab sends widget messages
    to a subshell), one call at a time.
    `scale`: the ladder's scale; needed as soon as a statement is rated.
    `title`: what the form is about, for people who can't see where it stands.
    `token`: names the journal (its path will do; only a digest leaves this process), so
    that answers that couldn't be saved find their way to the same journal's next form.
    `private`: the questions themselves tell of answers (a reason, what was chosen before).

    The widget holds no answers. Its synced state is what nbclient, papermill and, if
    somebody switches it on, JupyterLab write into the notebook file, so answers travel
    as messages instead, when the screen asks for them; and so do private questions.
    """

    _esm = STATIC / "form.js"
    _css = STATIC / "form.css"

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        state: Callable[[], State],
        on_answer: Callable[[str, Answer], Event],
        scale: Scale | None = None,
        title: str | None = None,
        token: str = "",
        private: bool = False,
        words: Mapping[str, str] = WORDS,
    ) -> None:
        self._fields = tuple(fields)
        self._state = state
        self._on_answer = on_answer
        digest = blake2b(token.encode("utf-8", "replace"), digest_size=8).hexdigest()
        self._spec = form_spec(self._fields, scale=scale, words=words, title=title, token=digest)
        super().__init__(spec={"words": dict(words)} if private else self._spec)
        self.on_msg(self._hear)

    def refresh(self) -> None:
        """Show the answers as they stand now; what somebody is typing is left alone."""
        self._hear(self, {"type": "hello"}, [])

    def _hear(self, _widget: object, message: Any, _buffers: object) -> None:
        if message == {"type": "spec"}:
            self.send({"type": "spec", "spec": self._spec})
            return
        try:
            reply = apply(message, fields=self._fields, state=self._state, on_answer=self._on_answer)
        except Exception as error:
            # Only where it happened: the error's own words may quote what somebody wrote.
            where = "".join(format_tb(error.__traceback__))
            log.error("a form could not handle a message: %s\n%s", type(error).__name__, where)
            reply = fault(message)
        self.send(reply)

    def __repr__(self) -> str:
        """Short and impersonal: a notebook file keeps the repr of what a cell shows."""
        return f"AnswerForm({len(self._fields)} questions)"
