"""What the service tells the scripts of its pages, as JSON; `bodies.py` says what they send.

    participant.js, sender.js       PhoneState, PhonePulse, BatchReply
    facilitator.js                  LeadState
    hosted_board.js, projector.js   BoardState, WallPulse
    back.js                         KeyedSession
    all of them                     ProblemReply (helpers.http.middleware), where something went wrong

It stands here alone: `tests/shared_types.py` makes types of it, with which the check of the scripts compares what they
read. No field has a default, so that none can be left out here while a script counts on it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import WithJsonSchema
from starlette.responses import Response

from helpers.frozen import Frozen
from helpers.journal import Answer
from helpers.workshop.agenda import Activity
from helpers.workshop.course import Talk

FormSpec = Annotated[dict[str, Any], WithJsonSchema({"tsType": "FormSpec"})]
"""A form as `helpers.form.form_spec` says it."""


class RunningStep(Frozen):
    """What runs in the room now.

    `sentence` is its title with a full stop, unless it ends in a mark of its own. `asks` says whether phones have a
    part in it, `joining` whether it comes before the parts that they have, none opened yet, `spoken` what is said then.
    """

    id: str
    title: str
    sentence: str
    asks: bool
    joining: bool
    spoken: tuple[Talk, ...]


class PhoneForm(Frozen):
    """Questions on a phone: what is asked (None: what no part asks for), their heading, what is told before them."""

    ask: Activity | None
    title: str
    lead: str
    spec: FormSpec


class PhoneBlock(Frozen):
    """A part of the session that phones have.

    `opened` says whether its answers are taken, from when it was opened first, and `open` whether it asks now. `missed`
    is a part that was closed before somebody came, as long as they have written nothing in it, and `passed`
    one that the room has gone on without. `answered` says whether they have answered anything of it. `spoken` is what
    people talk about, `later` whether what is asked in writing waits for that, and `minutes` for how long the clock is
    planned to run in it (0: another one runs).
    """

    id: str
    title: str
    minutes: int
    spoken: tuple[Talk, ...]
    later: bool
    opened: bool
    open: bool
    missed: bool
    passed: bool
    answered: bool
    forms: tuple[PhoneForm, ...]


class PhoneState(Frozen):
    """Everything that somebody's page shows.

    `me` stands for them on their own device, and opens nothing. `version` is that of the session (see `PhonePulse`),
    `left` the seconds on the clock (None: none runs), `answers` how many answers they ever gave, `values` those that
    stand, by subject. `now` is what runs in the room (None: nothing has begun). `picture` is asked until they are in
    one, `feedback` from the last part on, `release` once something is written: None before or after that. `days` says
    whether a plan names a day to come, or named one that a calendar may have.
    """

    me: str
    title: str
    subtitle: str
    promise: tuple[str, ...]
    ladder: str
    erase_on: str
    closed: bool
    address: str
    version: str
    answers: int
    left: int | None
    now: RunningStep | None
    blocks: tuple[PhoneBlock, ...]
    picture: PhoneForm | None
    feedback: PhoneForm | None
    release: PhoneForm | None
    days: bool
    values: dict[str, Answer]


class PhonePulse(Frozen):
    """Whether somebody's page is out of date: it is if it shows another `version`, or knows fewer `answers` of theirs.

    `left` are the seconds on the clock (None: none runs).
    """

    version: str
    left: int | None
    answers: int


class RefusedAnswer(Frozen):
    """An answer that isn't kept, and why, in words for the person; `id` is the one under which it was sent."""

    id: str
    message: str


class StandingAnswer(Frozen):
    """The answer that stands in place of the one that was sent under `id`: the device didn't know of it."""

    id: str
    answer: Answer


class BatchReply(Frozen):
    """What became of answers that were sent: the ids that are on the disk, and of the others why they aren't.

    `new` is how many of them are new, and `answers` how many the person has given in all (None: all of it was too
    much).
    """

    saved: tuple[str, ...]
    refused: tuple[RefusedAnswer, ...]
    stands: tuple[StandingAnswer, ...]
    new: int
    answers: int | None


class LeadNews(Frozen):
    """What is told aloud as it changes: how many have joined, and what may be revealed; a sentence each."""

    joined: str
    reveal: str


class LeadState(Frozen):
    """What follows the room on the facilitator's page.

    `session` is the one that this browser leads now, which may be another than the page's, and `address` what people
    type now. `left` are the seconds on the clock (None: none runs), and `minutes` what it is started for next.
    `unjoined` says that what is asked may still be chosen, `begun` that a part has begun. `parts` is HTML by the name
    of its place, and `said` what was just done ("": nothing was).
    """

    session: str
    closed: bool
    left: int | None
    minutes: int
    unjoined: bool
    begun: bool
    address: str
    parts: dict[str, str]
    news: LeadNews
    said: str


class WallPulse(Frozen):
    """What changes on the wall: how many have joined, the seconds that are left (None: no clock runs), what runs now.

    `code` is that of the session that this browser leads now, which may be another than the page's.
    `promises` are the lines of the promise, and `address` is what people type now. `newer` is when a later session
    was opened that is led in its place, in words ("": none was).
    """

    code: str
    people: int
    left: int | None
    closed: bool
    now: str
    promises: tuple[str, ...]
    address: str
    newer: str


class KeyedSession(Frozen):
    """What the key of a private link opens: the session's code, in groups of four, and when it was opened, in words.

    `leads` says that it is the one that this browser leads already.
    """

    code: str
    opened: str
    leads: bool


class BoardState(Frozen):
    """The board as it stands now: what the page sends along with the next button, the clock, and its HTML.

    `newer` is when a later session was opened that is led in its place, in words ("": none was).
    """

    view: str
    shown: bool
    left: int | None
    newer: str
    html: str


def in_json(reply: Frozen) -> Response:
    """A reply on its way."""
    return Response(reply.model_dump_json(), media_type="application/json")
