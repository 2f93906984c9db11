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
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from helpers.errors import DocumentError, UsageError

AS_UTF8: Final = "save the table as .xlsx or .ods, or as “CSV UTF-8” (in Excel: Save as), and import that."
"""What always helps."""

_MOST: Final = 50_000  # bytes of words that are looked at, with letters that aren't English: enough for any language
_LONG: Final = 2_000  # bytes: more without a space or a comma are no word
_SHOWN, _WIDE = 3, 24  # words of a reading, letters of each
_COMMON: Final = 0.9  # the share of characters that are among the common ones, in a script that has thousands
_STRAY: Final = 0.03  # the share of words that may be of another language

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

# What stands between the bytes of words is one byte in every encoding that is known here, and never half a character.
_WORD = re.compile(rb"[^\s,;:.\"()]+")

_SIGNS = frozenset("\xa0«»„“”‚‘’‹›–—…•·°€£¥§©®™×")
_IN_A_WORD = frozenset("’‘·–—…•°\xa0")  # the signs that may stand between two letters
_AT_THE_END = frozenset("ςךםןףץ")
_LATIN_ENDS: Final = "\u0250"

_GERMAN = "äöüßé"
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_ESTONIAN = "äõöüšž"
_WESTERN = (
    *(_GERMAN, "àâæçéèêëîïôœùûüÿ", "áéíóúüñ¿¡ªº", "áâãàçéêíóôõúüªº", "àèéìíîòóùúªº", "áéëèêïíóöúüç", "åäöæøéüàóô"),
    *("áéíóúýðþæö", "àçéèíïóòúü·", f"{_ESTONIAN}å"),
)
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "çë", _GERMAN)
_CYRILLIC = (
    *(_RUSSIAN, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдеёжзійклмнопрстуўфхцчшыьэюя№"),
    *("абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдѓежзѕијклљмнњопрстќуфхцчџш", f"{_RUSSIAN}№"),
)
_ARABIC = "".join(map(chr, range(0x621, 0x653))) + "،؛؟پچژگ\u200c\u200d\u200e\u200f"


class Encoding(NamedTuple):
    """An encoding: Python's name for it, what people call it, and whose words are saved in it.

    `alphabets` are the letters that are not English ones, of a language each. A script of thousands of characters has
    none: there, `common` are the first bytes that its usual ones have in the encoding `by`.
    """

    codec: str
    name: str
    whose: str
    alphabets: tuple[str, ...] = ()
    by: str = ""
    common: tuple[int, ...] = ()

    @property
    def told(self) -> str:
        """Its name, with whose it is: “Windows-1250 (Central European)”."""
        return f"{self.name} ({self.whose})"


_USUAL: Final = (
    Encoding("cp1252", "Windows-1252", "Western European", _WESTERN),
    Encoding("cp1250", "Windows-1250", "Central European", _CENTRAL),
    Encoding("cp1251", "Windows-1251", "Cyrillic", _CYRILLIC),
    Encoding("cp1253", "Windows-1253", "Greek", ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)),
    Encoding("cp1254", "Windows-1254", "Turkish", ("çğıİöşüâîû",)),
    Encoding("cp1255", "Windows-1255", "Hebrew", ("אבגדהוזחטיךכלםמןנסעףפץצקרשת׳״\u200e\u200f",)),
    Encoding("cp1256", "Windows-1256", "Arabic", (_ARABIC,)),
    Encoding("cp1257", "Windows-1257", "Baltic", ("ąčęėįšųūž", "āčēģīķļņōŗšūž", _ESTONIAN)),
    Encoding("cp932", "Shift-JIS", "Japanese", by="euc_jp", common=(0xA1, 0xA4, 0xA5, *range(0xB0, 0xD0))),
    Encoding("gb18030", "GB18030", "Simplified Chinese", by="gb2312", common=tuple(range(0xB0, 0xD8))),
    Encoding("cp949", "Windows-949", "Korean", by="euc_kr", common=tuple(range(0xB0, 0xC9))),
    Encoding("cp950", "Big5", "Traditional Chinese", by="big5", common=tuple(range(0xA4, 0xC7))),
)
_OLD: Final = (
    Encoding("mac_roman", "Macintosh", "Western European, of an old Mac", _WESTERN),
    Encoding("cp850", "DOS 850", "Western European, “CSV (MS-DOS)”", _WESTERN),
)
ENCODINGS: Final = (*_USUAL, *_OLD)
"""What a file is tried in, the likeliest first; what old computers wrote, only where nothing else is likely."""

_BY_NAME_ALONE = (
    *(f"cp{number}" for number in (737, 852, 855, 857, 866, 874, 1258)),
    *(f"iso8859_{part}" for part in (2, 4, 5, 7, 8, 9, 13, 15)),
    *("latin_1", "koi8_r", "koi8_u", "euc_jp", "euc_kr", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish"),
)


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
    """What a text file says, how that was read in words, and what else it may say where it isn't UTF-8 or UTF-16.

    `path` is its name, `data` what it holds, and `said` what somebody says that its encoding is, "" if nobody does.
    Without, it is read in the likeliest one; whoever goes on has to ask where several are, or none is. Raises
    `DocumentError` for what is no text, `UsageError` where `said` is no encoding or not that of the file.
    """
    is_utf16 = data.startswith(_UTF16)
    if b"\0" in data[:1000] and not is_utf16:
        raise DocumentError(
            "this is no text file, whatever its name says",
            where=str(path),
            next_step="Save the spreadsheet as .xlsx, .ods or .csv.",
        )
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig"), (), None
    except UnicodeDecodeError as error:
        if is_utf16 or data.startswith(b"\xef\xbb\xbf") or _is_nearly_utf8(data):
            line = error.object[: error.start].count(b"\n") + 1  # which begins after what marks it as UTF-8
            raise DocumentError(
                "a letter is broken, as when two files were put together",
                where=f"{path} (line {line:,})",
                next_step=f"Look at the letters there; or {AS_UTF8}",
            ) from None
    if said:
        return _as_said(path, data, said), (), Encoded(path, data, ())
    likely = readings(data)
    if not likely:
        return data.decode("cp1252", errors="replace"), (), Encoded(path, data, ())
    first = likely[0]
    words = f", such as {first.shown}" if first.words else ""
    remark = f"Its letters were read as {first.encoding.told}{words}. If some look wrong, {AS_UTF8}"
    return data.decode(first.encoding.codec), (remark,) if len(likely) == 1 else (), Encoded(path, data, likely)


def _as_said(path: Path, data: bytes, said: str) -> str:
    encoding = named(said)
    if encoding is None:
        known = ", ".join(each.name for each in ENCODINGS)
        raise UsageError(f"there is no encoding “{said}”", next_step=f"It can be one of {known}. Or {AS_UTF8}")
    try:
        return data.decode(encoding.codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"this isn’t {encoding.name}: line {line:,} has what no letter is there",
            where=str(path),
            next_step=f"Name another encoding; or {AS_UTF8}",
        ) from None


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most letters that aren't English ones are UTF-8, so that it is that, with something broken in it."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) > 2 * broken


def readings(data: bytes) -> tuple[Reading, ...]:
    """The likely readings of a text that isn't UTF-8, of those that are alike the first; () where none is likely."""
    words = _words(data)
    for encodings in (_USUAL, _OLD) if words else ():
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


def named(name: str) -> Encoding | None:
    """The encoding that somebody calls so (“Windows-1250”, “cp1250”, “shift jis”); None for one that isn't known."""
    plain = re.sub(r"[\s_()-]+", "", name.casefold()).replace("codepage", "cp")
    return _names().get(plain)


@cache
def _names() -> dict[str, Encoding]:
    every = (*ENCODINGS, *(Encoding(codec, codec.replace("_", "-").upper(), "as you said") for codec in _BY_NAME_ALONE))
    names: dict[str, Encoding] = {}
    for encoding in every:
        number = re.sub(r"\D+", "", encoding.codec) if encoding.codec.startswith("cp") else ""
        for each in (encoding.codec, encoding.name, *([number, f"cp{number}", f"windows{number}"] if number else [])):
            names.setdefault(re.sub(r"[\s_-]+", "", each.casefold()), encoding)
    also = {"sjis": "cp932", "macroman": "mac_roman", "gbk": "gb18030", "gb2312": "gb18030", "iso88591": "latin_1"}
    return names | {name: next(each for each in every if each.codec == codec) for name, codec in also.items()}


def _words(data: bytes) -> tuple[bytes, ...]:
    """The words that have letters of another alphabet than the English one, each once, as many as are looked at."""
    words, size = [], 0
    for word in dict.fromkeys(match[0] for match in _WORD.finditer(data) if not match[0].isascii()):
        size += len(word)
        if size > _MOST:
            break
        if len(word) <= _LONG:
            words.append(word)
    return tuple(words)


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
