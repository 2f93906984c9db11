"""What a facilitator does: lead the blocks, see how far people are, reveal, and end the session.

What is told here of a room is a head count from the store, or comes from a `TeamSession`, and so
through `helpers.workshop.suppression`. Nothing else of anybody's answers is read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from helpers.charts import Picture
from helpers.database import SessionInfo, open_feedback, open_team, remove_uncounted
from helpers.errors import KitError, UnknownId, UsageError
from helpers.hosting import qr
from helpers.hosting.bodies import Turn, act_of, day_there, fields, numbers
from helpers.hosting.doorstep import drops_all_here, try_to_keep
from helpers.hosting.limits import ASKING, PRINTING, WrongGuess
from helpers.hosting.protocol import BoardState, KeyedSession, LeadNews, LeadState, WallPulse, in_json
from helpers.hosting.roll import read_version, version_of
from helpers.hosting.room import now_on_the_wall, room_of
from helpers.hosting.service import Service, noted, service_of
from helpers.hosting.when import opened_in_words
from helpers.http.middleware import Problem
from helpers.insight.words import count_of
from helpers.ladder import NO_COMPETENCY
from helpers.pages import tally
from helpers.pages.render import picture_of, render
from helpers.pages.screen import Screen
from helpers.paths import typed
from helpers.workshop.agenda import shipped
from helpers.workshop.asking import MOST_STATEMENTS
from helpers.workshop.closing import CLOSING
from helpers.workshop.feedback import questions
from helpers.workshop.follow_up import letters
from helpers.workshop.hosted import MOST_PEOPLE, SECONDS_EACH, HostedPlan, replanned
from helpers.workshop.session import MOST_SHEETS
from helpers.workshop.slips import SLIP, feedback_shown
from helpers.workshop.suppression import NotYet
from helpers.workshop.team import coarse_words

COOKIE = "kit-facilitator"
LONGEST_KEY = 80
MOST_CLOCK_MINUTES = 240
PARTS = (
    "newer",
    "now",
    "next",
    "pace",
    "before",
    "joined",
    "mix",
    "least",
    "blocks",
    "countdown",
    "reveal",
    "codes",
    "report",
    "took",
    "feedback",
    "reported",
)
"""The parts of the facilitator's page that follow the room; each is a macro of `hosting/lead_parts`."""

_AFTER_THE_KEY = ("projector", "board")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Page = Callable[[Request], Awaitable[Response]]


def routes() -> list[Route]:
    """Everything that a facilitator's browser asks for."""
    return [
        Route("/facilitate", door),
        Route("/facilitate", come_in, methods=["POST"]),
        Route("/f", lead),
        Route("/f/state", state),
        Route("/f/step", begin, methods=["POST"]),
        Route("/f/block", set_block, methods=["POST"]),
        Route("/f/late", open_late, methods=["POST"]),
        Route("/f/countdown", set_countdown, methods=["POST"]),
        Route("/f/plan", replan, methods=["POST"]),
        Route("/f/room", set_room, methods=["POST"]),
        Route("/f/codes", add_codes, methods=["POST"]),
        Route("/f/feedback", show_feedback, methods=["POST"]),
        Route("/f/slips", add_slips, methods=["POST"]),
        Route("/f/afresh", begin_afresh, methods=["POST"]),
        Route("/f/close", close, methods=["POST"]),
        Route("/f/erase", erase, methods=["POST"]),
        Route("/f/leave", leave, methods=["POST"]),
        Route("/f/projector", projector),
        Route("/f/pulse", pulse),
        Route("/f/board", board),
        Route("/f/board", turn, methods=["POST"]),
        Route("/f/report.pdf", report, methods=["POST"]),
    ]


async def door(request: Request) -> Response:
    """Where the private link leads. Its key stands in the fragment, which no server sees: a script puts it in."""
    service = service_of(request)
    known = await _session(request)
    leads = await run_in_threadpool(service.store.session, known) if known else None
    gone = None if known else await service.erased(request)
    erased = _erased(request.query_params)
    erased = f"{gone.what} {erased}" if gone else erased
    to = _wanted(request.query_params.get("to", ""))
    html = render(
        "hosting/facilitate",
        root=service.root,
        leads=leads,
        code=_spaced(leads.code) if leads else "",
        opened=opened_in_words(leads) if leads else "",
        erased=erased,
        to=to,
    )
    return HTMLResponse(html)


async def come_in(request: Request) -> Response:
    """Let in who has a session's key; with `look`, only tell which session that is."""
    service = service_of(request)
    sent = await fields(request)
    key = sent.get("key", [""])[0].strip().rpartition("#")[2]
    to = _wanted(sent.get("to", [""])[0])
    async with service.limits.guessing(service.address(request), request.is_disconnected):
        if (session := await run_in_threadpool(service.store.by_key, key[:LONGEST_KEY])) is None:
            raise WrongGuess("This link opens no session.", _ANOTHER_KEY)
    if "look" in sent:
        info, leads = await run_in_threadpool(service.store.session, session), await _session(request) == session
        return in_json(KeyedSession(code=_spaced(info.code), opened=opened_in_words(info), leads=leads))
    here = drops_all_here(request)  # whoever leads goes on on this machine while nobody gets through from outside
    at = f"/facilitate{f'?to={to}' if to else ''}#{quote(key)}"
    if not here and (trying := try_to_keep(service, request, "/facilitate", at=at)):
        return trying
    response = RedirectResponse(service.path(f"/f/{to}" if to else "/f"), HTTPStatus.SEE_OTHER)
    service.remember(response, session, plain=here)
    service.give_cookie(response, COOKIE, key, samesite="strict", plain=here)
    return response


def leading(answer: Callable[[Request, Service, str], Awaitable[Response]]) -> Page:
    """For whoever has a key alone: `answer` is given the session that it is for.

    A form tells for which session it was drawn, since a browser may have been let into another one
    meanwhile; then nothing is done.
    """

    @wraps(answer)
    async def led(request: Request) -> Response:
        service, session = service_of(request), await _session(request)
        if session is None:
            if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
                to = _wanted(request.url.path.rpartition("/")[2])
                return RedirectResponse(
                    service.path(f"/facilitate?to={to}" if to else "/facilitate"), HTTPStatus.SEE_OTHER
                )
            raise await service.erased(request) or Problem(HTTPStatus.UNAUTHORIZED, _NOT_LEADING, _ANOTHER_KEY)
        service.limits.count(ASKING, f"lead {session}")
        return await answer(request, service, session)

    return led


@leading
async def lead(request: Request, service: Service, session: str) -> Response:
    """The facilitator's page; with JavaScript it follows the room by itself."""
    room = await run_in_threadpool(room_of, service, session)
    held = await run_in_threadpool(_held, service, session)
    html = render(
        "hosting/lead",
        root=service.root,
        room=room,
        code=_spaced(room.info.code),
        closing=CLOSING,
        address=service.public_url,
        moved=service.address_now.moved,
        coarse=coarse_words(room.plan.ladder),
        seconds=SECONDS_EACH,
        most_statements=MOST_STATEMENTS,
        no_competency=NO_COMPETENCY.id,
        act=uuid.uuid4().hex,
        most_slips=MOST_SHEETS,
        slip_questions=[question for _, _, question in questions().walk()],
        slip_answers=questions().scale.frequencies,
        letters=letters(room.plan.title, held),
        **_join(service, room.info.code),
    )
    return HTMLResponse(room.plan.ladder.spoken.in_html(html))


@leading
async def state(request: Request, service: Service, session: str) -> Response:
    """What has changed on the facilitator's page."""
    return await _lead_state(service, session)


@leading
async def set_block(request: Request, service: Service, session: str) -> Response:
    """Open a block for everybody, or close it."""
    sent = await _sent(request, session)
    block, opened = sent.get("block", ""), sent.get("open") == "1"
    try:
        await run_in_threadpool(service.store.set_block, session, block, opened)
    except UnknownId:
        raise Problem(HTTPStatus.BAD_REQUEST, "This session has no such part.") from None
    service.forget(session)
    plan = await run_in_threadpool(service.store.plan, session)
    title = next(hosted_block.title for hosted_block in plan.blocks if hosted_block.id == block)
    said = f"“{title}” is {'open' if opened else 'closed'} now."
    return await _done(request, service, session, said, f"#block-{block}")


@leading
async def open_late(request: Request, service: Service, session: str) -> Response:
    """Open a block again for those alone who came after it was closed."""
    block = (await _sent(request, session)).get("block", "")
    try:
        await run_in_threadpool(service.store.open_late, session, block)
    except UnknownId:
        raise Problem(HTTPStatus.BAD_REQUEST, "This session has no such part.") from None
    service.forget(session)
    plan = await run_in_threadpool(service.store.plan, session)
    title = next(hosted_block.title for hosted_block in plan.blocks if hosted_block.id == block)
    return await _done(request, service, session, f"“{title}” is open for who came late.", f"#block-{block}")


@leading
async def begin(request: Request, service: Service, session: str) -> Response:
    """Begin a step of the workshop; what the page named as open is closed if that was ticked, and nothing else."""
    sent, store = await _all_sent(request, session), service.store
    step_id = sent.get("step", [""])[0]
    closing, late = ([each for ids in sent.get(name, ()) for each in ids.split()] for name in ("close", "close_late"))

    def begun() -> str:
        store.begin(session, step_id, close=closing, close_late=late)
        step = next(step for step in store.plan(session).course if step.id == step_id)
        return f"“{step.title}” " + ("is open now." if step.asks else "has begun.")

    try:
        said = await run_in_threadpool(begun)
    except UnknownId:
        raise Problem(HTTPStatus.BAD_REQUEST, "This session has no such part.") from None
    service.forget(session)
    return await _done(request, service, session, said, "#now")


@leading
async def set_countdown(request: Request, service: Service, session: str) -> Response:
    """Start a countdown of so many minutes, or take it away (0)."""
    text = (await _sent(request, session)).get("minutes", "").strip() or "0"
    minutes = int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else -1
    if not 0 <= minutes <= MOST_CLOCK_MINUTES:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"A countdown takes a whole number of minutes, 1 to {MOST_CLOCK_MINUTES}."
        )
    until = service.store.now() + timedelta(minutes=minutes) if minutes else None
    await run_in_threadpool(service.store.set_countdown, session, until)
    service.forget(session)
    said = f"The countdown runs: {count_of(minutes, 'minute')}." if minutes else "The countdown is stopped."
    return await _done(request, service, session, said, "#countdown")


@leading
async def begin_afresh(request: Request, service: Service, session: str) -> Response:
    """Take everybody out who is in no picture yet, once that was confirmed."""
    if (await _sent(request, session)).get("sure") != "1":
        raise Problem(HTTPStatus.BAD_REQUEST, "Nobody was taken out.", "Tick that you are sure, then press the button.")
    number = await run_in_threadpool(remove_uncounted, service.store, session)
    service.forget(session)
    said = f"{count_of(number, 'join is', 'joins are')} taken out. Whoever was in can join again with the code."
    return await _done(request, service, session, said, "#afresh")


@leading
async def set_room(request: Request, service: Service, session: str) -> Response:
    """Let more people join, or fewer; who has joined stays."""
    text = (await _sent(request, session)).get("most", "").strip()
    most = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
    try:
        await run_in_threadpool(service.store.set_most_people, session, most)
    except UsageError:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"A session takes a whole number of people, 1 to {MOST_PEOPLE}."
        ) from None
    return await _done(request, service, session, f"There is room for {count_of(most, 'person', 'people')} now.", "")


@leading
async def replan(request: Request, service: Service, session: str) -> Response:
    """Choose what people rate and how long the parts take, as long as nobody has joined."""
    sent = await _all_sent(request, session)
    minutes, mix = numbers(sent, "minutes-"), numbers(sent, "mix-")
    people, group = numbers(sent, "people"), numbers(sent, "group").get("")
    coarse = sent["bars"] == ["coarse"] if "bars" in sent else None
    try:
        await run_in_threadpool(
            service.store.replan,
            session,
            lambda plan: replanned(
                plan,
                statements=sent.get("statement", ()),
                minutes={block_id: number or 0 for block_id, number in minutes.items()},
                min_group=group,
                coarse=coarse,
                people=people.get("", plan.people),
                mix={level_id: number or 0 for level_id, number in mix.items()},
            ),
        )
    except (UsageError, UnknownId) as error:
        raise _refused(error) from None
    service.forget(session)
    plan = await run_in_threadpool(service.store.plan, session)
    said = (
        f"People rate {count_of(len(plan.statements), 'statement')}; all parts take {_length(plan)} minutes. "
        f"Shown are counts of {plan.min_group} people or more, in bars of "
        f"{'three parts' if plan.coarse else 'every answer'}."
    )
    return await _done(request, service, session, said, "#plan")


@leading
async def add_codes(request: Request, service: Service, session: str) -> Response:
    """Count in the codes that people sent who are elsewhere; they are shown by themselves."""
    text = (await _sent(request, session)).get("codes", "")
    try:
        pasted = await run_in_threadpool(lambda: open_team(service.store, session).add_codes(text[: tally.LONGEST]))
    except UsageError as error:
        raise _refused(error) from None
    return await _done(request, service, session, pasted.in_words, "#codes")


@leading
async def show_feedback(request: Request, service: Service, session: str) -> Response:
    """Take a picture of what people say of the workshop itself, if enough have answered."""
    await _sent(request, session)
    try:
        await run_in_threadpool(lambda: open_feedback(service.store, session).reveal())
    except NotYet as error:
        raise _refused(error) from None
    return await _done(request, service, session, "Shown is what people say of the workshop.", "#end")


@leading
async def add_slips(request: Request, service: Service, session: str) -> Response:
    """Count in a pile of paper slips about the workshop itself. A pile that is sent twice counts once, by its `act`."""
    sent = await _all_sent(request, session)
    counts: dict[str, dict[str, int]] = {}
    try:
        slips = numbers(sent, "slips").get("") or 0
        for name, number in numbers(sent, "slip-").items():
            step, _, question = name.partition("-")
            if number:
                counts.setdefault(question, {})[step] = number
        said, act = await run_in_threadpool(lambda: open_feedback(service.store, session)), act_of(sent)
        await run_in_threadpool(lambda: said.add_paper(slips, counts, id=act, called=SLIP))
    except (UsageError, UnknownId) as error:
        raise _refused(error) from None
    in_words = f"{count_of(slips, 'slip is', 'slips are')} counted in. “Show what they say” takes them in."
    return await _done(request, service, session, in_words, "#end")


@leading
async def close(request: Request, service: Service, session: str) -> Response:
    """Close the session, as `helpers.workshop.closing.CLOSING` says."""
    await _sent(request, session)
    await run_in_threadpool(service.store.close, session)
    service.forget(session)
    return await _done(request, service, session, "The session is closed.", "")


@leading
async def erase(request: Request, service: Service, session: str) -> Response:
    """Erase the session with everything in it, once that was confirmed."""
    if (await _sent(request, session)).get("sure") != "1":
        raise Problem(HTTPStatus.BAD_REQUEST, "Nothing was erased.", "Tick that you are sure, then press the button.")
    plan, held = await run_in_threadpool(lambda: (service.store.plan(session), _held(service, session)))
    done = await run_in_threadpool(service.store.erase, session)
    service.forget(session)
    query = {"erased": "1" if done else "later", "workshop": plan.workshop, "held": held.isoformat()}
    return _gone(service, f"/facilitate?{urlencode(query)}")


@leading
async def leave(request: Request, service: Service, session: str) -> Response:
    """Forget on this device that it may lead the session."""
    return _gone(service, "/facilitate")


@leading
async def projector(request: Request, service: Service, session: str) -> Response:
    """For the wall: how to join, how many have, the promise and the countdown. Nothing on it is private."""
    info, plan, wall = await run_in_threadpool(_on_the_wall, service, session)
    html = render(
        "hosting/projector",
        root=service.root,
        plan=plan,
        people=wall.people,
        closed=wall.closed,
        left=wall.left,
        now=wall.now,
        address=wall.address,
        code=info.code,
        opened=opened_in_words(info),
        newer=wall.newer,
        spaced=_spaced(info.code),
        **_join(service, info.code),
    )
    return HTMLResponse(plan.ladder.spoken.in_html(html))


@leading
async def pulse(request: Request, service: Service, session: str) -> Response:
    """What changes on the wall."""
    _, _, wall = await run_in_threadpool(_on_the_wall, service, session)
    return in_json(wall)


@leading
async def board(request: Request, service: Service, session: str) -> Response:
    """The board. It always begins in the lobby: a picture is up only after somebody pressed a button."""
    return await _board(request, service, Turn(session=session))


@leading
async def turn(request: Request, service: Service, session: str) -> Response:
    """Do what a button on the board says."""
    return await _board(request, service, await _turn(request, session))


@leading
async def report(request: Request, service: Service, session: str) -> Response:
    """The team's PDF: the last snapshot, and the words that people released."""
    sent = await _sent(request, session)
    service.limits.count(PRINTING, f"lead {session}")
    team = await run_in_threadpool(open_team, service.store, session)
    snapshot = await run_in_threadpool(lambda: team.snapshot)
    if snapshot is None:
        raise Problem(HTTPStatus.CONFLICT, "There is no picture yet.", "Open the board and press Reveal first.")
    words = await run_in_threadpool(team.words)
    least = await run_in_threadpool(lambda: team.min_group)
    today = day_there(sent.get("day", ""), service.store.now())
    said = await run_in_threadpool(lambda: feedback_shown(open_feedback(service.store, session)))
    pdf = await service.pdfs.team(team.ladder, snapshot, words, min_group=least, on=today, feedback=said)
    await noted(lambda: service.store.note_report(session))
    name = f'attachment; filename="team-report-{today}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})


def _wanted(name: str) -> str:
    """The page that somebody was on the way to as the key was asked for: "projector", "board", or "" for the first."""
    return name if name in _AFTER_THE_KEY else ""


async def _session(request: Request) -> str | None:
    """The session that a browser may lead."""
    key = request.cookies.get(COOKIE, "")
    store = service_of(request).store
    return await run_in_threadpool(store.by_key, key) if 0 < len(key) <= LONGEST_KEY else None


async def _sent(request: Request, session: str) -> dict[str, str]:
    """What a form of ours sent, one value of each name. Raises `Problem` if it was drawn for another session."""
    return {name: values[0] for name, values in (await _all_sent(request, session)).items()}


async def _all_sent(request: Request, session: str) -> dict[str, list[str]]:
    """The same with every value of each name."""
    sent = await fields(request)
    if sent.get("session") != [session]:
        raise _another()
    return sent


async def _turn(request: Request, session: str) -> Turn:
    """What a button on the board sends, from a script or from a plain form."""
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            sent = Turn.model_validate_json(await request.body(), strict=True)
        else:
            form = {name: values[0] for name, values in (await fields(request)).items()}
            sent = Turn.model_validate({**form, "shown": form.get("shown") == "1"})
    except ValidationError:
        raise Problem(HTTPStatus.BAD_REQUEST, "That could not be understood.") from None
    if sent.session != session:
        raise _another()
    return sent


async def _board(request: Request, service: Service, sent: Turn) -> Response:
    def drawn() -> Screen:
        team = open_team(service.store, sent.session)
        title = service.store.plan(sent.session).title
        screen = Screen(team, service.theme, view=sent.view, shown=sent.shown, title=title)
        if sent.value:
            screen.act(sent.value)
        return screen

    screen = await run_in_threadpool(drawn)
    newer = await run_in_threadpool(lambda: service.newer(service.store.session(sent.session)))
    html = await run_in_threadpool(screen.html)
    left = (await run_in_threadpool(read_version, service.store, sent.session)).left(service.store.now())
    now = BoardState(view=screen.view, shown=screen.shown, left=left, newer=newer, html=html)
    if "text/html" not in request.headers.get("accept", ""):
        return in_json(now)
    shown = Markup(html)  # noqa: S704 - by the kit's own templates, which escape what goes into them
    page = {**now.model_dump(), "html": shown}
    return HTMLResponse(render("hosting/hosted_board", root=service.root, session=sent.session, **page))


def _on_the_wall(service: Service, session: str) -> tuple[SessionInfo, HostedPlan, WallPulse]:
    """What a session is, what is asked in it, and what changes on the wall. Raises `SessionGone`."""
    store = service.store
    info, plan, blocks = store.session(session), store.plan(session), store.blocks(session)
    stands = version_of(plan, store.stage(session), blocks)
    return (
        info,
        plan,
        WallPulse(
            code=info.code,
            people=info.people,
            left=stands.left(store.now()),
            closed=info.closed_at is not None,
            now=now_on_the_wall(plan, stands.step, blocks),
            promises=plan.promises,
            address=service.public_url,
            newer=service.newer(info),
        ),
    )


async def _lead_state(service: Service, session: str, said: str = "") -> Response:
    room = await run_in_threadpool(room_of, service, session)
    tell = room.plan.ladder.spoken.in_html
    parts = {part: tell(render("hosting/lead_part", part=part, room=room, root=service.root)) for part in PARTS}
    return in_json(
        LeadState(
            session=session,
            closed=room.closed,
            left=room.left,
            minutes=room.minutes,
            unjoined=room.unjoined,
            begun=room.now is not None,
            address=service.public_url,
            parts=parts,
            news=LeadNews(joined=room.heads, reveal=room.reveal),
            said=said,
        )
    )


async def _done(request: Request, service: Service, session: str, said: str, at: str) -> Response:
    """After something was done: the page anew, or what has changed on it for its script."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(service.path(f"/f{at}"), HTTPStatus.SEE_OTHER)
    return await _lead_state(service, session, said)


def _length(plan: HostedPlan) -> int:
    return sum(step.minutes for step in plan.course)


def _join(service: Service, code: str) -> dict[str, Any]:
    """The link that lets people in, and a picture of it for phones."""
    link = f"{service.public_url}/j/{code}"
    return {"link": link, "qr": _qr(link), "try_qr": _qr(f"{link}?try")}


def _qr(link: str) -> Markup:
    return picture_of(Picture(qr.svg(link), f"QR code that leads to {link}", 1, 1), "qr")


def _spaced(code: str) -> str:
    """A code in groups of four, as it is read out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _gone(service: Service, to: str) -> Response:
    response = RedirectResponse(service.path(to), HTTPStatus.SEE_OTHER)
    for plain in (False, True):  # a browser that keeps the one kind alone takes no word of the other
        service.take_cookie(response, COOKIE, plain=plain)
    return response


def _held(service: Service, session: str) -> date:
    """The day on which the workshop was held: that on which its first part began, or today."""
    began = service.store.course(session).began_at
    return began.astimezone().date() if began else service.store.today()


def _erased(told: Mapping[str, str]) -> str:
    """What whoever led reads once all is erased; "" otherwise. `told` is what the address of the page says of it.

    It names the command that makes the texts to send afterwards as it is typed, which is known by nothing else then.
    """
    said = {"1": _ERASED, "later": _ERASED_LATER}.get(told.get("erased", ""))
    if not said:
        return ""
    workshop, held = told.get("workshop", ""), told.get("held", "")
    if workshop in shipped() and _DAY.fullmatch(held):
        command = typed(f"workshop follow-up {workshop} --date {held}")
        return f"{said} The texts to send afterwards come from “{command}”, too."
    return f"{said} How to make the texts to send afterwards anew tells “{typed('workshop follow-up --help')}”."


def _refused(error: KitError) -> Problem:
    """What a form is told that can't be followed."""
    what = f"{error.where}: {error.what}" if error.where else error.what
    return Problem(HTTPStatus.CONFLICT, f"{what[0].upper()}{what[1:]}.", error.next_step or "")


def _another() -> Problem:
    return Problem(
        HTTPStatus.CONFLICT,
        "This page belongs to another session than the one that this browser leads now, so nothing was done.",
        "Load the page again.",
    )


_NOT_LEADING = "This browser leads no session, or the session has been erased."
_ANOTHER_KEY = f"Open the private link again. If it is lost, “{typed('host links')}” makes another one."
_ERASED = "Gone are every answer, every picture, and who had joined."
_ERASED_LATER = f"{_ERASED} Their place on the disk isn’t overwritten yet; that is made up for within minutes."
