"""A facilitator's folder of share files: what can be used of it, and why the rest can't.

One person's files spoil nothing for the others. A file's name may be somebody's name, so
it is told to the facilitator on request (`ladder team --check`) and shown on no page.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from helpers import files
from helpers.errors import UsageError
from helpers.insight.words import count_of
from helpers.ladder import Ladder
from helpers.ladder.lineage import versions_of
from helpers.workshop.share import JOURNAL, LARGEST, TOO_LARGE, NotAShare, Share, read_share
from helpers.workshop.versions import carried

OURS = ("session.json", "feedback.json")
"""Files that the kit itself keeps in the folder."""

_ON_ITS_WAY = (".crdownload", ".part", ".partial", ".download", ".tmp", ".icloud")


class Aside(NamedTuple):
    """A file that was left out: its name, for the facilitator's eyes alone, and the reason."""

    name: str
    reason: str


class Gathered(NamedTuple):
    """What a folder holds: one share a person, in an order that says nothing, and what was left out.

    `held` are the shares of those who were promised a larger group: nothing that they say counts, but they tell
    which ids, and so which codes, are one person's.
    """

    shares: tuple[Share, ...]
    aside: tuple[Aside, ...]
    held: tuple[Share, ...] = ()

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Each reason with the number of files that it holds for: what may stand on a page."""
        reasons = [aside.reason for aside in self.aside]
        return tuple((reason, reasons.count(reason)) for reason in dict.fromkeys(reasons))


def read_shares(folder: Path, ladder: Ladder, least: int | None = None, *, fine: bool = False) -> Gathered:
    """Read every share file that lies in a folder; folders inside it and hidden files are not opened.

    Of several files of one person (sent twice, a copy made by a synchronising program, or from
    two journals that were put together since) the one that was changed last counts. Answers to an earlier version of
    the ladder count as far as they mean the same in this one, and all others are left out. So is a share whose owner
    was promised a larger group than the `least` that is shown (None: whatever they were promised), and with `fine`,
    where bars are finer than three parts, of whoever was promised those. Raises `UsageError` if there is no such
    folder.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(
            f"this folder can't be read: {error.strerror or error}",
            where=str(folder),
            next_step="Name the folder that people's share files are put into.",
        ) from error
    by_age: list[tuple[int, str, str, Share]] = []
    aside: list[Aside] = []
    for path in paths:
        if path.name.startswith((".", "~$")) or path.name in OURS:
            continue
        try:
            changed, data = _content(path)
            share = _fitting(read_share(data), ladder)
        except NotAShare as error:
            aside.append(Aside(path.name, str(error)))
        else:
            by_age.append((changed, hashlib.sha256(data).hexdigest(), path.name, share))
    by_age.sort(key=lambda each: each[:3])
    return one_each([(name, share) for _, _, name, share in by_age], least, aside, fine=fine)


def one_each(
    found: Iterable[tuple[str, Share]], least: int | None = None, aside: Iterable[Aside] = (), *, fine: bool = False
) -> Gathered:
    """One share a person of those that were `found`, each with the name of its file, the one changed last at the end.

    `least` and `fine` are as in `read_shares`, and `aside` are files that were left out before. Somebody was promised
    the largest group that any file of theirs says, and coarse bars if any says so: a newer or an older one without it
    takes nothing of that back.
    """
    aside = list(aside)
    latest: list[tuple[str, Share]] = []
    for name, share in found:
        earlier = [(other, theirs) for other, theirs in latest if not set(theirs.ids).isdisjoint(share.ids)]
        aside += [Aside(other, SAME_AGAIN if theirs == share else REPLACED) for other, theirs in earlier]
        # Whoever went by one of the ids before goes by all of them now.
        ids = dict.fromkeys((*share.ids, *(share_id for _, theirs in earlier for share_id in theirs.ids)))
        update = {
            "also": tuple(share_id for share_id in ids if share_id != share.id),
            "promised": max(share.promised or 0, *(theirs.promised or 0 for _, theirs in earlier), 0) or None,
            "coarse": share.coarse or any(theirs.coarse for _, theirs in earlier),
            "format": max(share.format, *(theirs.format for _, theirs in earlier), 1),
        }
        latest = [each for each in latest if each not in earlier] + [(name, share.model_copy(update=update))]
    held = [each for each in latest if least is not None and (each[1].promised or 0) > least]
    aside += [Aside(name, _promised(share, least or 0)) for name, share in held]
    finer = [each for each in latest if fine and each[1].coarse and each not in held]
    aside += [Aside(name, BARS_PROMISED) for name, _ in finer]
    held += finer
    return Gathered(
        shares=tuple(sorted((each[1] for each in latest if each not in held), key=lambda share: share.id)),
        aside=tuple(sorted(aside)),
        held=tuple(share for _, share in held),
    )


SAME_AGAIN = "it is a copy of another file here, and counts once"
REPLACED = "another file here is from the same journal and was changed later; that one counts"
SUBFOLDER = "it is a folder; only files that lie in this folder itself are read"


_UNTIL = (
    "until the first picture is taken, the board can be opened again with {}, and after it nothing new in this file "
    "counts"
)
BARS_PROMISED = (
    f"its owner was promised bars of three parts, and there are finer ones here; {_UNTIL.format('--coarse')}"
)


def _promised(share: Share, least: int) -> str:
    """Why a share is left out where `least` people are enough; its owner may have been promised coarse bars besides."""
    bars, option = (" in bars of three parts", " --coarse") if share.coarse else ("", "")
    return (
        f"its owner was promised counts of at least {share.promised} people{bars}, and {least} are enough here; "
        f"{_UNTIL.format(f'--min-group {share.promised}{option}')}"
    )


def left_out(
    folder: Path, ladder: Ladder, least: int | None = None, *, fine: bool = False
) -> tuple[int, tuple[Aside, ...]]:
    """How many people a `folder` holds, and which files are left out: for the facilitator's terminal.

    `ladder`, `least` and `fine` are as in `read_shares`.
    """
    gathered = read_shares(folder, ladder, least, fine=fine)
    return len(gathered.shares), gathered.aside


def in_words(reasons: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Reasons as sentences for the page, with counts instead of names."""
    return tuple(f"{count_of(number, 'file or folder', 'files or folders')}: {reason}." for reason, number in reasons)


def _content(path: Path) -> tuple[int, bytes]:
    """When a file was last changed (nanoseconds), and its bytes. Raises `NotAShare`."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotAShare(SUBFOLDER)
        if not stat.S_ISREG(status.st_mode):
            raise NotAShare("it is no ordinary file")
        if path.suffix.lower() in _ON_ITS_WAY:
            raise NotAShare("it is still on its way; it is read as soon as it has arrived")
        if path.suffix.lower() == ".jsonl":
            raise NotAShare(JOURNAL)  # nobody gave leave to open it
        return status.st_mtime_ns, files.read(path, most=LARGEST)
    except files.TooLarge:
        raise NotAShare(TOO_LARGE) from None
    except OSError as error:
        raise NotAShare(f"it can't be read ({files.reason(error)})") from error


def _fitting(share: Share, ladder: Ladder) -> Share:
    if share.ladder != ladder.id:
        raise NotAShare(f"it is about the ladder “{share.ladder}”, and this workshop's is “{ladder.id}”")
    fitting = carried(share, ladder)
    if fitting.is_empty and share.ladder_version not in versions_of(ladder):
        version = "".join(c for c in share.ladder_version if c.isprintable())
        raise NotAShare(f"it answers version {version} of the ladder, which this one doesn't list under its versions")
    if fitting.is_empty:
        raise NotAShare("none of its answers are to statements of this version of the ladder")
    return fitting
