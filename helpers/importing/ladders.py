"""The text of a ladder file, from what was understood: a new one, or the next one of a file that there is.

Over an existing file ids are kept, by the id in the table, the same words at the same level, the same words at
another one, or a rewording that somebody confirmed. What people wrote into the file stays, with its comments.
"""

from __future__ import annotations

import difflib
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from helpers.documents import parse_document, read_as
from helpers.errors import DocumentError, UsageError
from helpers.importing.comments import NONE, Comments, put_back, taken_out
from helpers.importing.names import candidates, id_of
from helpers.importing.shapes import Entry, OpenQuestions, Question, Understood
from helpers.importing.tables import Cell
from helpers.ladder import load_ladder
from helpers.ladder.model import MOST_TITLE, RATED, Section, shortened
from helpers.ladder.spoken import AS_IT_STANDS
from helpers.paths import ROOT, typed

NEXT = "next"
"""The answer that what comes out is a version of its own."""

REWORDED, CHANGED, NEW = "reworded", "changed", "new"
"""The answers to what became of an old statement: it means the same, it means something else, it isn't that one."""

DIVIDED = "divided"
"""The answer that an old level was divided into several."""

FATES: Mapping[str, str] = MappingProxyType(
    {each: each for each in ("kept", REWORDED, CHANGED, "moved", "merged", "split", NEW, "gone")}
    | {CHANGED: "changed in meaning"}
)
"""What can become of a statement, as `Imported` has it, each with its name for a reader."""

LEFT_OVER = "# Not placed: "
MOST_PLACES = 3
"""How many places a message names one by one; of more, it says how many."""
LIKE = 0.55
"""How much alike two texts are, from 0 to 1, for one to be asked about as a rewording of the other."""

_SECTIONS = tuple("statements" if part is Section.PLAIN else part.value for part in RATED)
_ADDRESS = r"https?://[^\s<>\"']+"
_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_WIDTH = 110


class NoOldLadder(DocumentError):
    """What is imported over is no ladder of the kit's."""


class Imported(NamedTuple):
    """The text of the file, and the ids of what was kept as it is, reworded, moved, new and gone.

    `changed` means something else now, so that it is asked afresh. `merged` was put together from several, and `split`
    is a part of one: both are new, and say in `was` what they were.
    """

    text: str
    kept: tuple[str, ...]
    reworded: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    new: tuple[str, ...]
    merged: tuple[str, ...]
    split: tuple[str, ...]
    gone: tuple[str, ...]


class _Old(NamedTuple):
    """A statement of the file that there is."""

    level: str
    section: str
    node: CommentedMap

    @property
    def words(self) -> str:
        return _same(str(self.node["text"]))


def told_of_ids(found: Understood, old: str | None) -> Understood:
    """What was understood, with a remark where a table has ids and the ladder file (`old`) that they are of is missing.

    A ladder that is made so is a first version: it knows nothing of earlier ones, and answers to them would be gone.
    """
    if old or not any(entry.id for entry in found.entries):
        return found
    remark = (
        "The table has ids, and no ladder file of last year’s was handed over with it. If people have answered to that "
        "ladder, hand its file over too, or their answers have nowhere to go."
    )
    return found._replace(remarks=(*found.remarks, remark))


def as_ladder(
    found: Understood,
    *,
    id: str,
    title: str,
    language: str,
    old: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> Imported:
    """The ladder of what was understood.

    `id`, `title` and `language` are a new ladder's; with `old`, the text of a ladder file, they stay as they are
    there. `answers` say of an old level's id "renamed", "another", the title of the level that it is now or "divided",
    of a statement's "reworded", "changed" (what it means, so that it is asked afresh from this version on) or "new" (of
    all at once by "rewordings": "all" or "none"); "version" is "next" where people have answered to the old file, so
    that what has changed is its next version.
    Raises `OpenQuestions` for rewordings, `UsageError` for names without room or in several spellings and for answers
    that there aren't, `NoOldLadder` for an old file that is none. `found` is what was read out of the files.
    """
    _check_room(found)
    _check_spelling(found)
    data, comments = _loaded(old) if old else (_fresh(id, title, language), NONE)
    was = list(_statements(data))
    (levels, divided), families = _level_ids(found, data, was, answers or {}), _family_ids(found, data)
    parts = _merged_or_split(found.entries, was)
    pairs = _matched(found.entries, levels, was, parts, answers or {})
    ids = _ids(found.entries, levels, pairs, {str(each.node["id"]) for each in was})
    changed = _changed(pairs, answers or {})
    is_next = _is_next(answers or {}) or bool(changed)
    by_fate: dict[str, list[str]] = {kind: [] for kind in FATES if kind != "gone"}
    placed: dict[str, list[tuple[str, CommentedMap]]] = {level: [] for level in levels.values()}
    for at, entry in enumerate(found.entries):
        level, before = levels[entry.level], pairs.get(at)
        node = before.node if before else CommentedMap(id=ids[at])
        kind = NEW if before is None else "moved" if before.level != level else "kept"
        if at in parts:
            kind = "merged" if len(parts[at]) > 1 else "split"
            node["was"] = _flow(parts[at])
        if before and before.words != _same(entry.text):
            kind = REWORDED
        if at in changed:
            kind = CHANGED
        by_fate[kind].append(str(node["id"]))
        _write(node, entry, families)
        placed[level].append((before.section if before else "skills" if entry.practice else "statements", node))
    _arrange(data, found, levels, placed)
    for level in data["levels"]:
        if str(level["id"]) in divided:
            level["was"] = _flow(divided[str(level["id"])])
    used = {str(node["id"]) for nodes in placed.values() for _, node in nodes}.union(*parts.values())
    gone = tuple(old_id for each in was if (old_id := str(each.node["id"])) not in used)
    if found.competencies:
        data["competencies"] = _families(found, families, data)
    if any(entry.mandatory or entry.examples or entry.link for entry in found.entries):
        data["format"] = max(int(data.get("format", 1)), 3)
    if parts or divided:
        data["format"] = max(int(data.get("format", 1)), 2)
    if old and is_next and (gone or len(by_fate["kept"]) < len(found.entries)):
        _begin_next_version(data)
    for at in changed:
        pairs[at].node["since"] = data["version"]
    text = put_back(_dumped(data, fresh=not old), comments)
    left_over = (*found.left_over, *(e.cell._replace(text=e.link) for e in found.entries if e.link and not _leads(e)))
    return Imported(_with_left_over(text, left_over), **{k: tuple(v) for k, v in by_fate.items()}, gone=gone)


def old_text(path: Path, data: bytes) -> str:
    """What a ladder file says that is imported over. Raises `NoOldLadder` for one that isn't UTF-8."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise NoOldLadder(
            f"the old ladder file is no ladder: it isn't UTF-8 (byte {error.start + 1})",
            where=str(path),
            next_step="Save it as UTF-8 in a text editor, or give the new ladder another name.",
        ) from None


def _leads(entry: Entry) -> bool:
    """Whether a statement's link is an address on the web."""
    return re.fullmatch(_ADDRESS, entry.link) is not None


def _check_room(understood: Understood) -> None:
    long = [
        f"{entry.cell.place}: the {what} “{text[:60]}” has {len(text)} characters; there is room for {most}."
        for entry in understood.entries
        for what, text, most in (
            ("level", entry.level, 80),
            ("title", entry.title, MOST_TITLE),
            ("role", understood.tracks.get(entry.level, ""), MOST_TITLE),
            ("number", understood.numbers.get(entry.level, ""), MOST_TITLE),
        )
        if len(text) > most
    ]
    if long:
        raise UsageError("\n".join(dict.fromkeys(long)), next_step="Shorten them in the table, and import it again.")


class _Representer(RoundTripRepresenter):
    """Writes as text, in quotes, what the kit's own loader would take for something else: "no", "12:30"."""

    def represent_str(self, data: str) -> ScalarNode:
        style = None if read_as(data) == "str" else "'"
        # To the kit's loader these end a line, as they do in YAML 1.1; in double quotes they stand as escapes.
        style = '"' if any(mark in data for mark in "\x85\u2028\u2029") else style
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Representer.add_representer(str, _Representer.represent_str)


def _check_spelling(understood: Understood) -> None:
    """Raise `UsageError` where names differ in case or accents alone: they would have one id."""
    several = []
    for kind, names in (("level", understood.levels), ("competency", understood.competencies)):
        spellings: dict[str, list[str]] = {}
        for name in names:
            spellings.setdefault(_plain(name), []).append(name)
        for written in spellings.values():
            if len(written) > 1:
                where = (f"“{name}” ({_places(understood, kind, name)})" for name in written)
                ways = f"in {len(written)} ways that differ in capitals or accents alone"
                several.append(f"One {kind} is written {ways}: {', '.join(where)}.")
    if several:
        next_step = "Write it in one way in your table; if they are different, give them other names."
        raise UsageError("\n".join(several), next_step=next_step)


def _places(understood: Understood, kind: str, name: str) -> str:
    """Where the first statements stand of a level or competency that is written so."""
    places = [entry.cell.place for entry in understood.entries if getattr(entry, kind) == name]
    return ", ".join(places[:3]) + (" …" if len(places) > 3 else "")


def _plain(name: str) -> str:
    """A name without case and accents. A mark that makes another letter of a syllable, as in Japanese, is none."""
    parted = unicodedata.normalize("NFD", _same(name))
    return "".join(char for char in parted if not "\u0300" <= char <= "\u036f")


class _Resolver(VersionedResolver):
    """Reads `mandatory: yes` as the kit's own loader does, so that it stays what it means."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        is_truth = kind is ScalarNode and implicit[0] and read_as(value) == "bool"
        return Tag(suffix="tag:yaml.org,2002:bool") if is_truth else super().resolve(kind, value, implicit)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Representer, yaml.Resolver = _Representer, _Resolver
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _loaded(text: str) -> tuple[CommentedMap, Comments]:
    """An old ladder, and the comments in it that go with levels and statements."""
    try:
        # Within the limits of every file of the kit: ruamel.yaml has none, and ends a process on deep ones.
        parse_document(Path("ladder.yaml"), text)
        without, comments = taken_out(text)
        data = _yaml().load(without)
    except (YAMLError, DocumentError):
        data, comments = None, NONE
    if not _is_shaped(data):
        raise NoOldLadder(
            "the old ladder file is no ladder",
            next_step=f"Choose another name after -o, or mend it: {typed('lint')}.",
        )
    return data, comments.without(LEFT_OVER)


def _is_shaped(data: object) -> TypeGuard[CommentedMap]:
    """Whether there are levels, each with an id and a title, and statements, each with an id and a text."""
    if not isinstance(data, CommentedMap) or not isinstance(data.get("levels"), list):
        return False
    try:
        return all({"id", "title"} <= level.keys() for level in data["levels"]) and all(
            {"id", "text"} <= each.node.keys() for each in _statements(data)
        )
    except (AttributeError, TypeError):
        return False


def _fresh(id: str, title: str, language: str) -> CommentedMap:
    shipped = load_ladder(ROOT / "data/ladders/product-management.yaml").scale
    # Without `origin`: what is expected in a company's ladder is the company's own judgement. Nor has its scale changed
    # since an earlier version, and the question about rare occasions goes on from acts, which its texts may not be.
    scale = shipped.model_dump(mode="json", exclude={"origin", "since", "rare"}, exclude_none=True)
    scale |= {"question": AS_IT_STANDS, "expected": None}  # a table that names no frequency expects none
    return CommentedMap(
        format=3, id=id, version="1", title=title, language=language, scale=scale, levels=CommentedSeq()
    )


def _is_next(answers: Mapping[str, str]) -> bool:
    """Whether what comes out is a version of its own. The kit counts on by itself, so that no other answer fits."""
    said = next((value.strip() for key, value in answers.items() if key.strip().casefold() == "version"), "")
    if said and said.casefold() != NEXT:
        raise UsageError(
            f"“version” can’t be “{said}”",
            next_step=f"It can be: {NEXT}. The ladder’s file then gets the number after its own, and lists both.",
        )
    return bool(said)


def _begin_next_version(data: CommentedMap) -> None:
    """Give a file its next version, and list it after all that were before: "3" after "2", "2027" after "2026"."""
    now = str(data.get("version", "1"))
    number = re.search(r"\d+$", now)
    after = f"{now[: number.start()]}{int(number[0]) + 1}" if number else f"{now} 2"
    before = [str(each) for each in data.get("versions") or ()] or [now]
    data["version"] = after
    listed = CommentedSeq([*before, after])
    if "versions" in data:
        data["versions"] = listed
    else:
        data.insert(list(data).index("version") + 1, "versions", listed)
    data["format"] = max(int(data.get("format", 1)), 2)


def old_words(text: str) -> dict[str, str]:
    """The words of each statement of a ladder file, by its id. Raises `DocumentError`."""
    return {str(each.node["id"]): str(each.node["text"]) for each in _statements(_loaded(text)[0])}


def old_levels(text: str) -> dict[str, str]:
    """The title of each level of a ladder file, by its id. Raises `DocumentError`."""
    return {str(level["id"]): str(level["title"]) for level in _loaded(text)[0]["levels"]}


def _level_ids(
    understood: Understood, data: CommentedMap, was: Sequence[_Old], answers: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The id of each level in the table: the file's own for a title that it has, by another name too, else a new one.

    With them, by their new ids, what the levels were that one was divided into.

    Raises `OpenQuestions` where most statements of a new title stood at one level whose title is no longer there.
    """
    there = {_same(str(name)): str(level["id"]) for level in data["levels"] for name in (level["id"], level["title"])}
    known = {title: there.get(_same(title)) for title in understood.levels}
    left = {str(level["id"]): level for level in data["levels"] if str(level["id"]) not in known.values()}
    stood = {key: each.level for each in was for key in (each.words, str(each.node["id"]))}
    heirs: dict[str, list[str]] = {}
    for title in (title for title, known_id in known.items() if known_id is None):
        entries = [entry for entry in understood.entries if entry.level == title]
        before = Counter(stood.get(entry.id) or stood.get(_same(entry.text)) for entry in entries)
        old_id, often = before.most_common(1)[0]
        if old_id is not None and old_id in left and 2 * often > len(entries):
            heirs.setdefault(old_id, []).append(title)
    open_: list[Question] = []
    divided: dict[str, str] = {}
    for old_id, titles in heirs.items():
        said = answers.get(old_id)
        renamed = titles[0] if said == "renamed" and len(titles) == 1 else said
        if renamed in titles:
            known[renamed] = old_id
            left[old_id]["title"] = renamed
        elif said == DIVIDED and len(titles) > 1:
            divided |= dict.fromkeys(titles, old_id)
        elif said != "another":
            open_.append(_of_level(old_id, str(left[old_id]["title"]), titles))
    if open_:
        raise OpenQuestions(open_)
    ids = _unlike(known)
    return ids, {ids[title]: (old_id, *map(str, left[old_id].get("was") or ())) for title, old_id in divided.items()}


def _of_level(old_id: str, was: str, titles: Sequence[str]) -> Question:
    """What became of a level whose title is gone, where most of its statements stand at others now."""
    if len(titles) == 1:
        text = f"“{was}” is no longer there, and most of its statements stand at “{titles[0]}”."
        return Question(old_id, f"{text} Is it the same level under another name?", ("renamed", "another"))
    now = " and ".join(f"“{title}”" for title in titles)
    named = (
        *(f"It is “{title}” now: whoever stood at “{was}” stands there" for title in titles),
        "It was divided into these: whoever stood there is asked afresh",
        "Neither: they are other levels",
    )
    text = f"“{was}” is no longer there, and its statements stand at {now}. What became of it?"
    return Question(old_id, text, (*titles, DIVIDED, "another"), named)


def _merged_or_split(entries: Sequence[Entry], was: Sequence[_Old]) -> dict[int, tuple[str, ...]]:
    """The old ids of entries that have several (they were put together), or one that others have too (it was split)."""
    earlier = {str(each.node["id"]): tuple(map(str, each.node.get("was") or ())) for each in was}
    named = {
        at: [old_id for old_id in re.split(r"[\s,;+]+", entry.id) if old_id in earlier]
        for at, entry in enumerate(entries)
    }
    often = Counter(old_id for ids in named.values() for old_id in set(ids))
    return {
        at: tuple(dict.fromkeys(each for old_id in ids for each in (old_id, *earlier[old_id])))
        for at, ids in named.items()
        if len(set(ids)) > 1 or any(often[old_id] > 1 for old_id in ids)
    }


def _flow(texts: Sequence[str]) -> CommentedSeq:
    listed = CommentedSeq(texts)
    listed.fa.set_flow_style()
    return listed


def _family_ids(understood: Understood, data: CommentedMap) -> dict[str, str]:
    there: dict[str, str] = {}
    for each in data.get("competencies") or ():
        there |= {_same(str(each.get(key))): str(each["id"]) for key in ("title", "text") if each.get(key)}
    return _unlike({title: there.get(_same(title)) for title in understood.competencies})


def _unlike(known: Mapping[str, str | None]) -> dict[str, str]:
    """Ids for names: those that are known, and for the others ids of their words that no other has."""
    wanted = {name: known_id or id_of(name) for name, known_id in known.items()}
    often = Counter(wanted.values())
    return {
        name: wanted_id if known[name] or often[wanted_id] == 1 else list(candidates("x", name))[-1].removeprefix("x.")
        for name, wanted_id in wanted.items()
    }


def _statements(data: CommentedMap) -> Iterator[_Old]:
    for level in data["levels"]:
        for section in _SECTIONS:
            for node in level.get(section) or ():
                yield _Old(str(level["id"]), section, node)


def _matched(
    entries: Sequence[Entry],
    levels: Mapping[str, str],
    was: Sequence[_Old],
    parts: Mapping[int, Sequence[str]],
    answers: Mapping[str, str],
) -> dict[int, _Old]:
    """Which old statement each entry is: by its id, by its words here, by its words elsewhere, by what was said."""
    matched: dict[int, _Old] = {}
    spoken_for = {old_id for ids in parts.values() for old_id in ids}
    left = [each for each in was if str(each.node["id"]) not in spoken_for]

    def pair(fits: Any, *, alone: bool = False) -> None:
        for at, entry in enumerate(entries):
            mine = [each for each in left if at not in matched and at not in parts and fits(entry, each)]
            if mine and (len(mine) == 1 or not alone):
                matched[at] = mine[0]
                left.remove(mine[0])

    pair(lambda entry, each: entry.id and entry.id == str(each.node["id"]))
    pair(lambda entry, each: levels[entry.level] == each.level and _same(entry.text) == each.words)
    pair(lambda entry, each: _same(entry.text) == each.words, alone=True)
    open_ = []
    for at, entry in enumerate(entries):
        if at in matched or at in parts:  # it has its statements already, be it several or a part of one
            continue
        near = [each for each in left if each.level == levels[entry.level]]
        best = max(near, key=lambda each: _likeness(entry, each), default=None)
        if best is None or _likeness(entry, best) < LIKE:
            continue
        old_id = str(best.node["id"])
        said = {"all": REWORDED, "none": NEW}.get(answers.get("rewordings", ""), answers.get(old_id, ""))
        if said in (REWORDED, CHANGED):
            matched[at] = best
            left.remove(best)
        elif said != NEW:
            text = f"“{best.node['text']}” became “{entry.text}” ({entry.cell.place}). Does it still mean the same?"
            open_.append(Question(old_id, text, (REWORDED, CHANGED, NEW)))
    if open_:
        raise OpenQuestions(open_)
    return matched


def _changed(pairs: Mapping[int, _Old], answers: Mapping[str, str]) -> set[int]:
    """Which entries mean something else now than the old statements that they are. Raises `UsageError`."""
    said = {at: answers.get(str(each.node["id"]), REWORDED) for at, each in pairs.items()}
    for at, answer in said.items():
        if answer not in (REWORDED, CHANGED, NEW):
            raise UsageError(
                f"“{pairs[at].node['id']}” can’t be “{answer}”", next_step=f"It can be: {REWORDED}, {CHANGED}, {NEW}."
            )
    return {at for at, answer in said.items() if answer == CHANGED}


def _likeness(entry: Entry, old: _Old) -> float:
    return difflib.SequenceMatcher(None, _same(entry.text), old.words).ratio()


def _ids(
    entries: Sequence[Entry], levels: Mapping[str, str], pairs: Mapping[int, _Old], taken: set[str]
) -> dict[int, str]:
    """Ids for what is new: the table's own, else the shortest of its words that no other statement could have too."""
    wanted = {at: list(candidates(levels[e.level], e.text)) for at, e in enumerate(entries) if at not in pairs}
    often = Counter(candidate for ids in wanted.values() for candidate in dict.fromkeys(ids))
    new_ids: dict[int, str] = {}
    for at, ids in wanted.items():
        is_own = _ID.fullmatch(entries[at].id) and len(entries[at].id) <= 80 and entries[at].id not in taken
        own = entries[at].id if is_own else None
        new_ids[at] = own or next(
            (candidate for candidate in ids if often[candidate] == 1 and candidate not in taken), ids[-1]
        )
    twice = [at for at, new_id in new_ids.items() if list(new_ids.values()).count(new_id) > 1 or new_id in taken]
    if twice:
        places = ", ".join(entries[at].cell.place for at in twice[:MOST_PLACES])
        raise UsageError(
            f"the same statement stands twice at one level, or two have one id: {places}"
            + (f" and {len(twice) - MOST_PLACES} more places" if len(twice) > MOST_PLACES else ""),
            next_step="Take one of them out: people would be asked the same thing twice.",
        )
    return new_ids


def _write(node: CommentedMap, entry: Entry, families: Mapping[str, str]) -> None:
    """What the table says of a statement; what it doesn't say stays as it was."""
    if entry.title:
        node["title"] = entry.title
    if _same(str(node.get("text", ""))) != _same(entry.text):
        node["text"] = " ".join(entry.text.split())
    if entry.meaning:
        node["meaning"] = entry.meaning
    if entry.mandatory:
        node["mandatory"] = True
    if entry.examples:
        node["examples"] = CommentedSeq(line for line in map(str.strip, entry.examples.splitlines()) if line)
    if _leads(entry):
        site = entry.link.split("/")[2].removeprefix("www.")
        node["links"] = CommentedSeq([CommentedMap(title=site, address=entry.link)])
    if entry.competency:
        node["competency"] = families[entry.competency]
    if entry.practice:
        node["practice"] = CommentedMap(text=entry.practice)


def _arrange(
    data: CommentedMap,
    understood: Understood,
    levels: Mapping[str, str],
    placed: Mapping[str, Sequence[tuple[str, CommentedMap]]],
) -> None:
    there = {str(level["id"]): level for level in data["levels"]}
    tracks = _track_ids(understood, data)
    arranged, before, track = CommentedSeq(), None, None
    for title in understood.levels:
        level_id = levels[title]
        level = there.get(level_id)
        if level is None:
            level = CommentedMap(id=level_id, title=title)
            if title in understood.numbers:
                level["number"] = understood.numbers[title]
            if title in understood.tracks:
                level["track"] = tracks[understood.tracks[title]]
            if before and understood.tracks.get(title) == track:
                level["follows"] = CommentedSeq([before])
                level["follows"].fa.set_flow_style()
        for section in _SECTIONS:
            nodes = CommentedSeq(node for part, node in placed[level_id] if part == section)
            if nodes:
                level[section] = nodes
            else:
                level.pop(section, None)
        arranged.append(level)
        before, track = level_id, understood.tracks.get(title)
    _follow_on(there, arranged)
    data["levels"] = arranged


def _follow_on(there: Mapping[str, CommentedMap], arranged: Sequence[CommentedMap]) -> None:
    """Let levels follow those that are there now: of one that has gone, those before it; a new one between two, it."""
    ids = {str(level["id"]) for level in arranged}

    def still(level_id: str) -> Iterator[str]:
        if level_id in ids:
            yield level_id
        elif level_id in there:
            for each in there[level_id].get("follows") or ():
                yield from still(str(each))

    run: list[CommentedMap] = []  # the new levels right above
    for level in arranged:
        if str(level["id"]) not in there:
            run.append(level)
            continue
        before = list(dict.fromkeys(each for old_id in level.get("follows") or () for each in still(str(old_id))))
        if run:
            begun = tuple(map(str, run[0].get("follows") or ()))
            if any(each in begun for each in before):
                before = list(dict.fromkeys(str(run[-1]["id"]) if each in begun else each for each in before))
            elif not begun and not before and level.get("track") == run[-1].get("track"):
                before = [str(run[-1]["id"])]
        if "follows" in level:
            level["follows"][:] = before
        elif before:
            level["follows"] = _flow(before)
        run = []


def _track_ids(understood: Understood, data: CommentedMap) -> dict[str, str]:
    """The id of each role that is a track, which is added to the file if it isn't there."""
    titles = list(dict.fromkeys(understood.tracks.values()))
    listed = data.get("tracks") or CommentedSeq()
    there = {_same(str(each["title"])): str(each["id"]) for each in listed}
    ids = _unlike({title: there.get(_same(title)) for title in titles})
    listed += [CommentedMap(id=ids[title], title=title) for title in titles if _same(title) not in there]
    if listed:
        data["tracks"] = listed
    return ids


def _families(understood: Understood, ids: Mapping[str, str], data: CommentedMap) -> CommentedSeq:
    there = {str(each["id"]): each for each in data.get("competencies") or ()}
    families = CommentedSeq(there.get(ids[title]) or _family(ids[title], title) for title in understood.competencies)
    used = {node.get("competency") for level in data["levels"] for part in _SECTIONS for node in level.get(part) or ()}
    families += [each for family_id, each in there.items() if family_id in used and family_id not in ids.values()]
    return families


def _family(family_id: str, title: str) -> CommentedMap:
    short = shortened(title, MOST_TITLE)
    return (
        CommentedMap(id=family_id, title=short)
        if short == title
        else CommentedMap(id=family_id, title=short, text=title)
    )


_HEAD = f"""\
Made by `{typed("import")}`. Check it with `{typed("lint")}`, and see it with `{typed("app --ladder")}`.
An id is what people's answers refer to: reword freely, but never give an old id a new meaning.
"""
_SCALE = """\
How people are asked. Where all your statements are things that somebody does ("write the release notes"),
"In the last six months, how often did you …" reads better: a question that ends with … is completed by each.
Nothing is expected, so no gap is drawn. If your company expects a frequency, write it as `expected`: 3 is “often”."""
_LEVELS = """\
The levels, each after the one before it: change `follows` where a track forks. A level can also have
a summary, what changes, notes and prompts; a statement a title and a meaning. The shipped ladder shows how.
None of it is needed, and what isn't there stands nowhere."""


def _dumped(data: CommentedMap, *, fresh: bool) -> str:
    if fresh:
        data.yaml_set_start_comment(_HEAD)
        for key, comment in (("scale", _SCALE), ("levels", _LEVELS)):
            data.yaml_set_comment_before_after_key(key, before="\n" + comment)
        data.move_to_end("levels")
    text = _written(data, _WIDTH)
    # ruamel.yaml breaks some quoted lines (one with a backslash where it ends) so that they read otherwise.
    return text if _yaml().load(text) == data else _written(data, sys.maxsize)


def _written(data: CommentedMap, width: int) -> str:
    stream, yaml = io.StringIO(), _yaml()
    yaml.width = width
    yaml.dump(data, stream)
    return stream.getvalue()


def _with_left_over(text: str, cells: Sequence[Cell]) -> str:
    """What had no place, as comments at the end: kept, and read by nobody but who looks after the file."""
    lines = [f"{LEFT_OVER}{cell.place}: {' '.join(cell.text.split())}\n" for cell in cells]
    return text.rstrip("\n") + "\n" + ("\n" + "".join(lines) if lines else "")


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
