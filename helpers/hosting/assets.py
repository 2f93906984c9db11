"""Scripts and style sheets, small on the way and asked for once: a venue's Wi-Fi carries them to thirty phones."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpers.form import STATIC as FORM
from helpers.hosting.service import service_of
from helpers.pages import STATIC as PAGES

FOLDERS = (FORM, PAGES, Path(__file__).with_name("static"))
THEME = "theme.css"


class Asset(NamedTuple):
    """A file as it is sent: as it stands, packed, and with a tag that changes when it does."""

    kind: str
    plain: bytes
    packed: bytes
    tag: str


async def asset(request: Request) -> Response:
    """A script or a style sheet; nothing else is given out. Who has it already is told that it is still good."""
    name = request.path_params["name"]
    if name == THEME:
        css = f":root {{ --kit-accent: {service_of(request).theme.accent}; }}\n"
        found = _made("text/css", css.encode())
    elif name in (shipped := _shipped()):
        found = shipped[name]
    else:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": "no-cache", "ETag": found.tag, "Vary": "Accept-Encoding"}
    if found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.plain, media_type=found.kind, headers=headers)


@cache
def _shipped() -> dict[str, Asset]:
    """Every file that anybody may have, by its name."""
    paths = [path for folder in FOLDERS for path in folder.iterdir() if path.suffix in (".js", ".css")]
    return {path.name: _made(mimetypes.guess_type(path.name)[0] or "", path.read_bytes()) for path in paths}


@cache
def _made(kind: str, plain: bytes) -> Asset:
    # No time stamp in the packed file, so that every worker process sends the same bytes.
    return Asset(kind, plain, gzip.compress(plain, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:20]}"')
