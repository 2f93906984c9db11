"""The sections for other people: the reflections, and a page for the next 1:1."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.insight import ItemView, Kind, answer_label, item_views, state_label
from helpers.insight.second_views import chosen, seen
from helpers.insight.versions import old_words, then_and_now
from helpers.insight.words import listed
from helpers.journal import RatingState, Subject, Words, often
from helpers.ladder import Level, Role
from helpers.ladder.model import Statement
from helpers.report import contents
from helpers.report.contents import GONE_PROMPT
from helpers.report.context import PRACTICE, Material
from helpers.report.model import Block, Entries, Entry, Lines, Points, Prose, Section
from helpers.report.phrases import quoted, sentence

MOST_NAMED = 3
"""How many statements a question names; more would be a list nobody says aloud."""

MOST_SECOND_VIEWS = 8
"""How many statements the page asks a second view on: more don't fit a conversation."""


def reflections(material: Material) -> Section | None:
    """Everything written on a prompt or taken from a lab, in the person's own words; None if nothing is."""
    groups = {"": tuple(_reflections(material)), "What you practised in labs": tuple(_practised(material))}
    blocks = tuple(Entries(title=title, entries=entries) for title, entries in groups.items() if entries)
    return Section(id="reflections", title="In your own words", blocks=blocks) if blocks else None


def from_others(material: Material) -> Section | None:
    """What others have seen, line by line, as far as its author allowed it and its owner ticked it; else None."""
    scale = material.ladder.scale
    entries = tuple(
        Entry(
            title=line.text[:1].upper() + line.text[1:],
            note=line.by,
            text=f"Seen: {answer_label(scale, often(line.seen.often))}."
            if line.seen.often is not None
            else OTHERS_UNSEEN,
            quotes=(line.seen.example.strip(),) if line.seen.example.strip() else (),
        )
        for line in chosen(material.state, material.events)
    )
    if not entries:
        return None
    return Section(
        id="from-others",
        title="What others have seen",
        blocks=(Prose(tone="lead", text=OTHERS), Entries(entries=entries)),
    )


OTHERS = (
    "From second views that were asked for. Each line is in its author’s words and stands here because they allowed it."
    " It is one person’s view of the occasions that they saw."
)
OTHERS_UNSEEN = "They haven’t seen it, which says nothing about whether it happens."


def one_to_one(material: Material) -> Section:
    """A page to bring to a 1:1: questions, where a second view would help, an agenda, room for notes."""
    views = _in_view(material)
    blocks: list[Block] = [
        Prose(tone="lead", text="One page for a conversation. Take what is useful and leave the rest."),
        Points(title="Questions to ask", points=tuple(_questions(material, views))),
    ]
    back = seen(material.events)
    second = [
        _second_view(material, view)
        for view in views
        if view.kind in (Kind.DONT_KNOW, Kind.CLAIMED, Kind.SAID) and view.statement.id not in back
    ]
    if second:
        blocks.append(
            Points(
                title="Where a second view would help",
                intro="Ask what the other person has seen before you say what you answered: two views made apart "
                "tell more than one that leans on the other.",
                points=tuple(second[:MOST_SECOND_VIEWS]),
            )
        )
    blocks.append(
        Points(
            title="Half an hour",
            numbered=True,
            points=(
                "Five minutes: what you would like to leave with.",
                "Ten minutes: two or three statements, first what each of you has seen, then where you differ and why.",
                "Ten minutes: the plan, what could get in its way, and what the other person can do for it.",
                "Five minutes: who does what by when, and the day you look back together.",
            ),
        )
    )
    blocks.append(Lines(title="Notes"))
    return Section(id="one-to-one", title="For your next 1:1", blocks=tuple(blocks), own_page=True)


def for_the_other(material: Material) -> tuple[Section, ...]:
    """The page for the other person: what to think of beforehand, and how the half hour goes. No answer is in it.

    Which statements it names follows from the ladder and the level alone, never from what was answered, so
    that nothing can be read off the choice of them.
    """
    before: list[Block] = [Prose(tone="lead", text=BEFORE)]
    if statements := _to_look_at(material):
        before.append(
            Entries(
                entries=tuple(Entry(title=statement.title, text=sentence(statement.text)) for statement in statements)
            )
        )
    questions = ["What have you seen me do well in the last six months that I should do more of?"]
    goal = material.destination
    if goal and goal.level and contents.DIRECTION not in material.out:
        questions.append(
            f"I am heading for: {goal.title}. What does that work look like in this company, and what would you need "
            "to see from me?"
        )
    if goal and goal.role and contents.DIRECTION not in material.out:
        questions.append(f"Whom should I talk to about {goal.title.lower()}?")
    questions += [
        "Which work ahead could give me an occasion for something that I haven’t had one for?",
        "If I practised one thing over the next two months, what would help the team most?",
    ]
    ask = Points(title="What I would like to ask you", points=tuple(questions))
    return (
        Section(id="before", title="Before we talk", blocks=tuple(before)),
        Section(id="talk", title="When we talk", blocks=(ask, _half_hour(), Lines(title="Notes"))),
    )


BEFORE = (
    "Ten minutes, and nothing to prepare but your memory. For each of these: what have you seen me do, in the last six "
    "months, and when? “I haven’t seen it” is an answer too. My own answers aren’t on this page, so that your view is "
    "yours; we can lay the two side by side when we talk."
)

MOST_TO_LOOK_AT = 5
"""How many statements the other person is asked about: ten minutes hold no more, and the page no more either."""


def _to_look_at(material: Material) -> tuple[Statement, ...]:
    """The first statement of each competency at the level where somebody stands, else of the one they head for."""
    goal = material.destination.level if material.destination else None
    level = material.standing or (goal if contents.DIRECTION not in material.out else None)
    first: dict[str, Statement] = {}
    for statement in level.statements if level else ():
        first.setdefault(statement.competency or statement.id, statement)
    return tuple(first.values())[:MOST_TO_LOOK_AT]


def _half_hour() -> Points:
    return Points(
        title="Half an hour",
        numbered=True,
        points=(
            "Five minutes: what we would each like to leave with.",
            "Ten minutes: two or three statements, first what each of us has seen, then where we differ and why.",
            "Ten minutes: what I plan, what could get in its way, and what you can do for it.",
            "Five minutes: who does what by when, and the day we look back together.",
        ),
    )


def _reflections(material: Material) -> Iterator[Entry]:
    ladder, state = material.ladder, material.state
    for holder, prompt in ladder.walk_prompts():
        if words := state.words(Subject.prompt(prompt.id)).strip():
            yield Entry(title=prompt.text, note=_asked_by(holder), text=material.mark((words,)), quotes=(words,))
    for fate in state.left:
        if fate.event.subject.kind == "prompt" and isinstance(fate.event.answer, Words):
            words = fate.event.answer.text.strip()
            title = old_words(fate) or GONE_PROMPT
            yield Entry(title=title, note=then_and_now(fate), text=material.mark((words,)), quotes=(words,))


def _asked_by(holder: Level | Role | None) -> str:
    if holder is None:
        return "The whole path"
    return holder.short_title if isinstance(holder, Level) else holder.title


def _practised(material: Material) -> Iterator[Entry]:
    """What somebody took from each lab; left out where they kept the same words as evidence or reflection."""
    ladder, state = material.ladder, material.state
    elsewhere = [line.text for line in state.evidence()]
    elsewhere += [state.words(subject) for _, subject in state.current if subject.kind == "prompt"]
    titles = {level.id: level.short_title for level in ladder.levels}
    for subject in (event.subject for event in state.in_order()):
        lab, part = subject.lab_part
        words = state.words(subject).strip() if part == "kept" else ""
        if words and not any(words in text for text in (*elsewhere, *material.withheld)):
            yield Entry(title="After the lab", note=titles.get(lab, ""), text=PRACTICE, quotes=(words,))


def _in_view(material: Material) -> tuple[ItemView, ...]:
    """The statements that a talk would be about: of the destination, then of where they stand."""
    ids: list[str] = []
    goal = material.destination
    if goal and goal.level:
        ids += [statement.id for statement in goal.level.statements]
    if goal and goal.role:
        ids += [draw.statement for draw in goal.role.draws_on]
    if material.standing:
        ids += [statement.id for statement in material.standing.statements]
    if not ids:
        ids = [item.statement.id for level in material.answered for item in level.items]
    views = item_views(material.ladder, material.state, dict.fromkeys(ids))
    return tuple(sorted(views, key=lambda view: view.kind is not Kind.DONT_KNOW))


def _questions(material: Material, views: tuple[ItemView, ...]) -> Iterator[str]:
    yield "What have you seen me do well in the last six months that I should do more of?"
    goal = material.destination
    if goal and goal.level:
        yield (
            f"What does {goal.title} look like in this company, and what would you need to see from me before you "
            "thought of me there?"
        )
    if goal and goal.role:
        yield f"Whom should I talk to about {goal.title.lower()}? The ladder suggests: {goal.role.talk_to}"
    waiting = [view.statement.title for view in views if view.kind is Kind.NO_OPPORTUNITY][:MOST_NAMED]
    if waiting:
        yield f"I have had no opportunity so far for {listed(quoted(waiting))}. Which work ahead could give me one?"
    if any(view.kind in (Kind.CLAIMED, Kind.SAID) for view in views):
        yield "Where I have no evidence written down: what would count as evidence for you?"
    if any(item.written for _, item in material.state.plan()):
        yield "What could get in the way of my plan, and what would make its first step easier?"
    else:
        yield "If I practised one thing over the next two months, what would help the team most?"


def _second_view(material: Material, view: ItemView) -> str:
    label = f"{view.statement.title} ({view.level.short_title}): "
    if view.kind is Kind.DONT_KNOW:
        return label + f"you answered “{state_label(material.ladder.scale, RatingState.DONT_KNOW)}”."
    return label + "said, not yet backed."
