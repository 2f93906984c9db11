"""What a browser keeps for a service: only for that, and out of reach of scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from starlette.responses import Response

ME_COOKIE: Final = "kit-me"
"""Under which a browser keeps whose it is in a session."""


def give_cookie(
    response: Response,
    name: str,
    value: str,
    *,
    stays: timedelta,
    samesite: Literal["lax", "strict"],
    path: str = "/",
    secure: bool = False,
) -> None:
    """Have a browser keep a `value` under its `name` for as long as it `stays`; it is set on the `response`.

    With `samesite` "lax" a link from elsewhere brings it along, with "strict" only our own pages do. It goes to
    addresses below `path` alone, and if it is `secure` over HTTPS alone.
    """
    response.set_cookie(
        name,
        value,
        max_age=int(stays.total_seconds()),
        path=path,
        secure=secure,
        httponly=True,
        samesite=samesite,
    )
