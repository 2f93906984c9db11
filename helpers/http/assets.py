"""Scripts and style sheets, small on the way and asked for once: a venue's Wi-Fi carries them to thirty phones."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

THEME = "theme.css"
KINDS = {".js": "text/javascript", ".css": "text/css", ".otf": "font/otf", ".woff2": "font/woff2"}
"""What may be given out, by the ending of a file's name."""


class Asset(NamedTuple):
    """A file as it is sent: as it stands, packed, and with a tag that changes when it does."""

    kind: str
    plain: bytes
    packed: bytes
    tag: str


def asset(request: Request, folders: tuple[Path, ...], accent: str) -> Response:
    """The file that a request names, from these folders; nothing else is given out.

    `accent` is the theme's colour, which is all that the style sheet `theme.css` says. Who has the
    file already is told that it is still good. Raises `HTTPException` where there is none.
    """
    name = request.path_params["name"]
    if name == THEME:
        file = _made("text/css", f":root {{ --kit-accent: {accent}; }}\n".encode())
    elif name in (shipped := _shipped(folders)):
        file = shipped[name]
    else:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": "no-cache", "ETag": file.tag, "Vary": "Accept-Encoding"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.plain, media_type=file.kind, headers=headers)


@cache
def _shipped(folders: tuple[Path, ...]) -> dict[str, Asset]:
    """Every file that anybody may have, by its name."""
    paths = [path for folder in folders for path in folder.iterdir() if path.suffix in KINDS]
    return {path.name: _made(KINDS[path.suffix], path.read_bytes()) for path in paths}


@cache
def _made(kind: str, plain: bytes) -> Asset:
    # No time stamp in the packed file, so that every worker process sends the same bytes.
    return Asset(kind, plain, gzip.compress(plain, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:20]}"')
