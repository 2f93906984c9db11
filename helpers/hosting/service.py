"""What every request finds: the store, the limits, the PDFs, and what changes in a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from helpers.charts import Theme
from helpers.database import SessionInfo, Store, mark_of
from helpers.errors import StoreError
from helpers.hosting.address import PublicAddress
from helpers.hosting.limits import Limits
from helpers.hosting.network import is_own_address, routed_address
from helpers.hosting.printing import PdfPool
from helpers.hosting.roll import Rolls
from helpers.hosting.settings import Settings
from helpers.hosting.when import opened_in_words
from helpers.http.cookies import give_cookie
from helpers.http.middleware import Problem, tell_of

ERASED_COOKIE = "kit-session"
MARK_LENGTH = 32


class Service:
    """One worker process of the service."""

    longest_stay = timedelta(days=90)
    """How long a device remembers whose it is; the session itself is erased before."""

    def __init__(self, settings: Settings, store: Store, theme: Theme, theme_path: Path | None) -> None:
        self.settings = settings
        self.store = store
        self.theme = theme
        self.limits = Limits(settings.workers)
        self.address_now = PublicAddress(settings, routed_address, is_own_address)
        self.pdfs = PdfPool(theme_path)
        self.rolls = Rolls(store)

    @property
    def root(self) -> str:
        """What stands before every path: "" unless the service is below one."""
        return self.settings.root_path

    @property
    def public_url(self) -> str:
        """What people type now, root path included and no slash at its end."""
        return self.address_now.url

    def path(self, rest: str) -> str:
        """A path of ours as a browser knows it."""
        return f"{self.root}{rest}"

    def address(self, request: Request) -> str:
        """Where a request comes from, for counting alone."""
        return request.client.host if request.client else "unknown"

    def remember(self, response: Response, session: str, *, plain: bool = False) -> None:
        """Have a browser remember which session it belongs to, for when that is erased.

        It is set on the `response`; for `plain`, see `give_cookie`.
        """
        self.give_cookie(response, ERASED_COOKIE, mark_of(session), samesite="lax", plain=plain)

    def give_cookie(
        self,
        response: Response,
        name: str,
        value: str,
        *,
        samesite: Literal["lax", "strict"],
        stays: timedelta = longest_stay,
        plain: bool = False,
    ) -> None:
        """Have a browser keep a `value` under its `name` as long as it `stays`, out of reach of scripts.

        With `samesite` "lax" a link from elsewhere brings it along, with "strict" only our own pages do. It is set on
        the `response`. Where people come over https it is for that alone, unless it is `plain`.
        """
        path, secure = self.path("/"), self.settings.secure and not plain
        give_cookie(response, name, value, stays=stays, samesite=samesite, path=path, secure=secure)

    def take_cookie(self, response: Response, name: str, *, plain: bool = False) -> None:
        """Have a browser forget what `give_cookie` gave it under a `name`, or gave it there as `plain`.

        It is set on the `response`.
        """
        secure = self.settings.secure and not plain
        response.delete_cookie(name, path=self.path("/"), secure=secure, httponly=True)

    async def erased(self, request: Request) -> Problem | None:
        """That the session of a browser was erased, and when; None if it wasn't, or nobody knows."""
        mark = request.cookies.get(ERASED_COOKIE, "")
        at = await run_in_threadpool(self.store.erased_at, mark) if len(mark) == MARK_LENGTH else None
        if at is None:
            return None
        what = f"Erased at {at.astimezone():%H:%M}, with all that was answered."
        return Problem(HTTPStatus.UNAUTHORIZED, what, erased=at)

    def newer(self, info: SessionInfo) -> str:
        """When the session was opened, in words, that the command leads which runs this service; "" if `info` is it.

        Only one of the same workshop that was opened later counts: then `info` is of a trial, or of another day, and
        what shows it would stand beside what shows today's, or the word that this one is erased.
        """
        led = self.settings.leads
        if led is None or led.session == info.id or led.workshop != info.workshop or led.opened_at <= info.opened_at:
            return ""
        return opened_in_words(led)

    def forget(self, session: str) -> None:
        """What is told next is asked afresh."""
        self.rolls.forget(session)


def service_of(request: Request) -> Service:
    """The service that a request came to. Raises `StoreError` until its database could be opened."""
    service = request.app.state.service
    if isinstance(service, StoreError):
        raise service.with_traceback(None)
    if not isinstance(service, Service):
        raise TypeError("the app was made without its service")
    return service


async def noted(note: Callable[[], object]) -> None:
    """Call `note`, which keeps a count beside what somebody asked for.

    A database that takes no writes costs them the count and not what was made for them; the trouble is logged.
    """
    try:
        await run_in_threadpool(note)
    except StoreError as error:
        tell_of(error)
