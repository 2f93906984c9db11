"""The page that makes a ladder of a spreadsheet, in the reader's browser: the steps of the app's, with no server.

A script hands in what its form would send, and shows the page that comes back (static/importing.js).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from typing import Final

from helpers.pages.render import renderer_of
from helpers.paths import PACKAGE
from helpers.web.importing import DOWNLOADS, ImportPage, Shows
from helpers.web.multipart import Part
from helpers.web.page import TEMPLATES

IMPORT: Final = "import.html"
TEMPLATE: Final = "levels-to-fill-in.xlsx"
"""The page, and the spreadsheet to fill in, which lies beside it."""


class SiteImport(ImportPage):
    """The steps, with their files in the pages themselves: there is nowhere else to fetch them from."""

    def __init__(self, page: Shows) -> None:
        super().__init__(page, at=IMPORT, empty=TEMPLATE)

    def href(self, name: str, kind: str) -> str:
        """The file itself, as an address."""
        return f"data:{DOWNLOADS[kind]};base64," + b64encode(self.download(name, kind) or b"").decode("ascii")


class Importing:
    """What the script of a worker calls."""

    def __init__(self) -> None:
        render = renderer_of(PACKAGE / "site/templates", TEMPLATES)
        self._steps = SiteImport(partial(render, "importing", static="", home="index.html", policy=""))

    def step(self, fields: str, data: Sequence[bytes]) -> str:
        """The page after what was sent; the script shows its `main` alone.

        `fields` are [name, name of the file or ""] for each field of the form, as JSON; `data` what each holds.
        """
        sent = [Part(name, file, bytes(held)) for (name, file), held in zip(json.loads(fields), data, strict=True)]
        return self._steps.step(sent)[0]

    def too_much(self) -> str:
        """The page for more than can be handed over at once."""
        return self._steps.too_much()[0]
