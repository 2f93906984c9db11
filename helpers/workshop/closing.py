"""What “closed” means: `helpers.database.store` keeps this rule; pages, commands and guides tell it in these words."""

from __future__ import annotations

from typing import Final, NamedTuple

from helpers.insight.words import count_of

CLOSING: Final = (
    "Closing ends asking: a part that is closed asks nothing more, and a session that is closed asks nothing and lets "
    "nobody join. What a phone or a page still holds by then is taken until the session is erased."
)


class Letter(NamedTuple):
    """A text to send after a workshop: to whom, and its words."""

    to: str
    text: str


def follow_up(title: str, people: int, min_group: int) -> tuple[Letter, ...]:
    """What whoever led a session may send afterwards; nothing in it tells of anybody's answers.

    `people` is how many took part, `min_group` the smallest number whose answers were shown together.
    """
    everybody = (
        f"Thank you for “{title}”.\n\n"
        "Your PDF lies among the downloads of your phone. Nobody else has a copy, and the session itself is erased.\n\n"
        "Your plan has a first step and a day. Please put that day into your calendar now, and another one six weeks "
        "from now: what came of it?\n\n"
        "Whoever wants to go on alone can: the journal that you took along opens in the kit at home, with every answer."
    )
    whoever_asked = (
        f"We held “{title}” with {count_of(people, 'person', 'people')}.\n\n"
        f"They saw together how often they do what the ladder describes, in counts of at least {min_group} people, "
        "and talked about where these lie furthest apart. What single people answered is passed on to nobody, which "
        "was promised to them, and is erased.\n\n"
        "What they would like to see change, in words that they agreed on:\n– …\n\n"
        "They will look at their plans again in six weeks. Time for that in the working week is the best thing that "
        "you can give."
    )
    return Letter("To everybody who took part", everybody), Letter("To whoever asked for the workshop", whoever_asked)
