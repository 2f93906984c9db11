"""start.py sets up a kit in any folder, tells what it does, and mends what was cut off."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from uv import find_uv_bin

from tests.long import tries
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]
TLS = ROOT / "tests/fixtures/tls"
spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
start = importlib.util.module_from_spec(spec)
sys.modules["start"] = start  # its annotations are looked up by module name
spec.loader.exec_module(start)


# What it runs


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], ["-m", "helpers.cli", "lab"]),
        (["--port", "9000", "--no-browser"], ["-m", "helpers.cli", "lab", "--port", "9000", "--no-browser"]),
        (["--app"], ["-m", "helpers.cli", "app"]),
        (["--no-browser", "--app"], ["-m", "helpers.cli", "app", "--no-browser"]),
        (["report", "--example", "-o", "out"], ["-m", "helpers.cli", "report", "--example", "-o", "out"]),
        (["test", "-k", "journal"], [str(ROOT / "tests" / "run.py"), "-k", "journal"]),
    ],
)
def test_arguments_lead_to_a_command(args, expected):
    assert start.command(args) == expected


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_the_pythons_that_packages_are_pinned_for_are_taken(version):
    start.refuse_wrong_python(version)


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10), (3, 15), (4, 0)])
def test_another_python_gets_one_sentence_that_names_both(version):
    names = rf"3\.11, 3\.12, 3\.13 or 3\.14, and this is {version[0]}\.{version[1]}\b"
    with pytest.raises(start.CannotStart, match=names):
        start.refuse_wrong_python(version)


def test_the_pythons_are_those_of_pyproject():
    line = f'requires-python = ">={_dotted(start.PYTHONS[0])},<3.{start.PYTHONS[-1][1] + 1}"'
    assert line in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"# {line}" in (ROOT / "start.py").read_text(encoding="utf-8"), "what `uv run start.py` looks for"


def test_uv_keeps_its_hands_off_the_environment():
    """`uv run` would otherwise bring it to what it finds newest, test tools included."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]["managed"] is False


def _dotted(version):
    return ".".join(map(str, version))


def test_an_old_python_can_read_the_file():
    """Python 3.7 has no newer syntax, and letters beyond ASCII would depend on a terminal's encoding."""
    import ast

    ast.parse((ROOT / "start.py").read_text(encoding="ascii"), feature_version=(3, 7))


# What it does, and in which order


WANTED = {"packages": "p1", "kit": "k1"}


@pytest.mark.parametrize(
    ("installed", "wanted", "todo"),
    [
        ({}, WANTED, ["packages", "kit"]),
        (WANTED, WANTED, []),
        ({**WANTED, "kit": "moved"}, WANTED, ["kit"]),
        ({**WANTED, "packages": "p0"}, WANTED, ["packages", "kit"]),
        ({**WANTED, "tests": "t1"}, WANTED, []),
        (WANTED, {**WANTED, "tests": "t1"}, ["tests"]),
        ({**WANTED, "tests": "t0"}, {**WANTED, "tests": "t1"}, ["tests"]),
        ({**WANTED, "packages": "p0", "tests": "t1"}, {**WANTED, "tests": "t1"}, ["packages", "kit", "tests"]),
    ],
)
def test_only_what_is_missing_is_done_and_other_packages_mean_all_of_it(installed, wanted, todo):
    assert start.missing(installed, wanted) == todo


def test_progress_counts_what_was_fetched_and_then_what_has_arrived(tmp_path):
    packages = tmp_path / ("Lib/site-packages" if os.name == "nt" else "lib/python3.12/site-packages")
    (packages / "pip-24.dist-info").mkdir(parents=True)
    count = start.Count(4, tmp_path)
    for line in ["Ignoring colorama: markers don't match", "Collecting a==1", "Processing b-1-py3-none-any.whl"]:
        count.take(line)
    assert count.line() == ": 2 of 3 fetched"
    count.take("Installing collected packages: a, b, c")
    (packages / "a-1.dist-info").mkdir()
    assert count.line() == ": 1 of 3 installed"


def test_progress_says_that_the_network_is_away_until_it_is_back(tmp_path):
    count = start.Count(2, tmp_path)
    count.take("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NewConnectionError'")
    assert "network" in count.line()
    count.take("Collecting a==1")
    assert count.line() == ": 1 of 2 fetched"


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "isn't the one"),
        ("WARNING: Retrying (Retry(total=0\nERROR: No matching distribution found for a==1", "check the network"),
        ("ERROR: No matching distribution found for a==1", "isn't to be had"),
        ("ERROR: HTTP error 403 while getting https://me:pw@packages.example/a.whl", "packages.example wants a login"),
        ("ProxyError('Tunnel connection failed: 407 Proxy Authentication Required')", "proxy wants a login"),
        ("Could not fetch URL https://e.example/a/: ResponseError('too many 500 error responses')", "e.example is out"),
        ("something nobody thought of", "The set-up failed"),
    ],
)
def test_what_went_wrong_is_said_in_a_sentence(output, sentence):
    assert sentence in start.explain(output)


def test_an_environment_whose_python_was_replaced_counts_as_none(tmp_path):
    """A system's upgrade puts another interpreter behind the same link, which finds no packages."""
    kit = start.Kit(tmp_path)
    kit.python.parent.mkdir(parents=True)
    kit.python.symlink_to(sys.executable)
    kit.stamp.write_text(json.dumps({**WANTED, "python": str(Path(sys.executable).resolve())}))
    assert kit.installed() == WANTED
    kit.python.unlink()
    kit.python.symlink_to(shutil.which("sh"))
    assert kit.installed() == {}
    kit.python.unlink()
    assert kit.installed() == {}


# A real set-up, of a kit with one small package, in a folder with a space and an accent


BACKEND = """
import base64, hashlib, pathlib, zipfile
def build_editable(directory, config_settings=None, metadata_directory=None):
    name = "tiny_kit-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(directory, name), "w") as wheel:
        wheel.writestr("tiny_kit.pth", str(pathlib.Path.cwd()))
        wheel.writestr("tiny_kit-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny-kit\\nVersion: 1\\n")
        wheel.writestr("tiny_kit-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n")
        wheel.writestr("tiny_kit-1.dist-info/RECORD", "")
    return name
"""
CLI = "import json, sys, tiny; print(json.dumps([tiny.WORD, sys.argv[1:]]))"


class TinyKit:
    """A kit of one package that is there as a file, and a command that prints its arguments."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        (root / "backend").mkdir(parents=True)
        (root / "helpers" / "cli").mkdir(parents=True)
        shutil.copy(ROOT / "start.py", root)
        (root / "backend" / "backend.py").write_text(BACKEND)
        (root / "helpers" / "cli" / "__main__.py").write_text(CLI)
        (root / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["backend"]\n'
        )
        self.pin("one")

    def pin(self, word: str, name: str = "tiny", lock: str = "requirements.lock") -> None:
        """Let a lock file ask for the package `name` that says this word."""
        wheels = self.root / "wheels" / word
        wheels.mkdir(parents=True)
        wheel = wheels / f"{name}-1-py3-none-any.whl"
        about = f"{name}-1.dist-info"
        with zipfile.ZipFile(wheel, "w") as file:
            file.writestr(f"{name}.py", f"WORD = {word!r}\n")
            file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
            file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            file.writestr(f"{about}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / lock).write_text(f"{name}==1 --hash=sha256:{digest}\n")
        self.wheels = wheels

    def copied(self, root: Path) -> "TinyKit":
        """It in another folder, with its environment: making one with pip in it takes five seconds of CPU."""
        kit = object.__new__(TinyKit)
        kit.root, kit.venv, kit.wheels = root, root / ".venv", self.wheels
        shutil.copytree(self.root, root, symlinks=True)
        return kit

    def start(self, *args: str, index: str | None = None, **variables: str) -> subprocess.Popen[str]:
        """Start `start.py` in a process group of its own, from another folder."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | variables
        environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri()}
        if index:
            environment |= {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": index, "PIP_RETRIES": "1"}
        return subprocess.Popen(
            [sys.executable, str(self.root / "start.py"), *args],
            cwd=self.root.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *args: str, index: str | None = None, **variables: str) -> tuple[int, str, str]:
        """Start it, wait, and give exit status, output and what was said on the way."""
        process = self.start(*args, index=index, **variables)
        out, said = process.communicate(timeout=120)
        return process.returncode, out, said


@pytest.fixture
def kit(tmp_path: Path) -> TinyKit:
    return TinyKit(tmp_path / "a kit, ünpacked")


def misleading(folder: Path) -> Path:
    """A folder whose packages stop every set-up that takes them for its own."""
    packages = folder / "somebody else’s"
    (packages / "pip").mkdir(parents=True)
    for name in ("pip/__init__.py", "backend.py"):
        (packages / name).write_text("raise SystemExit('not this one')")
    return packages


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TinyKit, str]]:
    """A kit that was set up, and what that said. Other software's Pythons were told of packages that would stop it."""
    kit = TinyKit(tmp_path_factory.mktemp("made") / "a kit, ünpacked")
    status, out, said = kit.run(
        "report", "a b", "é", PYTHONPATH=str(misleading(kit.root.parent)), PYTHONHOME=sys.base_prefix
    )
    assert status == 0, said
    assert json.loads(out) == ["one", ["report", "a b", "é"]]
    return kit, said


def test_the_first_start_tells_its_steps_and_then_runs_the_command(made):
    _, said = made
    assert "1 of 3  Making a Python environment" in said
    assert "2 of 3  Installing packages (1): done after" in said
    assert "3 of 3  Installing the kit itself" in said
    assert "The kit is set up" in said


def test_the_next_start_says_nothing_and_runs_the_command(made):
    kit, _ = made
    assert kit.run("report") == (0, '["one", ["report"]]\n', "")


CODE_PAGE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A system whose own encoding hasn't the letters of the path, as Windows with Python 3.11 and 3.12."""


def test_a_path_that_the_systems_encoding_has_no_letters_for_is_found_all_the_same(made):
    """Python 3.11 and 3.12 read `.pth` files in it; pip writes them in UTF-8."""
    kit, _ = made
    line = [kit.venv / "bin/python", "-P", "-m", "helpers.cli", "report"]
    said = subprocess.run(line, env=os.environ | CODE_PAGE, cwd=kit.root.parent, capture_output=True, text=True)
    assert (said.returncode, said.stdout, said.stderr) == (0, '["one", ["report"]]\n', "")
    named = [line for file in kit.venv.glob("lib/*/site-packages/*.pth") for line in file.read_bytes().splitlines()]
    assert b"../../../.." in named
    assert all(line.isascii() for line in named)


def test_what_other_software_tells_every_python_does_not_reach_the_kit(made, tmp_path):
    """Variables that lead a Python to packages of another one, which there shadow the kit's own."""
    kit, _ = made
    (tmp_path / "tiny.py").write_text("WORD = 'somebody else’s'", encoding="utf-8")
    assert kit.run("report", PYTHONPATH=str(tmp_path)) == (0, '["one", ["report"]]\n', "")
    assert kit.run("report", PYTHONHOME=sys.base_prefix) == (0, '["one", ["report"]]\n', "")


def test_they_do_not_reach_the_set_up_either(made):
    """`made` was set up under both, and is whole."""
    kit, said = made
    assert "The kit is set up" in said
    assert set(json.loads((kit.venv / "set-up.json").read_text())) == {"packages", "kit", "python"}


UV = {"UV_OFFLINE": "1", "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}


def uv(kit: TinyKit, *line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run uv in the kit's folder, without a network, as somebody would in a terminal."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "VIRTUAL_ENV"))}
    command = [find_uv_bin(), *line]
    return subprocess.run(
        command, cwd=kit.root, env=environment | UV | variables, capture_output=True, text=True, timeout=120
    )


def described(kit: TinyKit) -> TinyKit:
    """The kit with what the real one tells uv, and a package among its needs that its environment hasn't."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    with (kit.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[project]\nname = "tiny-kit"\nversion = "1"\ndependencies = ["tiny", "pip-left-this-out"]\n')
        file.writelines(["[tool.uv]\n", *(f"{name} = {json.dumps(value)}\n" for name, value in ours.items())])
    return kit


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of an environment by its content, but for what a Python that runs leaves behind."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.skipif(os.name == "nt", reason="the tiny kit's environment lies elsewhere there")
def test_uv_run_leaves_what_start_py_set_up_as_it_is_and_start_py_after_it(made, tmp_path):
    """Left to itself it would bring the environment to what it finds newest, test tools included."""
    kit, _ = made
    mine = described(kit.copied(tmp_path / "mine"))
    assert mine.run("x")[0] == 0
    before = fingerprint(mine.venv)
    ran = uv(mine, "run", "python", "-c", "import sys, tiny; print(tiny.WORD, sys.prefix)")
    assert ran.stdout == f"one {mine.venv}\n", ran.stderr
    started = uv(mine, "run", "--python", sys.executable, "start.py", "x", PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1")
    assert started.stdout == '["one", ["x"]]\n', started.stderr
    assert fingerprint(mine.venv) == before
    assert mine.run("x") == (0, '["one", ["x"]]\n', "")
    assert fingerprint(mine.venv) == before
    assert not (mine.root / "uv.lock").exists()


def test_start_py_leaves_an_environment_of_uv_as_it_is(kit):
    described(kit)
    assert uv(kit, "venv", "--python", sys.executable, ".venv").returncode == 0
    before = fingerprint(kit.venv)
    status, out, said = kit.run("x")
    assert (status, out) == (1, "")
    assert "was made by something else (uv, an editor, or by hand)" in said
    assert fingerprint(kit.venv) == before


def test_the_environment_of_another_copy_is_neither_emptied_nor_changed_by_a_link_to_it(made, tmp_path):
    """Whoever links it into a second clone would lose the first one's."""
    kit, _ = made
    before = fingerprint(kit.venv)
    other = object.__new__(TinyKit)
    other.root, other.wheels = tmp_path / "other", kit.wheels
    shutil.copytree(kit.root, other.root, symlinks=True, ignore=shutil.ignore_patterns(".venv"))
    (other.root / ".venv").symlink_to(kit.venv, target_is_directory=True)
    status, out, said = other.run("x")
    assert (status, out) == (1, "")
    assert f"is a link to that of {kit.root}. Remove the link, then start again." in said
    assert fingerprint(kit.venv) == before


def test_a_kit_that_was_moved_is_put_right_without_its_packages_anew(made, tmp_path):
    kit, _ = made
    moved = kit.copied(tmp_path / "moved")
    status, out, said = moved.run("x")
    assert (status, out) == (0, '["one", ["x"]]\n'), said
    assert "1 of 1  Installing the kit itself" in said
    assert kit.run("x")[0] == 0


def test_other_pinned_packages_replace_the_environment(made, tmp_path):
    kit, _ = made
    other = kit.copied(tmp_path / "other")
    left_over = other.venv / "left-over"
    left_over.write_text("")
    other.pin("two")
    status, out, said = other.run("x")
    assert (status, out) == (0, '["two", ["x"]]\n'), said
    assert not left_over.exists()


def says(text: str) -> Callable[[TinyKit, subprocess.Popen[str]], None]:
    """Wait until the start says this."""

    def wait(_: TinyKit, process: subprocess.Popen[str]) -> None:
        assert any(text in line for line in process.stderr)

    return wait


def arrives(pattern: str) -> Callable[[TinyKit, subprocess.Popen[str]], None]:
    """Wait until there is such a file in the environment."""

    def wait(kit: TinyKit, process: subprocess.Popen[str]) -> None:
        pause = threading.Event()
        while not any(kit.venv.glob(pattern)):
            assert process.poll() is None
            pause.wait(0.01)  # pip needs the machine, too

    return wait


@pytest.mark.parametrize(
    ("moment", "kill"),
    [
        pytest.param(arrives("**/site-packages/tiny.py"), os.killpg, id="between packages"),
        pytest.param(arrives("**/site-packages/pip"), os.kill, id="leaving an orphan at work"),
        pytest.param(says("1 of 3"), os.killpg, id="at its beginning"),
        pytest.param(says("3 of 3"), os.killpg, id="before the kit itself"),
    ][: tries(2, 4)],
)
def test_a_set_up_that_was_killed_is_mended_by_the_next_start(kit, moment, kill):
    process = kit.start("x")
    moment(kit, process)
    kill(process.pid, signal.SIGKILL)
    process.stderr.close()
    process.wait()
    status, out, said = kit.run("again")
    assert (status, out) == (0, '["one", ["again"]]\n'), said


def test_two_starts_at_once_do_the_work_once(made, tmp_path):
    kit = made[0].copied(tmp_path / "moved")
    starts = [kit.start(name) for name in ("a", "b")]
    (out_a, said_a), (out_b, said_b) = (process.communicate(timeout=120) for process in starts)
    assert (out_a, out_b) == ('["one", ["a"]]\n', '["one", ["b"]]\n'), said_a + said_b
    assert sum("The kit is set up" in said for said in (said_a, said_b)) == 1


@pytest.fixture
def lacking(made, tmp_path) -> TinyKit:
    """A kit that was set up, but for what its tests need: `start.py test` would install that."""
    kit = made[0].copied(tmp_path / "lacking")
    kit.pin("two", "further", "requirements-test.lock")
    return kit


def test_without_a_network_there_is_one_sentence_and_the_log(lacking):
    kit = lacking
    status, _, said = kit.run("test", index="http://127.0.0.1:9/simple")
    assert status == 1
    assert "check the network" in said.splitlines()[-1]
    assert str(kit.root / ".venv-setup.log") in said.splitlines()[-1]
    assert "Retrying" in (kit.root / ".venv-setup.log").read_text()


class Index(BaseHTTPRequestHandler):
    """Package indexes as companies have them: each answers for everything below one path."""

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        self.send_response({"login": 401, "forbidden": 403, "broken": 500}.get(kind, 200))
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if kind == "old":
            names = [f"lacking-0.{number}-py3-none-any.whl" for number in (7, 8, 9)]
            self.wfile.write("".join(f'<a href="/files/{name}">{name}</a>' for name in names).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Such an index on a port of this machine, with a certificate of its own if there is one."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def fetch(made, tmp_path, monkeypatch) -> Callable[[str], str]:
    """What a kit that lacks one package says after asking the index at an address for it."""
    kit = start.Kit(tmp_path)
    kit.venv.symlink_to(made[0].venv)
    (tmp_path / "requirements.lock").write_text(f"lacking==1 --hash=sha256:{'0' * 64}\n")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "0")

    def ask(index: str) -> str:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        with kit.alone() as log, pytest.raises(start.CannotStart) as reason:
            start.Step(kit, "1 of 1", log).do("packages")
        assert "s3cret" not in kit.log.read_text()
        return str(reason.value)

    return ask


@pytest.mark.parametrize(
    ("kind", "said", "do"),
    [
        ("login", "wants a login", ".netrc"),
        ("forbidden", "wants a login, or doesn't accept the one it got", ".netrc"),
        ("broken", "is out of order", "Start again later"),
        ("old", "doesn't have lacking 1 for this system and Python, only 0.7, 0.8, 0.9", "PIP_INDEX_URL"),
        ("empty", "doesn't have lacking 1 for this system and Python, none of that package", "PIP_INDEX_URL"),
    ],
)
def test_what_a_companys_index_lacks_is_named_with_what_to_do_and_without_its_secret(fetch, kind, said, do):
    with serving() as port:
        told = fetch(f"http://bob:s3cret@127.0.0.1:{port}/{kind}/t0ken/simple")
    assert said in told
    assert do in told
    assert f"http://127.0.0.1:{port} " in told
    assert "s3cret" not in told
    assert "t0ken" not in told


def test_a_certificate_that_is_not_trusted_is_named_as_that(fetch, monkeypatch):
    """The network of a company reads along, with a certificate that only its own machines were told of."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "localhost.pem", TLS / "localhost.key")
    with serving(context) as port:
        index = f"https://localhost:{port}/empty/simple"
        told = fetch(index)
        assert f"The certificate of https://localhost:{port} isn't trusted" in told
        assert "PIP_CERT" in told
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.devnull)  # pip would heed this one before
        monkeypatch.setenv("PIP_CERT", str(TLS / "localhost.pem"))
        assert "doesn't have lacking 1" in fetch(index), "what is advised leads on"


def test_a_package_that_was_tampered_with_is_not_installed(lacking):
    with (lacking.wheels / "further-1-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"more")
    status, _, said = lacking.run("test")
    assert status == 1
    assert "isn't the one that the lock file names" in said


def test_an_environment_that_something_else_made_is_left_alone(kit):
    (kit.venv / "bin").mkdir(parents=True)
    status, _, said = kit.run("x")
    assert (status, "Move it away" in said) == (1, True)
    assert list(kit.venv.iterdir()) == [kit.venv / "bin"]


def test_ctrl_c_stops_the_set_up_with_a_word(lacking):
    process = lacking.start("test")
    assert any("1 of 2" in line for line in process.stderr)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert said.rstrip().endswith("The same command goes on from here.")


def test_a_kit_that_cannot_be_written_says_so(kit, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(start.CannotStart, match="can't be written"), start.Kit(kit.root).alone():
        pass


def test_help_needs_no_set_up(kit):
    status, out, _ = kit.run("--help")
    assert (status, kit.venv.exists()) == (0, False)
    assert "python3 start.py --app" in out
