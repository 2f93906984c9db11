"""`Panel`: a piece of kit-made HTML on the page that can be replaced while somebody looks at it.

A notebook file keeps the text form of an output, and some tools write the synced state of
its widgets into it as well (nbclient, papermill, JupyterLab if told to). What a panel
shows is in neither: it travels as a message, when the page asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget

from helpers.pages import STATIC as PAGES
from helpers.pages.acts import Acts
from helpers.widgets.scripts import LAB_EXTENSIONS, one_script

STATIC = Path(__file__).with_name("static")

CSS = "\n".join(path.read_text(encoding="utf-8") for path in (PAGES / "kit.css", STATIC / "jupyter.css"))
"""How panels look in a notebook: as on a page, and what JupyterLab needs besides."""

Act = Callable[["Panel", str], None]
"""What the controls in a panel do (those with `data-act`): it is given the panel and the control's value."""


class Panel(anywidget.AnyWidget):
    """Shows `html`, which is always made by a template of the kit, never by a person.

    Links to other notebooks are relative to `folder`, where this one lies.
    """

    _esm = one_script(PAGES / "panel.js", LAB_EXTENSIONS / "career-ladder-kit/place.js", STATIC / "in_lab.js")
    _css = CSS

    def __init__(self, html: str = "", act: Act | None = None, *, folder: Path | None = None) -> None:
        super().__init__()
        self.html = html
        self.folder = Path.cwd() if folder is None else folder  # Jupyter starts a kernel where its notebook is
        self._act = act
        self._acts = Acts()
        self.on_msg(lambda panel, message, buffers: self.hear(message))

    def show(self, html: str) -> None:
        """Show this from now on."""
        if html != self.html:
            self.html = html
            self._tell()

    def hear(self, message: object) -> None:
        """Answer the screen: it asks what to show, or somebody used a control. All else is nothing."""
        match message:
            case {"type": "hello"}:
                self._tell()
            case {"type": "act", "value": str(value), **more} if self._act and self._acts.are_new(
                str(more.get("act", ""))
            ):
                self._act(self, value)

    def _tell(self) -> None:
        self.send({"html": self.html, "folders": spellings(self.folder)})

    def __repr__(self) -> str:
        """All that a notebook file keeps of a panel."""
        return "Run this cell again to see what stands here."


def spellings(folder: Path) -> tuple[str, ...]:
    """A folder in the ways in which a Jupyter server may write its own: in full, and from "~" if it is below that."""
    try:
        return (folder.as_posix(), (Path("~") / folder.relative_to(Path.home())).as_posix())
    except (ValueError, RuntimeError):  # not below the home folder, or there is none
        return (folder.as_posix(),)
