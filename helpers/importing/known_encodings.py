"""The encodings that texts of spreadsheets are in, and by what names people know them from their programs’ dialogs."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from helpers.errors import UsageError

AS_UTF8: Final = "save the table as .xlsx or .ods, or as “CSV UTF-8” (in Excel: Save as), and import that."
"""What always helps."""

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


USUAL: Final = (
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
OLD: Final = (
    Encoding("mac_roman", "Macintosh", "Western European, of an old Mac", _WESTERN),
    Encoding("cp850", "DOS 850", "Western European, “CSV (MS-DOS)”", _WESTERN),
)
JAPANESE_MAIL: Final = Encoding("iso2022_jp_ext", "ISO-2022-JP", "Japanese, of mail")
"""It has no byte above 127, and says by its own signs that it is this one."""
ENCODINGS: Final = (*USUAL, *OLD)
"""What a file is tried in, the likeliest first; what old computers wrote, only where nothing else is likely."""

_BY_NAME_ALONE = (
    *(f"cp{number}" for number in (737, 852, 855, 857, 866, 874, 1258)),
    *(f"iso8859_{part}" for part in (2, 4, 5, 7, 8, 9, 13, 15)),
    *("latin_1", "koi8_r", "koi8_u", "euc_jp", "euc_kr", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish"),
)


_MAKERS: Final = {
    "mac": ("mac", "macintosh", "apple"),
    "dos": ("dos", "msdos", "oem"),
    "iso": ("iso",),
    "": ("windows", "ansi", "win"),
}
_WHOSE: Final = {
    "western": ("western", "west"),
    "central": ("central", "eastern"),
    **{each: (each,) for each in ("cyrillic", "greek", "turkish", "hebrew", "arabic", "baltic", "japanese", "korean")},
    "simplified": ("simplified",),
    "traditional": ("traditional",),
}
_SAID: Final = frozenset(word for called in (*_MAKERS.values(), *_WHOSE.values()) for word in called) | frozenset(
    ("csv", "ms", "european", "europe", "chinese", "alphabet", "languages")
)
"""The words of which the names in such dialogs are made; a name with another one is none that is known."""

_MADE_FOR: Final = {
    "": {
        "western": "1252",
        "central": "1250",
        "cyrillic": "1251",
        "greek": "1253",
        "turkish": "1254",
        "hebrew": "1255",
        "arabic": "1256",
        "baltic": "1257",
        "japanese": "932",
        "korean": "949",
        "simplified": "gb18030",
        "traditional": "big5",
    },
    "mac": {
        "": "macroman",
        "western": "macroman",
        "central": "maclatin2",
        "cyrillic": "maccyrillic",
        "greek": "macgreek",
        "turkish": "macturkish",
    },
    "dos": {"": "850", "western": "850", "central": "852", "cyrillic": "866", "greek": "737", "turkish": "857"},
    "iso": {
        "western": "latin1",
        "central": "iso88592",
        "baltic": "iso88594",
        "greek": "iso88597",
        "hebrew": "iso88598",
        "turkish": "iso88599",
    },
}
"""The plain name of an encoding, by the maker of computers ("" for Windows) and whose letters they are."""


def known(said: str) -> Encoding:
    """The encoding that somebody calls so. Raises `UsageError` where none is."""
    encoding = named(said)
    if encoding is None:
        listed = ", ".join(each.name for each in ENCODINGS)
        raise UsageError(f"there is no encoding “{said}”", next_step=f"It can be one of {listed}. Or {AS_UTF8}")
    return encoding


def is_vague(name: str) -> bool:
    """Whether somebody says no more than that it is the encoding of a computer (“ANSI”): as if nothing were said."""
    return _plain(name) in ("ansi", "windows", "windowsansi", "system", "default", "csv", "windowscsv", "csvwindows")


def named(name: str) -> Encoding | None:
    """The encoding that somebody calls so (“Windows-1250”, “cp1250”, “Western European (Mac)”); None for none.

    What the dialogs of Excel and of LibreOffice offer is known: “1252: Western European (Windows)” and
    “Western Europe (DOS/OS2-850/International)”.
    """
    names = _names()
    for part in (name, *re.split(r"[()/:]", name)):
        if _plain(part) in names:
            return names[_plain(part)]
    if part := re.search(r"8859\D{0,2}(\d{1,2})", name):
        return names.get("latin1" if part[1] == "1" else f"iso8859{part[1]}")
    for number in re.findall(r"\d{3,}", name):
        if number in names:
            return names[number]
    words = re.findall(r"[a-z]+", name.casefold())
    maker = next((maker for maker, called in _MAKERS.items() if any(each in words for each in called)), "")
    whose = next((whose for whose, called in _WHOSE.items() if any(each in words for each in called)), "")
    return names.get(_MADE_FOR[maker].get(whose, "")) if set(words) <= _SAID else None


def _plain(name: str) -> str:
    return re.sub(r"[\s_()-]+", "", name.casefold()).replace("codepage", "cp")


@cache
def _names() -> dict[str, Encoding]:
    unicode = (Encoding(codec, codec.upper(), "Unicode") for codec in ("utf-8", "utf-16", "utf-32"))
    others = (Encoding(codec, codec.replace("_", "-").upper(), "as you said") for codec in _BY_NAME_ALONE)
    names: dict[str, Encoding] = {}
    for encoding in (*ENCODINGS, JAPANESE_MAIL, *others, *unicode):
        number = re.sub(r"\D+", "", encoding.codec) if encoding.codec.startswith("cp") else ""
        for each in (encoding.codec, encoding.name, *([number, f"cp{number}", f"windows{number}"] if number else [])):
            names.setdefault(_plain(each), encoding)
    also = {"sjis": "cp932", "gbk": "gb18030", "gb2312": "gb18030", "iso88591": "latin1", "utf8sig": "utf8"}
    # as Windows numbers them, which is what Excel’s dialog begins with
    also |= {"10000": "macroman", "28591": "latin1", "65001": "utf8", "1200": "utf16", "54936": "gb18030"}
    also |= {"unicode": "utf16", "mac": "macroman"}
    return names | {name: names[codec] for name, codec in also.items()}
