"""The kit as a package (`pip install .`, pipx, `uv tool install`) is whole, and leaves the place it is in alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import httpx
import pytest
from platformdirs import user_cache_path

from helpers.paths import ROOT
from helpers.report.cluster import DASK
from tests.browser.conftest import start, stop_server
from tests.long import tries

CHAPTER = "00_start_here.ipynb"


class Installed:
    """The kit's wheel in an environment of its own, and somebody who uses it from an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.environment, self.home, self.empty = folder / "environment", folder / "home", folder / "empty"
        for new in (self.home, self.empty):
            new.mkdir()
        venv.create(self.environment, with_pip=False, symlinks=True)
        self.python = self.environment / "bin/python"
        self.packages = next(self.environment.glob("lib/*/site-packages"))
        # The packages that the kit needs are the ones that are here already; the kit itself isn't among them,
        # since a path file inside a folder that is named by a path file isn't followed.
        (self.packages / "packages.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        for data in ("share", "etc"):
            (self.environment / data).symlink_to(Path(sys.prefix, data))
        build = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
        done = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=True)
        pip = [sys.executable, "-m", "pip", "--python", self.python, "install", "--no-deps", "--no-index", "--quiet"]
        subprocess.run([*pip, folder / done.stdout.split()[-1]], check=True)
        self.variables = {"HOME": str(self.home), "LADDER_HOME": "", "LADDER_JOURNAL": "", "XDG_DATA_HOME": ""}

    def run(self, *line: object, **variables: str) -> str:
        """Run a program of the environment from the empty folder; what it printed."""
        done = subprocess.run(
            [self.environment / "bin" / str(line[0]), *map(str, line[1:])],
            cwd=self.empty,
            env=os.environ | self.variables | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, expression: str) -> Path:
        """A path that the installed kit knows."""
        return Path(self.run("python", "-c", f"import helpers.paths as paths; print({expression})").strip())

    def files(self) -> set[Path]:
        """What lies in the environment but for what Python itself compiles."""
        return {path for path in self.packages.rglob("*") if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"))


@pytest.fixture(autouse=True)
def nothing_is_written_beside_it(kit: Installed):
    """Another user of the machine, or root, may own the place that it is in."""
    before = kit.files()
    yield
    assert kit.files() == before


def test_it_is_the_package_that_runs_and_it_is_whole(kit):
    assert kit.ask("paths.PACKAGE") == kit.packages / "helpers"
    shipped = kit.ask("paths.ROOT")
    for folder in ("data", "notebooks", "slides"):
        there = {path.relative_to(shipped) for path in (shipped / folder).rglob("*") if path.is_file()}
        tracked = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
        assert there == set(map(Path, tracked.stdout.splitlines()))
    tracked = subprocess.run(["git", "ls-files", "helpers"], cwd=ROOT, capture_output=True, text=True, check=True)
    package = kit.packages / "helpers"
    there = {path.relative_to(kit.packages) for path in package.rglob("*") if path.is_file()}
    code_and_data = {path for path in there if not {"__pycache__", "shipped"} & set(path.parts)}
    assert code_and_data == set(map(Path, tracked.stdout.splitlines())), (
        "templates, scripts, style sheets and typefaces"
    )


def test_a_site_that_is_built_by_it_carries_the_licences_of_the_kit(kit):
    told = kit.run("python", "-c", "from helpers.site.licences import licences; print(licences({}).decode())")
    for path in ("LICENSE", "helpers/charts/letters/LICENSE.txt"):
        assert (ROOT / path).read_text(encoding="utf-8").strip() in told


def test_what_is_a_persons_lies_in_their_own_folder(kit):
    own = kit.ask("paths.own_folder()")
    assert own.is_relative_to(kit.home)
    assert own.name == "career-ladder"
    kit.run("ladder", "journal", "show")
    code = "from helpers.journal import default_path; print(default_path())"
    assert Path(kit.run("python", "-c", code).strip()) == own / "journals/my-journal.jsonl"


@pytest.mark.parametrize(
    "line",
    [
        ["workshop", "list"],
        ["workshop", "run-sheet", "ninety-minutes", "--start", "9:30", "--people", "14", "-o", "run-sheet.pdf"],
        ["handouts", "-o", "handouts"],
        ["slides", "taster-30", "-o", "slides"],
        ["report", "--example", "-o", "out"],
        ["schema"],
        ["host", "sessions"],
    ],
    ids=" ".join,
)
def test_a_command_works_from_an_empty_folder(kit, line):
    kit.run("ladder", *line)
    if "-o" in line:
        made = kit.empty / line[-1]
        files = [made] if made.is_file() else [path for path in made.rglob("*") if path.is_file()]
        assert files
        assert all(path.stat().st_size for path in files)


def test_a_person_and_a_team_get_by_with_nothing_but_the_package(kit):
    """What somebody writes, hands on, is asked and imports; then what a team and a host of a site make of it."""
    examples = kit.ask("paths.ROOT") / "data/examples"
    mine, team = kit.empty / "mine.jsonl", kit.empty / "team"
    shutil.copy(examples / "amara.jsonl", mine)
    shutil.copytree(examples / "team", team)
    kit.run("ladder", "note", "The call of March went well.", "--journal", mine)
    assert "The call of March" in kit.run("ladder", "notes", "--since", "2026-01", "--journal", mine)
    kit.run("ladder", "share", mine, "-o", "share.json", "--yes")
    assert json.loads((kit.empty / "share.json").read_text(encoding="utf-8"))["kind"] == "share"
    kit.run("ladder", "ask", "--of", "peer", "--yes", "--journal", mine, "-o", "ask.txt")
    kit.run("ladder", "ask", "--of", "peer", "--yes", "--journal", mine, "--file", "ask.html")
    assert (kit.empty / "ask.txt").stat().st_size
    assert "<textarea" in (kit.empty / "ask.html").read_text(encoding="utf-8")
    rows = "Level,Competency,Statement\nOne,Craft,Asks early\nTwo,Craft,Cuts scope and says why\n"
    (kit.empty / "levels.csv").write_text(rows, encoding="utf-8")
    kit.run("ladder", "import", "levels.csv", "-o", "ours.yaml", "--language", "en")
    kit.run("ladder", "lint", "ours.yaml")
    kit.run("ladder", "team", team, "-o", "report", "--date", "2026-11-23")
    assert [path.name for path in (kit.empty / "report").iterdir()] == ["team-report-2026-11-23.pdf"]
    if not tries(0, 1):  # a minute and a half; the files that it is made of are compared above
        return
    # what a site needs besides is kept where it was fetched before
    kit.run("ladder", "site", "-o", "site", XDG_CACHE_HOME=str(user_cache_path()))
    assert (kit.empty / "site/index.html").stat().st_size


def test_the_board_opens_on_a_folder(kit):
    shutil.copytree(kit.ask("paths.ROOT") / "data/examples/team", kit.empty / "gathered")
    served = start(
        ["helpers.cli", "board", "gathered", "--no-browser"],
        kit.home / "mine.jsonl",
        kit.variables,
        cwd=kit.empty,
        python=str(kit.python),
    )
    try:
        with httpx.Client(follow_redirects=True, timeout=120) as visitor:
            assert "people have answered" in visitor.get(served.link).text
    finally:
        stop_server(served)


def serve(kit: Installed, command: str):
    """Start a page's server as that person does."""
    module = ["helpers.cli", command, "--no-browser"]
    return start(module, kit.home / "mine.jsonl", kit.variables, cwd=kit.empty, python=str(kit.python))


def test_jupyterlab_opens_a_copy_of_the_notebooks(kit):
    served = serve(kit, "lab")
    try:
        origin, token = re.fullmatch(r"(http://[^/]+)/lab/tree/.*token=(\w+)", served.link).groups()
        answer = httpx.get(f"{origin}/api/contents/notebooks/{CHAPTER}?token={token}", timeout=60)
        extension = httpx.get(f"{origin}/lab/extensions/career-ladder-kit/container.js?token={token}", timeout=60)
        saved = httpx.put(
            f"{origin}/api/contents/notebooks/mine.ipynb?token={token}",
            json={key: answer.json()[key] for key in ("type", "format", "content")},
            timeout=60,
        )
    finally:
        stop_server(served)
    copy = kit.ask("paths.own_folder()") / "notebooks" / CHAPTER
    assert answer.json()["content"]["cells"]
    assert saved.status_code == 201
    assert "extension.js" in extension.text, "what goes back to where somebody was comes along"
    assert copy.read_bytes() == (ROOT / "notebooks" / CHAPTER).read_bytes()
    assert json.loads(copy.with_name("mine.ipynb").read_text(encoding="utf-8"))["cells"]


def test_the_app_opens_a_chapter(kit):
    served = serve(kit, "app")
    try:
        with httpx.Client(follow_redirects=True, timeout=120) as visitor:
            page = visitor.get(served.link)
    finally:
        stop_server(served)
    assert page.status_code == 200
    assert "How the questions work" in page.text or "Start here" in page.text


def test_what_is_advised_to_install_is_what_an_index_has():
    """The kit is on no index: whoever follows such advice would install a stranger's package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["cluster"] == [DASK]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = [ROOT / name for name in tracked.splitlines() if name.endswith((".py", ".md", ".ipynb", ".yaml"))]
    advice = re.compile(rf"(install|inject)[^\n]*{re.escape(project['name'])}")
    assert not [path for path in texts if path.is_file() and advice.search(path.read_text(encoding="utf-8"))]
