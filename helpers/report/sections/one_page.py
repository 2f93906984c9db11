"""One page after ten minutes: what is answered at one level and how much of it that is, the picture, the plan."""

from __future__ import annotations

from helpers.charts import coverage_chart
from helpers.insight import answer_label
from helpers.insight.few import EIGHT
from helpers.insight.words import count_of
from helpers.journal import RatingState
from helpers.report.context import PICTURE_WIDTH, Material
from helpers.report.model import READING, Block, Entries, Figure, Points, Prose, Section
from helpers.report.sections.gap_and_plan import cards


def one_page(material: Material) -> tuple[Section, ...]:
    """The sections of the one page. Without a level, or an answer, it says what would stand there."""
    level = material.standing
    covered = next((each for each in material.coverages if level and each.level_id == level.id), None)
    plans = tuple(cards(material))[:1]
    plan: Block = Entries(look="cards", entries=plans) if plans else Prose(text="No plan is written yet.")
    own = Section(id="plan", title="Your plan", blocks=(plan,))
    if covered is None or covered.unanswered == covered.total:
        nothing = "Nothing is answered yet. Eight statements of one level are enough for a first page."
        return Section(id=READING, title="Your answers", blocks=(Prose(text=nothing),)), own
    answered = [each for each in covered.items if each.rating.state is not RatingState.UNANSWERED]
    count = f"{len(answered)} of {covered.total}"
    lines = tuple(
        f"{each.statement.title}: {answer_label(covered.scale, each.rating)}{', backed by evidence' * each.supported}"
        for each in answered[:EIGHT]
    )
    more = len(answered) - len(lines)
    rests = (
        f"It rests on {count} statements; {count_of(more, 'more answer')} in the whole report. "
        if more
        else RESTS.format(count)
    )
    blocks: tuple[Block, ...] = (
        Figure(picture=coverage_chart([covered], material.theme, width=PICTURE_WIDTH)),
        Points(points=lines),
        Prose(tone="aside", text=rests + VIEW),
    )
    return Section(id=READING, title=f"{covered.level.title}: {count} answered", blocks=blocks), own


RESTS = "It rests on {} statements; whatever is open says nothing. "
VIEW = "These are somebody’s own answers: a view, and no measurement, no score, no checklist for a promotion."
