"""The section on how to read a report, and what it is not.

A rating of oneself is a view and no measurement: it goes with performance at about
r = .29 (Mabe & West 1982) and with a supervisor's view at about r = .22, on the lenient
side (Heidemeier & Moser 2009). So a report says that, and holds no score and no verdict.
"""

from __future__ import annotations

from helpers.insight.versions import open_again, rests_on
from helpers.insight.words import count_of, listed, whose_expectation
from helpers.journal import Problem
from helpers.ladder import Scale
from helpers.report.context import Material
from helpers.report.model import READING, Fact, Facts, Prose, Section
from helpers.report.phrases import quoted

SOURCES = (
    "Mabe, P. A. & West, S. G. (1982). Validity of self-evaluation of ability: a review and meta-analysis. Journal of "
    "Applied Psychology 67, 280–296. Heidemeier, H. & Moser, K. (2009). Self–other agreement in job performance "
    "ratings: a meta-analytic test of a process model. Journal of Applied Psychology 94, 353–370."
)

MOST_LINES = 8
"""How many line numbers a notice names."""


_STATES = (
    "Some statements of this ladder say what somebody is or knows rather than what they do, and are asked as they "
    "stand. A state is harder to observe than an act, so these answers differ more from one person to the next: an "
    "occasion, and what was seen on it, says more than the word that was chosen."
)


def how_to_read(material: Material) -> Section:
    """What a self-rating can say, what the counts mean, and what nobody should use them for."""
    ladder, scale = material.ladder, material.ladder.scale
    words = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
    source = f"({ladder.title}, version {ladder.version})"
    expects = (
        f"The expectation comes from the ladder {source}, the answer from the person. {whose_expectation(ladder)}"
        if ladder.expects
        else f"The ladder {source} expects no particular frequency, so there is no gap to show; the answer is the "
        "person's."
    )
    states = [statement for _, _, statement in ladder.walk() if ladder.stands_alone(statement)]
    versions = " ".join(filter(None, (rests_on(material.state, ladder), open_again(material.state))))
    facts = (
        Fact(
            label="A view",
            text="These are somebody's own answers about their own work. Across studies, self-ratings agree with "
            "measured performance at about r = .29 (Mabe & West 1982) and with a supervisor's rating at about "
            "r = .22, leaning towards the generous (Heidemeier & Moser 2009). So a number here opens a conversation; "
            "evidence and a second view carry it further.",
        ),
        Fact(
            label="The scale",
            text=f"How often in the last six months: {listed(quoted(words))}. {_rare(scale)}{expects} "
            "“4 of 7” means four of the "
            "seven answered with a frequency; whatever was answered otherwise, or not at all, is left out.",
        ),
        *([Fact(label="Versions", text=versions)] if versions else []),
        *([Fact(label="States", text=_STATES)] if states else []),
        Fact(
            label="Memory",
            text="What someone does rarely is recalled less well than what they do every week, and loud work is "
            "remembered better than quiet work. Notes made at the time help against both.",
        ),
        Fact(
            label="What it is not",
            text="No score, no rank and no checklist for a promotion: nobody can show everything in every team. There "
            "is no timetable either. Going on, switching track, moving sideways and staying are all good roads. The "
            "report belongs to the person it is about, and they decide who sees it.",
        ),
    )
    return Section(
        id=READING,
        title="How to read this",
        blocks=(Facts(look="list", facts=facts), Prose(tone="aside", text=SOURCES)),
    )


def _rare(scale: Scale) -> str:
    """How statements about rare occasions were asked; "" where the scale has no such question."""
    if scale.rare is None:
        return ""
    return f"What seldom comes up looks back further ({scale.rare.period}), and names how few occasions there were. "


def left_out(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """What a reader should know of journal lines that couldn't be read: () or one sentence."""
    if not problems:
        return ()
    lines = ", ".join(str(problem.line) for problem in problems[:MOST_LINES])
    more = "" if len(problems) <= MOST_LINES else " and more"
    amount = count_of(len(problems), "line")
    return (f"{amount} of the journal could not be read and stand{'s' * (len(problems) == 1)} aside ({lines}{more}).",)
