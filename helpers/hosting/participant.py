"""What people do on their phones: join, come back, answer, take their PDF and their journal along, leave."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from helpers.calendar_file import MEDIA_TYPE, calendar_file
from helpers.chapters.plan_calendar import WORDS as WITH_WORDS
from helpers.chapters.plan_calendar import Way, entries
from helpers.database import Participant, is_counted
from helpers.errors import SessionClosed, SessionFull, SessionGone, StoreError
from helpers.form import WORDS, Field
from helpers.hosting import plain
from helpers.hosting.bodies import LONGEST_NAME, MOST_AT_ONCE, Batch, SentEvent, act_of, day_there, fields
from helpers.hosting.doorstep import TRIED, give_to_try, named_address, try_to_keep
from helpers.hosting.limits import ASKING, ERASING, JOINS, PRINTING, SENDING, WrongGuess
from helpers.hosting.place import (
    Place,
    asks_feedback,
    digest,
    is_missed,
    is_passed,
    is_sent,
    is_written,
    minutes_now,
    now_on,
    place_of,
    state_of,
    without_feedback,
)
from helpers.hosting.protocol import PhonePulse, in_json
from helpers.hosting.questions import accepted_fields, feedback_form, forms_for, picture_field
from helpers.hosting.receiving import COUNTED, keep_batch
from helpers.hosting.roll import Present
from helpers.hosting.service import ERASED_COOKIE, Service, noted, service_of
from helpers.http.cookies import ME_COOKIE
from helpers.http.middleware import Problem, problem_of
from helpers.http.packing import packed
from helpers.insight import day_in_words
from helpers.journal import Subject, Words
from helpers.journal.lines import encode
from helpers.journal.recording import answered, worded
from helpers.pages.render import render
from helpers.workshop.closing import CLOSING
from helpers.workshop.gathering import ON_PHONES

COOKIE = ME_COOKIE
_TIME = re.compile(r"[0-2]\d\.[0-5]\d", re.ASCII)


def routes() -> list[Route]:
    """Everything that a participant's browser asks for."""
    return [
        Route("/", door),
        Route("/j/{code}", door),
        Route("/join", join, methods=["POST"]),
        Route("/join", door),  # whoever goes there again after they were refused
        Route("/back", back),
        Route("/back", come_back, methods=["POST"]),
        Route("/w", workshop),
        Route("/w/state", state),
        Route("/w/pulse", pulse),
        Route("/w/events", keep, methods=["POST"]),
        Route("/w/answers", keep_plain, methods=["POST"]),
        Route("/w/report.pdf", report, methods=["POST"]),
        Route("/w/journal.jsonl", journal, methods=["POST"]),
        Route("/w/plan.ics", calendar, methods=["POST"]),
        Route("/w/leave", leave, methods=["POST"]),
        Route("/w/erase", erase, methods=["POST"]),
    ]


async def door(request: Request) -> Response:
    """Where a join code is typed. It makes nobody, so a preview of the link is harmless.

    Raises `Problem` where a link's session is closed, or there is none, before anything is typed. Whoever is in its
    session already is told so, and goes on by a link; to lead them there at once would be a way without a way back.
    """
    notices = {name: name in request.query_params for name in ("left", "erased", "try")}
    code, root = request.path_params.get("code", "")[:20], request.scope.get("root_path", "")
    service = request.app.state.service  # an error, until its database could be opened
    moved = isinstance(service, Service) and service.address_now.moved
    # Not for what another site's page asks for, as a picture say: that would use up a whole company's guesses.
    inside, newer = False, ""
    if code and isinstance(service, Service) and request.headers.get("sec-fetch-dest", "document") == "document":
        with contextlib.suppress(StoreError):  # the door is there all the same
            inside, newer = await _at_the_door(service, request, code, trial=notices["try"])
    act = uuid.uuid4().hex
    html = render(
        "hosting/join",
        root=root,
        code=code,
        told=notices,
        moved=moved,
        inside=inside,
        newer=newer,
        act=act,
        on_phones=ON_PHONES,
        named=named_address(service, request) if isinstance(service, Service) else None,
    )
    response = HTMLResponse(html)
    left = notices["left"] or notices["erased"]  # nothing stays on a device that was just told to forget somebody
    if isinstance(service, Service) and not (inside or left):
        give_to_try(service, response)
    return response


async def join(request: Request) -> Response:
    """Let somebody in who knows the code; who is in already just goes on, and who tried it out now takes part."""
    service, sent = service_of(request), await fields(request)
    code, act = sent.get("code", [""])[0], act_of(sent)
    trial = sent.get("try", [""])[0] == "1"
    session = await _named(service, request, code)
    me = await _me(request)
    if _is_in(me, session, trial=trial):
        return RedirectResponse(service.path("/w"), HTTPStatus.SEE_OTHER)
    if me and me.session == session and not me.trial:
        raise Problem(HTTPStatus.CONFLICT, _TAKES_PART, _TRY_ELSEWHERE)
    # Who typed a code that somebody noted down at a trial is told before they join it.
    newer = await run_in_threadpool(_newer, service, session)
    if newer and not trial and "earlier" not in sent:
        return RedirectResponse(service.path(f"/j/{quote(code)}"), HTTPStatus.SEE_OTHER)
    at = f"/j/{quote(code)}{'?try' if trial else ''}"
    # A press is drawn on our page alone, which gave what is asked for here. Nothing else that joins is a browser.
    if trying := try_to_keep(service, request, "/join", at=at, even_plain=bool(act)):
        return trying
    service.limits.count(JOINS, service.address(request))
    try:
        joined = await run_in_threadpool(lambda: service.store.join(session, act=act, trial=trial))
    except (SessionFull, SessionClosed) as error:
        raise _refused(error) from None
    return _let_in(service, joined.token, session)


async def _at_the_door(service: Service, request: Request, code: str, *, trial: bool) -> tuple[bool, str]:
    """Whether they are in the session already that a link's `code` opens, and `Service.newer` of it.

    Raises `Problem` where it opens none, or one that is closed and that they aren't in.
    """
    session = await _named(service, request, code)
    if _is_in(await _me(request), session, trial=trial):
        return True, ""
    try:
        await run_in_threadpool(service.store.check_not_closed, session)
    except SessionClosed as error:
        raise _refused(error) from None
    return False, await run_in_threadpool(_newer, service, session)


def _newer(service: Service, session: str) -> str:
    return service.newer(service.store.session(session))


async def _named(service: Service, request: Request, code: str) -> str:
    """The session that a code opens. Raises `Problem` if it opens none, and counts that as a guess."""
    async with service.limits.guessing(service.address(request), request.is_disconnected):
        session = await run_in_threadpool(service.store.by_code, code[:40])
        if session is None:
            raise WrongGuess("This code belongs to no session.", _NO_SESSION)
    return session


def _is_in(me: Participant | None, session: str, *, trial: bool) -> bool:
    """Whether somebody is in a session in the way that they ask for: to try it out, or to take part."""
    return me is not None and me.session == session and me.trial == trial


def _refused(error: SessionFull | SessionClosed) -> Problem:
    what, heading = f"{error.what[:1].upper()}{error.what[1:]}.", "You can’t join this session"
    return Problem(HTTPStatus.CONFLICT, what, error.next_step or "", heading=heading)


_NO_SESSION = (
    "Look at the screen again, or ask for the link. Once a session has been erased, its code leads nowhere any more."
)

_TAKES_PART = "This browser takes part in the session already, and is counted."
_TRY_ELSEWHERE = "Try it out in another browser or a private window; or erase your answers on your page first."


async def back(request: Request) -> Response:
    """Where somebody goes on from another device: the token stands in the link's fragment, which no server sees."""
    return HTMLResponse(render("hosting/back", root=request.scope.get("root_path", "")))


async def come_back(request: Request) -> Response:
    """Go on on this device."""
    service = service_of(request)
    token = (await fields(request)).get("token", [""])[0].strip().rpartition("#")[2]
    async with service.limits.guessing(service.address(request), request.is_disconnected):
        if (me := await run_in_threadpool(service.store.by_token, token[:80])) is None:
            raise WrongGuess("This link belongs to nobody.", "It may be cut short, or the session has been erased.")
    if trying := try_to_keep(service, request, "/back", at=f"/back#{quote(token)}"):
        return trying
    return _let_in(service, token, me.session)


async def workshop(request: Request) -> Response:
    """The participant's page, which works as it stands; with JavaScript it saves by itself."""
    service, me = service_of(request), await _me(request)
    if me is None:
        if gone := await service.erased(request):
            raise gone
        return RedirectResponse(service.path("/"), HTTPStatus.SEE_OTHER)
    place = await place_of(service, me)
    return await run_in_threadpool(lambda: HTMLResponse(_page(service, request, place)))


async def state(request: Request) -> Response:
    """Everything that the page shows, as JSON."""
    service, me = service_of(request), await _required(request)
    service.limits.count(ASKING, me.id)
    place = await place_of(service, me)
    # In a thread: it is long, and it asks the database what has changed.
    return await run_in_threadpool(lambda: packed(request, in_json(state_of(place, service))))


async def pulse(request: Request) -> Response:
    """Whether anything has changed, on this device or another, and how many seconds are left."""
    service, (me, session) = service_of(request), await _present(request)
    service.limits.count(ASKING, me.id)
    left = session.left(service.store.now())
    return in_json(PhonePulse(version=session.version, left=left, answers=me.answers))


async def keep(request: Request) -> Response:
    """Keep a batch of answers; told are the ids that are on the disk, and why others are refused."""
    service, (me, _) = service_of(request), await _present(request)
    service.limits.count(SENDING, me.id)
    try:
        batch = Batch.model_validate_json(await request.body(), strict=True)
    except ValidationError:
        raise Problem(HTTPStatus.BAD_REQUEST, "These answers couldn’t be understood.") from None
    if batch.me not in (None, digest(me)):  # whoever erased theirs and pressed the same “Join” again has the same token
        service.rolls.forget(me.session)
        me = await _required(request)
    _own(me, batch.me)
    try:
        kept = await run_in_threadpool(keep_batch, service.store, me, batch)
    except SessionGone:  # within the last second
        raise await _nobody(request) from None
    if kept.answers is not None:
        service.rolls.answered(request.cookies[COOKIE], kept.answers)
    return in_json(kept)


async def keep_plain(request: Request) -> Response:
    """Keep what a form without JavaScript sent; what can't be kept is told, and stays on the screen."""
    try:
        return await _kept_plain(request)
    except (Problem, StoreError, SessionGone) as error:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        problem, texts = problem_of(error), plain.texts(await fields(request))
        root = request.scope.get("root_path", "")
        html = render("hosting/not_kept", root=root, what=problem.what, next_step=problem.next_step, texts=texts)
        return HTMLResponse(html, problem.status)


async def _kept_plain(request: Request) -> Response:
    service, me = service_of(request), await _required(request)
    service.limits.count(SENDING, me.id)
    sent = await _sent(request, me)
    place = await place_of(service, me)
    # What is taken, not what is shown now: the part may have been closed since the form was fetched, or a plan's
    # focus taken back elsewhere.
    shown = [field for form in forms_for(place.plan, place.opened, place.state, on=place.on) for field in form.fields]
    questions = (*shown, *accepted_fields(place.plan, place.opened))
    changed = list(plain.changes(questions, sent, place.events, me=me.id))
    trouble: list[str] = []
    not_kept: set[str] = set()
    elsewhere: set[str] = set()
    for start in range(0, len(changed), MOST_AT_ONCE):
        some = {given.id: given for given in changed[start : start + MOST_AT_ONCE]}
        events = [
            SentEvent(id=given.id, subject=given.subject, answer=given.answer, base=given.knew)
            for given in some.values()
        ]
        outcome = await run_in_threadpool(keep_batch, service.store, me, Batch(device=me.id, events=tuple(events)))
        trouble += [refused.message for refused in outcome.refused]
        stands = {some[standing.id].subject for standing in outcome.stands}
        not_kept |= {some[refused.id].subject for refused in outcome.refused} | stands
        elsewhere |= stands
    if not_kept:
        if elsewhere:
            trouble.append(_ELSEWHERE)
        message = "\n".join(dict.fromkeys(trouble))
        again, left = await place_of(service, me), plain.only(sent, not_kept)
        html = _page(service, request, again, trouble=message, sent=left, elsewhere=elsewhere)
        return HTMLResponse(html, HTTPStatus.UNPROCESSABLE_ENTITY)
    late = any(not block.asked_of(me) and is_sent(place, block, sent) for block in place.blocks)
    # The time stays true of a page that is loaded again.
    at = f"{service.store.now().astimezone():%H.%M}"
    return RedirectResponse(service.path(f"/w?saved={at}{'&late=1' if late else ''}"), HTTPStatus.SEE_OTHER)


async def report(request: Request) -> Response:
    """Somebody's PDF, under the name that comes with this request and is kept nowhere."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    sent = await _sent(request, me)
    name = sent.get("name", [""])[0][:LONGEST_NAME]
    place = await place_of(service, me)
    today = day_there(sent.get("day", [""])[0], service.store.now())
    pdf = await service.pdfs.personal(place.plan, without_feedback(place.events), name=name, on=today)
    await noted(lambda: service.store.note_taken(me.id))
    return Response(pdf, media_type="application/pdf", headers=_download(f"career-report-{today}.pdf"))


async def journal(request: Request) -> Response:
    """Somebody's journal, which opens in the notebooks at home; the name is put in on its way."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    name = (await _sent(request, me)).get("name", [""])[0][:LONGEST_NAME].strip()
    place = await place_of(service, me)
    ladder = place.plan.ladder
    events = [worded(event, ladder) for event in without_feedback(place.events)]
    if name:
        events.append(answered(Subject.profile("name"), Words(text=name), ladder, service.store.now()))
    body = b"".join(map(encode, events))
    return Response(body, media_type="application/jsonl", headers=_download("my-journal.jsonl"))


async def calendar(request: Request) -> Response:
    """The days of somebody's plan as a calendar file; its titles tell nothing of the plan unless they ticked that."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    words = WITH_WORDS in (await _sent(request, me)).get("titles", ())
    place = await place_of(service, me)
    way = Way(_AT_HOME.format(day=day_in_words(place.erase_at.astimezone().date())))
    days = entries(place.state, place.events, now=service.store.now(), way=way, words=words)
    if not days:  # days that were taken back are in it: the file takes them out of a calendar again
        what, then = (
            "No plan of yours names a day to come yet.",
            "At home you can give it one: take “My journal” along.",
        )
        raise Problem(HTTPStatus.CONFLICT, what, then, heading="Nothing for your calendar yet")
    body = calendar_file(days, now=service.store.now())
    return Response(body, media_type=MEDIA_TYPE, headers=_download("my-plan.ics"))


async def leave(request: Request) -> Response:
    """Forget who this device belongs to; the answers stay, and the personal link leads back to them."""
    service = service_of(request)
    if me := await _me(request):
        await _sent(request, me)
    return _gone(service, service.path("/?left=1"))


async def erase(request: Request) -> Response:
    """Erase somebody's own answers."""
    service, me = service_of(request), await _required(request)
    service.limits.count(ERASING, service.address(request))
    await _sent(request, me)
    await run_in_threadpool(service.store.leave, me.id)
    service.forget(me.session)
    return _gone(service, service.path("/?erased=1"))


async def _sent(request: Request, me: Participant) -> dict[str, list[str]]:
    """What a form on somebody's page sent. Raises `Problem` if the page was drawn for somebody else."""
    sent = await fields(request)
    _own(me, *sent.get("me", ()))
    return sent


def _own(me: Participant, *named: str | None) -> None:
    """Raise `Problem` if a page names somebody else: the browser may have joined anew since it was opened."""
    if any(name not in (None, digest(me)) for name in named):
        raise Problem(HTTPStatus.CONFLICT, _ANOTHER, "Load the page again.")


_ELSEWHERE = (
    "Not all of it was kept: meanwhile you answered otherwise in another window or on another device. Below, what you "
    "have just sent stands in its box, and what stands now is told beside it. Save again to keep yours, or load this "
    "page anew to keep the other. Everything else is saved."
)
_AT_HOME = (
    "That is a chapter of the kit. At home its first chapter takes the journal that you took along from the workshop, "
    "under “I have a file from a workshop”. The session itself is erased on {day} at the latest."
)
_ANOTHER = "This browser has joined as somebody else since this page was opened, so nothing was done."


def _token(request: Request) -> str:
    """The token that a browser brings along; "" for none, or what can't be one."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) <= 80 else ""


async def _me(request: Request) -> Participant | None:
    """Whose browser it is, as the database has it now."""
    token = _token(request)
    return await run_in_threadpool(service_of(request).store.by_token, token) if token else None


async def _required(request: Request) -> Participant:
    """The same. Raises `Problem` if it is nobody's."""
    if (me := await _me(request)) is None:
        raise await _nobody(request)
    return me


async def _present(request: Request) -> Present:
    """The same as it was a second ago, and how their session stood; for what is asked all the time."""
    token = _token(request)
    if (present := await service_of(request).rolls.present(token) if token else None) is None:
        raise await _nobody(request)
    return present


async def _nobody(request: Request) -> Problem:
    return await service_of(request).erased(request) or Problem(
        HTTPStatus.UNAUTHORIZED,
        "This device isn’t in a session any more.",
        "Join again with the code, or open your personal link. A session that has ended is erased after a while.",
    )


def _page(
    service: Service,
    request: Request,
    place: Place,
    *,
    trouble: str = "",
    sent: Mapping[str, list[str]] | None = None,
    elsewhere: Collection[str] = (),
) -> str:
    state, scale = place.state, place.plan.ladder.scale
    saved = _TIME.fullmatch(request.query_params.get("saved", ""))

    def shown_in(field: Field) -> tuple[Field, dict[str, Any], dict[str, dict[str, str]]]:
        """A question, what stands in its controls, and of each subject its event and what else was answered."""
        events = {subject: event for subject in field.subjects if (event := state.event(subject))}
        others = {subject: event for subject, event in events.items() if subject in elsewhere}
        beside = {
            "at": {subject: event.id for subject, event in events.items()},
            "others": {subject: plain.in_words(field, event.answer, scale) for subject, event in others.items()},
        }
        return field, plain.shown(field, state, sent or {}), beside

    now = {block.id: block for block in place.blocks}
    # A form that came back with trouble stands on the page, though its part was closed meanwhile.
    shown = {
        block_id
        for block_id, block in now.items()
        if block.asked_of(place.me) or (sent and is_sent(place, block, sent))
    }
    blocks = [
        {
            "block": block,
            "opened": now[block.id].is_accepted,
            "minutes": minutes_now(place, block),
            "open": block.id in shown,
            "missed": is_missed(place, block),
            "spoken": place.plan.spoken(block.id),
            "later": place.plan.writes_later(block),
            "passed": is_passed(place, block),
            "answered": is_written(place, block),
            "written": bool(sent) or is_written(place, block),
            "forms": [
                (form, [shown_in(field) for field in form.fields])
                for form in (forms_for(place.plan, block.asks, state, on=place.on) if block.id in shown else ())
            ],
        }
        for block in place.plan.blocks
    ]
    html = render(
        "hosting/workshop",
        root=service.root,
        me=digest(place.me),
        trial=place.me.trial,
        plan=place.plan,
        scale=scale,
        words=WORDS,
        form=uuid.uuid4().hex,
        blocks=blocks,
        picture=None if is_counted(service.store, place.me.session, place.me.id) else shown_in(picture_field()),
        feedback=[shown_in(field) for field in feedback_form().fields] if asks_feedback(place) else (),
        feedback_lead=feedback_form().lead,
        counted=COUNTED,
        closed=place.closed,
        closing=CLOSING,
        now=now_on(place),
        open=shown,
        reopened=[block for block in place.plan.blocks if block.id in shown],
        erase_on=day_in_words(place.erase_at.astimezone().date()),
        link=f"{service.public_url}/back#{request.cookies[COOKIE]}",
        left=place.version.left(service.store.now()),
        saved=saved[0].replace(".", ":") if saved and not trouble else "",
        late="late" in request.query_params,
        trouble=trouble,
    )
    return place.plan.ladder.spoken.in_html(html)


def _let_in(service: Service, token: str, session: str) -> Response:
    response = RedirectResponse(service.path("/w"), HTTPStatus.SEE_OTHER)
    service.give_cookie(response, COOKIE, token, samesite="lax")  # a link in a chat must find them again
    service.remember(response, session)
    return response


def _gone(service: Service, to: str) -> Response:
    response = RedirectResponse(to, HTTPStatus.SEE_OTHER)
    for name in (COOKIE, ERASED_COOKIE, TRIED):
        service.take_cookie(response, name)
    return response


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
