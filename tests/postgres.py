"""A real PostgreSQL to throw away: its programs are those that are installed, its files stand in one folder.

    python -m tests.postgres start FOLDER     makes it if need be, and prints its address
    python -m tests.postgres stop FOLDER
    python -m tests.postgres remove FOLDER    stops it too
    python -m tests.postgres find             prints where PostgreSQL's programs are; fails if there are none

`$TEST_POSTGRES` is the address of a server that runs already; tests then make their databases there. A
cluster listens on a socket in its folder alone, so nobody else on the machine or the network gets in.
This needs the standard library alone, so that it runs before the kit is set up.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TEST_POSTGRES = "TEST_POSTGRES"
HOW_TO_GET_ONE = """No PostgreSQL was found, and the tests of hosted sessions need one.
  Debian, Ubuntu   sudo apt install postgresql
  macOS            brew install postgresql
Or name a server that runs: TEST_POSTGRES=postgresql+psycopg://user@host/postgres python3 start.py test"""

_NEEDED = ("initdb", "pg_ctl", "postgres")
_PLACES = ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin", "usr/local/opt/postgresql*/bin")
_SUPERUSER = "postgres"
_PORT = "5432"  # part of the socket's name, no port that is listened on


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs: one on PATH, else the newest in its usual places; None if there is none."""
    if os.name != "posix":  # `Cluster` speaks by a socket, and takes another user than root
        return None
    on_path = shutil.which("initdb")
    # What stands on PATH may be a link or Debian's wrapper; the others lie beside the program itself.
    folders = [Path(on_path).resolve().parent] if on_path else []
    places = [found for place in _PLACES for found in Path("/").glob(place)]
    folders += sorted(places, key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))], reverse=True)
    return next((folder for folder in folders if all((folder / name).is_file() for name in _NEEDED)), None)


class Cluster:
    """A PostgreSQL server whose files stand in one folder. As root it runs as another user, since it refuses root.

    `durable` is for whoever measures: what is committed is then on the disk.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        programs = find_postgres()
        assert programs, HOW_TO_GET_ONE
        self._programs = programs
        self.folder = folder.absolute()
        self._data = self.folder / "data"
        self._log = self.folder / "log"
        self._fsync = "on" if durable else "off"

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://{_SUPERUSER}@/postgres?host={self.folder}&port={_PORT}"

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self._data

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._data.is_dir() and self._run("pg_ctl", "status", "-D", self._data, check=False) == 0

    def start(self) -> None:
        """Make it if it isn't there, and start it; returns when it takes connections."""
        self._make()
        if not self.running:
            # A test's data needn't outlive a power cut, so it waits for no disk; a killed server loses nothing by it.
            options = (
                f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync={self._fsync} -p {_PORT}"
            )
            self._run("pg_ctl", "start", "-w", "-t", "60", "-D", self._data, "-l", self._log, "-o", options)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it, and cut off whoever is connected; `at_once` as if it had crashed."""
        if self.running:
            self._run("pg_ctl", "stop", "-w", "-D", self._data, "-m", "immediate" if at_once else "fast")

    def restart(self, *, at_once: bool = False) -> None:
        """Stop and start it."""
        self.stop(at_once=at_once)
        self.start()

    def remove(self) -> None:
        """Stop it and delete its files, and its folder if there is nothing else in it."""
        self.stop(at_once=True)
        shutil.rmtree(self._data, ignore_errors=True)
        self._log.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _make(self) -> None:
        if self._data.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            user = _user()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._run("initdb", "-D", self._data, "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def _run(self, program: str, *args: str | Path, check: bool = True) -> int:
        user = _user() if os.geteuid() == 0 else None
        # Into a file: a server that was started holds on to a pipe, and whoever reads it would wait for its end.
        with tempfile.TemporaryFile() as out:
            done = subprocess.run(
                [str(self._programs / program), *map(str, args)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                check=False,
            )
            out.seek(0)
            if check and done.returncode:
                log = self._log.read_text(errors="replace")[-2000:] if self._log.exists() else ""
                raise RuntimeError(f"{program} failed: {out.read().decode(errors='replace')}\n{log}")
        return done.returncode


@contextlib.contextmanager
def throw_away() -> Iterator[Cluster]:
    """A running cluster in a folder of its own, gone at the end."""
    # A socket's path must be short, and whoever PostgreSQL runs as must get there; pytest's folders are neither.
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="kit-pg-")))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a server: the one that `$TEST_POSTGRES` names, else one that is thrown away at the end."""
    named = os.environ.get(TEST_POSTGRES)
    if named:
        yield named
        return
    with throw_away() as cluster:
        yield cluster.url


@contextlib.contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """The address of an empty database on a server, gone at the end."""
    from sqlalchemy import make_url

    name = f"kit_{uuid.uuid4().hex[:16]}"
    with _maintaining(url) as run:
        run(f"CREATE DATABASE {name}")
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with _maintaining(url) as run:
            run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def _maintaining(url: str) -> Iterator[Callable[[str], Any]]:
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection.exec_driver_sql
    finally:
        engine.dispose()


def _user() -> Any:
    """Whom PostgreSQL runs as when we are root: a `pwd.struct_passwd`."""
    import pwd

    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def main(args: list[str]) -> int:
    """Start, stop or remove a cluster in a folder."""
    match args:
        case ["start", folder]:
            cluster = Cluster(Path(folder))
            cluster.start()
            print(cluster.url)
        case ["stop", folder]:
            Cluster(Path(folder)).stop()
        case ["remove", folder]:
            Cluster(Path(folder)).remove()
        case ["find"]:
            programs = find_postgres()
            print(programs or HOW_TO_GET_ONE, file=sys.stdout if programs else sys.stderr)
            return 0 if programs else 1
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
