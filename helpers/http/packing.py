"""Answers that are made anew each time, small on their way: a room of phones shares one network.

Only for what holds no token and no code: where a secret is packed beside words that somebody else
may choose, the length of the whole tells something about it.
"""

from __future__ import annotations

import gzip
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

QUICK: Final = 1
"""Most of the gain, at a fraction of a millisecond."""


def packed(request: Request, response: Response) -> Response:
    """The same response, packed if the browser can unpack it."""
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(bytes(response.body), QUICK, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
    return response
