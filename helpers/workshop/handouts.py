"""Paper for a room: worksheets, cards to sort, a plan page, and a guide to talking in pairs.

Statements, scale and levels come from the ladder, minutes from the workshop; the words here
are those that stand between them. With these sheets alone a workshop works without a screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from helpers.charts import Theme
from helpers.insight.words import count_of, whose_expectation
from helpers.ladder import beside
from helpers.ladder.model import RATED, Ladder, Level, Scale, Section, StateLabel, Statement
from helpers.ladder.spoken import kit_language
from helpers.report.typesetting import Pdf, compile_pdf, for_metadata
from helpers.workshop.agenda import Form, Handout, Workshop
from helpers.workshop.feedback import questions

CARDS_ON_A_PAGE = 8
"""As `paper/cards.typ` sets them."""

PAIR_MINUTES = 5
"""Minutes that each of a pair talks, where no workshop says otherwise."""

_TEMPLATES = Path(__file__).with_name("paper")
_SECTION = {
    Section.RESPONSIBILITIES: "What you are asked to do",
    Section.SIGNS: "What shows that it works",
    Section.SKILLS: "What you grow",
    Section.PLAIN: "What the level asks",
}

_HOW = [
    "Think of the occasions before each answer, and tick one box.",
    "The three boxes on the right are full answers too, and none of them is a zero.",
    "Write evidence where some comes to mind: what happened, and who would recognise it.",
    "Skip what you can't answer. Nobody collects this sheet unless you hand it over.",
]

_TITLES = {
    Handout.CARDS: "Cards to sort: which statement belongs to which level",
    Handout.PLAN: "A plan on one page",
    Handout.CONVERSATION: "A guide for a conversation in pairs",
    Handout.FEEDBACK: "Slips about the workshop itself, to cut",
}

PLAN_EXAMPLE = [
    {"label": "If", "text": "sales asks for something new on a Thursday,"},
    {"label": "then", "text": "I ask what it should replace before I answer, and write both down."},
    {"label": "In the way", "text": "I like to say yes at once. So the question stands on a note at my screen."},
    {"label": "First step", "text": "Put the three things that could be replaced on one page, by Wednesday."},
    {"label": "Shows", "text": "In four weeks, two requests came with what they replace."},
]
"""A plan as it may look, by the parts that every plan has."""

_PLAN: Mapping[str, Any] = {
    "kicker": "One plan",
    "title": "If this happens, then I will …",
    "lead": "One plan that you begin this month is worth more than three for next year. "
    "The smaller and the nearer, the better.",
    "fields": [
        {"label": "What I want to get better at", "hint": "one thing, in your own words", "lines": 1},
        {"label": "If …", "hint": "a situation that will come up, with its day or its place", "lines": 2},
        {"label": "… then I will", "hint": "something that you do, and that others could see", "lines": 2},
        {"label": "What may get in the way", "hint": "in you or around you; fit the moment above to it", "lines": 1},
        {"label": "My first step", "hint": "this week, in less than an hour", "lines": 1},
        {"label": "What will show that it worked", "hint": "something you could point at", "lines": 2},
    ],
    "dates": ["First step by", "I told it to"],
    "look_back_title": "I look back on",
    "look_back_hint": "a date each; leave out any that you don't want",
    "look_backs": ["after two weeks", "after six weeks", "after twelve weeks"],
    "example_title": "For example",
    "example": PLAN_EXAMPLE,
}

_TALK: Mapping[str, Any] = {
    "kicker": "In pairs",
    "title": "Tell one thing to one person",
    "roles": [
        {
            "title": "You tell",
            "steps": [
                "One answer that you are sure of.",
                "What your partner could check it by: a date, a document, a person who was there.",
                "One answer that you hesitated over, and what made you hesitate.",
            ],
        },
        {
            "title": "You listen",
            "steps": [
                "Let your partner finish.",
                "Ask the one question below, as often as you like.",
                "At the end, say what you heard that they could be proud of.",
            ],
        },
    ],
    "question_label": "The listener's only question",
    "question": "What happened?",
    "question_more": "And then? Who else was there? What did you do next? All of these are the same question.",
    "rules_title": "So that it stays a conversation",
    "rules": [
        "No advice, no comparison, no story of your own.",
        "What is said here stays between the two of you.",
        "Either of you may say “I'd rather not” and go on to something else.",
        "Three people? Then two listen, and each has a little less time.",
    ],
    "notes_title": "What I want to keep from this",
}


def worksheet(ladder: Ladder, level: Level, theme: Theme, *, on: date) -> Pdf:
    """A level as a sheet to fill in with a pen: every statement, eight boxes, a line for evidence.

    `on` is the day for the file, and `theme` its look; the `ladder` gives the scale.
    """
    scale = ladder.scale
    apart = (scale.not_applicable, scale.dont_know)
    numbers = {statement.id: at for at, statement in enumerate(level.statements, start=1)}
    return _printed(
        "worksheet",
        ladder,
        theme,
        on,
        kicker="Worksheet" if level.number is None else f"Worksheet, {level.number_name}",
        title=level.title,
        lead=scale.question,
        how=_how(level, ladder),
        answers=[_meaning(it) for it in (*scale.frequencies, _no_opportunity(scale, level), *apart)],
        sections=[
            {
                "title": _SECTION[section],
                "statements": [
                    {
                        "number": numbers[it.id],
                        "title": it.headline,
                        "mandatory": "mandatory" if it.mandatory else "",
                        "text": " ".join(filter(None, (it.state and scale.state_question, _on_paper(it, scale)))),
                        "example": f"For example: {it.examples[0]}" if it.examples else "",
                    }
                    for it in getattr(level, section)
                ],
            }
            for section in RATED
            if getattr(level, section)
        ],
        competencies=[
            {"title": each.title, "steps": [{"label": step.title, "meaning": step.text} for step in each.steps]}
            for each in ladder.competencies
            if each.steps and each.id in {statement.competency for statement in level.statements}
        ],
        closing="What I'd like to talk about",
    )


def _on_paper(statement: Statement, scale: Scale) -> str:
    """A statement's words, with the time that they look back on and a place for the number of occasions if rare."""
    rare = scale.rare_of(statement)
    return f"{statement.text} ({rare.period}, of ___)" if rare else _below(statement)


def _no_opportunity(scale: Scale, level: Level) -> StateLabel:
    """What "no opportunity" stands for on a sheet, with the longer time of what is rare on it."""
    state = scale.no_opportunity
    if scale.rare is None or not any(map(scale.rare_of, level.statements)):
        return state
    first = state.meaning.partition(". ")[0].rstrip(".")
    return state.model_copy(update={"meaning": f"{first} ({scale.rare.period} where a line says so)."})


def _how(level: Level, ladder: Ladder) -> list[str]:
    """How to fill a sheet in, whose judgement what is expected is, and how to answer what is rare on it."""
    scale = ladder.scale
    last = " ".join(filter(None, (_HOW[3], whose_expectation(ladder))))
    if scale.rare is not None and any(map(scale.rare_of, level.statements)):
        last += f" “Of ___” asks how many occasions there were. {scale.rare.note}"
    return [*_HOW[:3], last]


def cards(ladder: Ladder, levels: Sequence[Level], theme: Theme, *, on: date) -> Pdf:
    """The statements of some levels as cards to cut out and sort, shuffled already, with a key.

    The order looks random and is the same every time, so that a set can be printed again. `on` is the day for the file,
    `theme` its look; the `ladder` gives the title.
    """
    faces = [
        {"number": at, "title": it.headline, "text": _below(it), "id": it.id}
        for at, it in enumerate(shuffled(levels), 1)
    ]
    key = []
    for level in levels:
        own = {statement.id for statement in level.statements}
        key.append({"title": level.title, "cards": [face for face in faces if face["id"] in own]})
    return _printed(
        "cards",
        ladder,
        theme,
        on,
        kicker="For the facilitator",
        title="Level cards",
        cards=faces,
        key_title="Which card belongs where",
        key_lead="Hand this out once people have sorted. "
        "Where they disagree with it they may be right about their own company.",
        key=key,
    )


def cards_in_pages(levels: Iterable[Level]) -> str:
    """How many cards these levels make and on how many pages: "33 cards on 5 pages, and a key"."""
    number = sum(len(level.statements) for level in levels)
    return f"{count_of(number, 'card')} on {count_of(-(-number // CARDS_ON_A_PAGE), 'page')}, and a key"


def card_sets(ladder: Ladder) -> tuple[tuple[Level, Level], ...]:
    """Each level with each that people usually come to from it: a set of cards is of two such levels.

    Where a `ladder` says of none, each with the next one; nothing where it has one level.
    """
    pairs = [(ladder.level(before), level) for level in ladder.levels for before in level.follows]
    return tuple(pairs or pairwise(ladder.levels))


def levels_sheet(ladder: Ladder, first: str, second: str, theme: Theme, *, on: date) -> Pdf:
    """Two levels side by side by competency, and what is new at the second. Raises `UnknownId`, `UsageError`.

    `first` and `second` are the ids of levels of the `ladder`. `on` is the day for the file, and `theme` its look.
    """
    pair = beside(ladder, first, second)
    level, other = pair.first, pair.second
    new = f"New at {other.short_title}: {', '.join(pair.new)}." if pair.new else ""

    def lines(statements: Sequence[Statement]) -> list[dict[str, str]]:
        return [{"title": it.headline, "text": _below(it)} for it in statements]

    return _printed(
        "beside",
        ladder,
        theme,
        on,
        kicker="Two levels side by side",
        title=f"{level.short_title} and {other.short_title}",
        lead=new,
        levels=[level.title, other.title],
        none="No statement of its own here.",
        rows=[{"title": row.title, "first": lines(row.first), "second": lines(row.second)} for row in pair.rows],
    )


def plan_page(ladder: Ladder, theme: Theme, *, on: date) -> Pdf:
    """One if–then plan with its first step and dates, on one page (Gollwitzer & Sheeran 2006).

    `on` is the day for the file, `theme` its look; the `ladder` gives the title and the language.
    """
    return _printed("plan", ladder, theme, on, **_PLAN)


def conversation(ladder: Ladder, theme: Theme, *, on: date, minutes: int = PAIR_MINUTES) -> Pdf:
    """The guide to a conversation in a pair; each talks for `minutes`.

    `on` is the day for the file, `theme` its look; the `ladder` gives the title and the language.
    """
    lead = f"{count_of(minutes, 'minute')} each. Then change places."
    return _printed("conversation", ladder, theme, on, lead=lead, **_TALK)


def feedback_slips(ladder: Ladder, theme: Theme, *, on: date) -> Pdf:
    """The three closing questions as slips to cut, four on a page: phones ask the same.

    `on` is the day for the file, `theme` its look; the `ladder` gives the footer and the language.
    """
    asked = questions()
    answers = [step.label for step in sorted(asked.scale.frequencies, key=lambda step: step.value)]
    return _printed(
        "feedback",
        ladder,
        theme,
        on,
        kicker="To cut",
        title=asked.title,
        lead="About the workshop itself. No name, please: it goes onto one pile, face down.",
        questions=[{"title": question.title, "answers": answers} for _, _, question in asked.walk()],
        open=next(prompt.text for _, prompt in asked.walk_prompts()),
        aloud="You may read this aloud to the team.",
    )


def all_handouts(
    ladder: Ladder, theme: Theme, *, on: date, workshop: Workshop | None = None, levels: Iterable[str] = ()
) -> dict[str, Pdf]:
    """The handouts that a workshop uses (None: all there are), by file name.

    `levels` are the ids of the levels that worksheets and cards are made of; none means
    all. Raises `UnknownId`. `on` is the day for the files, and `theme` their look; the `ladder` gives the words.
    """
    chosen = [ladder.level(level_id) for level_id in dict.fromkeys(levels)] or list(ladder.levels)
    wanted = tuple(Handout) if workshop is None else workshop.handouts
    pdfs: dict[str, Pdf] = {}
    if Handout.WORKSHEET in wanted:
        pdfs |= {f"worksheet-{level.id}.pdf": worksheet(ladder, level, theme, on=on) for level in chosen}
    if Handout.CARDS in wanted and len(ladder.levels) > 1:  # of one level there is nothing to sort
        pdfs["cards.pdf"] = cards(ladder, chosen, theme, on=on)
    if Handout.PLAN in wanted:
        pdfs["plan.pdf"] = plan_page(ladder, theme, on=on)
    if Handout.CONVERSATION in wanted:
        pdfs["conversation.pdf"] = conversation(ladder, theme, on=on, minutes=pair_minutes(workshop))
    if Handout.FEEDBACK in wanted:
        pdfs["feedback.pdf"] = feedback_slips(ladder, theme, on=on)
    return pdfs


def file_names(ladder: Ladder, workshop: Workshop | None = None) -> tuple[tuple[str, str], ...]:
    """What `all_handouts` makes for all levels: the title of each, and its file's name."""
    worksheets = tuple((f"Worksheet: {level.title}", f"worksheet-{level.id}.pdf") for level in ladder.levels)
    wanted = tuple(Handout) if workshop is None else workshop.handouts
    titles = {**_TITLES, Handout.CARDS: f"{_TITLES[Handout.CARDS]} ({cards_in_pages(ladder.levels)})"}
    useful = set(wanted) - ({Handout.CARDS} if len(ladder.levels) == 1 else set())
    others = tuple((title, f"{handout.value}.pdf") for handout, title in titles.items() if handout in useful)
    return (worksheets if Handout.WORKSHEET in wanted else ()) + others


def pair_minutes(workshop: Workshop | None) -> int:
    """How long each of a pair talks: what runs down on the slide of the block that uses the guide."""
    for block in workshop.blocks if workshop else ():
        if Handout.CONVERSATION in block.handouts and block.form is Form.PAIRS:
            return next(iter(block.countdowns), max(1, block.minutes // 2))
    return PAIR_MINUTES


def shuffled(levels: Iterable[Level]) -> list[Statement]:
    """The statements of some levels in an order that tells nothing of where they stand."""
    statements = [statement for level in levels for statement in level.statements]
    return sorted(statements, key=lambda it: hashlib.sha256(it.id.encode()).digest())


def _below(statement: Statement) -> str:
    """What stands below a statement's headline: its text, unless that says all of it."""
    return statement.text if statement.named else ""


def _meaning(answer: Any) -> dict[str, str]:
    """A label and the first sentence of what it stands for: a sheet has no room for more."""
    return {"label": answer.label, "meaning": answer.meaning.partition(". ")[0].rstrip(".") + "."}


def _printed(template: str, ladder: Ladder, theme: Theme, on: date, **data: Any) -> Pdf:
    page = {**data, "name": for_metadata(f"{data['kicker']}: {data['title']}"), "footer": ladder.title}
    return compile_pdf(
        _TEMPLATES / f"{template}.typ",
        lambda _: page,
        theme,
        language=kit_language(ladder.language),
        on=on,
        spoken=ladder.spoken,
    )
