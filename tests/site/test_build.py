"""A site: what stands in its files, and which of them a second build touches."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from helpers.chapters import course
from helpers.errors import KitError, UsageError
from helpers.ladder import load_ladder
from helpers.report.fonts import FACES
from helpers.site import archive, parts
from helpers.site.build import LIST, POLICY, build, import_page
from helpers.site.desk import address
from helpers.site.snapshot import snapshot
from helpers.workshop.agenda import shipped
from tests.site.built import KEPT

ROOT = Path(__file__).parents[2]
COURSE = course(load_ladder())


def test_every_chapter_can_be_read_without_a_script_and_asks_only_its_own_site(site: Path) -> None:
    for here in (*COURSE.chapters, *COURSE.labs):
        html = (site / address(here)).read_text(encoding="utf-8")
        assert here.title in html
        assert here.lab or "developer tools (F12" in html  # whoever reads it can check what is promised
        assert f'http-equiv="Content-Security-Policy" content="{POLICY}"'.replace("'", "&#39;") in html
        linked = re.findall(r'(?:href|src)="([^"#][^"]*)"', html)
        assert not [to for to in linked if to.startswith("/")]  # it stands below any path
        own = {to.partition("#")[0] for to in linked if not to.startswith(("http", "data:"))}
        assert not [to for to in own if not (site / to).is_file()]
    told = "NumPy"
    assert told in (site / "02_lab_what_first.html").read_text(encoding="utf-8")
    assert told not in (site / "06_lab_go_deep.html").read_text(encoding="utf-8")
    first = COURSE.ladder.level("associate").responsibilities[0]
    assert first.text in (site / "01_associate_pm.html").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes_and_nothing_is_written_twice(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(site, other)
    before = {path: path.stat().st_mtime_ns for path in other.rglob("*") if path.is_file()}
    built = build(other, base="/kit/", kept=KEPT)
    assert built.written == 0
    changed = {path for path, at in before.items() if path.stat().st_mtime_ns != at}
    assert {path.name for path in changed} <= {LIST}
    listed = json.loads((site / LIST).read_bytes())["files"]
    assert {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in listed} == listed


def test_how_much_is_fetched_is_said_as_it_was_built(site: Path) -> None:
    (where,) = site.glob("kit-*/where.js")
    said = dict(re.findall(r"const (\w+_MB) = (\d+);", where.read_text(encoding="utf-8")))
    python = sum(path.stat().st_size for path in site.glob("python-*/*"))
    engine = python + sum((where.parent / name).stat().st_size for name in ("engine.pack", "snapshot.pack"))
    typesetting = sum((where.parent / name).stat().st_size for name in ("typesetting.pack", "typeface.pack"))
    assert said == {"ENGINE_MB": f"{engine / 1e6:.0f}", "PDF_MB": f"{typesetting / 1e6:.0f}"}
    told = (ROOT / "docs/site.md").read_text(encoding="utf-8")
    assert f"the engine ({said['ENGINE_MB']} MB the first time" in told
    assert f"The PDF needs {said['PDF_MB']} MB more" in told


def test_hosts_that_take_no_file_above_25_mib_take_every_one_and_no_face_comes_along_unused(site: Path) -> None:
    """What sets PDFs was 25.5 MiB in one file, with faces of the typeface that no report has."""
    large = {path.name: path.stat().st_size for path in site.rglob("*") if path.stat().st_size > 25 * 2**20}
    assert not large
    (pack,) = site.glob("kit-*/typeface.pack")
    faces = {name.rpartition("-")[2] for name in archive.read(pack.read_bytes()) if name.endswith(".otf")}
    assert faces == {f"{face}.otf" for face in FACES}


def test_another_ladder_replaces_pages_and_engine_but_not_python(site: Path, tmp_path: Path) -> None:
    other, ladder = tmp_path / "other", tmp_path / "ours.yaml"
    shutil.copytree(site, other)
    text = (ROOT / "data/ladders/product-management.yaml").read_text(encoding="utf-8")
    ladder.write_text(text.replace("id: product-management", "id: ours", 1), encoding="utf-8")
    theme = tmp_path / "theme.yaml"
    theme.write_text('accent: "#7a1f5c"\n')
    words = tmp_path / "privacy.md"
    words.write_text("We at **Acme** keep no log. <script>x</script> [Ask](https://acme.example/privacy)")
    build(other, ladder=ladder, theme=theme, kept=KEPT, wake=False, privacy=words)
    first = (other / "index.html").read_text(encoding="utf-8")
    assert "<strong>Acme</strong> keep no log. &lt;script&gt;" in first
    assert 'href="https://acme.example/privacy"' in first
    (kit,) = other.glob("kit-*")
    assert kit.name != next(site.glob("kit-*")).name
    assert "#7a1f5c" in (kit / "theme.css").read_text()
    assert b"id: ours" in archive.read((kit / "engine.pack").read_bytes())["own/ladder.yaml"]
    assert 'SNAPSHOT = ""' in (kit / "where.js").read_text(encoding="utf-8")
    listed = json.loads((other / LIST).read_bytes())["files"]
    assert {str(path.relative_to(other)) for path in other.rglob("*") if path.is_file()} == {*listed, LIST}


def test_what_somebody_left_among_data_and_notebooks_is_not_published(tmp_path: Path) -> None:
    """A site is for everybody: a share file, a notebook of one's own and what a chapter showed stay at home."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("examples"))
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    for name in ("data/share-1.json", "data/labs/notes.txt", "data/mine/a.yaml", "data/ladders/theirs.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("of-jo-alone")
    chapter = tmp_path / "notebooks/01_associate_pm.ipynb"
    raw = json.loads(chapter.read_bytes())
    code = next(cell for cell in raw["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["of-jo-alone"]}]
    raw["metadata"]["widgets"] = {"state": "of-jo-alone"}
    chapter.write_text(json.dumps(raw), encoding="utf-8")
    del raw["metadata"]["kit"]
    (tmp_path / "notebooks/facilitator/workshop_board.ipynb").write_text(json.dumps(raw), encoding="utf-8")
    (tmp_path / "notebooks/Untitled.ipynb").write_text(json.dumps(raw), encoding="utf-8")
    found = archive.the_kit("product-management", tmp_path)
    assert not [name for name, data in found.items() if b"of-jo-alone" in data]
    known = {f"kit/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    known.add("kit/notebooks/facilitator/workshop_board.ipynb")
    assert {name for name in found if name.startswith("kit/notebooks/")} == known
    assert json.loads(found["kit/notebooks/01_associate_pm.ipynb"])["metadata"]["kit"]["level"] == "associate"


def test_a_browser_reads_every_file_of_the_kit_as_a_computer_does() -> None:
    """PyYAML's own parser takes less than its C library: one question mark left codes unread on a site's board."""
    for file in (ROOT / "data").rglob("*.yaml"):
        written = file.read_bytes()
        kept = archive.everywhere(written)
        assert yaml.load(kept, yaml.SafeLoader) == yaml.safe_load(kept) == yaml.load(written, yaml.CSafeLoader), file
    assert archive.everywhere(b"a: [") == b"a: ["


def test_a_site_names_every_part_with_its_hash_and_its_licence(site: Path) -> None:
    told = (site / "licences.txt").read_text(encoding="utf-8")
    assert parts.lock().runtime.integrity in told
    assert "Mozilla Public License 2.0" in told
    for wheel in parts.lock().wheels:
        (said,) = re.findall(
            rf"^{wheel.name} {re.escape(wheel.version)}: (.+)\n  {wheel.file}, sha256 (\w+)$", told, re.M
        )
        assert said[1] == wheel.sha256
        assert "see its own" not in said[0]
        if wheel.name != "font_source_sans_pro":  # which carries none, so that the kit's own copy stands there
            assert re.search(rf"^{wheel.name} {re.escape(wheel.version)}: \S*(LICEN|COPYING)", told, re.M), wheel.name
    assert re.search(r"^Source Sans Pro, and .*\n=+\n+.*Adobe", told, re.M)
    assert told.count("SIL OPEN FONT LICENSE")


def test_a_facilitator_finds_everything_that_is_printed_ready_made(site: Path) -> None:
    html = (site / "facilitating.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="(facilitating/[^"]+)"', html))
    assert linked == {str(path.relative_to(site)) for path in (site / "facilitating").iterdir()}
    read = {path: PdfReader(site / path) for path in linked if path.endswith(".pdf")}
    assert all(len(pdf.pages) for pdf in read.values())
    decks = {path.removeprefix("facilitating/") for path in linked - read.keys()}
    assert decks == {f"{name}.html" for name in shipped()}
    for name in decks:  # saved, then opened in a room that may have no network
        assert f'<a href="facilitating/{name}" download>' in html
        deck = (site / "facilitating" / name).read_text(encoding="utf-8")
        assert "Reveal.initialize" in deck
        assert not re.search(r'(?:src|href)="(?!data:|#)', re.sub(r"<script\b.*?</script>", "", deck, flags=re.DOTALL))
    assert "09:30" in read["facilitating/run-sheet-half-day.pdf"].pages[0].extract_text()
    assert {f"facilitating/worksheet-{level.id}.pdf" for level in COURSE.ladder.levels} < linked


def test_pages_that_need_the_kit_lead_to_where_it_can_be_had() -> None:
    """Nobody who reads a site is given a command that only its builder has."""
    at = "https://kit.example/"
    standing = {"static": "", "policy": "", "kit_at": at}
    assert f'<a href="{at}" rel="noreferrer">the kit on a computer</a>' in import_page(standing)
    assert at not in import_page({**standing, "kit_at": ""})


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="isn’t a site"):
        build(tmp_path, kept=KEPT)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_every_part_is_the_one_that_the_kit_itself_is_pinned_to() -> None:
    """What a browser runs is what a machine runs, down to the version; and the hash is one of that version's."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for wheel in parts.lock().wheels:
        name = wheel.name.replace("_", "-")
        found = re.search(rf"^{name}=={re.escape(wheel.version)}\b.*\n((?:    --hash=.*\n?)+)", lock, re.M)
        assert found, f"{wheel.file} is not the version in requirements.lock"
        assert wheel.sha256 in found[1], wheel.file


def test_a_node_that_fails_in_other_letters_than_utf8_costs_a_site_its_snapshot_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (failing := tmp_path / "node.py").write_text("import sys; sys.stderr.buffer.write(b'\\xe9\\xff'); sys.exit(1)")
    monkeypatch.setattr(parts, "node", lambda: [sys.executable, str(failing)])
    said: list[str] = []
    assert snapshot({}, {"python.mjs": b"", "engine.pack": b""}, tmp_path, said.append) == b""
    assert "couldn’t start the engine" in said[-1]


def test_a_part_that_was_changed_is_refused(site: Path, tmp_path: Path) -> None:
    runtime = parts.lock().runtime
    packed = tmp_path / f"{runtime.package}-{runtime.version}.tgz"
    packed.write_bytes((KEPT / packed.name).read_bytes() + b"\0")
    with pytest.raises(KitError, match="isn’t the file that the kit was tried with"):
        parts.runtime(tmp_path, None, print)
    assert not packed.exists()


def test_a_folder_that_is_named_for_python_is_looked_at(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="doesn’t hold Pyodide"):
        parts.runtime(KEPT, tmp_path, print)
