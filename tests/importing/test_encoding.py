"""A CSV says nowhere in which encoding it is: what is told, what is asked, and that no letter changes silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import DocumentError, UsageError
from helpers.importing import OpenQuestions, Understood, tables_of, understand
from helpers.importing.encoding import decoded, readings
from helpers.importing.known_encodings import ENCODINGS, named
from tests.long import tries

TEXTS = {
    "Polish": ("cp1250", "Windows-1250", "Młodszy", "Prosi o pomoc, zanim będzie za późno"),
    "Czech": ("cp1250", "Windows-1250", "Mladší", "Včas si řekne o pomoc a ví proč"),
    "Romanian": ("cp1250", "Windows-1250", "Începător", "Cere ajutor din timp şi îşi asumă ce spune"),
    "Greek": ("cp1253", "Windows-1253", "Αρχάριος", "Ζητά έγκαιρα βοήθεια και λέει γιατί"),
    "Russian": ("cp1251", "Windows-1251", "Младший", "Вовремя просит о помощи и объясняет"),
    "Ukrainian": ("cp1251", "Windows-1251", "Молодший", "Вчасно просить про допомогу, її не чекає"),
    "Turkish": ("cp1254", "Windows-1254", "Kıdemsiz", "Çok geç olmadan yardım ister, nedenini söyler"),
    "Japanese": ("cp932", "Shift-JIS", "初級", "利用者の声を週に一度聞き、記録に残す"),
    "Chinese": ("gb18030", "GB18030", "初级", "及早寻求帮助并说明原因"),
    "Arabic": ("cp1256", "Windows-1256", "مبتدئ", "يطلب المساعدة في الوقت المناسب"),
    "Lithuanian": (
        "cp1257",
        "Windows-1257",
        "Jaunesnysis",
        "Laiku prašo pagalbos, rašo mažas užduotis ir mokosi iš jų",
    ),
    "German": ("cp1252", "Windows-1252", "Anfänger", "Hört zu und fragt früh"),
    "French": ("cp1252", "Windows-1252", "Débutant", "Demande de l’aide à temps, ça aide l’équipe"),
    "Danish": ("cp1252", "Windows-1252", "Begynder", "Spørger i tide på møder om ændringer"),
    "English": ("cp1252", "Windows-1252", "One", "Says “I don’t know”–early"),
    "German of a Mac": ("mac_roman", "Macintosh", "Anfänger", "Hört zu und übt die Größe"),
    "German of DOS": ("cp850", "DOS 850", "Anfänger", "Hört zu und übt die Größe"),
}


def csv_of(level: str, text: str, codec: str) -> bytes:
    return f"Level;Statement\r\n{level};{text}\r\n".encode(codec)


def read(data: bytes, **answers: str) -> Understood:
    return understand(tables_of(Path("levels.csv"), data), {"sentences": "keep", "lines": "keep"} | answers)


@pytest.mark.parametrize("language", TEXTS)
def test_letters_of_a_spreadsheet_are_read_as_they_were_written_and_it_is_told_how(language: str):
    codec, name, level, text = TEXTS[language]
    found = read(csv_of(level, text, codec))
    assert [(entry.level, entry.text) for entry in found.entries] == [(level, text)]
    (said,) = [remark for remark in found.remarks if "letters" in remark]
    assert said.startswith(f"Its letters were read as {name} (")
    assert "If some look wrong, save the table as .xlsx or .ods, or as “CSV UTF-8”" in said


@pytest.mark.parametrize(
    ("codec", "text", "choice", "another"),
    [
        ("cp1250", "věc", "“věc” (Windows-1250, Central European)", "“vìc” (Windows-1252, Western European)"),
        ("cp1250", "Időben kér", "“Időben” (Windows-1250", "“Idõben” (Windows-1252"),
        ("cp1254", "Değişim", "“Değişim” (Windows-1254, Turkish)", "“Deðiþim” (Windows-1252"),
        ("cp949", "늦기 전에 도움을 요청한다", "“늦기”, “전에”, “도움을” (Windows-949, Korean)", "(GB18030"),
    ],
)
def test_what_may_be_two_languages_is_asked_with_the_words_of_both(codec: str, text: str, choice: str, another: str):
    with pytest.raises(OpenQuestions) as open_:
        read(csv_of("One", text, codec))
    (question,) = open_.value.questions
    named_choices = dict(zip(question.named, question.answers, strict=True))
    assert question.key == "encoding"
    assert choice in question.text
    assert any(another in each for each in question.named)
    for told, answer in named_choices.items():
        if told.startswith(choice[:8]) and named(answer) == named(codec):
            assert read(csv_of("One", text, codec), encoding=answer).entries[0].text == text
            return
    pytest.fail("the right reading is no answer")


def test_who_knows_the_encoding_says_it_beforehand_and_what_does_not_fit_is_told():
    thai = csv_of("ต้น", "ขอความช่วยเหลือ", "cp874")
    with pytest.raises(
        DocumentError, match=r"line 2, byte 18\): its letters.*no words.*\n?.*CSV UTF-8.*encoding=Windows-874"
    ):
        read(thai)
    for name in ("Windows-874", "cp874", "874"):
        assert read(thai, encoding=name).entries[0].text == "ขอความช่วยเหลือ"
    with pytest.raises(UsageError, match="there is no encoding “Latin-12”"):
        read(thai, encoding="Latin-12")
    with pytest.raises(UsageError, match=r"line 2, byte 22\): this isn’t Shift-JIS: .*\n?.*name Windows-1252"):
        read(csv_of("One", "é", "cp1252"), encoding="shift jis")


def test_an_answer_about_one_file_changes_no_letter_of_another_that_is_sure():
    def two(other: bytes, **answers: str) -> tuple[str, ...]:
        files = (("sure.csv", csv_of(*TEXTS["Russian"][2:], "cp1251")), ("asked.csv", other))
        tables = [table for name, data in files for table in tables_of(Path(name), data)]
        kept = {"sentences": "keep", "lines": "keep", "sheet": "each is a role"}
        return tuple(entry.text for entry in understand(tables, kept | answers).entries)

    asked = csv_of("One", "věc", "cp1250")
    with pytest.raises(OpenQuestions, match=r"The letters of “asked\.csv”"):
        two(asked)
    assert two(asked, encoding="Windows-1250") == (TEXTS["Russian"][3], "věc")
    with pytest.raises(DocumentError, match=r"asked\.csv: its letters aren’t Windows-1251"):
        two(asked, encoding="Windows-1251")


def test_a_company_of_two_languages_and_a_name_from_abroad_are_no_reason_to_refuse():
    words = ["ąęć", "źle", "żółw", "śpi", "łąka", "jeść"]
    rows = "\r\n".join(f"Młodszy {at};Robi {word}{at}" for at in range(9) for word in words)
    polish = f"Level;Statement\r\n{rows}\r\nStarszy;Pyta Zoë\r\n".encode("cp1250")
    assert read(polish).entries[-1].text == "Pyta Zoë"
    mixed = "Stufe;Aussage\r\nÜbung;Größe zählt\r\nDébutant;ça aide l’équipe, fenêtre\r\nMæd;på øen\r\n".encode(
        "cp1252"
    )
    with pytest.raises(OpenQuestions, match=r"“fenêtre”, “Mæd”, “på”.* or “fenętre”"):
        read(mixed)
    assert read(mixed, encoding="Windows-1252").levels == ("Übung", "Débutant", "Mæd")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfLevel;Text\r\nA;\xff", b"Level;Text\r\n\xc3\xb6\xc3\xa4\xc3\xbc;\xff"])
def test_utf_8_with_a_broken_letter_is_no_other_encoding(data: bytes):
    with pytest.raises(DocumentError, match=r"line 2, byte \d+\): a letter is broken"):
        tables_of(Path("levels.csv"), data)


def test_every_encoding_goes_by_the_names_that_people_have_for_it():
    for each in ENCODINGS:
        assert named(each.name) == named(each.codec.upper()) == each
    assert named("Code page 1250") == named("windows 1250") == named("1250")


@pytest.mark.parametrize(
    ("name", "codec"),
    {
        "mac": "mac_roman",
        "Macintosh": "mac_roman",
        "CSV (Macintosh)": "mac_roman",
        "10000: Western European (Mac)": "mac_roman",
        "Western Europe (Apple Macintosh)": "mac_roman",
        "CSV (MS-DOS)": "cp850",
        "850: Western European (DOS)": "cp850",
        "Western Europe (DOS/OS2-850/International)": "cp850",
        "Western European": "cp1252",
        "western europe": "cp1252",
        "1252: Western European (Windows)": "cp1252",
        "Western Europe (Windows-1252/WinLatin 1)": "cp1252",
        "Western Europe (ISO-8859-15/EURO)": "iso8859_15",
        "28591: Western European (ISO)": "latin_1",
        "Central European": "cp1250",
        "Eastern Europe (Windows-1250/WinLatin 2)": "cp1250",
        "Cyrillic": "cp1251",
        "Chinese simplified (GB-18030)": "gb18030",
        "Traditional Chinese": "cp950",
        "Japanese (Shift-JIS)": "cp932",
        "65001: Unicode (UTF-8)": "utf-8",
        "UTF8": "utf-8",
        "Latin 12": None,
        "Klingon (Windows)": None,
    }.items(),
)
def test_what_dialogs_of_spreadsheet_programs_call_an_encoding_is_known(name: str, codec: str | None):
    """Those of Excel (in Windows and on a Mac) and of LibreOffice; a name of something else is none."""
    found = named(name)
    assert (found and found.codec) == codec


def test_ansi_is_whatever_the_words_say_and_asked_where_they_say_two():
    """In Windows it is the name of each computer’s own encoding, so that it says nothing of a file from another."""
    for name in ("ANSI", "windows"):
        assert read(csv_of(*TEXTS["Polish"][2:], "cp1250"), encoding=name).levels == ("Młodszy",)
        assert read(csv_of(*TEXTS["German"][2:], "cp1252"), encoding=name).levels == ("Anfänger",)
        with pytest.raises(OpenQuestions, match="“věc”"):
            read(csv_of("One", "věc", "cp1250"), encoding=name)


def test_an_encoding_that_is_said_of_a_file_is_told_with_its_words_and_so_is_one_that_changed_nothing():
    (said,) = [r for r in read(csv_of("Größe", "x", "cp1252"), encoding="cp1252").remarks if "letters" in r]
    assert said == "Its letters were read as Windows-1252, as you said, such as “Größe”."
    for codec in ("utf-8", "utf-16", "utf-8-sig"):
        found = read(csv_of("Größe", "x", codec), encoding="cp1252")
        assert found.levels == ("Größe",)
        assert any("“encoding=cp1252” changed nothing: the file itself says" in remark for remark in found.remarks)
        with pytest.raises(UsageError, match="there is no encoding “Latin-12”"):
            read(csv_of("Größe", "x", codec), encoding="Latin-12")


@pytest.mark.parametrize("name", ["utf-8", "UTF-16", "utf32"])
def test_a_file_that_is_not_in_unicode_is_said_not_to_be_with_the_place_and_what_it_can_be(name: str):
    with pytest.raises(UsageError, match=r"line 2, byte \d+\): this isn’t UTF-\d+: .*\n?.*name Windows-1252"):
        read(csv_of("Anfänger", "Hört zu und fragt früh", "cp1252"), encoding=name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("language", ["German", "Japanese", "Russian", "English"])
def test_unicode_of_two_and_four_bytes_is_read_with_its_mark_and_without(codec: str, language: str):
    _, _, level, text = TEXTS[language]
    found = read(csv_of(level, text, codec))
    assert [(entry.level, entry.text) for entry in found.entries] == [(level, text)]
    assert any(remark == f"Its letters were read as {codec[:6].upper()}." for remark in found.remarks) == (
        codec[6:] != ""
    )


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_with_a_nul_is_no_text_wherever_it_stands(mark: str):
    """One after its first thousand bytes was taken for a letter."""
    data = ("Level;Statement\r\n" + "One;Asks early\r\n" * 200 + "One;As\0ks\r\n").encode(mark)
    with pytest.raises(
        DocumentError, match=r"\(line 202, byte [3-7],\d+\): this is no text: .*NUL.*\n?.*CSV UTF-8"
    ) as told:
        tables_of(Path("levels.csv"), data)
    at = int(str(told.value).split("byte ")[1].split(")")[0].replace(",", ""))
    assert data[at - 1 : at - 1 + 2].startswith(b"\0")


def test_letters_of_seven_bits_are_read_where_they_say_so_and_refused_where_they_are_not_japanese():
    """They were taken for English ones: a level was called “$B=i5i(B”."""
    _, _, level, text = TEXTS["Japanese"]
    for codec in ("iso2022_jp", "iso2022_jp_1"):
        found = read(csv_of(level, text, codec))
        assert [(entry.level, entry.text) for entry in found.entries] == [(level, text)]
        assert any(
            r.startswith("Its letters were read as ISO-2022-JP (Japanese, of mail), such as “初級”")
            for r in found.remarks
        )
    assert any("changed nothing" in r for r in read(csv_of(level, text, "iso2022_jp"), encoding="iso-2022-jp").remarks)
    with pytest.raises(
        DocumentError, match=r"levels\.csv \(line 2, byte 18\): English letters .*ISO-2022.*\n?.*CSV UTF-8"
    ):
        read(csv_of("초급", "일찍 도움을 청한다", "iso2022_kr"))


def test_what_is_nearly_certainly_utf_7_is_told_and_taken_as_it_stands():
    found = read(csv_of("Débutant", "Demande de l’aide à temps", "utf-7"))
    assert found.levels == ("D+AOk-butant",)
    (said,) = [remark for remark in found.remarks if "UTF-7" in remark]
    assert said.startswith(
        "“D+AOk-butant” was taken as it stands. It seems to be “Débutant”, saved as UTF-7: if so, save"
    )
    for text in ("C++ and R+D-work", "+standard-ised work", "Asks for +ABC- and A+AA-b", "1+1 = 2", "+-"):
        assert not [r for r in read(csv_of("One", text, "ascii")).remarks if "UTF-7" in r]


def test_of_a_long_text_that_may_be_utf_7_as_much_is_looked_at_as_of_any_other():
    """All of it was, and a text of six megabytes took a quarter of a minute."""
    odd = "aБΩא"
    words = [f"Größe{number}" for number in range(10_000)]
    for text, is_told in (
        (" ".join([*words, odd]), True),
        (" ".join(["Größe", odd * 1_000]), True),
        (" ".join([*words[:100], odd]), False),
    ):
        _, remarks, _ = decoded(Path("levels.csv"), text.encode("utf-7"))
        assert any("UTF-7" in remark for remark in remarks) is is_told


@settings(max_examples=tries(60, 1000), deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_have_readings_that_decode_and_differ(data: bytes):
    found = readings(data)
    assert len({data.decode(each.encoding.codec) for each in found}) == len(found)


def test_what_is_one_word_for_pages_is_looked_at_once():
    """A picture in a text, as letters: looked through anew from each of its letters, it would take hours."""
    picture = b"data:image/png;base64," + b"A" * 3_000_000
    assert readings("# Größe\n\n".encode("cp1252") + picture)[0].words == ("Größe",)
