"""What an answer is about: "kind:id", such as `statement:mid.roadmap` or `plan:1`. Nothing else cuts or builds these.

A subject is a string and is stored as it is, in journals, share files and databases alike. So it is one here
too, that knows its parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import CoreSchema, core_schema


class Kind(NamedTuple):
    """What may be answered on a kind of subject, and the format of a journal's line in which that kind came."""

    answers: frozenset[str]
    since: int = 1


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "profile": Kind(frozenset({"words"})),
        "choice": Kind(frozenset({"choice"})),
        "statement": Kind(frozenset({"rating"})),
        "evidence": Kind(frozenset({"evidence"})),
        "prompt": Kind(frozenset({"words"})),
        "plan": Kind(frozenset({"plan"})),
        "lookback": Kind(frozenset({"choice", "words"}), since=3),
        "note": Kind(frozenset({"choice", "words"}), since=4),
        "lab": Kind(frozenset({"words", "choice", "figures"})),
        "case": Kind(frozenset({"choice"})),
        "ask": Kind(frozenset({"ask"}), since=5),
        "reply": Kind(frozenset({"reply"}), since=5),
        "agreed": Kind(frozenset({"words"}), since=7),
        "draft": Kind(frozenset({"choice", "words"}), since=7),
    }
)
"""The kinds of subject that there are, in the order in which somebody's answers are read."""

PLACES = ("standing", "curious", "compare", "destination")
"""The choices among levels and roles."""

PATTERN = rf"^({'|'.join(KINDS)}):[a-z0-9]+(?:[-.][a-z0-9]+)*$"
_DIGITS = re.compile(r"(\d+)")


class Subject(str):
    """What an answer is about, as it is stored. `Subject(text)` checks nothing; a field of a model does.

    Sort by `place`: as strings, the tenth plan would come before the second.
    """

    @classmethod
    def profile(cls, name: str) -> Subject:
        """What somebody said of themselves ("name", "role")."""
        return cls(f"profile:{name}")

    @classmethod
    def statement(cls, id: str) -> Subject:
        """How often somebody did what a statement says."""
        return cls(f"statement:{id}")

    @classmethod
    def evidence(cls, id: str) -> Subject:
        """The line of evidence written down at a statement."""
        return cls(f"evidence:{id}")

    @classmethod
    def prompt(cls, id: str) -> Subject:
        """What somebody wrote on a reflection prompt."""
        return cls(f"prompt:{id}")

    @classmethod
    def choice(cls, name: str) -> Subject:
        """What somebody chose ("destination", "focus")."""
        return cls(f"choice:{name}")

    @classmethod
    def plan(cls, number: int) -> Subject:
        """One if–then plan, which keeps its number for good."""
        return cls(f"plan:{number}")

    @classmethod
    def look_back(cls, plan: str, day: date, part: str) -> Subject:
        """One question about a plan ("plan:1"), asked for the date on which its owner meant to look back.

        `day` is that date, and `part` says which of the questions it is.
        """
        return cls(f"lookback:{Subject(plan).id}.{day.isoformat()}.{part}")

    @classmethod
    def note(cls, id: str | int) -> Subject:
        """Something that happened at work, written down in passing."""
        return cls(f"note:{id}")

    @classmethod
    def backs(cls, note: str) -> Subject:
        """Which statements a note ("note:1") was put beside as evidence."""
        return cls(f"{note}.backs")

    @classmethod
    def lab(cls, lab: str, part: str) -> Subject:
        """A part of a lab."""
        return cls(f"lab:{lab}.{part}")

    @classmethod
    def case(cls, id: str) -> Subject:
        """A judgement case."""
        return cls(f"case:{id}")

    @classmethod
    def ask(cls, id: str) -> Subject:
        """A second view that was asked for."""
        return cls(f"ask:{id}")

    @classmethod
    def reply(cls, id: str) -> Subject:
        """A second view that was opened."""
        return cls(f"reply:{id}")

    @classmethod
    def agreed(cls, reply: str) -> Subject:
        """What came of talking about a second view ("reply:…")."""
        return cls(f"agreed:{Subject(reply).id}")

    @classmethod
    def draft(cls, of: str) -> Subject:
        """What somebody is still writing or choosing ("note"): kept so that nothing is lost, and no answer yet."""
        return cls(f"draft:{of}")

    def renamed(self, id: str) -> Subject:
        """The subject of the same kind with another id."""
        return Subject(f"{self.kind}:{id}")

    @cached_property
    def kind(self) -> str:
        """What stands before the colon: one of `KINDS`."""
        return self.partition(":")[0]

    @cached_property
    def id(self) -> str:
        """What stands after the colon: of a statement, a prompt, a plan, …"""
        return self.partition(":")[2]

    @property
    def lab_part(self) -> tuple[str, str]:
        """The lab and the part of it that the subject is; ("", "") unless it is one."""
        lab, _, part = self.id.partition(".")
        return (lab, part) if self.kind == "lab" else ("", "")

    @property
    def place(self) -> tuple[int, tuple[tuple[int, str], ...], str]:
        """Where it comes among others: by kind as `KINDS` has them, then by id, in which 2 comes before 10."""
        kinds = list(KINDS)
        parts = tuple((int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(self.id) if part)
        return (kinds.index(self.kind) if self.kind in KINDS else len(kinds), parts, self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(pattern=PATTERN))
