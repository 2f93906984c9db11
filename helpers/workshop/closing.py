"""What “closed” means: `helpers.database.store` keeps this rule; pages, commands and guides tell it in these words."""

from __future__ import annotations

from typing import Final

CLOSING: Final = (
    "Closing ends asking. A part that is closed asks nothing more, unless it is opened again, for everybody or for "
    "those who came after it was closed. A session that is closed asks nothing and lets nobody join. What a phone or "
    "a page still holds by then is taken until the session is erased."
)
