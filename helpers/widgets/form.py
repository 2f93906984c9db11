"""`AnswerForm`: the one widget with which people give answers in a notebook.

The rules live in `helpers.form`, the screen in `static/form.js`; this
module only ties both to a kernel.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from traceback import format_tb
from typing import Any

import anywidget
import traitlets

from helpers.form import STATIC as FORM
from helpers.form import WORDS, Field, apply, fault, form_spec
from helpers.journal.events import Answer, Event
from helpers.journal.state import State
from helpers.ladder.model import Scale
from helpers.ladder.spoken import NOBODY, Spoken
from helpers.widgets.scripts import one_script

log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")


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
    `takes`: the questions whose answers are taken, if they are more than `fields`.
    `private`: the questions themselves tell of answers (a reason, what was chosen before).
    `beside`: gives what stands beside statements, by id (`helpers.chapters.recalling`).

    The widget holds no answers. Its synced state is what nbclient, papermill and, if
    somebody switches it on, JupyterLab write into the notebook file, so answers travel
    as messages instead, when the screen asks for them; and so do private questions.
    """

    _esm = one_script(FORM / "form.js", FORM / "waiting.js", STATIC / "notebook_form.js")
    _css = FORM / "form.css"

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
        takes: Sequence[Field] | None = None,
        private: bool = False,
        beside: Callable[[], Mapping[str, Any]] = dict,
        words: Mapping[str, str] = WORDS,
        spoken: Spoken = NOBODY,
    ) -> None:
        self._fields = tuple(fields)
        self._takes = self._fields if takes is None else tuple(takes)
        self._state = state
        self._on_answer = on_answer
        self._beside = beside
        digest = blake2b(token.encode("utf-8", "replace"), digest_size=8).hexdigest()
        self._spec = form_spec(self._fields, scale=scale, words=words, title=title, token=digest, spoken=spoken)
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
            reply = apply(message, fields=self._fields, takes=self._takes, state=self._state, on_answer=self._on_answer)
            if reply["type"] == "values":
                reply["beside"] = self._beside()
        except Exception as error:
            # Only where it happened: the error's own words may quote what somebody wrote.
            where = "".join(format_tb(error.__traceback__))
            log.error("a form could not handle a message: %s\n%s", type(error).__name__, where)
            reply = fault(message)
        self.send(reply)

    def __repr__(self) -> str:
        """Short and impersonal: a notebook file keeps the repr of what a cell shows."""
        return f"AnswerForm({len(self._fields)} questions)"
