"""What is kept of an engine's memory between builds."""

from __future__ import annotations

import os
from pathlib import Path

from helpers.clock import utc_now
from helpers.site.snapshot import _MOST_KEPT, _UNDER_WAY, _forget_old


def test_the_oldest_make_room_but_what_another_build_may_rest_on_stays(tmp_path: Path) -> None:
    """Two builds that ran at once threw away each other's memory, and made other bytes of the same site."""
    now = utc_now().timestamp()
    ages = {f"snapshot-{number}-x.pack": number * _UNDER_WAY * 2 for number in range(1, _MOST_KEPT + 3)}
    ages |= {f"snapshot-fresh{number}-x.pack": number for number in range(_MOST_KEPT + 2)}
    for name, age in ages.items():
        (tmp_path / name).write_bytes(b"memory")
        os.utime(tmp_path / name, (now - age, now - age))
    (tmp_path / "pyodide.tgz").write_bytes(b"python")
    _forget_old(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"pyodide.tgz", *(name for name in ages if "fresh" in name)}

    for path in tmp_path.glob("snapshot-*"):
        os.utime(path, (now - 9 * _UNDER_WAY, now - 9 * _UNDER_WAY))
    _forget_old(tmp_path)
    assert len([*tmp_path.glob("snapshot-*")]) == _MOST_KEPT - 1, "with the one that is made next"
