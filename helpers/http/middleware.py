"""What every request and every answer passes through, whoever sends it.

    request → one of ours? → the app → its headers, and no word of what went wrong inside

What is refused here is refused before anything of it is read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpers.errors import SessionGone, StoreError
from helpers.frozen import Frozen
from helpers.http.cookies import ME_COOKIE
from helpers.pages.render import render

log = logging.getLogger(__name__)

MOST_BYTES: Final = 1_000_000
"""The largest body that is read: a form with every text at its greatest length takes less."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "same-origin",  # with no-referrer, browsers call the origin of our own forms "null"
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",  # for browsers that don't know frame-ancestors
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "X-Robots-Tag": "noindex, nofollow",
    }
)


class Site(Protocol):
    """How people reach the pages: what stands before every path, whether they come over https, and their origin."""

    @property
    def root_path(self) -> str:
        """What stands before every path, such as "/workshops"; "" where nothing does."""

    @property
    def secure(self) -> bool:
        """Whether people come over https."""

    @property
    def origin(self) -> str:
        """Scheme, host and port that browsers name as the origin of our pages."""


class Problem(Exception):
    """Something that a person or their browser should be told: a status, what is wrong, what to do next.

    `retry_after` is in seconds; None where trying again is no help. `erased` is when what was asked for was erased,
    `heading` what stands above it on a page, and `way` an address that leads on from there, in place of every other
    way ("": the usual ones do).
    """

    def __init__(
        self,
        status: HTTPStatus,
        what: str,
        next_step: str = "",
        *,
        retry_after: int | None = None,
        erased: datetime | None = None,
        heading: str = "That didn’t work",
        way: str = "",
    ) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.next_step = next_step
        self.retry_after = retry_after
        self.erased = erased
        self.way = way
        self.heading = "This session is over" if erased else heading


class ProblemReply(Frozen):
    """A problem as a script is told it: words for the person, and when what was asked for was erased (None: it isn't).

    What is None isn't said.
    """

    message: str
    erased: str | None = None


class SecurityMiddleware:
    """ASGI middleware: refuses what another site makes a browser send, and what is too large; sets the headers, keeps
    faults to itself. No request makes it print more than a line.

    `larger` are paths that take more than `MOST_BYTES`, with how many bytes.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Site,
        tell: Callable[[Request, Problem], Response] | None = None,
        larger: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self.app = app
        self.larger = larger
        self.settings = settings
        self.tell = tell or problem_response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = below(scope, self.settings.root_path)
        request = Request(scope)
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
                if self.settings.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        try:
            if request.method not in ("GET", "HEAD") and is_foreign(request.headers, self.settings):
                refused = self.tell(request, Problem(HTTPStatus.FORBIDDEN, _FOREIGN, _OPEN_OURS))
                await refused(scope, receive, answer)
                return
            await self.app(scope, bounded(receive, self.larger.get(scope["path"], MOST_BYTES)), answer)
        except ClientDisconnect:  # nobody is there any more to be told anything
            return
        except Exception as error:
            # Only where it happened: the error's own words may quote what somebody wrote.
            log.error("a request could not be answered: %s (%s)", type(error).__name__, _way(error))
            if begun:
                raise ConnectionAbortedError("the answer broke off") from None
            broken = self.tell(request, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, _BROKEN, _TRY_AGAIN, retry_after=5))
            await broken(scope, receive, answer)


def bounded(receive: Receive, most: int = MOST_BYTES) -> Receive:
    """The same, but for a body of more than so many bytes: whoever reads it is given a `Problem` (413)."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
        return message

    return receive_some


def _way(error: Exception) -> str:
    """The lines of the kit's own through which an error came, the last one last."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "helpers" in Path(frame.filename).parts] or frames[-1:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)


def below(scope: Scope, root: str) -> Scope:
    """A request as one that came in below `root`, whether the proxy in front left that in its path or took it off."""
    path = scope["path"]
    whole = path if path == root or path.startswith(f"{root}/") else f"{root}{path}"
    return {**scope, "root_path": root, "path": whole}


def is_foreign(headers: Headers, settings: Site) -> bool:
    """Whether a browser says that another site made it send this. What isn't a browser says nothing of the kind."""
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None or origin == settings.origin:
        return False
    try:
        return urlsplit(origin).netloc != headers.get("host")
    except ValueError:  # no address at all, such as "http://[::1"
        return True


def problem_response(request: Request, problem: Problem) -> Response:
    """A problem as a page or as JSON, as the browser asked for it."""
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    if "text/html" in request.headers.get("accept", ""):
        root = request.scope.get("root_path", "")
        leads = request.scope["path"].removeprefix(root).startswith("/f")
        inside = ME_COOKIE in request.cookies
        words = {name: getattr(problem, name) for name in ("heading", "what", "next_step", "way")}
        html = render("hosting/problem", root=root, leads=leads, inside=inside, erased=problem.erased, **words)
        return HTMLResponse(html, problem.status, headers)
    message = "\n".join(part for part in (problem.what, problem.next_step) if part)
    reply = ProblemReply(message=message, erased=problem.erased.isoformat() if problem.erased else None)
    return JSONResponse(reply.model_dump(exclude_none=True), problem.status, headers)


def problem_of(error: Problem | StoreError | SessionGone) -> Problem:
    """What somebody is told of it. The details of a `StoreError` are the facilitator's, in the log."""
    match error:
        case Problem():
            return error
        case SessionGone():
            return Problem(HTTPStatus.UNAUTHORIZED, "This session has been erased, with all that was answered.")
        case _:
            tell_of(error)
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE, _TRY_AGAIN, retry_after=5)


def tell_of(error: StoreError) -> None:
    """Put a trouble with the database into the log, whole and in one line."""
    log.error("the database: %s", " ".join(str(error).split()))


async def on_problem(request: Request, error: Exception) -> Response:
    """The handler of `Problem`, `StoreError` and `SessionGone`."""
    if not isinstance(error, Problem | StoreError | SessionGone):
        raise error
    return problem_response(request, problem_of(error))


async def on_http_error(request: Request, error: Exception) -> Response:
    """The handler of Starlette's own errors: no such page, a method that isn't there, a body that is too large."""
    status = HTTPStatus(getattr(error, "status_code", 500))
    what = {
        HTTPStatus.NOT_FOUND: "There is no such page.",
        HTTPStatus.METHOD_NOT_ALLOWED: "That can’t be done here.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _TOO_LARGE,
    }.get(status, "That could not be understood.")
    response = problem_response(request, Problem(status, what))
    for name, value in (getattr(error, "headers", None) or {}).items():
        response.headers[name] = value
    return response


_FOREIGN = "This was sent from another site, so nothing was done."
_OPEN_OURS = "Open the session’s own page and try again."
_TOO_LARGE = "That is more than can be taken at once."
_BROKEN = "Something in the kit itself went wrong, and nothing was changed."
_NO_STORE = "Answers can’t be kept at the moment."
_TRY_AGAIN = "Try again in a few seconds. What is on your screen stays there."
