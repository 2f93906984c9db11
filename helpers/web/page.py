"""A chapter as a page: its prose, its panels and its questions stand in it before any script runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from helpers.chapters import (
    Asked,
    Chapter,
    Element,
    Part,
    Prose,
    ViewContext,
    ahead,
    drawn,
    last_answered,
    left_off,
    notices,
    welcome_back,
)
from helpers.chapters.notebook import Teaches
from helpers.errors import KitError
from helpers.form import WORDS, RatingField, SentAnswer
from helpers.form.fields import scale_spec
from helpers.form.words import WORDS_IN_THE_APP
from helpers.insight.look_back import unsettled
from helpers.pages.render import Renderer, renderer_of
from helpers.web.engine import Drawn, Engine, given_by_owner
from helpers.web.folds import blocks
from helpers.web.prose import prose

STATIC = Path(__file__).with_name("static")
"""Scripts and style sheets of pages."""

TEMPLATES = Path(__file__).with_name("templates")

web_page = renderer_of(TEMPLATES)
"""The HTML of a template for pages of their own."""


def chapter_page(
    engine: Engine,
    here: Chapter,
    *,
    back: bool = False,
    pages: Renderer = web_page,
    words: Mapping[str, str] = WORDS_IN_THE_APP,
    patience: int | None = None,
    more: Mapping[str, object] = MappingProxyType({}),
    **standing: str,
) -> str:
    """The whole page of a chapter or a lab, as it stands now; `back`: for somebody who comes in.

    `pages` makes the HTML (a site has templates of its own before these), `words` are what its script says;
    after `patience` milliseconds without a reply an answer is called not saved, and `more` is what scripts besides it
    look for among the settings. `standing` is where the page stands:
    `static` before the names of scripts and style sheets, `home` for the address of the first page, `policy` for what
    its browser may ask for. Left out: as the app has it. Raises `KitError`. `engine` has the course and the answers,
    and `here` is the chapter whose page it is.
    """
    version, context = engine.moment(here)
    parts = engine.parts(here)
    reading = [_part(engine, part, context) for part in parts]
    shown = [(part, _stands(drawn_part)) for part, drawn_part in zip(parts, reading, strict=True)]
    settings = {
        "chapter": here.stem,
        "version": version,
        "words": dict(words),
        "scale": scale_spec(engine.ladder.scale),
        **engine.ladder.spoken.named([chapter.title for chapter in engine.course.chapters]),
        **({} if standing else {"given": given_by_owner(context), "owner": engine.keeping.token()}),
        "uncounted": here != engine.course.talk and bool(engine.uncounted(context)),
        **({} if patience is None else {"patience": patience}),
        **more,
    }
    html = pages(
        "chapter",
        here=here,
        back=_welcome(context) if back and here not in (engine.course.chapters[0], engine.course.talk) else "",
        asks=_first_questions(parts, context, reading),
        blocks=[(fold, [reading[at] for at in places]) for fold, places in blocks(shown)],
        settings=as_json(settings),
        is_lab=here.teaches is Teaches.LAB,
        **around(engine, context),
        **standing,
    )
    return engine.ladder.spoken.in_html(html)


def _welcome(context: ViewContext) -> Markup:
    return Markup(drawn(welcome_back, context))  # noqa: S704 - made by the kit's own templates


def front_door_of(engine: Engine, left: str = "") -> Chapter:
    """Where somebody is led who comes in: to where they left off, or to the first chapter. Raises `KitError`.

    Where a plan is due, nobody is led straight to the page that begins with it: people share their screens, and the
    first chapter says that one is due without its words, and leads there.

    Some questions are asked on two pages. `left` is the stem of the one on which their browser says that something was
    last answered: it counts where that page asks what was answered last. `engine` has the course and the answers.
    """
    first = engine.course.chapters[0]
    context = engine.moment(first)[1]
    there = _asking(engine, left, last_answered(context)) or left_off(context) or first
    begins_with_it = there == engine.course.first(Teaches.PATH) and unsettled(context.state, context.now)
    return first if begins_with_it else there


def _asking(engine: Engine, stem: str, subject: str) -> Chapter | None:
    try:
        here = engine.course.chapter(stem)
        context = engine.moment(here)[1]
        elements = (part for part in engine.parts(here) if isinstance(part, Element))
        asked = (field for element in elements for field in element.asks(context).takes)
        return here if any(subject in field.subjects for field in asked) else None
    except KitError:
        return None


def around(engine: Engine, context: ViewContext) -> dict[str, object]:
    """What stands around a chapter: the others, how far each is, and where the answers are.

    Around the page that two people look at stands nothing that follows from anybody's answers.
    """
    course = context.course
    for_two = context.here == course.talk
    return {
        "title": engine.ladder.title,
        "chapters": [(chapter, course.labs_of(chapter)) for chapter in course.chapters],
        "short": course.short,
        "talk": course.talk,
        "ahead": ahead(context),
        "begun": [] if for_two else engine.uncounted(context),
        "progress": {} if for_two else engine.progress(context),
        "link": engine.link,
        "kept": context.kept,
        "notices": Markup(drawn(notices, context)),  # noqa: S704 - made by the kit's own templates
    }


def as_json(value: object) -> Markup:
    """JSON that can stand in a script element, whatever people wrote in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


def _part(engine: Engine, part: Any, context: ViewContext) -> dict[str, object]:
    if isinstance(part, Prose):
        return {"id": part.id, "prose": prose(part.text, lambda stem: _address(engine, stem))}
    now: Drawn = engine.drawn(part, context)
    asked = part.asks(context) if now.form else None
    return {
        "id": part.id,
        "acts": part.act is not None,
        "has_view": part.view is not None,
        "html": Markup(now.html),  # noqa: S704 - made by the kit's own templates
        "questions": readable(engine, asked, now.values) if asked else "",
        "json": as_json({"form": now.form, "values": now.values, "beside": now.beside}) if part.form else None,
    }


def _first_questions(parts: Sequence[Part], context: ViewContext, reading: Sequence[Mapping[str, object]]) -> str:
    """The id of the part in which a page's questions begin: the first that rates, else the first that asks."""
    asking = [(part, now) for part, now in zip(parts, reading, strict=True) if now.get("questions")]
    rates = [part.id for part, _ in asking if isinstance(part, Element) and _rates(part.asks(context))]
    return next(iter([*rates, *(part.id for part, _ in asking)]), "")


def _rates(asked: Asked) -> bool:
    return any(isinstance(field, RatingField) for field in asked.fields)


def _stands(part: dict[str, object]) -> bool:
    """Whether anything stands in a part now: words, a panel, or questions."""
    return "prose" in part or bool(str(part["html"]).strip() or part["questions"])


def readable(engine: Engine, asked: Asked, values: Mapping[str, SentAnswer]) -> Markup:
    """Questions, and the answers to them, for a page that no script has touched.

    `asked` are the questions, `values` the answers by subject, and the `engine` has the scale.
    """
    html = web_page("questions", asked=asked, values=values, words=WORDS, scale=engine.ladder.scale)
    return Markup(html)  # noqa: S704 - made by the kit's own templates


def _address(engine: Engine, stem: str) -> str | None:
    try:
        return engine.link(engine.course.chapter(stem))
    except KitError:
        return None


def message_page(what: str, next_step: str = "") -> str:
    """A page that says one thing: what is wrong, and what to do next."""
    return web_page("told", what=what, next_step=next_step)
