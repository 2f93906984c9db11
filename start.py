"""Sets the kit up and starts it. Needs Python 3.11, 3.12, 3.13 or 3.14, and nothing else.

    python3 start.py                JupyterLab at the first chapter
    python3 start.py --app          the chapters as pages, with no code in sight
    python3 start.py report ...     any other command, the same as `ladder report ...`
    python3 start.py test           every test

--port and --no-browser go with the first two. On Windows the command is `py start.py`.

The first start makes .venv from the packages that requirements.lock pins, in a minute
or two; later ones start at once. What was interrupted is put right at the next start.
"""

# /// script
# requires-python = ">=3.11,<3.15"
# ///
# That is for `uv run start.py`, which finds or fetches such a Python.
#
# This file is read by whatever Python somebody has, so it keeps to the syntax of 3.7 and
# to ASCII. A Python still older stops at the next line and shows it in its error:
from __future__ import annotations  # The kit needs Python 3.11, 3.12, 3.13 or 3.14.

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))


class CannotStart(Exception):
    """A sentence for a person: what is in the way, and what to do."""


def main(args: list[str]) -> int:  # Python 2 stops here: the kit needs Python 3.11, 3.12, 3.13 or 3.14.
    """Set the kit up where that is needed, then hand over."""
    if args[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        refuse_wrong_python(sys.version_info[:2])
        kit = Kit(Path(__file__).resolve().parent)
        kit.set_up(tests=args[:1] == ["test"])
    except CannotStart as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.")
        return 130
    return hand_over([str(kit.python), "-P", *command(args)])


def command(args: list[str]) -> list[str]:
    """What the kit's own Python is to run for these arguments."""
    if args[:1] == ["test"]:
        return [str(Path(__file__).resolve().parent / "tests" / "run.py"), *args[1:]]
    if not args or args[0].startswith("-"):
        options = [arg for arg in args if arg != "--app"]
        return ["-m", "helpers.cli", "lab" if options == args else "app", *options]
    return ["-m", "helpers.cli", *args]


def hand_over(line: list[str]) -> int:
    """Become the command. Windows has no such thing, so there it runs as a child."""
    sys.stdout.flush()
    if os.name != "nt":
        # A Python that is still starting answers Ctrl+C with a traceback; the command lets it in again.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.execve(line[0], line, own_environment())  # noqa: S606 - our own Python, a list, no shell
    child = subprocess.Popen(line, env=own_environment())
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the child got the Ctrl+C too, and decides
            return child.wait()


def own_environment() -> dict[str, str]:
    """The environment without what leads a Python to another one's packages, as other software sets it."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def pip_environment() -> dict[str, str]:
    """What pip is told: to install here, and to trust the certificate in PIP_CERT where there is one.

    Two variables that are meant for every program would otherwise outweigh it.
    """
    environment = dict(own_environment(), PIP_USER="0")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if environment.get("PIP_CERT") else ():
        environment.pop(name, None)
    return environment


def say(line: str) -> None:
    """Tell the person at the terminal. On stderr: what a command prints may go to a file."""
    print(line, file=sys.stderr, flush=True)


def refuse_wrong_python(version: tuple[int, ...]) -> None:
    """Raise `CannotStart` unless this is a Python that the packages are pinned for."""
    if version in PYTHONS:
        return
    names = ["python{}.{}".format(*python) for python in reversed(PYTHONS)]
    here = next((name for name in names if shutil.which(name)), None)
    do = f"This machine has one: {here} start.py" if here else "https://www.python.org/downloads has them."
    raise CannotStart("The kit runs on Python 3.11, 3.12, 3.13 or 3.14, and this is {}.{}. {}".format(*version, do))


class Kit:
    """A copy of the kit, and the environment that belongs to it.

    `.venv/set-up.json` is written before anything else goes into `.venv` and names what
    is in it once all of that is there. Set-up that was cut off leaves it empty; then the
    environment is made anew, since pip takes a package that was half copied for a whole one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.venv / "set-up.json"
        self.log = root / ".venv-setup.log"

    def set_up(self, tests: bool) -> None:
        """Bring `.venv` to what the lock files ask for; with `tests`, what tests need as well."""
        wanted = self.wanted(tests)
        if not missing(self.installed(), wanted):
            return
        with self.alone() as log:
            todo = missing(self.installed(), wanted)  # another start may have done it meanwhile
            if todo:
                self.install(todo, wanted, log)

    def wanted(self, tests: bool) -> dict[str, str]:
        """What belongs into the environment, as a fingerprint for each part."""
        wanted = {
            "packages": fingerprint(self.root / "requirements.lock"),
            "kit": f"{fingerprint(self.root / 'pyproject.toml')} in {self.root}",
        }
        if tests:
            wanted["tests"] = fingerprint(self.root / "requirements-test.lock")
        return wanted

    def installed(self) -> dict[str, str]:
        """What is in the environment, in the same terms; nothing if it is unfinished or its Python is gone."""
        try:
            installed = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return installed if installed.pop("python", None) == python_behind(self.python) else {}

    @contextlib.contextmanager
    def alone(self) -> Iterator[IO[bytes]]:
        """The log, opened by one start at a time; a second one waits here."""
        try:
            log = self.log.open("a+b")
        except OSError as error:
            raise CannotStart(f"The kit's folder can't be written ({error}). Copy it to one of your own.") from None
        with log:
            if not lock(log, wait=False):
                say("The kit is being set up by another start; waiting for it.")
                lock(log, wait=True)
            log.truncate(0)
            yield log

    def install(self, todo: list[str], wanted: dict[str, str], log: IO[bytes]) -> None:
        """Do the parts that are missing, and write down at the end what is there."""
        began = time.monotonic()
        anew = "packages" in todo
        have = {} if anew else self.installed()
        parts = ["environment", *todo] if anew else todo
        self.begin(anew)
        say(f"Setting up the kit in {self.venv}")
        for number, part in enumerate(parts, 1):
            Step(self, f"{number} of {len(parts)}", log).do(part)
        have.update({part: wanted[part] for part in todo}, python=python_behind(self.python) or "")
        unfinished = self.stamp.with_suffix(".new")
        unfinished.write_text(json.dumps(have, indent=1), encoding="utf-8")
        unfinished.replace(self.stamp)
        say(f"The kit is set up, after {time.monotonic() - began:.0f} seconds.")

    def begin(self, anew: bool) -> None:
        """Mark the environment as unfinished and, if it is made anew, empty it. Refuse one that isn't ours."""
        if self.venv.exists() and not self.stamp.exists() and any(self.venv.iterdir()):
            raise CannotStart(
                f"{self.venv} was made by something else (uv, an editor, or by hand). Move it away, then start again."
            )
        other = self.belongs_to()
        if other is not None:
            raise CannotStart(f"{self.venv} is a link to that of {other}. Remove the link, then start again.")
        self.venv.mkdir(exist_ok=True)
        self.stamp.write_text("{}", encoding="utf-8")
        for old in self.venv.iterdir() if anew else ():
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(str(old))
            elif old != self.stamp:
                old.unlink()

    def belongs_to(self) -> Path | None:
        """Another copy of the kit, whose environment this one is by a link; None where it is this copy's own."""
        try:
            installed = json.loads(self.stamp.read_text(encoding="utf-8"))
            other = Path(installed["kit"].partition(" in ")[2])
            is_shared = other != self.root and (other / ".venv").samefile(self.venv)
        except (OSError, ValueError, KeyError):
            return None
        return other if is_shared else None


class Step:
    """One part of a set-up: runs it, logs it, and shows how far it is."""

    def __init__(self, kit: Kit, number: str, log: IO[bytes]) -> None:
        self.kit = kit
        self.log = log
        self.number = number
        self.began = self.told = time.monotonic()
        self.shown = ""

    def do(self, part: str) -> None:
        """Do the part; raise `CannotStart` with the reason if it fails."""
        if part == "environment":
            if not has_ensurepip():
                raise CannotStart(
                    "This Python can't make environments: a part of it is missing. "
                    "On Debian or Ubuntu: sudo apt install python3-venv"
                )
            self.run([base_python(), "-Iu", "-m", "venv", str(self.kit.venv)], "Making a Python environment")
        elif part == "kit":
            self.run([*self.pip(), "--no-build-isolation", "--no-deps", "--editable", "."], "Installing the kit itself")
            lead_home(self.kit)
        else:
            name = {"packages": "requirements.lock", "tests": "requirements-test.lock"}[part]
            lines = (self.kit.root / name).read_text(encoding="utf-8").splitlines()
            self.run(
                [*self.pip(), "--require-hashes", "--requirement", name],
                "Installing packages" if part == "packages" else "Installing what the tests need",
                Count(sum("==" in line for line in lines), self.kit.venv),
            )

    def pip(self) -> list[str]:
        """pip's command, up to what is to be installed."""
        pip = [str(self.kit.python), "-Iu", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        return [*pip, "--progress-bar", "off", "--no-warn-script-location"]

    def run(self, line: list[str], what: str, count: Count | None = None) -> None:
        """Run a command while telling what it does; a child that is orphaned keeps the lock until it ends."""
        self.show(what)
        child = subprocess.Popen(
            line,
            cwd=str(self.kit.root),
            env=pip_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=() if os.name == "nt" else (self.log.fileno(),),
        )
        said: list[str] = []
        reader = threading.Thread(target=self.read, args=(child.stdout, said, count), daemon=True)
        reader.start()
        try:
            while child.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(0.25)
                self.show(f"{what}{count.line() if count else ''}, {time.monotonic() - self.began:.0f} s")
        except KeyboardInterrupt:
            child.terminate()
            child.wait()
            raise
        reader.join()
        if child.returncode:
            self.show(f"{what}: it failed", last=True)
            reason = explain("\n".join([*said, *self.ask_again(said)]))
            raise CannotStart(f"{reason} The details are in {self.kit.log}")
        total = f" ({count.total})" if count and count.installing else ""
        self.show(f"{what}{total}: done after {time.monotonic() - self.began:.0f} s", last=True)

    def ask_again(self, said: list[str]) -> list[str]:
        """What pip says at length about a package of which it found nothing; in short it passes over a refused login.

        Only a refusal is taken from it: the rest is about this one question.
        """
        absent = NOT_THERE.search("\n".join(said))
        if not absent or absent.group(3) != "none":
            return []
        line = [*self.pip(), "-vv", "--dry-run", "--no-deps", absent.group(1)]
        done = subprocess.run(
            line, env=pip_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
        )
        self.log.write(done.stdout)
        return [line for line in done.stdout.decode("utf-8", "replace").splitlines() if "Could not fetch URL" in line]

    def read(self, output: IO[bytes], said: list[str], count: Count | None) -> None:
        """Take in what the command prints, line by line: for the log, the count and the reason."""
        for raw in output:
            self.log.write(raw)
            self.log.flush()
            said.append(raw.decode("utf-8", "replace").strip())
            if count:
                count.take(said[-1])

    def show(self, line: str, last: bool = False) -> None:
        """Show a line: in place on a terminal; elsewhere the first, the last, and one every three seconds."""
        line = f"  {self.number}  {line}"
        now = time.monotonic()
        if sys.stderr.isatty():
            sys.stderr.write("\r" + line.ljust(len(self.shown)) + "\n" * last)
            sys.stderr.flush()
        elif last or not self.shown or now - self.told > 3:
            say(line)
            self.told = now
        self.shown = line


def lead_home(kit: Kit) -> None:
    """Let the environment name the kit's folder by the way there, `../../..`, which is ASCII wherever the kit is.

    pip leaves the whole path in a file, and Python 3.11 and 3.12 read that in the code page of the
    system: where the path has a letter beyond ASCII, the folder isn't found or Python doesn't even start.
    """
    for packages in site_packages(kit.venv):
        for file in packages.glob("*.pth"):
            with contextlib.suppress(OSError, ValueError):  # most of these files name no folder
                if kit.root.samefile(file.read_text(encoding="utf-8").strip()):
                    file.write_text(os.path.relpath(str(kit.root), str(packages)) + "\n", encoding="ascii")


def site_packages(venv: Path) -> list[Path]:
    """The folder that an environment's packages are in, as soon as it is there."""
    return list(venv.glob(("Lib/site-packages", "lib/python3*/site-packages")[os.name != "nt"]))


class Count:
    """How far pip is, from what it prints and from what has come to lie in the environment.

    pip names what it fetches, but while it installs it is silent: then the packages that
    have arrived are counted, each of which leaves a folder with its name and "dist-info".
    """

    def __init__(self, total: int, venv: Path) -> None:
        self.venv = venv
        self.total = total
        self.fetched = 0
        self.installing = False
        self.retrying = False
        self.before = self.present()

    def take(self, line: str) -> None:
        """Note a line that pip printed."""
        self.retrying = "Retrying (" in line
        if line.startswith("Ignoring "):  # meant for another system or another Python
            self.total -= 1
        elif line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
            self.fetched += 1
        elif line.startswith("Installing collected packages:"):
            self.total = line.count(",") + 1
            self.installing = True

    def present(self) -> int:
        """How many packages lie in the environment."""
        return sum(1 for packages in site_packages(self.venv) for _ in packages.glob("*.dist-info"))

    def line(self) -> str:
        """How far it is, in words."""
        if self.retrying:
            return ": the network doesn't answer, trying again"
        done = min(self.present() - self.before, self.total) if self.installing else self.fetched
        return f": {done} of {self.total} {'installed' if self.installing else 'fetched'}"


NO_NETWORK = re.compile(
    r"Retrying \(|Could not fetch URL|NameResolutionError|ConnectionError|ProxyError|Read timed out"
)
REFUSED = re.compile(r"\b(401|403) Client Error|HTTP error (401|403) while getting|User for \S+:")
OVERLOADED = re.compile(r"\b5\d\d Server Error|HTTP error 5\d\d while getting|too many 5\d\d error responses")
NOT_THERE = re.compile(r"find a version that satisfies the requirement (\S+?)==([^\s;]+).*\(from versions: (.*)\)")
ADDRESS = re.compile(r"(?:Could not fetch URL|while getting|Looking in indexes:) (https?://[^\s,]+)")


def explain(output: str) -> str:
    """What pip's output says went wrong, and what to do about it, in a sentence or two."""
    index = host_of(output)
    absent = NOT_THERE.search(output)
    if "No space left on device" in output or "not enough space" in output:
        return "The disk is full; the kit needs about 1 GB."
    if "DO NOT MATCH THE HASHES" in output:
        return "A package that arrived isn't the one that the lock file names, so nothing of it was installed."
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return (
            f"The certificate of {index} isn't trusted here. Many companies' networks bring one of their own: ask "
            "your IT for it as a file (PEM), name that file in the environment variable PIP_CERT, then start again."
        )
    if "407 Proxy Authentication Required" in output:
        return (
            "The network's proxy wants a login. Ask your IT how programs get through it, name it in the environment "
            "variable HTTPS_PROXY, then start again."
        )
    if REFUSED.search(output):
        return (
            f"The package index at {index} wants a login, or doesn't accept the one it got. Put yours for that host "
            f"into the file {'_netrc' if os.name == 'nt' else '.netrc'} in your home folder, then start again."
        )
    if OVERLOADED.search(output):
        return f"The package index at {index} is out of order just now. Start again later."
    if NO_NETWORK.search(output) and not (absent and absent.group(3) != "none"):
        return "The packages could not be fetched: check the network (or the proxy), then start again."
    if absent:
        name, version, there = absent.groups()
        has = "none of that package" if there == "none" else "only " + ", ".join(there.split(", ")[-3:])
        return (
            f"The package index at {index} doesn't have {name} {version} for this system and Python, {has}. Ask "
            "whoever keeps it to add it, or name another one in the environment variable PIP_INDEX_URL."
        )
    if "No matching distribution found" in output:
        return "A package isn't to be had for this system and Python."
    return "The set-up failed."


def host_of(output: str) -> str:
    """Which index pip asked: its scheme and host alone, since names, passwords and tokens stand in the rest."""
    found = ADDRESS.search(output)
    address = urlsplit(found.group(1) if found else "https://pypi.org")
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}"


def missing(installed: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """The parts to do, in order. With other packages everything is made anew, so that nothing old stays."""
    if installed.get("packages") != wanted["packages"]:
        return list(wanted)
    return [part for part in wanted if installed.get(part) != wanted[part]]


def fingerprint(path: Path) -> str:
    """A short name for what is in a file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise CannotStart(f"A file of the kit is missing ({error}). Get a whole copy of it.") from None


def base_python() -> str:
    """The Python that this is, or that its environment was made from."""
    return getattr(sys, "_base_executable", None) or sys.executable


def python_behind(python: Path) -> str | None:
    """The interpreter that an environment leads to, if it is still there.

    A system's upgrade can put another one in its place, which finds none of the packages.
    """
    if os.name == "nt":  # there the environment has a copy, and says in a file what it is a copy of
        try:
            lines = (python.parents[1] / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
        python = Path(settings.get("executable", ""))
    return str(python.resolve()) if python.exists() else None


def has_ensurepip() -> bool:
    """Whether this Python can put pip into an environment; Debian packs that part separately."""
    import importlib.util

    return importlib.util.find_spec("ensurepip") is not None


def lock(file: IO[bytes], wait: bool) -> bool:
    """Lock a file for this process and its children; True if it worked. The system unlocks it when they end."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(2**30)  # a byte past the end, so that others can still read the log
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
                    return True
                except OSError:
                    if not wait:
                        return False
                    time.sleep(0.5)
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return True
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: go on without
        return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
