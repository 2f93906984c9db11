"""Drawing an element come what may: a picture that can't be drawn takes no answer with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from traceback import format_tb
from typing import TypeVar

from helpers.errors import KitError
from helpers.pages.render import render

log = logging.getLogger(__name__)
C = TypeVar("C")

BROKEN = "This part couldn’t be drawn. What you answered is saved; open this page again to try once more."


def drawn(view: Callable[[C], str], context: C) -> str:
    """The HTML of a view, or a note that it couldn't be drawn: an answer that is saved stays saved."""
    try:
        return view(context)
    except KitError as error:
        return render("trouble", what=str(error))
    except Exception as error:
        note(error, "a panel could not be drawn")
        return render("trouble", what=BROKEN)


def note(error: Exception, what: str) -> None:
    """Log a fault of the kit by its kind and place alone: its message may quote what somebody wrote."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(format_tb(error.__traceback__)))
