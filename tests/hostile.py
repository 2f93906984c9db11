"""Texts that have broken reports, pages and logs before. Wherever a person may type, each must come out as it is.

`HOSTILE` maps a name (for test ids) to a text. All of them are storable: lone surrogates
are replaced at the journal's door.
"""

from __future__ import annotations

import unicodedata

HOSTILE: dict[str, str] = {
    "typst": '#panic("no") $x^2$ *bold* _it_ `raw` = heading <label> @ref // no /* no */ #{1+1} \\u{41} [a](b) ~ --',
    "typst-unclosed": '#[ #{ ( " $ ` \\',
    "html": "<script>alert('x')</script><b onmouseover=\"x\">&lt;&amp;&nbsp;</b><!-- no --><img src=x onerror=x>",
    "html-closing": "</style></script></section></textarea>]]>",
    "markdown": "# head\n- item\n1. one\n> quote\n[link](javascript:x) ![img](x) **b** __i__ ~~s~~\n```\ncode\n```",
    "jinja": "{{ 7 * 7 }} {% raw %} {# no #} {% endraw %} ${x} #{x} %s %(x)s {0} {journal}",
    "formula": '=HYPERLINK("http://x") +1 -1 @SUM(A1)',
    "latex": "\\input{/etc/passwd} $\\frac{1}{2}$ % comment \\\\",
    "terminal": "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07 \x9b0m",
    "control": "bell\x07 null\x00 back\x08space delete\x7f next\x85line escape\x1b end",
    "line-ends": "one\rtwo\r\nthree\nfour\vfive\fsix\u2028seven\u2029eight",
    "blank-lines": "first\n\n\n\nlast",
    "tabs": "a\tb\t\tc",
    "invisible": "zero\u200bwidth\u200djoin\u2060er soft\u00adhyphen mark\ufeff",
    "private-use": "icon \ue000 and \U000f0000 and \U0010fffd end",
    "noncharacter": "bad \ufffe \uffff \U0001ffff end",
    "unassigned": "later \u0378 end",
    "replacement": "lost \ufffd letter",
    "hebrew": "שלום עולם, כתבתי את זה.",
    "arabic": "مرحبا بالعالم، كتبت هذا.",
    "override": "safe \u202eexe.txt\u202c and \u2067isolated\u2069 \u202aopen",
    "chinese": "你好，世界。我写了这个。",
    "japanese": "こんにちは、カタカナ。",
    "korean": "안녕하세요 세계",
    "thai": "สวัสดีชาวโลก",
    "hindi": "नमस्ते दुनिया",
    "bengali": "আমি ক্ষমা চাই",
    "greek-cyrillic": "Καλημέρα κόσμε. Привет, мир. Ёлка",
    "vietnamese": "Xin chào thế giới, tiếng Việt",
    "accents": "Żółć, Çağrı, Ærø, Ðórr, ñandú, naïve, Œuvre, Straße",
    "combining": "e\u0301a\u0308 n\u0303 q\u0307 Z\u0337\u0354a\u0338\u0327\u035al\u0335g\u0336o\u0334",
    "keycap": "press 1\ufe0f\u20e3 or a\u20e3 twice, 11 times",
    "emoji": "done 🎉 thumbs 👍🏽 family 👩‍👩‍👧‍👦 flag 🇩🇪 heart ❤️ face 😀",
    "symbols": "→ ✓ ☐ ★ ½ € ₹ ₿ ≈ ≥ ∞ № ™ … – — “ ” „ ‚ ‘ ’ « »",
    "rare-script": "𒀀 𓀀 𐍈 ᚠ ꦄ",
    "mathematical": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝒷𝑜𝓁𝒹",
    "quotes": "\"'`´‘’“”«»",
    "path": "../../etc/passwd C:\\Windows\\con NUL %2e%2e%2f file:///etc",
    "sql": "'; DROP TABLE answers; --",
    "json": '{"kind": "rating", "\\u0000": null}',
    "long-word": "w" + "o" * 298 + "w",
    "long-address": "https://example.com/" + "very/long/path-with_parts?and=queries&" * 8 + "end",
    "long-accented-word": "é" * 300,
    "long": "Twenty thousand characters of this. " * 555 + "The end.",
    "many-lines": "\n".join(f"line {number}" for number in range(300)),
}

IGNORABLE = {0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810)}
IGNORABLE |= {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}

TANGLED = frozenset({"hebrew", "arabic", "override", "hindi", "combining", "keycap"})
"""Texts whose characters a PDF keeps in the order or the groups in which they are drawn, so that reading
them back gives the same characters in another order."""


def visible(text: str) -> str:
    """The text as it can be compared with what was read back: no white space, nothing that has no width."""
    return "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if not char.isspace()
        and unicodedata.category(char) not in ("Cf", "Zs", "Zl", "Zp")
        and ord(char) not in IGNORABLE
    )
