"""Whether whoever comes in can be kept: by the address that the service goes by, in a browser that finds back.

Where people come over https, browsers keep our cookies for https alone. Whoever comes by another way, such as the
laptop's own address in the room, would be let in, forgotten at once, and counted anew with each try. By which way a
request came can't be told here for sure: what a proxy hands on of it is up to the proxy. So two things are asked that
know it. A browser is given a cookie like the one that lets people in, and sends the same again: what it doesn't bring
back then, it wouldn't have kept (`try_to_keep`). The page for joining gives it already (`give_to_try`), without https
too: a browser that is set to keep no cookies would be counted with each try as well. And the page's own script compares
the address that it stands at (`doorstep.js`); what `Host` says is only its first guess, for pages without scripts, and
refuses nobody.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpers.hosting.network import is_loopback
from helpers.hosting.service import Service
from helpers.http.middleware import Problem

TRIED: Final = "kit-tried"
AGAIN: Final = "again"
_TRYING: Final = timedelta(minutes=5)
_OF_PROXIES: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class NamedAddress(NamedTuple):
    """Where people join: the address `url`, this `page` below it, and whether they seem to have come `elsewhere`."""

    url: str
    page: str
    elsewhere: bool


def named_address(service: Service, request: Request) -> NamedAddress | None:
    """Where the page that is asked for stands by the address that somebody named; None if nobody named any."""
    if not service.settings.named:
        return None
    url, root = service.public_url, request.scope.get("root_path", "")
    path = request.scope["path"].removeprefix(root)
    query = "?try" if "try" in request.query_params else ""
    page = f"{url}{path if path.startswith('/j/') else '/'}{query}"
    return NamedAddress(url, page, seems_elsewhere(request.headers, url))


def seems_elsewhere(headers: Headers, url: str) -> bool:
    """Whether a request seems to have come by another host than that of `url`.

    A proxy may put its own idea of the host into it, and the port is left off by many. So it doesn't seem so on this
    machine itself, nor where anything stands in the request that proxies add.
    """
    host = _host_of(headers)
    return bool(host) and not is_loopback(host) and host != urlsplit(url).hostname


def drops_all_here(request: Request) -> bool:
    """Whether a browser on this machine itself has shown that it keeps nothing here that is for https alone.

    Safari is one, at http://127.0.0.1. What is given to it for http too goes from this machine to nowhere else.
    """
    tried = AGAIN in request.query_params and TRIED not in request.cookies
    return tried and is_loopback(_host_of(request.headers))


def _host_of(headers: Headers) -> str:
    """The host that a browser asked; "" where none stands in the request, or a proxy may have put it there."""
    try:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:  # no host at all, such as "[::1"
        return ""
    return "" if any(name in headers for name in _OF_PROXIES) else host


def give_to_try(service: Service, response: Response) -> None:
    """Give a browser that comes to the `service` with this `response` what it shows by that it keeps something.

    Who sends the form of that page within minutes is let in with no more to ask.
    """
    service.give_cookie(response, TRIED, "1", samesite="lax", stays=_TRYING)


def try_to_keep(service: Service, request: Request, path: str, *, at: str, even_plain: bool = False) -> Response | None:
    """What a browser is answered that hasn't shown that it keeps what lets people in; None if it has.

    It sends the form of this `request` once more to the `service`, to the same `path`. Raises `Problem` if it then
    brings back nothing; `at` is what to open instead, below the address that people go by. Where people come without
    https, browsers that keep nothing are rare, and only asked for if `even_plain`.
    """
    if TRIED in request.cookies or not (service.settings.secure or even_plain):
        return None
    if AGAIN in request.query_params and not service.settings.secure:
        raise Problem(HTTPStatus.CONFLICT, _KEEPS_NOTHING, _ALLOW_IT, heading="Not in this browser as it is set")
    if AGAIN in request.query_params:
        what = f"This session is at {service.public_url}, and nowhere else."
        raise Problem(HTTPStatus.CONFLICT, what, _NOT_KEPT, heading="Not by this address", way=service.public_url + at)
    response = RedirectResponse(service.path(f"{path}?{AGAIN}=1"), HTTPStatus.TEMPORARY_REDIRECT)
    give_to_try(service, response)
    return response


_KEEPS_NOTHING = "This browser keeps no cookies, and would have forgotten you at once. You aren’t in yet, nor counted."
_ALLOW_IT = "Allow it to keep cookies, or take another one. Then join with the code."


_NOT_KEPT = (
    "You aren’t in yet, and aren’t counted: your browser would have forgotten you at once. Open the session at its own "
    "address. If that is where you are, allow your browser to keep cookies, or take another one."
)
