"""What every phone loads is small, loaded once, and never out of date."""

from __future__ import annotations

import httpx
import pytest

from helpers.charts import load_theme
from helpers.hosting.assets import FOLDERS
from tests.patience import PATIENCE

NAMES = sorted(path.name for folder in FOLDERS for path in folder.iterdir() if path.suffix in (".js", ".css"))


@pytest.fixture
def client(shared):
    with httpx.Client(base_url=shared.url, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_a_file_arrives_whole_packed_or_not(client, name):
    """A browser takes a script only under its own kind, since it is told not to guess."""
    plain = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    packed = client.get(f"/static/{name}")
    assert plain.content == packed.content
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < len(plain.content)
    kind = "text/javascript" if name.endswith(".js") else "text/css"
    assert plain.headers["content-type"].startswith(kind)


def test_who_has_a_file_is_told_that_it_is_still_good(client):
    first = client.get("/static/form.js")
    again = client.get("/static/form.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/static/form.js", headers={"if-none-match": '"an-older-one"'})
    assert other.status_code == 200


def test_no_two_files_have_one_name():
    assert len(NAMES) == len(set(NAMES))


def test_the_colour_is_the_themes(client):
    assert load_theme().accent in client.get("/static/theme.css").text
