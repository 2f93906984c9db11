"""Reading a no as its reader would: by rule, for what they need to find in it.

A rule knows single words, so what it finds is a guess, and is told as one. The no itself is looked for in three steps:
turns of phrase that only sound like one are taken out ("no worries"), a refusal is one whatever else is said ("we
won't do it"), and a weaker word ("later", "wait") is one where nothing promises the thing besides ("yours is first").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers.labs.mid.model import Candidate

ENOUGH_WORDS = 8
"""With fewer words than these the rule says nothing of what it hasn't found."""

_COUNT = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?"
    "|half|a third|a quarter of|one in \\w+"
)
_PLACE = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
_NUMBER = re.compile(rf"\d|\b(?:{_COUNT})\b")
_HARMLESS = re.compile(
    r"\b(?:no|not a|not any) (?:worr(?:y|ies)|problems?|doubts?|wonder|trouble|matter|need|surprise|hard feelings)\b"
    r"|\bnot (?:only|just)\b|\bwhy not\b|\bif not\b|\bwhether or not\b|\bno less\b"
    r"|\bno longer than\b|\bsecond to none\b"
    r"|\b(?:can(?:no|['’])t|cannot) (?:wait|thank)\b|\bcould(?: not|n['’]t) agree more\b"
    r"|\b(?:do(?: not|n['’]t)|never) (?:worry|hesitate|fear|mind)\b|\bwo(?:uld)?n['’]t (?:take|be) long\b"
    r"|\b(?:is|was)n['’]t it\b|\bnever ?mind\b|\bsooner or later\b|\blater (?:today|this week)\b"
    r"|(?:^|[.!?]\s+)wait\s*(?:[,!.:–—-]|a (?:minute|second))"
)
"""Turns of phrase with a word of refusal in them that refuse nothing."""

_DOES = (
    "do|doing|build|start|begin|take (?:on|up|it)|make (?:it|room|time|the)|get to|fit|plan|promise|solve|touch|manage"
    "|have (?:room|time|space|the)|offer|commit|happen|come|ship|schedule|work on|go ahead"
    r"|be (?:able|part|in|done|built)"
)
_REFUSAL = re.compile(
    rf"(?:n['’]t|\bnot(?: be| going to| able to)?|\bcannot|\bnever) (?:be )?(?:{_DOES})\b"
    r"|\bnot (?:now|yet|this|before|until|in|on (?:yours?|it)|with yours?|for (?:now|you)|first|possible|among)\b"
    r"|\b(?:is|a|say|said|saying|answer:) (?:a |no,? )?no\b|^no[.,:;–—-]|\bno (?:room|time|space|place|capacity)\b"
    r"|\b(?:we|i|must|to) (?:declin|reject|refus)\w+|\bpostpon\w+|\bdefer\w*"
    r"|\bturn(?:ed|ing)? (?:it|this|you|yours|that) down\b"
    r"|\bdecided against\b|\b(?:pass|passing) on\b|\bunable\b|\bon hold\b|\bhold(?:ing)? off\b|\bparked\b"
    r"|\boff the (?:list|table|plan)\b|\bbelow the line\b|\bout of (?:scope|reach)\b"
    r"|\b(?:left|leave|leaving) (?:it|yours|this|that)? ?out\b"
    r"|\b(?:pushed|moved|put) (?:back|off|to (?:the )?(?:next|summer|autumn|winter|spring))\b"
)
_WEAK = re.compile(
    rf"\b(?:not|no|nor|never|nothing|none|instead|cannot|later|behind|unfortunately|skip\w*|drop\w*)\b|n['’]t\b"
    rf"|\b(?:comes?|stands?|is|are|goes|go|place[ds]?|put|ranks?|ranked)\b(?: \w+){{0,2}} (?:{_PLACE})\b"
    rf"|\b(?:wait|waits|waiting)\b|\bat the earliest\b|\bfor another (?:day|quarter|year)\b|\bnext (?:quarter|year)\b"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri)day"
_SOON = rf"(?:first|now|today|tomorrow|at once|right away|this (?:week|month)|next week|on {_DAY})"
_YOURS = r"(?:yours|it|that|this|your(?: \w+){1,3}?)"
_WE = r"we(?:['’]ll| will| can| are going to| shall)?"
_PROMISE = re.compile(
    rf"\bgood news\b|\bconsider it done\b|^yes\b|\b(?:answer is|is a|say) yes\b|\bhappy to (?:do|start|begin|say)\b"
    rf"|\b(?:{_YOURS}|you)(?: will|['’]ll|['’]s| is| are| now)* ?(?:be|go|goes|come|comes)? (?:the )?"
    rf"(?:first|next(?! (?:quarter|year))|top)\b"
    rf"|\b{_WE} (?:do|start|begin|build|take|fix|solve)(?: on| with)? {_YOURS} {_SOON}\b"
    rf"|\b{_WE} (?:start|begin) {_SOON}\b"
)
"""What promises the thing, so that a weak word beside it is hardly a no."""

_CHANGE = re.compile(r"\b(?:if|unless|once|until|should|would|as soon as|in case|depends)\b")
_DATE = re.compile(
    r"\b(?:week|month|quarter|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|tomorrow)s?\b"
    r"|\b\d{1,2}[./]\d{1,2}\b|\b\d{4}-\d{2}"
)


class Sign(NamedTuple):
    """Something that a reader of the no would look for: whether it was found, in a sentence, and what it is."""

    found: bool
    there: str
    what: str


def signs_of(text: str, candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[Sign, ...]:
    """What a mechanical reader finds in a no. It knows words and hears no tone: what it misses may be there.

    `text` is the no to the one who asked for `candidate`; `chosen` are those that come first instead.
    """
    low = text.casefold()
    words = {word for c in chosen for word in re.findall(r"\w{5,}", c.title.casefold())}
    return (
        Sign(
            bool(re.search(rf"\b{re.escape(candidate.asker.name.split()[0].casefold())}\b", low)),
            "The name of the one who asked is in it.",
            f"{candidate.asker.name}’s name",
        ),
        Sign(
            _refuses(low),
            "Something in it reads like a no. Check that it is one, and that it is yours.",
            "the no itself",
        ),
        Sign(
            any(word in low for word in words),
            "A word of what comes first instead is in it.",
            "what comes first instead, by name",
        ),
        Sign(bool(_NUMBER.search(low)), "There is a number in it. Could they check it?", "a number"),
        Sign(
            bool(_CHANGE.search(low)),
            "It seems to say what could change the answer.",
            "what it would take for this to move up",
        ),
        Sign(
            bool(_DATE.search(low)),
            "There is a day or a season in it. Is it when you look again?",
            "when you look at it again",
        ),
    )


def _refuses(low: str) -> bool:
    """Whether something in a text, in lower case, reads like a no."""
    said = _HARMLESS.sub(" ", low)
    return bool(_REFUSAL.search(said)) or bool(_WEAK.search(said) and not _PROMISE.search(said))


def unseen(text: str, signs: Sequence[Sign]) -> list[str]:
    """What the rule looked for and didn't see; nothing as long as there are too few words to say."""
    return [] if len(text.split()) < ENOUGH_WORDS else [sign.what for sign in signs if not sign.found]
