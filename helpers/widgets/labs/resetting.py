"""Starting a lab afresh, with a way back. The journal keeps what was there before, as always."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from helpers.errors import KitError
from helpers.journal import Answer, Choice, Figures, Rater, State, Words
from helpers.labs import Lab
from helpers.pages.page import page
from helpers.widgets.panel import Panel
from helpers.widgets.session import Moment, Session

START, BACK = "afresh", "back"


class Afresh:
    """The button that empties a lab's answers, and then the one that puts them back."""

    def __init__(self, session: Session, lab: Lab, refresh: Callable[[], None]) -> None:
        self._session = session
        self._lab = lab
        self._refresh = refresh
        self._before: Mapping[str, Answer] = {}

    def page(self, moment: Moment) -> str:
        """Which of the two buttons there is now; neither while there is nothing to empty or put back."""
        return page("labs/reset", given=bool(given(self._lab, moment.state)), emptied=bool(self._before))

    def act(self, panel: Panel, value: str) -> None:
        """Empty the lab's answers, or put back those that were emptied here last."""
        try:
            if value == START:
                self._before = given(self._lab, self._session.moment().state)
                for subject, answer in self._before.items():
                    self._session.record(subject, emptied(answer))
            elif value == BACK:
                before, self._before = self._before, {}
                for subject, answer in before.items():
                    self._session.record(subject, answer)
        except KitError as error:
            panel.show(page("trouble", what=str(error)))
        self._refresh()


def given(lab: Lab, state: State) -> dict[str, Answer]:
    """What somebody has answered in a lab, by subject; what was emptied isn't answered."""
    answers = {
        subject: event.answer
        for (rater, subject), event in state.current.items()
        if rater is Rater.SELF and subject.startswith(lab.subject(""))
    }
    return {subject: answer for subject, answer in answers.items() if answer != emptied(answer)}


def emptied(answer: Answer) -> Answer:
    """The answer of the same kind that says nothing."""
    match answer:
        case Words():
            return Words(text="")
        case Figures():
            return Figures(values={})
        case _:
            return Choice(chosen=())
