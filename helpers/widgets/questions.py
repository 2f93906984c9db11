"""What people are asked: the fields of each form, from the ladder and the answers so far."""

from __future__ import annotations

from helpers.errors import UnknownId, UsageError
from helpers.ladder import RATED, Ladder, Level, Prompt, Role, Section
from helpers.widgets.answering import ChoiceField, Field, Option, TextField, rating_fields

Form = tuple[str, tuple[Field, ...]]
"""What a form is about, and its questions."""

_SECTIONS = {
    Section.RESPONSIBILITIES: "what the work asks",
    Section.SIGNS: "signs that it goes well",
    Section.SKILLS: "skills to grow",
}


def statements(ladder: Ladder, level_id: str, section: str) -> Form:
    """The statements of one section of a level, to rate; evidence at one may support any of the level's.

    Raises `UnknownId`, and `UsageError` for a section that isn't rated.
    """
    level = ladder.level(level_id)
    if section not in RATED:
        raise UsageError(f"{section!r} is no section to rate", next_step=f"There are: {', '.join(RATED)}.")
    asked = {statement.id for statement in getattr(level, section)}
    fields = tuple(field for field in rating_fields(level.statements) if field.statement_id in asked)
    return f"{level.title}: {_SECTIONS[Section(section)]}", fields


def prompts(ladder: Ladder, owner: str) -> Form:
    """The reflection prompts of a level or role (by its id), or the ladder's own ("path"). Raises `UnknownId`."""
    if owner == "path":
        return "Your path", tuple(map(_prompt, ladder.prompts))
    holders: tuple[Level | Role, ...] = (*ladder.levels, *ladder.roles)
    for holder in holders:
        if holder.id == owner:
            return f"{holder.title}: in your own words", tuple(map(_prompt, holder.prompts))
    raise UnknownId(
        f"nothing to reflect on is called {owner!r}", next_step="Give the id of a level or a role, or “path”."
    )


def _prompt(prompt: Prompt) -> TextField:
    return TextField(subject=f"prompt:{prompt.id}", label=prompt.text, hint=prompt.hint)


def profile(ladder: Ladder) -> Form:
    """Who somebody is, as far as they care to say: name, role, where they stand, what they are curious about."""
    levels = tuple(Option(id=level.id, title=level.title, detail=level.summary.text) for level in ladder.levels)
    roles = tuple(Option(id=role.id, title=role.title) for role in ladder.roles)
    return "About you", (
        TextField(
            subject="profile:name",
            label="Your name, as it should stand on your report",
            hint="Optional. A first name is enough.",
            single_line=True,
        ),
        TextField(
            subject="profile:role",
            label="What you do, in a line",
            hint="Optional. For example: product manager for payments, eight people, two years in.",
            single_line=True,
        ),
        ChoiceField(
            subject="choice:standing",
            label="Whose work looks most like your last six months?",
            hint="Leave it open if none does yet: everything here works without it.",
            options=levels,
            max=1,
        ),
        ChoiceField(
            subject="choice:curious",
            label="What are you curious about?",
            hint="As many as you like.",
            options=tuple(option.model_copy(update={"detail": None}) for option in levels) + roles,
        ),
    )
