"""A logo that can't be read or drawn is told, whatever is wrong with it; none is passed over."""

import io
import os

import pytest
from PIL import Image

from helpers.charts import Theme
from helpers.errors import ReportError
from helpers.report.logo import check_logo, logo_of_one_size

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'


def picture(kind: str) -> bytes:
    """A picture of noise, so that no part of it can be guessed from the others."""
    file = io.BytesIO()
    Image.effect_noise((300, 100), 50).convert("RGB").save(file, kind)
    return file.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")


@pytest.mark.parametrize(("name", "data"), [("a.png", PNG), ("a.jpg", JPEG), ("a.JPEG", JPEG), ("a.svg", SVG)])
def test_a_whole_picture_is_taken(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    assert logo_of_one_size(path).startswith("<svg")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.png", PNG[: len(PNG) // 2]),
        ("flipped.png", PNG[:5000] + bytes([PNG[5000] ^ 1]) + PNG[5001:]),
        ("text.png", b"hello"),
        ("empty.png", b""),
        ("jpeg.png", JPEG),
        ("cut.jpg", JPEG[: len(JPEG) // 2]),
        ("png.jpg", PNG),
        ("empty.svg", b""),
        ("cut.svg", SVG[:-9]),
        ("png.svg", PNG),
        ("nothing.svg", SVG.replace(b"10", b"0")),
        ("linked.svg", SVG.replace(b"<rect", b'<image href="other.png"')),
    ],
)
def test_a_broken_picture_is_told_with_what_to_do(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReportError, match=f"{name}: the logo can't be drawn") as told:
        check_logo(Theme(logo=path))
    assert "save it anew" in str(told.value)


def test_what_is_no_file_or_far_too_large_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(10**10)
    for name, says in (
        ("pipe.png", "a pipe or a device"),
        ("huge.png", "no more than 5.0 MB"),
        ("gone.png", "no such"),
    ):
        with pytest.raises(ReportError, match=f"the logo can't be read: .*{says}"):
            check_logo(Theme(logo=tmp_path / name))
