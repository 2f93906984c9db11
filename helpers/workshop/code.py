"""A share as a code of letters: the ratings of a workshop's statements, short enough for a message.

    16 ratings · a random number of 32 bits · what tells a slip of the pen  ──▶  22 letters

It is no secret: whoever has a code can read the ratings in it, so it goes to the facilitator alone. It holds no name,
but whoever receives it by name knows whose it is. Ratings are digits to the base of nine, the answers in their order;
letters are those of Crockford's base 32, in which no two look alike.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field

from helpers.errors import UsageError
from helpers.frozen import Frozen
from helpers.ladder import Ladder
from helpers.workshop.agenda import Workshop, load_workshop, shipped
from helpers.workshop.share import Share
from helpers.workshop.suppression import CATEGORIES, Category, category

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_IS_READABLE: Final = (
    "Send it to whoever leads the workshop, and to nobody else: in an open chat everybody could read your ratings out "
    "of it. There is no name in it, but whoever gets it from you knows that it is yours. If you hand in a file too, "
    "the code counts, and nothing of the file."
)
"""Told wherever a code is made."""

GROUP: Final = 4
"""Letters that stand together where a code is shown."""

ID_BITS, CHECK_BITS = 32, 27
"""One slip in 130 million passes the check: it is there for typing, and keeps nobody from making up a code."""

_LETTER_BITS = 5
_ID, _CHECK = (1 << ID_BITS) - 1, (1 << CHECK_BITS) - 1
_ANSWERS = (None, *CATEGORIES)
_LOOKS_LIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-–.,]+")
_NEW = re.compile(r"[\n,;]+")


class ShareCode(Frozen):
    """What a code holds: a number that says nothing about its owner (8 hex digits), and answers by statement id."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    answers: Mapping[str, Category]

    def __repr__(self) -> str:
        return f"<ShareCode of {len(self.answers)} answers>"


def statements_of(workshop: Workshop, ladder: Ladder) -> tuple[str, ...]:
    """The statements of which codes for a workshop hold the ratings, in its order.

    Raises `UsageError` where it names none, or the ladder hasn't all of them.
    """
    asked = workshop.hosted.statements if workshop.hosted else ()
    if not asked or not all(map(ladder.has_statement, asked)):
        raise UsageError(
            f"codes hold the statements that a workshop names, and {workshop.workshop!r} names none of this ladder's",
            next_step="Make a share file instead, or name a workshop file of your own with 'hosted: statements: …'.",
        )
    return asked


def known_lists(ladder: Ladder, own: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """The lists of statements that a code may be about: of a workshop of one's `own`, and of the kit's workshops.

    What the ladder hasn't all of is left out.
    """
    hosted = (load_workshop(workshop_id).hosted for workshop_id in shipped())
    lists = (tuple(own), *(workshop.statements for workshop in hosted if workshop))
    return tuple(dict.fromkeys(asked for asked in lists if asked and all(map(ladder.has_statement, asked))))


def as_code(share: Share, ladder: Ladder, statements: Sequence[str]) -> str:
    """The code of a share's answers to these statements, in groups of letters.

    The same share gives the same code. Raises `UsageError` where it answers none of them. The scale and the words of
    the `ladder` go into its check, so that it is read only beside the same ones.
    """
    answers = {
        statement_id: category(share.ratings[statement_id].rating)
        for statement_id in statements
        if statement_id in share.ratings
    }
    if not any(answers.values()):
        raise UsageError(
            "none of the statements that a code holds is rated",
            next_step="Rate some of them first, or make a share file, which holds all that you rated.",
        )
    number = 0
    for statement_id in statements:
        number = number * len(_ANSWERS) + _ANSWERS.index(answers.get(statement_id))
    number = number << ID_BITS | int(share.id[:8], 16)
    number = number << CHECK_BITS | _check(number, ladder, statements)
    length = code_length(len(statements))
    letters = "".join(LETTERS[number >> _LETTER_BITS * place & 31] for place in reversed(range(length)))
    return " ".join(letters[start : start + GROUP] for start in range(0, length, GROUP))


def code_length(statements: int) -> int:
    """How many letters a code about so many statements has: 22 for 16."""
    answers = int(len(_ANSWERS) ** statements - 1).bit_length()
    return -(-(answers + ID_BITS + CHECK_BITS) // _LETTER_BITS)


def read_code(text: str, ladder: Ladder, lists: Iterable[Sequence[str]]) -> ShareCode:
    """What a code holds, however it was typed: small letters, O for 0, I or L for 1, with gaps or without.

    `lists` are the statements that it may be about. Raises `UsageError`, which quotes nothing of it. `text` is the code
    as it was typed, and `ladder` the one that it must have been made with.
    """
    letters = _BETWEEN.sub("", text).upper().translate(_LOOKS_LIKE)
    if not letters or set(letters) - set(LETTERS):
        raise UsageError("this is no code", next_step=_AGAIN)
    known = tuple(lists)
    if not known:
        raise UsageError(
            "this workshop asks about other statements than a code holds",
            next_step="Ask for a share file, or count the answers in as a sheet. For a workshop of your own, open the "
            "board with --workshop and its file.",
        )
    number = 0
    for letter in letters:
        number = number << _LETTER_BITS | LETTERS.index(letter)
    payload, check = number >> CHECK_BITS, number & _CHECK
    fitting = [asked for asked in known if code_length(len(asked)) == len(letters)]
    for asked in fitting:
        if check == _check(payload, ladder, asked) and payload >> ID_BITS < len(_ANSWERS) ** len(asked):
            return _held(payload, asked)
    if not fitting:
        raise UsageError(f"a code has another length than {len(letters)} letters", next_step=_OWN)
    raise UsageError(
        "a letter of this code is wrong, or it is about another workshop or another version of the ladder",
        next_step=_OWN,
    )


def read_codes(text: str) -> tuple[str, ...]:
    """The codes in what somebody pasted: one on each line, or with commas between them."""
    return tuple(part.strip() for part in _NEW.split(text) if part.strip())


_AGAIN = "Copy it once more from the message that it came in."
_OWN = f"{_AGAIN} For a workshop of your own, the board of a folder takes its file by --workshop."


def _held(payload: int, statements: Sequence[str]) -> ShareCode:
    number, answers = payload >> ID_BITS, {}
    for statement_id in reversed(statements):
        number, digit = divmod(number, len(_ANSWERS))
        if given := _ANSWERS[digit]:
            answers[statement_id] = given
    if not answers:
        raise UsageError("this code holds no answer", next_step=_AGAIN)
    return ShareCode(id=f"{payload & _ID:08x}", answers=dict(sorted(answers.items())))


def _check(payload: int, ladder: Ladder, statements: Sequence[str]) -> int:
    """What changes with every letter, and with the words that were answered."""
    scale = ladder.scale.model_dump(mode="json", exclude={"origin"}, exclude_defaults=True)
    facts = [
        f"{payload:x}",
        ladder.id,
        scale,
        [(statement_id, ladder.statement(statement_id).text) for statement_id in statements],
    ]
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).digest()
    return int.from_bytes(digest[:4], "big") & _CHECK
