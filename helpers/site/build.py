"""All files of a site, from a ladder and a theme: pages that can be read as they are, and what brings them to life."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from helpers.chapters import Kept, Where
from helpers.charts import Theme, load_theme
from helpers.errors import UsageError
from helpers.files import reason
from helpers.form import STATIC as FORM
from helpers.form.words import WORDS
from helpers.importing import template
from helpers.ladder import Ladder, load_ladder
from helpers.pages import STATIC as PAGES
from helpers.pages.render import renderer_of
from helpers.paths import PACKAGE, ladder_path
from helpers.review.page import HPKE, SITE_PAGE, answer_page
from helpers.site import archive, parts
from helpers.site.answers import questions
from helpers.site.desk import PLACE, Lines, address
from helpers.site.facilitating import BEGINS, PEOPLE, Material, material
from helpers.site.importing import IMPORT, TEMPLATE, SiteImport
from helpers.site.lean import asked_for, bare, pictures_apart, together
from helpers.site.licences import licences
from helpers.site.parts import Tell
from helpers.site.snapshot import snapshot
from helpers.web.board import BoardEngine
from helpers.web.engine import Engine
from helpers.web.page import STATIC as WEB
from helpers.web.page import TEMPLATES as WEB_TEMPLATES
from helpers.web.page import as_json, chapter_page
from helpers.web.prose import prose
from helpers.workshop.session import TeamSession

HERE = Path(__file__).parent
LIST: Final = "site.json"
"""The list of all files of a site with their hashes: what a second build compares with."""

POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; "
    "font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'"
)
"""What a page may ask for: its own origin, and nothing of any other. A worker started from a blob is held to it."""

WORDS_ON_A_SITE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **WORDS,
        "not_answering": "Not saved yet: this page couldn’t start its engine. Your words are still here, and wait in "
        "this browser until it can.",
        "not_answering_yet": "Your answers can’t be fetched yet. This page goes on trying by itself.",
    }
)

PATIENCE: Final = 90_000
"""Milliseconds: an engine may still be on its way, and what is typed is kept meanwhile."""

_SNAPSHOT: Final = "snapshot.pack"

_TYPEFACE: Final = "font_source_sans_pro"
"""The package that holds the kit's typeface."""

_NEVER: Final = datetime(2020, 1, 1, 12, tzinfo=UTC)
"""The time on pages that hold nobody's answers."""

_KINDS: Final = {".js", ".mjs", ".css"}

_BOARD: Final[Mapping[str, str]] = MappingProxyType(
    {"board.html": "workshop_board", "board-notes.html": "board_notes_apart"}
)
"""The board, and what is around it in a window of its own: the page, and its template."""

_STYLES: Final = ("site.css", "kit.css", "form.css", "web.css")
"""The style sheets that every page needs, in the order in which the last word wins: one file of a site."""

_page = renderer_of(HERE / "templates", WEB_TEMPLATES)


class Built(NamedTuple):
    """What became of a site: how many files it has, how many of them were written, and how large it is in bytes."""

    files: int
    written: int
    size: int


def build(
    out: Path,
    *,
    ladder: Path | None = None,
    theme: Path | None = None,
    base: str = "/",
    kept: Path,
    pyodide: Path | None = None,
    privacy: Path | None = None,
    kit_at: str = "",
    wake: bool = True,
    tell: Tell = lambda _: None,
) -> Built:
    """Write the site of a ladder into a folder; what stands there already and is the same isn't touched.

    `ladder` and `theme` are files, None for the kit's own; `base` is the path that the site will have, for the page
    that a server shows where there is none. `kept` is the folder for parts that were fetched, `pyodide` one that holds
    that already. `privacy` is a Markdown file of what a company says about privacy, for every page. `kit_at` is the
    address at which the kit itself can be had ("": pages say that there is one, and lead nowhere). `wake`: with a
    snapshot of the engine's memory, if there is a Node to make it, so that it starts in a fraction of the time.
    Raises `KitError` for what can't be read, fetched or written. `out` is that folder, and `tell` is called with a
    sentence about each step that takes its time.
    """
    if kit_at and not kit_at.startswith(("https://", "http://")):
        raise UsageError(
            "this is no address of a page",
            where=kit_at,
            next_step="Name one that begins with https://, or leave it out.",
        )
    about, look = load_ladder(ladder), load_theme(theme)
    before = _listed(out)
    python = parts.runtime(kept, pyodide, tell)
    engine = parts.wheels(parts.lock().engine, kept, tell)
    typesetting = parts.wheels(parts.lock().typesetting, kept, tell)
    importing = parts.wheels(parts.lock().importing, kept, tell)
    tell("Making the archives of the engine")
    static = together("styles.css", _STYLES, dict(_static(look)))
    static["engine.pack"] = archive.packed(
        {
            **archive.the_kit(about.id),
            **archive.unpacked(engine.values(), compiled_for="emscripten"),
            **_own(ladder, look),
        }
    )
    # Apart, since some hosts take no file larger than 25 MiB, and what sets PDFs is nearly that by itself.
    letters = {wheel: data for wheel, data in typesetting.items() if wheel.name == _TYPEFACE}
    setter = {wheel: data for wheel, data in typesetting.items() if wheel not in letters}
    static["typesetting.pack"] = archive.packed(archive.unpacked(setter.values(), compiled_for="abi3"))
    static["typeface.pack"] = archive.packed(archive.faces(letters.values()))
    static["importing.pack"] = archive.packed(
        {**archive.importing(), **archive.unpacked(importing.values(), compiled_for="emscripten")}
    )
    runtime = f"python-{parts.lock().runtime.version}"
    kit = f"kit-{_digest_of(static)}"
    contents = {f"{runtime}/{name}": data for name, data in python.items()}
    contents |= {f"{kit}/{name}": data for name, data in static.items()}
    memory = snapshot(python, static, kept, tell) if wake else b""
    if memory:
        contents[f"{kit}/{_SNAPSHOT}"] = memory
    sizes = (
        sum(map(len, (*python.values(), static["engine.pack"], memory))),
        sum(len(static[name]) for name in ("typesetting.pack", "typeface.pack")),
    )
    contents[f"{kit}/where.js"] = _where(runtime, _SNAPSHOT if memory else "", *sizes).encode()
    leading = material(about, look, (ladder, theme), tell)
    tell("Writing the pages")
    contents |= leading.files
    contents["licences.txt"] = licences({**engine, **typesetting, **importing})
    contents[TEMPLATE] = template()
    scripts = " ".join(asked_for({name.removeprefix(f"{kit}/"): data for name, data in contents.items()}, "web.js"))
    standing = {"static": f"{kit}/", "policy": POLICY, "kit_at": kit_at}
    pages = _pages(about, look, standing, base, _words_of(privacy), leading, scripts)
    contents |= pictures_apart(dict(pages), kit)
    contents["keep.js"] = _keeper(contents)
    return _write(out, contents, before)


def _where(runtime: str, memory: str, engine: int, typesetting: int) -> str:
    """The script that says where Python is, whether its memory is there, and how much there is to fetch.

    `memory` is the name of the snapshot ("": none); the sizes are bytes, told as whole MB as they lie on a server.
    """
    return (
        f'export const PYTHON = "../{runtime}/";\n'
        f"export const SNAPSHOT = {json.dumps(memory)};\n"
        f"export const ENGINE_MB = {round(engine / 1e6)};\n"
        f"export const PDF_MB = {round(typesetting / 1e6)};\n"
    )


def _words_of(privacy: Path | None) -> Markup:
    """A company's words on privacy as HTML; empty for none. Raises `UsageError`."""
    if privacy is None:
        return Markup()
    try:
        text = privacy.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        what = reason(error) if isinstance(error, OSError) else "it isn’t text in UTF-8"
        raise UsageError(
            f"the words on privacy can’t be read: {what}", where=str(privacy), next_step="Name a Markdown file."
        ) from error
    return prose(text, lambda _: None)


def _pages(
    ladder: Ladder,
    theme: Theme,
    standing: Mapping[str, str],
    base: str,
    privacy: Markup,
    leading: Material,
    scripts: str,
) -> Iterator[tuple[str, bytes]]:
    static = standing["static"]
    engine = Engine(ladder, _Nobody(ladder, ""), theme=theme, link=address, now=lambda: _NEVER)
    course = engine.course
    asked = questions(engine)
    for here in (*course.pages, *course.labs):
        if here.lab and _needs_numpy(here.lab):
            beside = course.beside(here)
            words = {"title": here.title, "back": address(beside) if beside else "index.html"}
            html = _page("at_home", **standing, **words)
            yield address(here), ladder.spoken.in_html(html).encode()
            continue
        html = chapter_page(
            engine,
            here,
            pages=_page,
            words=WORDS_ON_A_SITE,
            patience=PATIENCE,
            static=static,
            home="index.html",
            policy=POLICY,
            privacy=privacy,
            scripts=scripts,
            more={"line": asked["line"]},
        )
        yield address(here), html.encode()
    yield SITE_PAGE, answer_page(ladder)
    yield "my-answers.html", answers_page(asked, static).encode()
    yield "facilitating.html", facilitating_page(leading, ladder, static, standing["kit_at"]).encode()
    yield IMPORT, import_page(standing).encode()
    for name, shown in _BOARD.items():
        yield name, board_page(ladder, theme, static, shown).encode()
    home = f"{base.rstrip('/')}/"
    yield "404.html", _page("nowhere", static=f"{home}{static}", home=f"{home}index.html", policy=POLICY).encode()


def answers_page(asked: dict[str, Any], static: str) -> str:
    """The page that shows all answers without an engine, from what is `asked`; its files are named after `static`."""
    return _page("my_answers", static=static, policy=POLICY, settings=as_json(asked))


def facilitating_page(leading: Material, ladder: Ladder, static: str, kit_at: str = "") -> str:
    """The page that lists what there is for whoever leads a workshop; its style sheet's name begins with `static`.

    `leading` has the files to list, and the `ladder` its title and language; `kit_at` is where the kit can be had.
    """
    lists = {"material": leading, "title": ladder.title, "begins": f"{BEGINS:%H:%M}", "people": PEOPLE}
    return ladder.spoken.in_html(_page("facilitating", static=static, policy=POLICY, kit_at=kit_at, **lists))


def import_page(standing: Mapping[str, str]) -> str:
    """The page that makes a ladder of a spreadsheet, at its first step; `standing` is where it stands."""
    page = partial(_page, "importing", home="index.html", **standing)
    return SiteImport(page).start()[0]


def board_page(ladder: Ladder, theme: Theme, static: str, template: str = "workshop_board") -> str:
    """The board about a `ladder`, in a `theme`, before anybody handed anything in; `static` begins its files' names.

    `template` has what is around it as well, or that alone.
    """
    with tempfile.TemporaryDirectory(prefix="board-") as nothing:
        engine = BoardEngine(TeamSession.open(nothing, ladder), theme, files=True)
        return ladder.spoken.in_html(engine.made(template, _page, static=static, policy=POLICY))


def _keeper(contents: Mapping[str, bytes]) -> bytes:
    """The service worker that keeps a whole site on a device: its script, and the list of what there is to keep."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(contents.items()) if name != "404.html"}
    version = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:12]
    script = (HERE / "keep.js").read_text(encoding="utf-8")
    return f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(list(hashes))};\n{script}".encode()


def _needs_numpy(lab: str) -> bool:
    """Whether a lab's simulation is reckoned with NumPy, which the engine in a browser doesn't have."""
    return any(
        "import numpy" in source or "helpers.labs.chance" in source
        for source in (path.read_text(encoding="utf-8") for path in (PACKAGE / "labs" / lab).glob("*.py"))
    )


class _Nobody(Lines):
    """Somebody who hasn't answered anything."""

    def version(self) -> str:
        """None that an engine would know: it tells a page all."""
        return ""

    def kept(self) -> Kept:
        """Where answers will be."""
        return Kept(PLACE, where=Where.BROWSER)


def _static(theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Scripts, style sheets and the typeface, by name; the site's own scripts stand in for those of the app."""
    typeface = Path(str(files("font_source_sans_pro") / "files"))
    for folder in (FORM, PAGES, WEB, HERE / "static"):
        for path in sorted(folder.iterdir()):
            if path.suffix in _KINDS:
                yield path.name, bare(path.name, path.read_text(encoding="utf-8")).encode()
    yield HPKE.name, bare(HPKE.name, HPKE.read_text(encoding="utf-8")).encode()
    for face in ("Regular", "It", "Semibold", "SemiboldIt"):
        yield f"SourceSansPro-{face}.otf", (typeface / f"SourceSansPro-{face}.otf").read_bytes()
    yield "theme.css", f":root {{ --kit-accent: {theme.accent}; }}\n".encode()


def _own(ladder: Path | None, look: Theme) -> archive.Files:
    """The ladder and the theme of this site, where the engine looks for them."""
    theme = look.model_dump(mode="json")
    contents = {"own/ladder.yaml": archive.everywhere(ladder_path(ladder).read_bytes())}
    if look.logo is not None:
        theme["logo"] = f"logo{look.logo.suffix.lower()}"
        contents[f"own/{theme['logo']}"] = look.logo.read_bytes()
    return {**contents, "own/theme.yaml": json.dumps(theme).encode()}  # JSON is YAML


def _digest_of(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name} {len(files[name])}\n".encode() + files[name])
    return digest.hexdigest()[:12]


def _listed(out: Path) -> Mapping[str, str]:
    """The files that an earlier build wrote, with their hashes. Raises `UsageError` for a folder of somebody else's."""
    try:
        if not out.exists() or not any(out.iterdir()):
            return {}
        hashes: dict[str, str] = json.loads((out / LIST).read_bytes())["files"]
        return hashes
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            "there is something in this folder that isn’t a site of the kit’s",
            where=str(out),
            next_step="Name an empty folder, or one that doesn’t exist yet; a build removes what it no longer needs.",
        ) from None


def _write(out: Path, contents: Mapping[str, bytes], before: Mapping[str, str]) -> Built:
    """Write what is new, then the list, then remove what no page leads to any more."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(contents.items())}
    written = 0
    try:
        # Pages come last: none may name a file that isn't there yet.
        for name in sorted(contents, key=lambda name: ("/" not in name, name)):
            path = out / name
            if before.get(name) == hashes[name] and path.is_file() and path.stat().st_size == len(contents[name]):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[name])
            written += 1
        (out / LIST).write_text(json.dumps({"files": hashes}, indent=1) + "\n", encoding="utf-8")
        for name in before.keys() - contents.keys():
            (out / name).unlink(missing_ok=True)
        for folder in {(out / name).parent for name in before} - {out}:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise UsageError(
            f"the site can’t be written: {reason(error)}", where=str(out), next_step="Name a folder you may write to."
        ) from error
    return Built(len(contents) + 1, written, sum(map(len, contents.values())))
