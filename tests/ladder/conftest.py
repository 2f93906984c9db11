from pathlib import Path

import pytest

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"


@pytest.fixture
def edited(tmp_path):
    """Writes tiny.yaml with one passage replaced, and says which line the new passage begins on."""

    def edit(old: str, new: str) -> Path:
        text = TINY.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} isn't in tiny.yaml"
        path = tmp_path / "edited.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return edit
