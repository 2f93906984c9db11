"""What a page needs to show somebody's answers by itself, where a browser can't run the engine: titles, no rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.chapters import Chapter, Element
from helpers.form.fields import GridField, scale_spec
from helpers.form.words import WORDS
from helpers.journal.events import formats
from helpers.web.engine import Engine

PLAN_PARTS = ("aim", "when", "then", "obstacle", "first_step", "by", "shows", "follow_up")


def questions(engine: Engine) -> dict[str, Any]:
    """Every question of a ladder's chapters and labs by the chapter that asks it, and the words of its answers.

    {chapters: [{title, asks: [{subjects, title, parts: {id: title}}]}], statements: {id: title},
    scale: {answer: label}, plan: {part: label}, words: {…}}. What a line of a journal says besides stands in `line`,
    and in its `formats` what of it came with a later format than the first. `said`: which of these words are the
    ladder's, in a language of its own.
    """
    course = engine.course
    here = (*course.pages, *course.labs)
    ladder = engine.ladder
    chapters: list[dict[str, Any]] = [
        {"title": chapter.title, "asks": list(_asks(engine, chapter))} for chapter in here
    ]
    statements = {statement.id: statement.title for level in ladder.levels for statement in level.statements}
    scale = _scale(scale_spec(ladder.scale))
    titles = [(chapter["title"], [(ask["title"], ask["parts"]) for ask in chapter["asks"]]) for chapter in chapters]
    return {
        "chapters": chapters,
        "statements": statements,
        "scale": scale,
        "plan": {part: WORDS[f"plan_{part}"] for part in PLAN_PARTS},
        "words": {"evidence": WORDS["evidence"], "also": WORDS["also"], "own": WORDS["plan_own"]},
        "line": {"rater": "self", "ladder": ladder.id, "ladder_version": ladder.version, "formats": formats()},
        **ladder.spoken.named([titles, statements, scale]),
    }


def _asks(engine: Engine, here: Chapter) -> Iterator[dict[str, Any]]:
    context = engine.moment(here)[1]
    for part in engine.parts(here):
        form = engine.drawn(part, context).form if isinstance(part, Element) else None
        for field in (form or {}).get("fields", ()):
            title = field.get("title") or field.get("label") or ""
            subjects = list(field["subjects"])
            yield {"subjects": subjects, "title": title, "parts": dict(_parts(field))}


def _parts(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The titles of what an answer names: options, figures with their unit, an item and its step."""
    for option in field.get("options", ()):
        yield option["id"], option["title"]
    for figure in field.get("figures", ()):
        yield figure["id"], f"{figure['label']} ({figure['unit']})" if figure["unit"] else figure["label"]
    for item in field.get("items", ()):
        for step in field["scale"]:
            yield GridField.place(item["id"], step["id"]), f"{item['title']}: {step['title']}"


def _scale(spec: dict[str, Any]) -> dict[str, str]:
    """What an answer to a statement is called, by its frequency (0–4) or its state."""
    return {
        **{str(step["value"]): step["label"] for step in spec["frequencies"]},
        **{state["state"]: state["label"] for state in spec["states"]},
    }
