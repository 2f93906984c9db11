"""`Panel`: a piece of kit-made HTML on the page that can be refreshed while somebody works.

Everything personal is shown through a panel. `ipywidgets.HTML` would put what it shows
into the text form of its output, and so into the notebook file; a panel says nothing there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).with_name("static")

Act = Callable[[str, str], None]
"""What a control in a panel does: it takes the control's `data-act` and its value."""


class Panel(anywidget.AnyWidget):
    """Shows `html`, which is always made by a template of the kit (never by a person)."""

    _esm = STATIC / "panel.js"
    _css = STATIC / "kit.css"
    html = traitlets.Unicode("").tag(sync=True)

    def __init__(self, html: str = "", act: Act | None = None) -> None:
        super().__init__(html=html)
        self._act = act
        self.on_msg(lambda panel, content, buffers: self.receive(content))

    def receive(self, content: Any) -> None:
        """Hand a message of the page on to `act`; one that is not of the expected form is nothing."""
        match content:
            case {"act": str(act), "value": str(value)} if self._act:
                self._act(act, value)

    def __repr__(self) -> str:
        """All that the notebook file keeps of a panel."""
        return "Run this cell again to see what stands here."
