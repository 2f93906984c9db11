"""A copy of the notebooks of one's own, where the kit was installed as a package and its own must stay as they are."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from helpers.errors import KitError
from helpers.paths import as_typed
from helpers.report.files import write_private

FOLDER = "notebooks"
_COPIED = ".notebooks.json"


def bring_up_to_date(shipped: Path, home: Path) -> tuple[Path, ...]:
    """Bring the copy below `home` to what is `shipped`, and lose nothing that its owner changed there.

    A notebook that both its owner and a new version of the kit changed is set aside under another
    name; what comes back is where those are now. Raises `ReportError` if the folder can't be written.
    """
    record = home / _COPIED
    before = _read(record)
    copied, aside = {}, []
    for source in sorted(shipped.rglob("*.ipynb")):
        name = source.relative_to(shipped).as_posix()
        content = as_typed(source.read_text(encoding="utf-8")).encode()
        copied[name] = _digest(content)
        own = home / FOLDER / name
        held = _digest(own.read_bytes()) if own.is_file() else None
        if held == copied[name] or (held and before.get(name) == copied[name]):
            continue  # as it is shipped, or its owner's own since
        if held and held != before.get(name):
            aside.append(own.rename(_free(own)))
        write_private(own, content)
    if copied != before:
        with suppress(KitError):  # then changed copies are set aside once more than need be
            write_private(record, json.dumps(copied, indent=1).encode())
    return tuple(aside)


def _read(record: Path) -> dict[str, str]:
    try:
        return {str(name): str(digest) for name, digest in json.loads(record.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):  # it isn't there, or isn't what was written
        return {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _free(path: Path) -> Path:
    """A name beside this one that nothing has yet: "mine" and, where need be, a number."""
    number = 1
    while (other := path.with_name(f"{path.stem} (mine{f' {number}' if number > 1 else ''}){path.suffix}")).exists():
        number += 1
    return other
