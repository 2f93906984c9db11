"""What people do on their phones: join, come back, answer, take their PDF and their journal along, leave."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs

from pydantic import Field as Bounds
from pydantic import StringConstraints, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from helpers.calendar_file import MEDIA_TYPE, calendar_file
from helpers.chapters.plan_calendar import entries
from helpers.database import Appended, BlockState, Given, Participant, Store, is_counted
from helpers.errors import SessionClosed, SessionFull, SessionGone, StoreError, TooMuch
from helpers.form import WORDS, WORDS_ON_A_PAGE, Field, Refused, checked, form_spec, known
from helpers.frozen import Frozen
from helpers.hosting import plain
from helpers.hosting.limits import ASKING, ERASING, JOINS, PRINTING, SENDING, WrongGuess
from helpers.hosting.questions import accepted_fields, feedback_form, forms_for, picture_field, release_field
from helpers.hosting.service import ERASED_COOKIE, Service, noted, service_of
from helpers.http.middleware import Problem, problem_of
from helpers.http.packing import packed
from helpers.insight import day_in_words
from helpers.journal import Answer, Event, State, Words, fold
from helpers.journal.asked import answered, worded
from helpers.journal.lines import encode
from helpers.pages.page import page
from helpers.workshop import feedback
from helpers.workshop.agenda import Ask
from helpers.workshop.closing import CLOSING
from helpers.workshop.hosted import PICTURE, RELEASE, HostedBlock, HostedPlan

COOKIE = "kit-me"
LONGEST_NAME = 200
MOST_AT_ONCE = 100
MOST_KNOWN = 10
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class SentEvent(Frozen):
    """An answer as a device sends it; `age` is how many milliseconds ago it was given, by its own clock.

    `base` are answers, one of which the device knew to stand when it was given (None: it doesn't say).
    """

    id: Hex
    subject: Annotated[str, StringConstraints(max_length=120)]
    answer: dict[str, Any]
    age: Annotated[int, Bounds(ge=0, le=2**53)] = 0
    base: Annotated[tuple[Any, ...], Bounds(max_length=MOST_KNOWN)] | None = None


class Batch(Frozen):
    """What a device sends at once; `me` is whose page it was, as the page was told."""

    me: Hex | None = None
    device: Hex
    events: Annotated[tuple[SentEvent, ...], Bounds(max_length=MOST_AT_ONCE)]


class Place(Frozen):
    """Where somebody is: their session, its blocks, and what they have answered so far."""

    me: Participant
    plan: HostedPlan
    blocks: tuple[BlockState, ...]
    closed: bool
    erase_at: datetime
    until: datetime | None
    events: tuple[Event, ...]

    @property
    def state(self) -> State:
        """Their current answers."""
        return fold(self.events)

    @property
    def opened(self) -> tuple[Ask, ...]:
        """What has been asked by now."""
        known = {block.id for block in self.blocks if block.taken}
        return tuple(ask for block in self.plan.blocks if block.id in known for ask in block.asks)


def routes() -> list[Route]:
    """Everything that a participant's browser asks for."""
    return [
        Route("/", door),
        Route("/j/{code}", door),
        Route("/join", join, methods=["POST"]),
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
    """Where a join code is typed. It checks nothing and makes nobody, so a preview of the link is harmless."""
    told = {name: name in request.query_params for name in ("left", "erased", "try")}
    code, root = request.path_params.get("code", "")[:20], request.scope.get("root_path", "")
    return HTMLResponse(page("hosting/join", root=root, code=code, told=told, act=uuid.uuid4().hex))


async def join(request: Request) -> Response:
    """Let somebody in who knows the code; who is in already just goes on, and who tried it out now takes part."""
    service, sent = service_of(request), await fields(request)
    code, act = sent.get("code", [""])[0], sent.get("act", [""])[0]
    trial = sent.get("try", [""])[0] == "1"
    with service.limits.guessing(service.address(request)):
        session = await run_in_threadpool(service.store.by_code, code[:40])
        if session is None:
            raise WrongGuess("This code belongs to no session.", "Look at the screen again, or ask for the link.")
    if (me := await _me(request)) and me.session == session and (trial or not me.trial):
        if trial and not me.trial:
            raise Problem(HTTPStatus.CONFLICT, _TAKES_PART, _TRY_ELSEWHERE)
        return RedirectResponse(service.path("/w"), HTTPStatus.SEE_OTHER)
    service.limits.count(JOINS, service.address(request))
    try:
        drawn = act if _ACT.fullmatch(act) else ""
        joined = await run_in_threadpool(lambda: service.store.join(session, act=drawn, trial=trial))
    except (SessionFull, SessionClosed) as error:
        raise Problem(HTTPStatus.CONFLICT, error.what, error.next_step or "") from None
    return _let_in(service, joined.token, session)


_ACT = re.compile("[0-9a-f]{32}")
_TAKES_PART = "This browser takes part in the session already, and is counted."
_TRY_ELSEWHERE = "Try it out in another browser or a private window; or erase your answers on your page first."


async def back(request: Request) -> Response:
    """Where somebody goes on from another device: the token stands in the link's fragment, which no server sees."""
    return HTMLResponse(page("hosting/back", root=request.scope.get("root_path", "")))


async def come_back(request: Request) -> Response:
    """Go on on this device."""
    service = service_of(request)
    token = (await fields(request)).get("token", [""])[0].strip().rpartition("#")[2]
    with service.limits.guessing(service.address(request)):
        if (me := await run_in_threadpool(service.store.by_token, token[:80])) is None:
            raise WrongGuess("This link belongs to nobody.", "It may be cut short, or the session has been erased.")
    return _let_in(service, token, me.session)


async def workshop(request: Request) -> Response:
    """The participant's page, which works as it stands; with JavaScript it saves by itself."""
    service, me = service_of(request), await _me(request)
    if me is None:
        if gone := await service.erased(request):
            raise gone
        return RedirectResponse(service.path("/"), HTTPStatus.SEE_OTHER)
    place = await _place(service, me)
    saved = request.query_params.get("saved", "")
    return await run_in_threadpool(lambda: HTMLResponse(_page(service, request, place, saved=saved)))


async def state(request: Request) -> Response:
    """Everything that the page shows, as JSON."""
    service, me = service_of(request), await _required(request)
    service.limits.count(ASKING, me.id)
    place = await _place(service, me)
    # In a thread: it is long, and it asks the database what has changed.
    return await run_in_threadpool(lambda: packed(request, JSONResponse(_state(place, service))))


async def pulse(request: Request) -> Response:
    """Whether anything has changed, on this device or another, and how many seconds are left."""
    service, me = service_of(request), await _required(request)
    service.limits.count(ASKING, me.id)
    found = await run_in_threadpool(service.pulse, me.session)
    told = {"version": found.version, "left": found.left(service.store.now()), "answers": me.answers}
    return JSONResponse(told)


async def keep(request: Request) -> Response:
    """Keep a batch of answers; told are the ids that are on the disk, and why others are refused."""
    service, me = service_of(request), await _required(request)
    service.limits.count(SENDING, me.id)
    try:
        batch = Batch.model_validate_json(await request.body(), strict=True)
    except ValidationError:
        raise Problem(HTTPStatus.BAD_REQUEST, "These answers couldn’t be understood.") from None
    _own(me, batch.me)
    return JSONResponse(await run_in_threadpool(_keep, service.store, me, batch))


async def keep_plain(request: Request) -> Response:
    """Keep what a form without JavaScript sent; what can't be kept is told, and stays on the screen."""
    try:
        return await _kept_plain(request)
    except (Problem, StoreError, SessionGone) as error:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        problem, texts = problem_of(error), plain.texts(await fields(request))
        root = request.scope.get("root_path", "")
        html = page("hosting/not_kept", root=root, what=problem.what, next_step=problem.next_step, texts=texts)
        return HTMLResponse(html, problem.status)


async def _kept_plain(request: Request) -> Response:
    service, me = service_of(request), await _required(request)
    service.limits.count(SENDING, me.id)
    sent = await _sent(request, me)
    place = await _place(service, me)
    # What is taken, not what is shown now: the part may have been closed since the form was fetched, or a plan's
    # focus taken back elsewhere.
    shown = [field for form in forms_for(place.plan, place.opened, place.state) for field in form.fields]
    questions = (*shown, *accepted_fields(place.plan, place.opened))
    changed = list(plain.changes(questions, sent, place.events, me=me.id))
    trouble: list[str] = []
    not_kept: set[str] = set()
    elsewhere: set[str] = set()
    for start in range(0, len(changed), MOST_AT_ONCE):
        some = {one.id: one for one in changed[start : start + MOST_AT_ONCE]}
        events = [SentEvent(id=one.id, subject=one.subject, answer=one.answer, base=one.knew) for one in some.values()]
        outcome = await run_in_threadpool(_keep, service.store, me, Batch(device=me.id, events=tuple(events)))
        trouble += [each["message"] for each in outcome["refused"]]
        not_kept |= {some[each["id"]].subject for each in (*outcome["refused"], *outcome["stands"])}
        elsewhere |= {some[each["id"]].subject for each in outcome["stands"]}
    if not_kept:
        if elsewhere:
            trouble.append(_ELSEWHERE)
        told = "\n".join(dict.fromkeys(trouble))
        again, left = await _place(service, me), plain.only(sent, not_kept)
        html = _page(service, request, again, trouble=told, sent=left, elsewhere=elsewhere)
        return HTMLResponse(html, HTTPStatus.UNPROCESSABLE_ENTITY)
    late = any(not block.asked_of(me) and _is_sent(place, block, sent) for block in place.blocks)
    return RedirectResponse(service.path(f"/w?saved={'late' if late else '1'}"), HTTPStatus.SEE_OTHER)


async def report(request: Request) -> Response:
    """Somebody's PDF, under the name that comes with this request and is kept nowhere."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    sent = await _sent(request, me)
    name = sent.get("name", [""])[0][:LONGEST_NAME]
    place = await _place(service, me)
    today = day_there(sent.get("day", [""])[0], service.store.today())
    pdf = await service.press.personal(place.plan, _without_feedback(place.events), name=name, on=today)
    await noted(lambda: service.store.note_taken(me.id))
    return Response(pdf, media_type="application/pdf", headers=_download(f"career-report-{today}.pdf"))


async def journal(request: Request) -> Response:
    """Somebody's journal, which opens in the notebooks at home; the name is put in on its way."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    name = (await _sent(request, me)).get("name", [""])[0][:LONGEST_NAME].strip()
    place = await _place(service, me)
    ladder = place.plan.ladder
    events = [worded(event, ladder) for event in _without_feedback(place.events)]
    if name:
        events.append(answered("profile:name", Words(text=name), ladder, service.store.now()))
    body = b"".join(map(encode, events))
    return Response(body, media_type="application/jsonl", headers=_download("my-journal.jsonl"))


async def calendar(request: Request) -> Response:
    """The days of somebody's plan as a calendar file, with titles that tell nothing of it."""
    service, me = service_of(request), await _required(request)
    service.limits.count(PRINTING, me.id)
    await _sent(request, me)
    place = await _place(service, me)
    found = entries(place.state, place.events, now=service.store.now())
    if not any(not entry.cancelled for entry in found):
        raise Problem(HTTPStatus.CONFLICT, "Your plan names no day to come yet.", "Go back and give it one.")
    body = calendar_file(found, now=service.store.now())
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
    return _gone(service, service.path("/?erased=1"))


async def fields(request: Request) -> dict[str, list[str]]:
    """What a form sent: the values of each name. Raises `Problem` for what no form of ours sends."""
    body = await request.body()
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1000, errors="replace")
    except (ValueError, UnicodeDecodeError):
        raise Problem(HTTPStatus.BAD_REQUEST, "This form couldn’t be understood.") from None


def day_there(told: str, here: date) -> date:
    """The day on the device that asks, as it `told` it ("2026-11-29"); without that, the day `here`."""
    try:
        return date.fromisoformat(told) if _DAY.fullmatch(told) else here
    except ValueError:
        return here


async def _sent(request: Request, me: Participant) -> dict[str, list[str]]:
    """What a form on somebody's page sent. Raises `Problem` if the page was drawn for somebody else."""
    sent = await fields(request)
    _own(me, *sent.get("me", ()))
    return sent


def _own(me: Participant, *named: str | None) -> None:
    """Raise `Problem` if a page names somebody else: the browser may have joined anew since it was opened."""
    if any(name not in (None, _digest(me)) for name in named):
        raise Problem(HTTPStatus.CONFLICT, _ANOTHER, "Load the page again.")


def _digest(me: Participant) -> str:
    """What stands for somebody on their own device; it opens nothing."""
    return hashlib.sha256(me.id.encode()).hexdigest()[:32]


_COUNTED = (
    "You are in the picture that was shown, and what is in it stays. It holds counts and no names. But where everybody "
    "in a group gave the same answer, all can tell that you gave it too; and where only one person answered "
    "differently, that one can tell. The screen says so before it shows such an answer."
)
_ELSEWHERE = (
    "Not all of it was kept: meanwhile you answered otherwise in another window or on another device. Below, what you "
    "have just sent stands in its box, and what stands now is told beside it. Save again to keep yours, or load this "
    "page anew to keep the other. Everything else is saved."
)
_ANOTHER = "This browser has joined as somebody else since this page was opened, so nothing was done."


def _keep(store: Store, me: Participant, batch: Batch) -> dict[str, Any]:
    """Check a batch and keep what belongs; an id that was kept before is known before its answer is looked at.

    Gives the ids that are on the disk ("saved"), those that are "refused", each with why, and those that are not kept
    since another answer "stands" that the device didn't know of. "new" and "answers" are as in `Appended`.
    """
    plan = store.plan(me.session)
    opened = {block.id for block in store.blocks(me.session) if block.taken}
    questions = accepted_fields(plan, [ask for block in plan.blocks if block.id in opened for ask in block.asks])
    events = store.events(me.id)
    there = {event.id for event in events}
    standing: dict[str, Answer] = {subject: event.answer for (_, subject), event in fold(events).current.items()}
    given: list[Given] = []
    refused: list[dict[str, str]] = []
    for event in batch.events:
        if event.id in there:
            continue
        try:
            subject, answer = checked(event.subject, event.answer, fields=questions, current=standing.get)
        except Refused as error:
            refused.append({"id": event.id, "message": str(error)})
        else:
            standing[subject] = answer
            knew = None if event.base is None else known(list(event.base))
            given.append(Given(id=event.id, subject=subject, answer=answer, age_ms=event.age, knew=knew))
    try:
        kept = store.append(me.id, batch.device, given)
        left = [each.id for each in given if each.id not in kept.kept and each.id not in kept.stands]
        refused += [{"id": id, "message": _COUNTED} for id in left]
    except TooMuch as error:
        refused += [{"id": each.id, "message": str(error)} for each in given]
        kept = Appended()
    return {
        "saved": sorted(kept.kept | (there & {event.id for event in batch.events})),
        "refused": refused,
        "stands": [{"id": id, "answer": answer.model_dump(mode="json")} for id, answer in kept.stands.items()],
        "new": kept.new,
        "answers": kept.answers,
    }


async def _me(request: Request) -> Participant | None:
    token = request.cookies.get(COOKIE, "")
    return await run_in_threadpool(service_of(request).store.by_token, token) if 0 < len(token) <= 80 else None


async def _required(request: Request) -> Participant:
    if (me := await _me(request)) is None:
        raise await service_of(request).erased(request) or Problem(
            HTTPStatus.UNAUTHORIZED,
            "This device isn’t in a session any more.",
            "Join again with the code, or open your personal link. A session that has ended is erased after a while.",
        )
    return me


async def _place(service: Service, me: Participant) -> Place:
    def found() -> Place:
        store = service.store
        info = store.session(me.session)
        return Place(
            me=me,
            plan=store.plan(me.session),
            blocks=store.blocks(me.session),
            closed=info.closed_at is not None,
            erase_at=info.erase_at,
            until=store.countdown(me.session),
            events=store.events(me.id),
        )

    return await run_in_threadpool(found)


def _state(place: Place, service: Service) -> dict[str, Any]:
    plan, state = place.plan, place.state
    me = _digest(place.me)
    by_id = {block.id: block for block in place.blocks}
    blocks = []
    for block in plan.blocks:
        now = by_id[block.id]
        forms = forms_for(plan, block.asks, state) if now.taken else ()
        blocks.append(
            {
                "id": block.id,
                "title": block.title,
                "minutes": block.minutes,
                "spoken": tuple(map(plan.told, block.spoken)),
                "opened": now.taken,
                "open": now.asked_of(place.me),
                "missed": _is_missed(place, block),
                "forms": [
                    {
                        "ask": form.ask,
                        "title": form.title,
                        "lead": form.lead,
                        "spec": _spec(plan, form.fields, form.title, me),
                    }
                    for form in forms
                ],
            }
        )
    release = release_field(plan, place.events)
    counted = is_counted(service.store, place.me.session, place.me.id)
    questions = accepted_fields(plan, place.opened)
    subjects = {subject for question in questions for subject in question.subjects}
    events = {subject: event for (_, subject), event in state.current.items() if subject in subjects}
    found = service.pulse(place.me.session)
    return {
        "me": me,
        "title": plan.title,
        "subtitle": plan.subtitle,
        "promise": plan.promises,
        "ladder": plan.ladder.title,
        "erase_on": day_in_words(place.erase_at.astimezone().date()),
        "closed": place.closed,
        "address": service.public_url,
        "version": found.version,
        "answers": len(place.events),
        "left": found.left(service.store.now()),
        "now": _now(plan, found.step),
        "blocks": blocks,
        "picture": None if counted else {"spec": _spec(plan, (picture_field(),), picture_field().label, me)},
        "feedback": _feedback_spec(plan, me) if _asks_feedback(place) else None,
        "release": release and {"spec": _spec(plan, (release,), release.label, me)},
        "values": {subject: event.answer.model_dump(mode="json") for subject, event in events.items()},
    }


def _without_feedback(events: Iterable[Event]) -> tuple[Event, ...]:
    """What somebody takes home: what they said of the workshop is for those who lead it, and means nothing there."""
    return tuple(event for event in events if event.subject not in feedback.subjects())


def _asks_feedback(place: Place) -> bool:
    """Whether the questions about the workshop itself are asked: from its last part on, until the session is closed."""
    return place.blocks[-1].taken and not place.closed


def _feedback_spec(plan: HostedPlan, token: str) -> dict[str, Any]:
    form = feedback_form()
    return {"lead": form.lead, "spec": _spec(plan, form.fields, form.title, token)}


def _now(plan: HostedPlan, id: str | None) -> dict[str, Any] | None:
    """What runs in the room now: its id, its title, and whether phones have a part in it."""
    step = next((one for one in plan.course if one.id == id), None)
    return {"id": step.id, "title": step.title, "asks": bool(step.asks)} if step else None


def _spec(plan: HostedPlan, fields: Iterable[Any], title: str, token: str) -> dict[str, Any]:
    ladder = plan.ladder
    return form_spec(
        tuple(fields),
        scale=ladder.scale,
        words=WORDS_ON_A_PAGE,
        title=title,
        token=token,
        spoken=ladder.spoken,
    )


def _is_sent(place: Place, block: BlockState, sent: Mapping[str, list[str]]) -> bool:
    """Whether a form with questions of this block was sent."""
    asks = next(one.asks for one in place.plan.blocks if one.id == block.id)
    subjects = {subject for question in accepted_fields(place.plan, asks) for subject in question.subjects}
    subjects -= {PICTURE, *feedback.subjects()}
    return not subjects.isdisjoint(plain.asked(sent))


def _is_written(place: Place, block: HostedBlock) -> bool:
    """Whether a question of this block has an answer, which is then in sight."""
    questions = accepted_fields(place.plan, block.asks)
    apart = {PICTURE, RELEASE, *feedback.subjects()}  # asked in no part
    subjects = {subject for question in questions for subject in question.subjects} - apart
    return any(map(place.state.event, subjects))


def _is_missed(place: Place, block: HostedBlock) -> bool:
    """Whether it was closed before somebody came, and they have answered nothing of it since."""
    return block.id in place.me.missed and not _is_written(place, block)


def _page(
    service: Service,
    request: Request,
    place: Place,
    *,
    saved: str = "",
    trouble: str = "",
    sent: Mapping[str, list[str]] | None = None,
    elsewhere: Collection[str] = (),
) -> str:
    state, scale = place.state, place.plan.ladder.scale

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
    shown = {id for id, block in now.items() if block.asked_of(place.me) or (sent and _is_sent(place, block, sent))}
    blocks = [
        {
            "block": block,
            "opened": now[block.id].taken,
            "open": block.id in shown,
            "missed": _is_missed(place, block),
            "written": bool(sent) or _is_written(place, block),
            "forms": [
                (form, [shown_in(field) for field in form.fields])
                for form in (forms_for(place.plan, block.asks, state) if block.id in shown else ())
            ],
        }
        for block in place.plan.blocks
    ]
    made = page(
        "hosting/workshop",
        root=service.root,
        me=_digest(place.me),
        trial=place.me.trial,
        plan=place.plan,
        scale=scale,
        words=WORDS,
        form=uuid.uuid4().hex,
        blocks=blocks,
        picture=None if is_counted(service.store, place.me.session, place.me.id) else shown_in(picture_field()),
        feedback=[shown_in(field) for field in feedback_form().fields] if _asks_feedback(place) else (),
        feedback_lead=feedback_form().lead,
        counted=_COUNTED,
        closed=place.closed,
        closing=CLOSING,
        now=_now(place.plan, service.pulse(place.me.session).step),
        erase_on=day_in_words(place.erase_at.astimezone().date()),
        link=f"{service.public_url}/back#{request.cookies[COOKIE]}",
        saved=saved,
        trouble=trouble,
    )
    return place.plan.ladder.spoken.in_html(made)


def _let_in(service: Service, token: str, session: str) -> Response:
    response = RedirectResponse(service.path("/w"), HTTPStatus.SEE_OTHER)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(service.longest_stay.total_seconds()),
        path=service.path("/"),
        secure=service.settings.secure,
        httponly=True,
        samesite="lax",  # a link in a chat must find them again
    )
    service.remember(response, session)
    return response


def _gone(service: Service, to: str) -> Response:
    response = RedirectResponse(to, HTTPStatus.SEE_OTHER)
    for name in (COOKIE, ERASED_COOKIE):
        response.delete_cookie(name, path=service.path("/"), secure=service.settings.secure, httponly=True)
    return response


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
