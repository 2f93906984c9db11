"""What a page gets where the kit couldn't be opened: one message, and then nothing in place of each panel."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar, cast

from IPython.display import display

from helpers.errors import KitError
from helpers.pages.page import page
from helpers.widgets.panel import Panel

T = TypeVar("T")

PAGE = "VOILA_KERNEL_ID"
"""The environment variable that Voilà sets in a kernel whose notebook it shows as a page."""


class Closed:
    """Stands where a kit would, and does nothing, whatever it is asked."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def or_closed(open: Callable[[], T]) -> T:
    """What `open` gives. On a page, where it can't, its message is shown and a `Closed` given instead.

    A page runs all its cells, so that each of them would complain that there is no kit. In
    a notebook the error stops the cells that follow, and is raised. Raises `KitError`.
    """
    try:
        return open()
    except KitError as error:
        if PAGE not in os.environ:
            raise
        display(Panel(page("trouble", what=str(error))))  # type: ignore[no-untyped-call]  # IPython has no types for it
        return cast(T, Closed())
