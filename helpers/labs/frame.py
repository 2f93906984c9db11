"""What all labs show alike: header, brief, facilitator's notes, links, and the card in the chapter beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.cases import load_cases
from helpers.labs import load_lab
from helpers.labs.model import Lab
from helpers.labs.page import render


class ChapterLink(NamedTuple):
    """A chapter near a lab: where it is, its title and number, and how many minutes it takes."""

    href: str
    title: str
    number: int
    minutes: int


def header(lab: Lab, chapter: ChapterLink) -> str:
    """The lab's question, its minutes, and the way back to its chapter."""
    return render("header", lab=lab, chapter=chapter)


def brief(lab: Lab) -> str:
    """The company that a lab is played at, and what one learns to do."""
    return render("brief", lab=lab)


def facilitator(lab: Lab, left_out: Sequence[str] = ()) -> str:
    """The facilitator's notes, closed until wanted; `left_out` are ids that the lab names and the ladder lacks."""
    return render("facilitator", lab=lab, left_out=left_out)


def onward(chapter: ChapterLink, after: ChapterLink | None) -> str:
    """Links back to the lab's chapter and on to the chapter after it, if there is one."""
    return render("onward", chapter=chapter, after=after)


def card(lab_id: str, href: str) -> str:
    """What a chapter shows of its lab: title, minutes, question, and the link to `href`. Raises `KitError`."""
    lab = load_lab(lab_id)
    return render("card", lab=lab, href=href, cases=len(load_cases(lab.level).cases) if lab.level else 0)
