"""Pieces of kit-made HTML on the page: one for everybody, one for the person who sits there.

    Panel          what the ladder says; it never changes
    PersonalPanel  what the answers say; shown afresh while somebody works

A notebook file keeps the text form of an output, and some tools write the synced state of
its widgets into it as well (nbclient, papermill, JupyterLab if told to). A personal panel
is in neither: its HTML travels as a message, when the page asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import anywidget
import traitlets

STATIC = Path(__file__).with_name("static")


class Panel(anywidget.AnyWidget):
    """Shows `html`, which is always made by a template of the kit (never by a person)."""

    _esm = STATIC / "panel.js"
    _css = STATIC / "kit.css"
    html = traitlets.Unicode("").tag(sync=True)

    def __init__(self, html: str = "") -> None:
        super().__init__(html=html)

    def __repr__(self) -> str:
        """All that a notebook file keeps of a panel."""
        return "Run this cell again to see what stands here."


Act = Callable[["PersonalPanel", str], None]
"""What the controls in a panel do (those with `data-act`): it is given the panel and the control's value."""


class PersonalPanel(Panel):
    """A panel whose page only ever reaches the screen, and can be replaced while it is looked at."""

    def __init__(self, page: str = "", act: Act | None = None) -> None:
        super().__init__()
        self.page = page
        self._act = act
        self.on_msg(lambda panel, message, buffers: self.hear(message))

    def show(self, page: str) -> None:
        """Show this page from now on."""
        if page != self.page:
            self.page = page
            self.send({"html": page})

    def play(self, pages: Iterable[str]) -> None:
        """Show one page after the other, as they come."""
        for page in pages:
            self.show(page)

    def hear(self, message: object) -> None:
        """Answer the screen: it asks for the page, or somebody used a control. All else is nothing."""
        match message:
            case {"type": "hello"}:
                self.send({"html": self.page})
            case {"type": "act", "value": str(value)} if self._act:
                self._act(self, value)
