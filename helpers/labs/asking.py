"""What labs ask alike: a form under the lab's name, and one of several to choose."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.form import ChoiceField, Field, Form, Option
from helpers.labs.model import Lab


def titled(lab: Lab, about: str, *fields: Field) -> Form:
    """A form that is announced by the lab's title and what it is about: "See the system: your order"."""
    return f"{lab.title}: {about}", fields


def one_of(lab: Lab, part: str, label: str, options: Iterable[Option], hint: str | None = None) -> ChoiceField:
    """One option to choose, or none. `part` names the answer within the lab; `label` is the question itself.

    `hint` stands below it (None: nothing does).
    """
    return ChoiceField(subject=lab.subject(part), label=label, hint=hint, options=tuple(options), max=1)
