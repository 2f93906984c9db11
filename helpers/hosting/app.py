"""The ASGI app, put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from helpers.charts import load_theme
from helpers.database import Store, open_engine
from helpers.errors import SessionGone, StoreError
from helpers.hosting import facilitator, participant
from helpers.hosting.assets import asset
from helpers.hosting.service import Service, service_of
from helpers.hosting.settings import Settings, handed_on
from helpers.http.middleware import Problem, SecurityMiddleware, on_http_error, on_problem, tell_of

SWEEP_SECONDS = 600
"""How often sessions whose time is over are looked for and erased."""

AGAIN_SECONDS = 1
"""How soon one of several workers tries again to open a database that it couldn't open when it started."""


def make_app(settings: Settings) -> Starlette:
    """The service over one database."""

    theme = load_theme(settings.theme)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.theme = theme

        async def open_it() -> None:
            try:
                store = Store(await run_in_threadpool(open_engine, settings.db))
            except StoreError as error:
                app.state.service = error
                raise
            app.state.service = service = Service(settings, store, theme, settings.theme)
            service.pdfs.preload()

        async def work() -> None:
            while not isinstance(app.state.service, Service):
                await asyncio.sleep(AGAIN_SECONDS)
                with contextlib.suppress(StoreError):  # told to whoever asks for something meanwhile
                    await open_it()
            await _sweep(app.state.service)

        try:
            await open_it()
        except StoreError as error:
            if settings.workers == 1:
                raise
            # One of several goes on without, as those do that run: ending would end them all.
            tell_of(error)
        working = asyncio.create_task(work())
        yield
        working.cancel()
        if isinstance(service := app.state.service, Service):
            service.pdfs.close()
            await run_in_threadpool(service.store.engine.dispose)

    return Starlette(
        routes=[
            *participant.routes(),
            *facilitator.routes(),
            Route("/static/{name}", asset),
            Route("/health", health),
        ],
        middleware=[Middleware(SecurityMiddleware, settings=settings)],
        exception_handlers={
            Problem: on_problem,
            StoreError: on_problem,
            SessionGone: on_problem,
            HTTPException: on_http_error,
        },
        lifespan=lifespan,
    )


def from_environment() -> Starlette:
    """The service that the leading process described; what worker processes start with."""
    return make_app(handed_on())


async def health(request: Request) -> Response:
    """Whether the service and its database answer."""
    await run_in_threadpool(service_of(request).store.by_code, "")
    return JSONResponse({"status": "ok"})


async def _sweep(service: Service) -> None:
    while True:
        service.rolls.forget_old()
        with contextlib.suppress(StoreError):  # told by whoever needs the database next
            await run_in_threadpool(service.store.erase_due)
        await asyncio.sleep(SWEEP_SECONDS)
