"""The sections about today: where somebody is, what they show, level by level, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.charts import coverage_chart
from helpers.errors import UnknownId
from helpers.insight import (
    Changes,
    ChoiceChange,
    Coverage,
    Edit,
    Kind,
    RatingChange,
    Strength,
    answer_label,
    changes_since,
    day_in_words,
    destination,
    earlier_visit,
    strengths,
)
from helpers.insight.versions import old_words, then_and_now
from helpers.insight.words import count_of, listed
from helpers.journal import Evidence
from helpers.ladder import Level
from helpers.ladder.place_id import PlaceId
from helpers.report.contents import GONE_STATEMENT
from helpers.report.context import PICTURE_WIDTH, Material
from helpers.report.model import Block, Entries, Entry, Fact, Facts, Points, Prose, Section, Table
from helpers.report.phrases import quoted
from helpers.report.pictures import figure, map_figure

NOT_SHOWN = "There is evidence that isn’t shown here."
"""What stands where evidence counts and its words are left out."""

MOST_CHANGES = 6
"""How many changed answers are listed; the rest are counted."""


def where(material: Material, at_length: Mapping[str, str]) -> Section:
    """Where somebody stands and heads, and the map. `at_length` is what was too long for the head of the page."""
    state = material.state
    rated = sum(level.rated for level in material.coverages)
    asked = sum(level.total for level in material.answered)
    apart = sum(level.set_apart for level in material.answered)
    levels = count_of(len(material.answered), "level")
    curious = list(_titles(material, state.chosen("curious")))
    facts = (
        Fact(label="You stand at", text=_called(material.standing) if material.standing else "Not chosen yet"),
        _heading(material, curious),
        Fact(label="Rated", text=_rated(rated, asked, apart, levels) if material.answered else "Nothing yet"),
    )
    blocks: list[Block] = [Facts(facts=facts)]
    if at_length:
        blocks.append(Entries(entries=tuple(Entry(title=label, quotes=(text,)) for label, text in at_length.items())))
    if elsewhere := " ".join(_elsewhere(material)):
        blocks.append(Prose(text=elsewhere, tone="aside"))
    if curious and material.destination:
        blocks.append(Prose(text=f"Also curious about: {listed(curious)}.", tone="aside"))
    if not material.answered:
        blocks.append(
            Prose(
                text="No statement has an answer yet. One level is enough to begin with: its chapter asks how often "
                "you did each thing in the last six months, and this report fills itself from the answers."
            )
        )
    blocks.append(map_figure(material))
    return Section(id="where", title="Where you are", blocks=tuple(blocks))


def _rated(rated: int, asked: int, apart: int, levels: str) -> str:
    """How many statements have a frequency, of how many that were asked, and how many an answer of another kind."""
    return f"{rated} of {asked} statements at {levels}" + (f", and {apart} set apart" if apart else "")


def _heading(material: Material, curious: list[str]) -> Fact:
    """The direction that was chosen; without one, what somebody is curious about."""
    if material.destination is None and curious:
        return Fact(label="You are curious about", text=listed(curious))
    return Fact(label="You head for", text=material.destination.title if material.destination else "Not chosen yet")


def strong(material: Material) -> Section:
    """What is shown already: with evidence, then said and not yet backed, then evidence beside other answers."""
    items = strengths(material.ladder, material.state)
    often = "at least as often as the ladder expects" if material.ladder.expects else "often, or almost always"
    shown: set[str] = set()
    supported = tuple(_strengths(material, [item for item in items if item.supported], shown))
    said = [item for item in items if not item.supported]
    blocks: list[Block] = []
    if items:
        blocks.append(
            Prose(
                tone="lead",
                text=f"What you do {often}. What has evidence comes first.",
            )
        )
    else:
        blocks.append(
            Prose(
                text=f"Here stands what you do {often}, with the evidence you wrote "
                "down beside it. No answer of that kind is in the journal yet."
            )
        )
    if supported:
        blocks.append(Entries(entries=supported))
    if said:
        by_level = [
            (level, [item.statement.title for item in said if item.level.id == level.id])
            for level in material.ladder.levels
        ]
        blocks.append(
            Points(
                title="Said, not yet backed",
                points=tuple(f"{level.short_title}: {'; '.join(titles)}" for level, titles in by_level if titles),
            )
        )
    if rest := tuple(_other_evidence(material, shown)):
        blocks.append(Entries(title="Evidence beside other answers", entries=rest))
    return Section(id="strengths", title="Strengths, and what shows them", blocks=tuple(blocks))


def levels(material: Material) -> Section | None:
    """Coverage of every level that has an answer, as a picture and as a table with its n."""
    if not material.answered:
        return None
    expects = material.ladder.expects
    rows = tuple(
        (
            level.level.short_title,
            f"{level.rated} of {level.total}",
            *([_at_expected(level)] if expects else []),
            str(level.supported + level.count(Kind.BACKED)),
            str(level.set_apart),
            str(level.unanswered),
        )
        for level in material.answered
    )
    blocks = (
        Prose(
            tone="lead",
            text="Each count has its number of answers beside it. What is set apart doesn’t count as zero.",
        ),
        figure(
            coverage_chart(material.answered, material.theme, width=PICTURE_WIDTH),
            "A sign for each statement of these levels, by how it was answered. The table below has the counts.",
            None,
        ),
        Table(
            head=(
                "Level",
                "Rated",
                *(["As often as expected"] if expects else []),
                "With evidence",
                "Set apart",
                "Unanswered",
            ),
            rows=rows,
        ),
    )
    return Section(id="levels", title="Level by level", blocks=blocks)


def _at_expected(level: Coverage) -> str:
    """How many are at the expected frequency, of those that have one."""
    expected = level.rated - level.open
    return f"{level.at_expected} of {expected}" if expected else "–"


def changed(material: Material) -> Section | None:
    """What is different since the visit before this one; None if there was none."""
    events = tuple(event for event in material.events if event.ladder == material.ladder.id)
    since = earlier_visit(events)
    if since is None:
        return None
    changes = changes_since(material.ladder, events, since)
    blocks: list[Block] = []
    if points := tuple(_other_changes(changes)):
        blocks.append(Points(points=points))
    if changes.ratings:
        blocks.append(_rating_changes(material, changes))
    if len(changes.ratings) > MOST_CHANGES:
        more = count_of(len(changes.ratings) - MOST_CHANGES, "more answer", "more answers")
        blocks.append(Prose(tone="aside", text=f"And {more} changed."))
    if not blocks:
        blocks.append(Prose(text="You came back to your answers and left all of them as they were."))
    return Section(id="changes", title=f"Since {day_in_words(since)}", blocks=tuple(blocks))


def _called(level: Level) -> str:
    """A level's title, with what the company calls it ("IC3") where that is more than a number."""
    return level.numbered_title if isinstance(level.number, str) else level.title


def _elsewhere(material: Material) -> Iterator[str]:
    """What else people call the level where somebody stands, and the place where they head, in a sentence each."""
    goal = material.destination
    heads_for = (goal.level or goal.role) if goal else None
    for place in (material.standing, heads_for if heads_for != material.standing else None):
        if place and place.other_titles:
            yield f"{place.title} is also called {listed(list(place.other_titles))}."


def _titles(material: Material, ids: tuple[str, ...]) -> Iterator[str]:
    """The titles of levels and roles by their bare ids or as destinations; those that are gone are left out."""
    for place_id in ids:
        for candidate in (place_id, PlaceId.level(place_id), PlaceId.role(place_id)):
            try:
                yield destination(material.ladder, candidate).title
                break
            except UnknownId:
                continue


def _strengths(material: Material, items: Sequence[Strength], shown: set[str]) -> Iterator[Entry]:
    """The supported strengths. Evidence that stands for several is quoted once, with the others named beside it."""
    heads: dict[str, Strength] = {}
    also: dict[str, list[str]] = {}
    for item in items:
        if any(line not in heads for line in item.evidence):
            for line in item.evidence:
                heads.setdefault(line, item)
        else:
            also.setdefault(heads[item.evidence[0]].statement.id, []).append(item.statement.title)
    shown.update(heads)
    for item in dict.fromkeys(heads.values()):
        others = also.get(item.statement.id)
        own = [line for line in item.evidence if heads[line] is item]
        quotes = material.quotes(own)
        yield Entry(
            title=item.statement.title,
            note=f"{item.level.short_title}\n{answer_label(material.ladder.scale, item.rating)}",
            text=" ".join(
                filter(
                    None,
                    (
                        material.mark(quotes),
                        f"The same evidence shows {listed(quoted(others))}." if others else "",
                        NOT_SHOWN if len(quotes) < len(own) else "",
                    ),
                )
            ),
            quotes=quotes,
        )


def _other_evidence(material: Material, shown: set[str]) -> Iterator[Entry]:
    """Every line of evidence that no strength has quoted, so that nothing written goes missing; last what was written
    beside statements that the ladder has no longer, or has in another meaning.
    """
    for line in material.state.evidence():
        if line.text in shown or not material.quotes((line.text,)):
            continue
        shown.add(line.text)
        known = line.supports
        if not known:
            yield Entry(title="Evidence beside no statement", text=material.mark((line.text,)), quotes=(line.text,))
            continue
        titles = [material.ladder.statement(statement_id).title for statement_id in known]
        answer = answer_label(material.ladder.scale, material.state.rating(known[0]))
        yield Entry(
            title=" · ".join(titles),
            note=f"{material.ladder.level_of(known[0]).short_title}\n{answer}",
            text=material.mark((line.text,)),
            quotes=(line.text,),
        )
    for fate in material.state.left:
        if not isinstance(fate.event.answer, Evidence):
            continue
        words = (fate.event.answer.text,)
        if words[0] not in shown and material.quotes(words):
            shown.update(words)
            title = old_words(fate) or GONE_STATEMENT
            yield Entry(title=title, note=then_and_now(fate), text=material.mark(words), quotes=words)


def _rating_changes(material: Material, changes: Changes) -> Table:
    """What was answered before and is answered otherwise now, the widest step first."""
    scale = material.ladder.scale
    widest = sorted(changes.ratings, key=_step, reverse=True)[:MOST_CHANGES]
    return Table(
        head=("Statement", "Level", "Then", "Now"),
        rows=tuple(
            (
                change.statement.title,
                change.level.short_title,
                answer_label(scale, change.before),
                "open again now" if change.reopened else answer_label(scale, change.after),
            )
            for change in widest
        ),
    )


def _step(change: RatingChange) -> int:
    before, after = change.before.frequency, change.after.frequency
    return abs(after - before) if before is not None and after is not None else 0


def _other_changes(changes: Changes) -> Iterator[str]:
    for label, change in (("Where you stand", changes.standing), ("Where you head", changes.destination)):
        if change:
            yield _choice(label, change)
    if changes.newly_rated:
        levels = {change.level.id: change.level for change in changes.newly_rated}
        counts = [
            f"{sum(change.level.id == level_id for change in changes.newly_rated)} at {level.short_title}"
            for level_id, level in levels.items()
        ]
        yield f"{count_of(len(changes.newly_rated), 'statement')} answered for the first time: {listed(counts)}."
    for what, edits in (("Lines of evidence", changes.evidence), ("Reflections", changes.reflections)):
        numbers = {edit: sum(change.edit is edit for change in edits) for edit in Edit}
        if edited := [f"{number} {edit}" for edit, number in numbers.items() if number]:
            yield f"{what}: {listed(edited)}."


def _choice(label: str, change: ChoiceChange) -> str:
    match change.before, change.after:
        case None, after:
            return f"{label}: {after}, chosen for the first time."
        case before, None:
            return f"{label}: {before} then, open again now."
        case before, after:
            return f"{label}: {before} then, {after} now."
    raise AssertionError(change)
