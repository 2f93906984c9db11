"""The sections about what comes next: the gap to a destination, what to focus on and the plan for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.insight import (
    Focus,
    Gap,
    Transfer,
    answer_label,
    day_in_words,
    expectation,
    gap,
    item_views,
    suggest_focus,
)
from helpers.insight.look_back import history, in_words
from helpers.insight.words import count_of, listed
from helpers.journal import PlanItem
from helpers.ladder.model import Ladder, Level, Practice, Skill, Statement
from helpers.report import contents
from helpers.report.context import Material
from helpers.report.model import Block, Entries, Entry, Fact, Facts, Points, Prose, Section
from helpers.report.phrases import is_short, sentence
from helpers.report.pictures import gap_figure

MOST_TRANSFERS = 3
"""How many competencies that carry over are named; the strongest come first."""


MOST_EXAMPLES = 2
"""How many examples and links of a statement stand on a card; the chapter has them all."""


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
    to_goal = gap(material.ladder, material.state, material.destination.id)
    blocks: list[Block] = [Prose(tone="lead", text=_asked(to_goal))]
    if to_goal.transfers:
        blocks.append(
            Points(
                title="What carries over",
                points=tuple(_carried(transfer) for transfer in to_goal.transfers[:MOST_TRANSFERS]),
            )
        )
    if to_goal.learn:
        blocks.append(
            Entries(
                title="What product work rarely teaches",
                entries=tuple(
                    Entry(title=item.title, text=item.text, facts=(Fact(label="A first try", text=item.first_try),))
                    for item in to_goal.learn
                ),
            )
        )
    if to_goal.rated:
        blocks.append(gap_figure(material, to_goal))
    else:
        blocks.append(
            Prose(
                text="None of them is rated yet. Rate a few, and "
                f"{'the picture from now to expected stands' if to_goal.expects else 'your answers stand'} here."
            )
        )
    return Section(id="gap", title=f"From here to {to_goal.destination.title}", blocks=tuple(blocks))


def focus_and_plan(material: Material) -> Section:
    """What the person works on: each focus area with its reason, a practice and its if–then plan.

    Until they have chosen, what their answers suggest.
    """
    goal = material.goal
    suggested = suggest_focus(material.ladder, material.state, goal) if goal else ()
    plan_cards = tuple(cards(material))
    blocks: tuple[Block, ...]
    if plan_cards:
        blocks = (Entries(look="cards", entries=plan_cards),)
    elif suggested:
        blocks = (
            Prose(tone="lead", text="What your answers suggest. You choose, and three at most make a plan."),
            Entries(entries=tuple(map(_suggested, suggested))),
            Prose(text=NO_PLAN),
        )
    else:
        blocks = (Prose(text=NO_FOCUS), Prose(text=NO_PLAN))
    ids = _focused(material) if plan_cards else [item.statement.id for item in suggested]
    return Section(id="focus", title="Focus and plan", blocks=(*blocks, *_steps(material.ladder, ids)))


def _focused(material: Material) -> list[str]:
    """The statements that the plans and the chosen focus areas are about."""
    plans = [item.focus for _, item in material.state.plan() if item.focus and item.written]
    return [
        statement_id
        for statement_id in (*plans, *material.state.chosen("focus"))
        if material.ladder.has_statement(statement_id)
    ]


def _steps(ladder: Ladder, ids: Iterable[str]) -> Iterator[Block]:
    """The steps that the competencies of these statements have of their own, each competency once."""
    families = dict.fromkeys(family for statement_id in ids if (family := ladder.statement(statement_id).competency))
    with_steps = [each for each in map(ladder.competency, families) if each.steps]
    if with_steps:
        yield Prose(tone="aside", text=STEPS)
        yield Facts(
            look="list",
            facts=tuple(
                Fact(label=each.title, text="\n".join(f"{step.title}: {step.text}" for step in each.steps))
                for each in with_steps
            ),
        )


STEPS = "The steps that these competencies have of their own, lowest first. They are there to read; nobody rates them."
NO_FOCUS = (
    "Focus areas come from the statements you have rated, held against the place you head for. Rate some of those, "
    "and up to three stand here with the answers they come from and a way to practise."
)
NO_PLAN = (
    "No plan is written yet. The last chapter turns a focus area into one: if this happens, then I do that; a first "
    "step with a date; what will show that it worked; a day to look back."
)


def _carried(transfer: Transfer) -> str:
    supported = sum(view.supported for view in transfer.shown)
    evidence = f"{supported} with evidence" if supported else "with no evidence yet"
    return (
        f"{transfer.competency.title}: {count_of(len(transfer.shown), 'statement')} shown elsewhere, {evidence}; "
        f"{len(transfer.asked)} asked for here."
    )


def _asked(to_goal: Gap) -> str:
    goal = to_goal.destination
    verb = "draws on" if goal.role else "is described by"
    return (
        f"{goal.short_title} {verb} {count_of(len(to_goal.items), 'statement')}, of which you rated {to_goal.rated}. "
        "There is no total."
    )


def cards(material: Material) -> Iterator[Entry]:
    """A card for each plan, then for each chosen focus area that has none yet."""
    ladder = material.ladder
    planned = set()
    for subject, item in material.state.plan():
        known = item.focus if item.focus and ladder.has_statement(item.focus) else None
        facts = (*_plan_facts(item), *_how_it_went(material, subject))
        if item.written:
            planned.add(known)
            yield _planned(item, facts, _chosen(material, known) if known else None)
    for statement_id in material.state.chosen("focus"):
        if ladder.has_statement(statement_id) and statement_id not in planned:
            yield _chosen(material, statement_id)


def _planned(item: PlanItem, facts: tuple[Fact, ...], focus: Entry | None) -> Entry:
    own = item.aim.strip()
    if focus:
        # The plan is the practice that the person chose; the ladder's idea stands where there is none yet.
        return focus.model_copy(update={"quotes": (own,) if own else (), "facts": facts or focus.facts})
    if is_short(own):
        return Entry(title=own, facts=facts)
    return Entry(title="A plan of your own", quotes=(own,) if own else (), facts=facts)


def _plan_facts(item: PlanItem) -> Iterator[Fact]:
    """Whatever of a plan is filled in."""
    days = [f"first step by {day_in_words(item.by)}"] if item.by else []
    days += [f"look back on {listed([day_in_words(day) for day in item.look_backs])}"] if item.look_backs else []
    dates = ", ".join(days)
    for label, text in (
        ("If", item.when),
        ("Then", item.then),
        ("In the way", item.obstacle),
        ("First step", item.first_step),
        ("What will show it", item.shows),
        ("Dates", sentence(dates) if dates else ""),
    ):
        if text.strip():
            yield Fact(label=label, text=text)


def _how_it_went(material: Material, plan: str) -> Iterator[Fact]:
    """What was said on the days to look back, where its owner ticked that; never where it stuck."""
    look_backs = history(material.state, plan) if plan in material.state.picked(contents.HISTORY) else ()
    if look_backs:
        yield Fact(label="How it went", text="\n".join(map(in_words, look_backs)))


def _chosen(material: Material, statement_id: str) -> Entry:
    """A statement that the person chose, with the answer that stands behind it."""
    (view,) = item_views(material.ladder, material.state, [statement_id])
    scale = material.ladder.scale
    expected = f"{expectation(scale, view.level.short_title, view.expected)}."
    if view.answered is None:
        reason = f"You haven't answered this one yet; {expected}"
    else:
        reason = f"You answered “{answer_label(scale, view.rating)}” ({day_in_words(view.answered)}); {expected}"
    practice = view.statement.practice if isinstance(view.statement, Skill) else None
    return _focus(view.level, view.statement, reason, practice)


def _suggested(item: Focus) -> Entry:
    return _focus(item.level, item.statement, item.reason, item.practice)


def _focus(level: Level, statement: Statement, reason: str, practice: Practice | None) -> Entry:
    facts = (
        *([Fact(label="A way to practise", text=practice.text)] if practice else []),
        *(Fact(label="For example", text=example) for example in statement.examples[:MOST_EXAMPLES]),
        *(Fact(label="Read more", text=f"{link.title} ({link.address})") for link in statement.links[:MOST_EXAMPLES]),
    )
    note = f"{level.short_title}\nmandatory" if statement.mandatory else level.short_title
    return Entry(title=statement.title, note=note, text=reason, facts=facts)
