"""The sections about what comes next: the gap, what to focus on, the plan."""

from __future__ import annotations

from helpers.charts import gap_chart
from helpers.insight import (
    Focus,
    Gap,
    answer_label,
    day_in_words,
    frequency_label,
    gap,
    item_views,
    suggest_focus,
)
from helpers.insight.words import count_of
from helpers.journal import PlanItem
from helpers.ladder.model import Skill
from helpers.report.material import Material
from helpers.report.model import Block, Entries, Entry, Fact, Figure, Points, Prose, Section
from helpers.report.phrases import is_short

MOST_TRANSFERS = 4
"""How many competencies that carry over are named; the strongest come first."""


def road(material: Material) -> Section:
    """From the answers to what the chosen destination expects, and what carries over."""
    if material.destination is None:
        return Section(
            id="gap",
            title="Where you head",
            blocks=(
                Prose(
                    text="No destination is chosen yet, and there is no hurry: staying is a direction too. Once you "
                    "choose one, its statements stand here beside your answers."
                ),
            ),
        )
    found = gap(material.ladder, material.state, material.destination.id)
    blocks: list[Block] = [Prose(tone="lead", text=_asked(found))]
    if found.rated:
        blocks.append(Figure(picture=gap_chart(found, material.ladder, material.theme)))
    else:
        blocks.append(
            Prose(text="None of them is rated yet. Rate a few, and the picture from now to expected stands here.")
        )
    if found.transfers:
        blocks.append(
            Points(
                title="What carries over",
                points=tuple(transfer.reason for transfer in found.transfers[:MOST_TRANSFERS]),
            )
        )
    if found.learn:
        blocks.append(
            Entries(
                title="What product work rarely teaches",
                entries=tuple(
                    Entry(title=item.title, text=item.text, facts=(Fact(label="A first try", text=item.first_try),))
                    for item in found.learn
                ),
            )
        )
    return Section(id="gap", title=f"From here to {found.destination.title}", blocks=tuple(blocks))


def focus(material: Material) -> Section:
    """What the person chose to focus on; until they have, what their answers suggest."""
    goal = material.goal
    if goal is None:
        return Section(id="focus", title="Focus areas", blocks=(Prose(text=_NO_FOCUS),))
    suggested = suggest_focus(material.ladder, material.state, goal)
    chosen = [id for id in material.state.chosen("focus") if material.ladder.has_statement(id)]
    if chosen:
        return Section(
            id="focus",
            title="Focus areas",
            blocks=(
                Prose(tone="lead", text="What you chose to work on first."),
                Entries(entries=tuple(_chosen(material, id, suggested) for id in chosen)),
            ),
        )
    if not suggested:
        return Section(id="focus", title="Focus areas", blocks=(Prose(text=_NO_FOCUS),))
    return Section(
        id="focus",
        title="Focus areas",
        blocks=(
            Prose(tone="lead", text="What your answers suggest. You choose, and three at most make a plan."),
            Entries(entries=tuple(_suggested(item) for item in suggested)),
        ),
    )


def plan(material: Material) -> Section:
    """The if–then plans, with their dates."""
    cards = tuple(card for _, item in material.state.plan() if (card := _card(material, item)))
    if not cards:
        return Section(
            id="plan",
            title="The plan",
            blocks=(
                Prose(
                    text="No plan is written yet. The last chapter turns a focus area into one: if this happens, "
                    "then I do that; a first step with a date; what will show that it worked; a day to look back."
                ),
            ),
        )
    return Section(id="plan", title="The plan", blocks=(Entries(look="cards", entries=cards),))


_NO_FOCUS = (
    "Focus areas come from the statements you have rated, held against the place you head for. Rate some of those, "
    "and up to three stand here with the answers they come from and a way to practise."
)


def _asked(found: Gap) -> str:
    goal = found.destination
    verb = "draws on" if goal.role else "is described by"
    return (
        f"{goal.short_title} {verb} {count_of(len(found.items), 'statement')}, of which you rated {found.rated}. "
        "They are there to talk about, and have no total."
    )


def _suggested(item: Focus) -> Entry:
    return Entry(
        title=item.statement.title,
        note=item.level.short_title,
        text=item.reason,
        facts=_practice(item.practice.text if item.practice else None),
    )


def _chosen(material: Material, id: str, suggested: tuple[Focus, ...]) -> Entry:
    """A statement that the person chose: told like a suggestion if it is one, else by their answer."""
    for item in suggested:
        if item.statement.id == id:
            return _suggested(item)
    (view,) = item_views(material.ladder, material.state, [id])
    scale = material.ladder.scale
    expected = f"{view.level.short_title} expects “{frequency_label(scale, view.expected)}”."
    if view.answered is None:
        reason = f"You haven't answered this one yet; {expected}"
    else:
        reason = f"You answered “{answer_label(scale, view.rating)}” ({day_in_words(view.answered)}); {expected}"
    practised = (view.statement, *(s for s in view.level.skills if s.competency == view.statement.competency))
    practice = next((skill.practice.text for skill in practised if isinstance(skill, Skill)), None)
    return Entry(title=view.statement.title, note=view.level.short_title, text=reason, facts=_practice(practice))


def _practice(text: str | None) -> tuple[Fact, ...]:
    return (Fact(label="A way to practise", text=text),) if text else ()


def _card(material: Material, item: PlanItem) -> Entry | None:
    """One plan as a card; None if nothing of it is filled in."""
    known = item.focus is not None and material.ladder.has_statement(item.focus)
    title = material.ladder.statement(item.focus).title if item.focus and known else ""
    own = item.aim.strip()
    if not title and is_short(own):
        title, own = own, ""
    facts = (
        ("If", item.when),
        ("Then", item.then),
        ("First step", item.first_step),
        ("By", day_in_words(item.by) if item.by else ""),
        ("What will show it", item.shows),
        ("Look back on", day_in_words(item.follow_up) if item.follow_up else ""),
    )
    filled = tuple(Fact(label=label, text=text) for label, text in facts if text.strip())
    if not filled and not item.aim.strip():
        return None
    return Entry(
        title=title or "A plan of your own",
        note=material.ladder.level_of(item.focus).short_title if item.focus and known else "",
        quotes=(own,) if own else (),
        facts=filled,
    )
