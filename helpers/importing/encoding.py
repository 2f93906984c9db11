"""In which encoding a text file was saved that isn't UTF-8: what its letters can be in, told by whose words they make.

Excel's plain “CSV” is in the encoding of its computer, and says nowhere which one. A reading is likely if all letters
belong to one language that is written in it, and stand where a language has them; where none is, a name or two
from elsewhere are let pass. Two likely readings that differ are a question, with the words in which they do: so a short
text is asked about, and no letter changes silently.
Detectors that count how often letters come give one answer, also where there is none, and need a long text for it: of
the 17 texts in this module's tests charset-normalizer 3.5 has the right reading second or later in three, and chardet
7.7 gets three wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import AnyStr, Final, NamedTuple

from helpers.errors import DocumentError, UsageError
from helpers.importing.known_encodings import AS_UTF8, JAPANESE_MAIL, OLD, USUAL, Encoding, is_vague, known

_MOST: Final = 50_000  # bytes or letters of words that aren't English alone: enough for any language
_LONG: Final = 2_000  # bytes or letters: more without a space or a comma are no word
_SHOWN, _WIDE = 3, 24  # words of a reading, letters of each
_COMMON: Final = 0.9  # the share of characters that are among the common ones, in a script that has thousands
_STRAY: Final = 0.03  # the share of words that may be of another language

_MARKED: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"),  # before UTF-16, whose mark is the half of this one
    (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
"""By what a text says that it is in Unicode, Python’s name for it, and people’s."""

_UNMARKED: Final = (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32-le", "UTF-32"), ("utf-32-be", "UTF-32"))
_OF_SEVERAL_BYTES: Final = ("utf-16", "utf-32")
_ENGLISH: Final = 127  # bytes up to this one are the same in every encoding of one byte
_BETWEEN: Final = frozenset("\r\n\t,;|")  # of which every table has some

# What stands between the bytes of words is one byte in every encoding that is known here, and never half a character.
_WORD = re.compile(rb"[^\s,;:.\"()]+")
_WORD_OF_TEXT = re.compile(_WORD.pattern.decode())

_SHIFT = re.compile(rb"\x1b[$(]")  # what follows stands for other letters, in encodings that have no byte above 127

_SIGNS = frozenset("\xa0«»„“”‚‘’‹›–—…•·°€£¥§©®™×")
_IN_A_WORD = frozenset("’‘·–—…•°\xa0")  # the signs that may stand between two letters
_AT_THE_END = frozenset("ςךםןףץ")
_LATIN_ENDS: Final = "\u0250"


class Reading(NamedTuple):
    """A way to read a file: the encoding, and a few words as they read in it."""

    encoding: Encoding
    words: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The words in quotes."""
        return ", ".join(f"“{word}”" for word in self.words)

    @property
    def told(self) -> str:
        """The words, with the encoding: “věc” (Windows-1250, Central European)."""
        return f"{self.shown} ({self.encoding.name}, {self.encoding.whose})"


class Encoded(NamedTuple):
    """A text file that says nowhere in which encoding it is: its name, what it holds, and its likely readings."""

    path: Path
    data: bytes
    readings: tuple[Reading, ...]


def decoded(path: Path, data: bytes, said: str = "") -> tuple[str, tuple[str, ...], Encoded | None]:
    """What a text file says, how that was read in words, and what else it may say where it isn't in Unicode.

    `path` is its name, `data` what it holds, and `said` what somebody says that its encoding is, "" if nobody does.
    Without, it is read in the likeliest one; whoever goes on has to ask where several are, or none is. Raises
    `DocumentError` for what is no text, `UsageError` where `said` is no encoding or not that of the file.
    """
    marked = next(((codec, name) for mark, codec, name in _MARKED if data.startswith(mark)), None)
    if marked is None and b"\0" in data:
        codec, name = _unmarked(path, data)
        return data.decode(codec), (f"Its letters were read as {name}.",), None
    try:
        text = data.decode(marked[0] if marked else "utf-8")
    except UnicodeDecodeError as error:
        if marked or _is_nearly_utf8(data):
            raise DocumentError(
                "a letter is broken, as when two files were put together",
                where=f"{path} ({_place(data, error.start + len(data) - len(error.object))})",
                next_step=f"Look at the letters there; or {AS_UTF8}",
            ) from None
    else:
        if "\0" in text:
            raise _no_text(path, data, len(text[: text.index("\0")].encode(marked[0] if marked else "utf-8")))
        return *(_of_seven_bits(path, data) if data.isascii() else (text, ())), None
    if said and not is_vague(said):
        return *_as_said(path, data, said), Encoded(path, data, ())
    likely = readings(data)
    if not likely:
        return data.decode("cp1252", errors="replace"), (), Encoded(path, data, ())
    first = likely[0]
    words = f", such as {first.shown}" if first.words else ""
    remark = f"Its letters were read as {first.encoding.told}{words}. If some look wrong, {AS_UTF8}"
    return data.decode(first.encoding.codec), (remark,) if len(likely) == 1 else (), Encoded(path, data, likely)


def _of_seven_bits(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """What a text of English letters alone says, where these may stand for others, and how that was read in words.

    UTF-7 is told and not read: what looks like it can be meant as it stands. Raises `DocumentError` for what isn’t
    English, nor Japanese.
    """
    if shift := _SHIFT.search(data):
        try:
            text = data.decode(JAPANESE_MAIL.codec)
        except UnicodeDecodeError as error:
            raise DocumentError(
                "English letters stand for others there (ISO-2022, as in old mail), in a way that can’t be read",
                where=f"{path} ({_place(data, max(shift.start(), error.start))})",
                next_step=AS_UTF8[0].upper() + AS_UTF8[1:],
            ) from None
        (reading,) = _shown([(JAPANESE_MAIL, _words_of(text))])
        such = f", such as {reading.shown}" if reading.words else ""
        return text, (f"Its letters were read as {JAPANESE_MAIL.told}{such}. If some look wrong, {AS_UTF8}",)
    try:
        words = _words_of(data.decode("utf-7"))
    except UnicodeDecodeError:
        words = ()
    remarks: tuple[str, ...] = ()
    if words and any(_strays(each, words, is_one=True) == 0 for each in USUAL if not each.by):
        seen, meant = words[0].encode("utf-7").decode()[:_WIDE], words[0][:_WIDE]
        remarks = (f"“{seen}” was taken as it stands. It seems to be “{meant}”, saved as UTF-7: if so, {AS_UTF8}",)
    return data.decode("ascii"), remarks


def _words_of(text: str) -> tuple[str, ...]:
    """The words of a text that have letters which aren’t English, each once, as many as are looked at."""
    return _looked_at(match[0] for match in _WORD_OF_TEXT.finditer(text))


def place_of_letters(data: bytes) -> str:
    """Where a text has the first byte that is no English letter: “line 2, byte 17”."""
    return _place(data, _first_letter(data))


def _first_letter(data: bytes) -> int:
    return next((at for at, byte in enumerate(data) if byte > _ENGLISH), 0)


def _place(data: bytes, at: int) -> str:
    """A place in a file for who looks for it, counted from 1."""
    line = data.count(b"\n", 0, at) + 1
    return f"line {line:,}, byte {at + 1:,}"


def _no_text(path: Path, data: bytes, at: int) -> DocumentError:
    """A file with a byte that no text has."""
    return DocumentError(
        "this is no text: it has a byte (NUL) that no text has",
        where=f"{path} ({_place(data, at)})",
        next_step="Save the spreadsheet as .xlsx, .ods or “CSV UTF-8”, and import that.",
    )


def _unmarked(path: Path, data: bytes) -> tuple[str, str]:
    """In which encoding of two or four bytes a text is that doesn't say so. Raises `DocumentError` for what is none.

    In the wrong one, what stands between cells is a letter that there isn't.
    """
    for codec, name in _UNMARKED:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        letters = set(text)
        if letters & _BETWEEN and all(char in _BETWEEN or unicodedata.category(char)[0] != "C" for char in letters):
            return codec, name
    raise _no_text(path, data, data.index(b"\0"))


def _as_said(path: Path, data: bytes, said: str) -> tuple[str, tuple[str, ...]]:
    """A text in the encoding that somebody says, and how that was read in words. Raises `UsageError`."""
    encoding = known(said)
    try:
        text = data.decode(encoding.codec)
        at = -1
    except UnicodeDecodeError as error:
        text, at = "", error.start
    if encoding.codec in _OF_SEVERAL_BYTES:  # then there were a NUL beside what stands between cells
        at = _first_letter(data)
    if at >= 0:
        likely = " or ".join(each.encoding.name for each in readings(data)[:_SHOWN])
        raise UsageError(
            f"this isn’t {encoding.name}: what stands there is no letter in it",
            where=f"{path} ({_place(data, at)})",
            next_step=f"Leave the encoding out{f', or name {likely}, which it can be' if likely else ''}; or {AS_UTF8}",
        )
    (reading,) = _shown([(encoding, tuple(word.decode(encoding.codec, "replace") for word in _words(data)))])
    such = f", such as {reading.shown}" if reading.words else ""
    return text, (f"Its letters were read as {encoding.name}, as you said{such}.",)


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most letters that aren't English ones are UTF-8, so that it is that, with something broken in it."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) > 2 * broken


def readings(data: bytes) -> tuple[Reading, ...]:
    """The likely readings of a text that isn't UTF-8, of those that are alike the first; () where none is likely."""
    words = _words(data)
    for encodings in (USUAL, OLD) if words else ():
        read: dict[bytes, tuple[Encoding, tuple[str, ...]]] = {}  # by the digest of the text, of which one is held
        for encoding in encodings:
            try:
                text, parts = data.decode(encoding.codec), tuple(word.decode(encoding.codec) for word in words)
            except UnicodeDecodeError:
                continue
            read.setdefault(blake2b(text.encode()).digest(), (encoding, parts))
        # one language; one with a few words of others; several, as in a company of two languages
        for is_one, share in ((True, 0.0), (True, _STRAY), (False, _STRAY)):
            likely = [each for each in read.values() if _strays(*each, is_one=is_one) <= share * len(words)]
            if likely:
                return _shown(likely)
    return ()


def _shown(likely: Sequence[tuple[Encoding, tuple[str, ...]]]) -> tuple[Reading, ...]:
    """Readings with a few words of each: the first of those that aren't the same in all."""
    texts = [parts for _, parts in likely]
    differing = [at for at, ways in enumerate(zip(*texts, strict=True)) if len(set(ways)) > 1]
    lettered = [at for at, word in enumerate(texts[0]) if any(map(str.isalpha, word))]
    shown, signs = (differing or lettered)[:_SHOWN], "".join(_SIGNS)
    return tuple(Reading(e, tuple(parts[at].strip(signs)[:_WIDE] for at in shown)) for e, parts in likely)


def _words(data: bytes) -> tuple[bytes, ...]:
    """The words that have letters of another alphabet than the English one, each once, as many as are looked at."""
    return _looked_at(match[0] for match in _WORD.finditer(data))


def _looked_at(words: Iterable[AnyStr]) -> tuple[AnyStr, ...]:
    """Those of the words that aren’t English letters alone, each once, up to a size that is enough to tell by."""
    seen: dict[AnyStr, None] = {}
    size = 0
    for word in words:
        if word.isascii() or word in seen:
            continue
        size += len(word)
        if size > _MOST:
            break
        seen[word] = None
    return tuple(word for word in seen if len(word) <= _LONG)


def _strays(encoding: Encoding, words: tuple[str, ...], *, is_one: bool) -> int:
    """How many words aren't of the language that has most of them, or of any if it needn't be one."""
    if encoding.by:
        return 0 if _is_common(encoding, {char for word in words for char in word if char.isalpha()}) else len(words)
    alphabets = encoding.alphabets if is_one else ("".join(encoding.alphabets),)
    odd = {word for word in words if _is_odd(word)}
    letters = {word: {char for char in word if not char.isascii()} - _SIGNS for word in words}
    return min(sum(word in odd or not letters[word] <= _alphabet(each) for word in words) for each in alphabets)


def _is_common(encoding: Encoding, letters: set[str]) -> bool:
    """Whether most are usual characters; of Japanese, some of them its own: Chinese ones alone are no sentence."""
    letters = {char for char in letters if not char.isascii()}
    first = {bytes([byte]) for byte in encoding.common}
    usual = [char for char in letters if char.encode(encoding.by, "ignore")[:1] in first]
    kana = [char for char in letters if "\u3041" <= char <= "\u30ff"]
    return len(usual) >= _COMMON * len(letters) > 0 and (encoding.codec != "cp932" or bool(kana))


@cache
def _alphabet(letters: str) -> frozenset[str]:
    return frozenset(letters) | frozenset(letters.upper())


def _is_odd(word: str) -> bool:
    """Whether letters stand as in no word: of two scripts, a capital after a small one, a sign between two."""
    return any(_are_odd(*pair) for pair in pairwise(word)) or any(
        sign in _SIGNS - _IN_A_WORD and before.isalpha() and after.isalpha() for before, sign, after in _threes(word)
    )


def _are_odd(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    if not _is_letter(before):
        return False
    if not _is_letter(after):
        return after in "¿¡"
    of_two_scripts = (before < _LATIN_ENDS) != (after < _LATIN_ENDS)
    return of_two_scripts or before in _AT_THE_END or (before.islower() and after.isupper())


def _is_letter(char: str) -> bool:
    return char.isalpha() or "\u0591" <= char <= "\u0670"  # points, which stand over Hebrew and Arabic ones


def _threes(word: str) -> Iterator[tuple[str, str, str]]:
    return zip(word, word[1:], word[2:], strict=False)
