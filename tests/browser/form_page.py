"""A page that holds an answer form, with the real rules behind it and no Jupyter around it.

The page runs notebook_form.js as a widget would: its model's messages go to `apply`, in this
process, and the replies come back. What a test can switch is how the kernel behaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from helpers.errors import JournalNotSaved
from helpers.form import STATIC, WORDS, Field, apply, form_spec
from helpers.journal.events import Answer, Event
from helpers.journal.state import State, fold
from helpers.widgets.form import STATIC as WIDGETS

ADDRESS = "http://localhost/form/"
"""Never asked for: what lies there is handed to the browser from memory."""

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A form</title><link rel="stylesheet" href="form.css">
<style>body {{ margin: 0; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #16191a; color: #e6e9e8; }} }}</style></head>
<body><main><h1>A form</h1></main>
<script type="module">
  import {{ createForm }} from "./form.js";
  import makeWidget from "./notebook_form.js";
  window.createForm = createForm;
  // A model as anywidget hands one out, with this test's process for a kernel.
  window.addForm = async (specs) => {{
    const listeners = [];
    const receive = (message) => listeners.forEach((listen) => listen(message));
    const model = {{
      get: (name) => specs[name],
      on: (_, listen) => listeners.push(listen),
      off: () => {{}},
      send: (message) => {{
        if (window.gone) throw new Error("Cannot send"); // as JupyterLab does after a shutdown
        deliver(JSON.parse(JSON.stringify(message)));
      }},
    }};
    const deliver = async (message) => (await window.kernel(message)).forEach(receive);
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    const widget = makeWidget();
    await widget.initialize({{ model }});
    const close = await widget.render({{ model, el }});
    (window.forms ??= []).push({{ receive, close: () => {{ close(); el.remove(); }} }});
  }};
  window.ready = true;
</script></body></html>"""


class Kernel:
    """What answers the page: the kit's own rules over a list of events.

    `mode`: "ok"; "failing" (the journal can't be written); "silent" (messages get lost, as
    after a restart); "held" (what is asked is done, but replies wait for `release`).
    """

    def __init__(self, fields: Sequence[Field], scale: Any, *, private: bool = False) -> None:
        self.private = private
        self.fields = tuple(fields)
        journal = "a-journal"
        self.spec = form_spec(self.fields, scale=scale, words=WORDS, title="Roadmaps and such", token=journal)
        self.events: list[Event] = []
        self.beside: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self.held: list[dict[str, Any]] = []
        self.mode = "ok"

    def state(self) -> State:
        return fold(self.events)

    def record(self, subject: str, answer: Answer) -> Event:
        if self.mode == "failing":
            raise JournalNotSaved("The disk is full", where="my-journal.jsonl", next_step="Make room, then try again.")
        at = START + timedelta(seconds=len(self.events))
        event = Event(at=at, subject=subject, answer=answer, ladder="tiny", ladder_version="1")
        self.events.append(event)
        return event

    def hear(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        self.heard.append(message)
        if self.mode == "silent":
            return []
        if message == {"type": "spec"}:
            return [{"type": "spec", "spec": self.spec}]
        reply = apply(message, fields=self.fields, state=self.state, on_answer=self.record)
        if reply["type"] == "values":
            reply = {**reply, "beside": self.beside}
        if self.mode == "held":
            self.held.append(reply)
            return []
        return [reply]

    def answers(self, subject: str) -> list[dict[str, Any]]:
        """Everything that was recorded on a subject, oldest first."""
        return [event.answer.model_dump(mode="json") for event in self.events if event.subject == subject]


def release(page: Page, kernel: Kernel, form: int = 0) -> None:
    """Deliver the replies that a kernel held back."""
    for reply in kernel.held:
        page.evaluate("([form, reply]) => window.forms[form].receive(reply)", [form, reply])
    kernel.held.clear()


def open_form(page: Page, kernel: Kernel, *, forms: int = 1) -> None:
    """Open the page and put the kernel's form on it, `forms` times."""

    def serve(route: Route) -> None:
        name = Path(route.request.url.removeprefix(ADDRESS)).name
        if name in {"form.js", "form.css", "waiting.js", "notebook_form.js"}:
            kind = "text/javascript" if name.endswith("js") else "text/css"
            folder = WIDGETS if name == "notebook_form.js" else STATIC
            route.fulfill(body=(folder / name).read_text(encoding="utf-8"), content_type=kind)
        elif name == "":
            route.fulfill(body=_PAGE.format(), content_type="text/html")
        else:
            route.fulfill(status=404)

    page.route(f"{ADDRESS}**", serve)
    page.expose_function("kernel", kernel.hear)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    for _ in range(forms):
        add_form(page, kernel)


def add_form(page: Page, kernel: Kernel) -> None:
    """Put one more form on an open page, as running its cell again would."""
    page.evaluate("(spec) => void window.addForm({spec})", {"words": dict(WORDS)} if kernel.private else kernel.spec)


def close_form(page: Page, index: int = 0) -> None:
    """Take a form off the page, as clearing a cell's output would."""
    page.evaluate("(index) => window.forms[index].close()", index)
