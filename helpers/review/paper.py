"""A second view on paper: half a sheet for each of two people, filled in apart and turned over together.

Both halves are alike and hold no answer: the one who asks has theirs in the journal, frozen, and writes them down.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from helpers.charts import Theme
from helpers.ladder import Ladder
from helpers.ladder.spoken import kit_language
from helpers.report.typesetting import Pdf, compile_pdf, for_metadata
from helpers.review.agenda import NOT_SEEN
from helpers.review.asking import Invitation, hint

_TEMPLATE = Path(__file__).parent / "answer" / "halves.typ"


def halves(invitation: Invitation, ladder: Ladder, theme: Theme, *, on: date, name: str = "") -> Pdf:
    """Both halves as a PDF: one sheet to cut, or two where the statements need the room.

    `name` is who asks; "" names nobody. `on` is the day for the file. Raises `ReportError` for a broken logo. The
    `ladder` gives the scale and the title, and `theme` the look; the statements are those of the `invitation`.
    """
    scale = ladder.scale
    steps = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
    who = " ".join(name.split())
    data = {
        "name": for_metadata(f"A second view: {who}" if who else "A second view"),
        "footer": f"{ladder.title} · second view {invitation.reference}",
        "question": f"{scale.question.strip().rstrip('…. ')} …",
        "steps": [*steps, NOT_SEEN],
        "statements": [
            " ".join([*text.split(), *([f"({more})"] if (more := hint(ladder, statement_id)) else [])])
            for statement_id, text in invitation.questions
        ],
        "example": "One example: what happened, when?",
        "more": "To do more of:",
        "halves": [
            {
                "title": f"What you have seen of {who}" if who else "What you have seen",
                "lead": f"“You” in these lines is {who or 'the person who gave you this'}, who knows only their own "
                "side and asks for yours. Tick one box a line; “Haven’t seen it” is a full answer. Fold this half and "
                "bring it along: you turn both over together and talk. Nobody else is shown it, and none of it is "
                "quoted in a report unless you say so.",
            },
            {
                "title": "What I said",
                "lead": "Your own answers as they were when you asked: write them down before the talk, from your "
                "journal. Fold this half, and turn both over together.",
            },
        ],
    }
    return compile_pdf(
        _TEMPLATE, lambda _: data, theme, language=kit_language(ladder.language), on=on, spoken=ladder.spoken
    )
