"""The pages over HTTP, on this machine alone, for the one person who holds the link."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from helpers.chapters import Chapter
from helpers.charts import Theme
from helpers.clock import today
from helpers.errors import KitError
from helpers.form import STATIC as FORM
from helpers.http import assets
from helpers.http.cookies import give_cookie
from helpers.http.middleware import Problem, SecurityMiddleware, on_http_error
from helpers.pages import STATIC as PAGES
from helpers.web.board import BoardEngine
from helpers.web.engine import Engine
from helpers.web.importing import ADDRESS as IMPORT
from helpers.web.importing import DOWNLOADS, MOST_UPLOADED, ImportPage
from helpers.web.leading import ADDRESS as LEADING
from helpers.web.leading import LeadingPage
from helpers.web.multipart import parts
from helpers.web.page import STATIC as WEB
from helpers.web.page import chapter_page, front_door_of, message_page
from helpers.web.protocol import EngineReply

FOLDERS = (FORM, PAGES, WEB, Path(str(files("font_source_sans_pro") / "files")))
"""What anybody may have: scripts, style sheets, and the typeface of the reports."""

LOOPBACK = "127.0.0.1"
LET_IN = timedelta(days=60)
"""How long a browser is let in after it was last given the link."""

MOST_READ = 500_000_000
"""Bytes that are read of a spreadsheet which is too large all the same, so that its owner is told so on a page."""

BACK = "back"
"""What stands in the address of the page that the front door leads to; its script takes it out again."""

NDJSON = "application/x-ndjson"

Handle = Callable[[object], Iterator[EngineReply]]


class Place(NamedTuple):
    """Where the pages are, and what lets somebody in: `token` in a link, once; `key` in a cookie from then on."""

    port: int
    token: str
    key: str

    @property
    def root_path(self) -> str:
        """Nothing stands before the paths."""
        return ""

    @property
    def secure(self) -> bool:
        """Nothing of it leaves the machine, so that it needs no https."""
        return False

    @property
    def origin(self) -> str:
        """What browsers call the origin of these pages."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which this machine may be asked for them: any other is somebody else's trick."""
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost"))

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers don't tell the ports of one machine apart."""
        return f"kit-{self.port}"

    @property
    def link(self) -> str:
        """The address that lets somebody in."""
        return f"{self.origin}/?token={self.token}"


class Gate:
    """ASGI middleware: this machine's own names only, and only who has the link or came by it before."""

    def __init__(self, app: ASGIApp, place: Place) -> None:
        self.app = app
        self.place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, turn it away, or let somebody in by the link."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._stopped(request)
        await (answer or self.app)(scope, receive, send)

    def _stopped(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self.place.hosts:
            return _problem_reply(request, HTTPStatus.FORBIDDEN, "This address isn’t one of the kit’s.", _OPEN_LINK)
        if request.url.path.startswith("/static/"):
            return None
        given = request.query_params.get("token")
        if given is not None and secrets.compare_digest(given.encode(), self.place.token.encode()):
            return self._let_in(request)
        cookie = request.cookies.get(self.place.cookie, "")
        if not secrets.compare_digest(cookie.encode(), self.place.key.encode()):
            return _problem_reply(request, HTTPStatus.UNAUTHORIZED, "Open the kit with its link", _OPEN_LINK)
        return None

    def _let_in(self, request: Request) -> Response:
        """The same address without the token, which then stands in no history, with the cookie."""
        rest = [pair for pair in request.query_params.multi_items() if pair[0] != "token"]
        path = "/" + request.url.path.lstrip("/")  # "//elsewhere" would lead there
        answer = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), HTTPStatus.SEE_OTHER)
        give_cookie(answer, self.place.cookie, self.place.key, stays=LET_IN, samesite="lax")
        return answer


def make_app(engine: Engine, place: Place, *, ladder_file: Path | None = None) -> Starlette:
    """The chapters and labs of an `engine` as pages at a `place`; `ladder_file` is its ladder (None: the kit's own)."""

    async def front_door(request: Request) -> Response:
        left = request.cookies.get(f"kit-left-{place.port}", "")
        where = address(await run_in_threadpool(front_door_of, engine, left))
        return RedirectResponse(f"{where}?{BACK}", HTTPStatus.SEE_OTHER)

    async def chapter(request: Request) -> Response:
        try:
            here = engine.course.chapter(request.path_params["stem"])
        except KitError:
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
        return HTMLResponse(await run_in_threadpool(chapter_page, engine, here, back=BACK in request.query_params))

    leading = LeadingPage(engine.ladder, engine.theme, ladder_file, today)
    own = Route("/", front_door), *_import_routes(ImportPage()), *_leading_routes(leading), Route("/{stem}", chapter)
    return _app(engine.handle, engine.theme, place, *own)


def _import_routes(page: ImportPage) -> tuple[Route, ...]:
    """Where a spreadsheet becomes a ladder."""

    async def importing(request: Request) -> Response:
        if request.method != "POST":
            html, status = page.start()
        else:
            body = await _at_most(request, MOST_UPLOADED)
            kind = request.headers.get("content-type", "")
            html, status = await run_in_threadpool(
                lambda: page.too_much() if body is None else page.step(parts(kind, body))
            )
        return HTMLResponse(html, status)

    async def download(request: Request) -> Response:
        name, kind = request.path_params["name"], request.path_params["kind"]
        data = await run_in_threadpool(page.download, name, kind)
        if data is None or kind not in DOWNLOADS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return _file(data, f"{page.file_name(name)}.{kind}")

    async def empty(request: Request) -> Response:
        return _file(page.template(), "levels-to-fill-in.xlsx")

    return (
        Route(IMPORT, importing, methods=["GET", "POST"]),
        Route(f"{IMPORT}/levels-to-fill-in.xlsx", empty),
        Route(f"{IMPORT}/{{name}}/{{kind}}", download),
    )


def _leading_routes(page: LeadingPage) -> tuple[Route, ...]:
    """Where whoever leads a workshop finds what is printed and shown."""

    def said(request: Request) -> dict[str, str]:
        return {key: " ".join(request.query_params.getlist(key)) for key in request.query_params}

    async def leading(request: Request) -> Response:
        return HTMLResponse(*await run_in_threadpool(page.page, said(request)))

    async def download(request: Request) -> Response:
        file = await run_in_threadpool(page.file, request.path_params["name"], said(request))
        if file is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(file.data, media_type=file.kind, headers=_saved_as(file.name))

    return Route(LEADING, leading), Route(f"{LEADING}/{{name}}", download)


async def _at_most(request: Request, most: int) -> bytes | None:
    """The body of a request; None for a longer one, which is read to its end, or a browser would show no answer."""
    kept = bytearray()
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        if total <= most:
            kept += chunk
    return bytes(kept) if total <= most else None


def _file(data: bytes, name: str) -> Response:
    kind = DOWNLOADS[name.rpartition(".")[2]]
    return Response(data, media_type=kind, headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def make_board_app(engine: BoardEngine, place: Place) -> Starlette:
    """The workshop board and its facilitator's notes, and nothing else."""

    async def board(request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(engine.page))

    async def notes(request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(engine.notes))

    return _app(engine.handle, engine.theme, place, Route("/", board), Route("/notes", notes))


def _app(handle: Handle, theme: Theme, place: Place, *pages: Route) -> Starlette:
    async def messages(request: Request) -> Response:
        try:
            message = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise HTTPException(HTTPStatus.BAD_REQUEST) from None
        return StreamingResponse(_lines(handle(message)), media_type=NDJSON)

    async def static(request: Request) -> Response:
        return assets.asset(request, FOLDERS, theme.accent)

    return Starlette(
        routes=[Route("/messages", messages, methods=["POST"]), Route("/static/{name}", static), *pages],
        middleware=[
            Middleware(SecurityMiddleware, settings=place, tell=_on_trouble, larger={IMPORT: MOST_READ}),
            Middleware(Gate, place=place),
        ],
        exception_handlers={Problem: _on_problem, HTTPException: _on_http_error, KitError: _on_kit_error},
    )


def address(chapter: Chapter) -> str:
    """Where a chapter is among the pages."""
    return f"/{chapter.stem}"


def _lines(replies: Iterable[EngineReply]) -> Iterator[str]:
    for reply in replies:
        yield json.dumps(reply, ensure_ascii=False) + "\n"


def _problem_reply(request: Request, status: HTTPStatus, what: str, next_step: str = "") -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(message_page(what, next_step), status)
    return JSONResponse({"message": f"{what}\n{next_step}"}, status)


def _on_trouble(request: Request, problem: Problem) -> Response:
    return _problem_reply(request, problem.status, problem.what, problem.next_step)


async def _on_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    return _on_trouble(request, error)


async def _on_http_error(request: Request, error: Exception) -> Response:
    status = HTTPStatus(getattr(error, "status_code", 500))
    if status == HTTPStatus.NOT_FOUND:
        return _problem_reply(
            request, status, "There is no such page", "The chapters are at the address of this machine alone."
        )
    return await on_http_error(request, error)


async def _on_kit_error(request: Request, error: Exception) -> Response:
    what, _, next_step = str(error).partition("\n")
    return _problem_reply(request, HTTPStatus.INTERNAL_SERVER_ERROR, what, next_step)


_OPEN_LINK = (
    "The link stands in the terminal in which the kit was started. Your answers are where they were: this page only "
    "wants to be sure that it is you."
)
