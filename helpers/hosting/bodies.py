"""What browsers send: forms, batches of answers, buttons; how long it may be, and how it is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs

from pydantic import Field as Bounds
from pydantic import StringConstraints, WithJsonSchema
from starlette.requests import Request

from helpers.form import SentAnswer
from helpers.frozen import Frozen
from helpers.http.middleware import Problem

LONGEST_NAME = 200
MOST_AT_ONCE = 100
MOST_KNOWN = 10
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
"""How far the first and the last zone on earth are from UTC."""
Short = Annotated[str, StringConstraints(max_length=200)]
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class SentEvent(Frozen):
    """An answer as a device sends it; `age` is how many milliseconds ago it was given, by its own clock.

    `base` are answers, one of which the device knew to stand when it was given (None: it doesn't say). What is sent as
    an answer may be anything, until it was looked at.
    """

    id: Hex
    subject: Annotated[str, StringConstraints(max_length=120)]
    answer: Annotated[dict[str, Any], WithJsonSchema({"tsType": "Answer"})]
    age: Annotated[int, Bounds(ge=0, le=2**53)] = 0
    base: Annotated[tuple[SentAnswer, ...], Bounds(max_length=MOST_KNOWN)] | None = None


class Batch(Frozen):
    """What a device sends at once; `me` is whose page it was, as the page was told."""

    me: Hex | None = None
    device: Hex
    events: Annotated[tuple[SentEvent, ...], Bounds(max_length=MOST_AT_ONCE)]


async def fields(request: Request) -> dict[str, list[str]]:
    """What a form sent: the values of each name. Raises `Problem` for what no form of ours sends."""
    body = await request.body()
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1000, errors="replace")
    except (ValueError, UnicodeDecodeError):
        raise Problem(HTTPStatus.BAD_REQUEST, "This form couldn’t be understood.") from None


def day_there(told: str, now: datetime) -> date:
    """The day on the device that asks, as it `told` it ("2026-11-29"); else the day in this machine's zone.

    It is this machine's, too, where no zone on earth has the day that was told `now`: the device's clock is wrong, and
    a report of that day might leave out what was answered since.
    """
    here, somewhere = now.astimezone().date(), now.astimezone(UTC)
    try:
        there = date.fromisoformat(told) if _DAY.fullmatch(told) else here
    except ValueError:
        return here
    return there if (somewhere + _WEST).date() <= there <= (somewhere + _EAST).date() else here


class Turn(Frozen):
    """A button on the board, and what the board showed: the page remembers it, the server doesn't."""

    session: Short
    view: Short = "lobby"
    shown: bool = False
    value: Short = ""


def act_of(sent: dict[str, list[str]]) -> str:
    """The number that a device drew for this press, by which a second one is known; "" for none."""
    act = sent.get("act", [""])[0]
    return act if re.fullmatch("[0-9a-f]{32}", act) else ""


def numbers(sent: dict[str, list[str]], start: str) -> dict[str, int | None]:
    """The whole numbers of a form by what their names go on with: None for an empty box, -1 for what is none."""
    by_name: dict[str, int | None] = {}
    for name, (value, *_) in sent.items():
        if name.startswith(start):
            text = value.strip()
            by_name[name.removeprefix(start)] = int(text) if re.fullmatch("[0-9]{1,4}", text) else -1 if text else None
    return by_name
